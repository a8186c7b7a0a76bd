"""The settings of the product as the tests run them: fast, quiet, and writing to a folder of their own."""

import os
import secrets
import tempfile
from pathlib import Path

# No other process has this name, on this machine or on another that shares its temporary folder or its servers.
RUN = f"rung_tests_{secrets.token_hex(6)}"

os.environ["DATA_DIR"] = str(Path(tempfile.gettempdir()) / RUN)
os.environ["RUNG_DEMO"] = "1"
os.environ["SECRET_KEY"] = "a key for tests alone, which guards nothing"
for switch in ("ALLOWED_HOSTS", "DEBUG", "EMAIL_URL", "SITE_URL", "STATIC_ROOT"):
    os.environ.pop(switch, None)

from config.settings import *  # noqa: E402, F403 - the environment has to be ready first
from config.settings import DATA_DIR, DATABASES, INSTALLED_APPS, STORAGES  # noqa: E402 - as above

INSTALLED_APPS = [*INSTALLED_APPS, "tests.flushing"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in use: the threads of a test lock each other out of a database in memory.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["TEST"] = {"NAME": RUN}
