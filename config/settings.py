"""Every setting of Rung, read from the environment once, at start-up."""

import os
import secrets
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from csp.constants import NONCE, NONE, SELF

# Lets forms and views name the model they are of, as in ModelForm[School].
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()


def demo_secret_key(path: Path) -> str:
    """The key kept in this file, made on first use and readable by its owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text()


# Where Rung keeps what it writes, and whether it runs as a demonstration on somebody's own machine.

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
PRIVATE_FILES_ROOT = DATA_DIR / "private"
DEMO = env.bool("RUNG_DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)

# Django refuses an empty key wherever one is needed; commands such as `assess` need none.
SECRET_KEY = env.str("SECRET_KEY", default="")
if DEMO and not SECRET_KEY:
    SECRET_KEY = demo_secret_key(DATA_DIR / "secret_key")

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEMO else [])

# Parts

INSTALLED_APPS = [
    "audit",
    "people",
    "policies",
    "incidents",
    "reports",
    "breaches",
    "reminders",
    "governors",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_forms_gds",
    "csp",
    "django_filters",
    "django_htmx",
]
if DEMO:
    INSTALLED_APPS.insert(0, "demo")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "people.acting.ActingMiddleware",
    "people.acting.keep_signed_in_pages_out_of_caches",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "config.navigation.header",
            ]
        },
    }
]

CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"
# The pack knows the class of a text box and of a list, not of these.
CRISPY_CLASS_CONVERTERS = {
    "dateinput": "govuk-input",
    "fileinput": "govuk-file-upload",
    "numberinput": "govuk-input",
    "searchinput": "govuk-input",
    "urlinput": "govuk-input",
}

# Storage: the database, the cache, files

SQLITE_OPTIONS = {
    # Without IMMEDIATE two writers at once end in "database is locked".
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
}


def database(url: str) -> dict[str, Any]:
    settings: dict[str, Any] = env.db_url_config(url)
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        return settings | {"OPTIONS": SQLITE_OPTIONS}
    return settings | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


DATABASES = {"default": database(env.str("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'rung.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if REDIS_URL := env.str("REDIS_URL", default=""):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(DATA_DIR / "cache"),
        }
    }

# Uploaded files and produced letters stay out of the web root: no URL serves PRIVATE_FILES_ROOT.
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_FILES_ROOT},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static"))).resolve()
STATICFILES_DIRS = [BASE_DIR / "static" / "build"]

# A larger file goes to disk while it arrives; forms say how large a file may be.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# Mail

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
if "EMAIL_URL" in os.environ:
    globals().update(env.email_url("EMAIL_URL"))  # one address gives several EMAIL_ settings
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Rung <rung@localhost>")
# Without a limit, one mail server that never answers would hold up every mail behind it.
EMAIL_TIMEOUT = 20

# Where a mail says the site is
SITE_URL = env.str("SITE_URL", default="").rstrip("/") or (
    f"http://localhost:{env.int('PORT', default=8000)}"
    if DEMO
    else f"https://{(ALLOWED_HOSTS or ['localhost'])[0].lstrip('.')}"
)

# Where the worker that sends reminders gets its messages; without one, files in DATA_DIR (see config/celery.py)
BROKER_URL = env.str("BROKER_URL", default=REDIS_URL)

# Words and time

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

# Signing in: by email and password, with a second step for whoever sets one up. Nobody signs up:
# an Administrator adds the people of their school.

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "people.sign_in.ClosedSignUp"
ACCOUNT_FORMS = {
    "login": "people.sign_in.SignIn",
    "reset_password": "people.sign_in.ForgottenPassword",
    "reset_password_from_key": "people.sign_in.NewPasswordByLink",
    "change_password": "people.sign_in.NewPassword",
}
MFA_ADAPTER = "people.sign_in.SecondStepWords"
MFA_FORMS = {"authenticate": "people.sign_in.SecondStep"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Rung"
# The school vouches for the address when it adds the person, so no second proof is asked for.
MFA_ALLOW_UNVERIFIED_EMAIL = True

# Cookies: two demonstrations on one machine share a host name, so the port tells theirs apart.

COOKIE_NAME = f"rung-{env.int('PORT', default=8000)}" if DEMO else "__Host-rung"
SESSION_COOKIE_NAME = f"{COOKIE_NAME}-session"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not DEMO
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = f"{COOKIE_NAME}-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = not DEMO
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# What browsers are told

SECURE_SSL_REDIRECT = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
SECURE_HSTS_PRELOAD = not DEMO
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        # The picture to scan when setting up a second step of sign-in is a data: address.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Records go to standard error, where the process manager keeps them.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
