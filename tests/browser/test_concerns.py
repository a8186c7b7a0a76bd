"""The register of low-level concerns: two entries, looked at together."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.looking import look

pytestmark = pytest.mark.browser


def add(page: Page, day: str, words: str) -> None:
    page.goto("/concerns/add/")
    page.get_by_label("Who is it about?").select_option(label="Hannah Stone")
    page.get_by_label("On what day did it happen?").fill(day)
    page.get_by_label("What happened?").fill(words)
    page.get_by_label("What was said or done about it, and why?").fill("Talked it over on the same day.")
    page.get_by_role("button", name="Add this entry").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hannah Stone")


def test_a_headteacher_enters_two_concerns_and_looks_at_them_together(visit: Visit) -> None:
    page = visit("grace@st-peters.example")
    page.goto("/reports/")
    page.get_by_role("link", name="Low-level concerns").click()
    look(page)

    add(page, "2025-09-14", "Gave two pupils a lift home.")
    add(page, "2025-11-03", "Photographed the class with her own telephone.")
    look(page)
    page.get_by_label("What do you make of them together?").fill("Careless, not unkind. Training is booked.")
    page.get_by_role("button", name="Keep this with the entries").click()

    expect(page.get_by_role("heading", name="Look at these together")).to_have_count(0)
    expect(page.get_by_role("complementary")).to_contain_text("Training is booked.")
    page.goto("/concerns/")
    look(page)
