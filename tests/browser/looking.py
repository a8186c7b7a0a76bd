"""What every page is looked at for, whoever sees it, on a telephone and on a desk."""

import json

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page, Request, Route, ViewportSize

PHONE = ViewportSize(width=360, height=740)
DESK = ViewportSize(width=1280, height=900)
NARROWEST = ViewportSize(width=320, height=740)

FIND_VIOLATIONS = """
    axe.run({resultTypes: ["violations"]}).then(results => JSON.stringify({violations: results.violations}))
"""


def look(page: Page) -> None:
    """Axe finds nothing at either width, and nothing is wider than the narrowest telephone."""
    page.wait_for_load_state()
    shown = page.viewport_size
    for width in (PHONE, DESK):
        page.set_viewport_size(width)
        results = find_violations(page)
        assert not results.violations_count, f"{page.url} at {width['width']}\n{results.generate_report()}"
    page.set_viewport_size(NARROWEST)
    glance(page)
    if shown:
        page.set_viewport_size(shown)


def find_violations(page: Page) -> AxeResults:
    """What axe finds wrong with the page, its script sent once a page and its violations alone sent back."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    return AxeResults(json.loads(page.evaluate(FIND_VIOLATIONS)))


def glance(page: Page) -> None:
    """One heading, a title that says where one is, and no scrolling sideways."""
    page.wait_for_load_state()
    assert page.locator("h1").count() == 1, page.url
    assert page.title().endswith(" - Rung"), page.title()
    wide, shown = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= shown, f"{page.url} is {wide} wide where {shown} is shown"


def watch(page: Page, home: str, complaints: list[str]) -> None:
    """Put down what the page says to the console, fails at, or asks of another host than home."""

    def stay_home(route: Route) -> None:
        complaints.append(f"asked elsewhere: {route.request.url}")
        route.abort()

    def note_failure(request: Request) -> None:
        answer = request.response()
        if answer and answer.status >= 500:
            complaints.append(f"{answer.status}: {request.url}")

    page.context.route(lambda url: not url.startswith((home, "data:")), stay_home)
    page.on("requestfinished", note_failure)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("console", lambda message: complaints.append(f"console: {message.text} ({message.location.get('url')})"))
