"""The settings of the product as the tests run them: fast, quiet, and writing to a folder of their own."""

import os
import tempfile
from pathlib import Path

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="rung-tests-")
os.environ["RUNG_DEMO"] = "1"
for switch in ("ALLOWED_HOSTS", "DEBUG", "EMAIL_URL", "REDIS_URL", "SECRET_KEY", "STATIC_ROOT"):
    os.environ.pop(switch, None)

from config.settings import *  # noqa: E402, F403 - the environment has to be ready first
from config.settings import INSTALLED_APPS, STATIC_ROOT, STORAGES  # noqa: E402 - as above

INSTALLED_APPS = [*INSTALLED_APPS, "tests.flushing"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
Path(STATIC_ROOT).mkdir()
