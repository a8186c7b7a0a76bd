"""What every test may ask for."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import settings as hypothesis
from pytest_django import DjangoDbBlocker

from tests.cast import Cast, make_cast

# Playwright keeps an event loop in the thread of the tests, which Django would otherwise take for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ.setdefault("PLAYWRIGHT_BROWSERS_PATH", str(settings.BASE_DIR / ".venv" / "browsers"))

# The same cases on every machine, however slow it is.
hypothesis.register_profile("rung", derandomize=True, deadline=None)
hypothesis.load_profile("rung")


def pytest_configure() -> None:
    """Make the folder that everything is written to."""
    settings.STATIC_ROOT.mkdir(parents=True)


def pytest_unconfigure() -> None:
    """Remove it again."""
    shutil.rmtree(settings.DATA_DIR)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the browser for last: what is quick to fail comes first."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the Chromium of this machine, else the one that script/bootstrap fetched."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    return browser_type_launch_args | {"executable_path": chromium, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database of the tests; no session that still lingers in it keeps PostgreSQL from removing it."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture
def cast(db: None) -> Cast:
    """Two schools and everybody in them, as `tests/cast.py` says."""
    return make_cast()
