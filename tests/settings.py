"""The settings of the product as the tests run them: fast, quiet, and writing to a folder of their own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="rung-tests-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
os.environ["RUNG_DEMO"] = "1"
for switch in ("ALLOWED_HOSTS", "DEBUG", "EMAIL_URL", "REDIS_URL", "SECRET_KEY", "STATIC_ROOT"):
    os.environ.pop(switch, None)

from config.settings import *  # noqa: E402, F403 - the environment has to be ready first
from config.settings import DATA_DIR, DATABASES, INSTALLED_APPS, STATIC_ROOT, STORAGES  # noqa: E402 - as above

INSTALLED_APPS = [*INSTALLED_APPS, "tests.flushing"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in use: threads of a database in memory lock each other out.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
Path(STATIC_ROOT).mkdir()
