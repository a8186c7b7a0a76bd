"""What a test in a browser may ask for: the site, and a page of it opened as somebody."""

import functools
from collections.abc import Callable, Iterator
from typing import Protocol

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, StorageState, ViewportSize, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.browser.looking import DESK, watch
from tests.browser.site import PASSWORD, serve

expect.set_options(timeout=10_000)


class Visit(Protocol):
    """Opens the site as somebody, or as nobody, on their own device."""

    def __call__(self, who: str = "", *, size: ViewportSize = DESK, script: bool = True) -> Page: ...


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running site."""
    with serve(tmp_path_factory.mktemp("site"), settings.RUN) as address:
        yield address


@pytest.fixture(scope="session")
def session_of(browser: Browser, site: str) -> Callable[[str], StorageState]:
    """What somebody's browser holds once they have signed in; each signs in once a run."""

    @functools.cache
    def signed_in(who: str) -> StorageState:
        with browser.new_context(base_url=site) as context:
            page = context.new_page()
            page.goto("/accounts/login/")
            sign_in(page, who)
            return context.storage_state()

    return signed_in


def sign_in(page: Page, who: str) -> None:
    """Fill in the sign-in page that is open."""
    page.get_by_label("Email").fill(who)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


@pytest.fixture
def complaints() -> list[str]:
    """What the pages of this test complained of; a test that means to be refused takes its own out."""
    return []


@pytest.fixture
def visit(
    new_context: CreateContextCallback,
    site: str,
    session_of: Callable[[str], StorageState],
    complaints: list[str],
) -> Iterator[Visit]:
    """Opens pages; a message in the console or a request to another host fails the test."""

    def open_page(who: str = "", *, size: ViewportSize = DESK, script: bool = True) -> Page:
        context = new_context(
            base_url=site,
            viewport=size,
            java_script_enabled=script,
            locale="en-GB",
            storage_state=session_of(who) if who else None,
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        watch(page, site, complaints)
        return page

    yield open_page
    assert not complaints
