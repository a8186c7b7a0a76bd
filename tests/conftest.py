"""What every test may ask for."""

import copy
import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from hypothesis import settings as hypothesis
from pytest_django import DjangoDbBlocker

from tests.cast import NOW, Cast, standing_cast
from tests.rollback import roll_back
from tests.world import World, make_world

# Playwright keeps an event loop in the thread of the tests, which Django would otherwise take for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ.setdefault("PLAYWRIGHT_BROWSERS_PATH", str(settings.BASE_DIR / ".venv" / "browsers"))

# The same cases on every machine, however slow it is.
hypothesis.register_profile("rung", derandomize=True, deadline=None)
hypothesis.load_profile("rung")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that everything is written to, what tests write beside it too."""
    settings.STATIC_ROOT.mkdir(parents=True)
    if config.option.basetemp is None:
        config.option.basetemp = settings.DATA_DIR / "tmp"
    if config.option.output == "test-results":  # of Playwright, which empties it at the start of each run
        config.option.output = str(settings.DATA_DIR / "test-results")


def pytest_unconfigure() -> None:
    """Remove it again."""
    shutil.rmtree(settings.DATA_DIR)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the browser, whose tests are the longest, so that no worker is left alone with one at the end.

    What a page does is covered by the tests of its view: measuring browsers makes them slower.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker("no_cover")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the Chromium of this machine, else the one that script/bootstrap fetched."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    return browser_type_launch_args | {"executable_path": chromium, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database of the tests, with the cast in it; nothing that lingers keeps PostgreSQL from removing it."""
    with django_db_blocker.unblock():
        standing_cast()
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page is asked for at the moment of the cast."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def cast(db: None) -> Cast:
    """Two schools and everybody in them, as `tests/cast.py` says: the test's own to change."""
    return copy.deepcopy(standing_cast())


@pytest.fixture(scope="module")
def world_of_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world of `tests/world.py`, made once for a module and gone with it."""
    with django_db_blocker.unblock(), roll_back():
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setattr(timezone, "now", lambda: NOW)
            world = make_world(copy.deepcopy(standing_cast()))
        yield world


@pytest.fixture
def world(world_of_module: World, db: None, clock: None) -> World:
    """That world, at its moment; what a test writes is taken back after it."""
    return copy.deepcopy(world_of_module)
