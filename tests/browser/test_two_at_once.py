"""Two tabs, two presses, and the back button after signing out: nothing lost, nothing twice, nothing shown."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, sign_in
from tests.browser.looking import glance, look
from tests.browser.walking import Walk

pytestmark = pytest.mark.browser

HEAD = "fiona@recreation-road.example"


def new_draft(page: Page) -> str:
    """Start to log an incident, and answer the address of the draft's first page."""
    page.goto("/incidents/log/")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("When it happened")
    return page.url


def first_case(page: Page) -> str:
    """The address of an open case of the demonstration."""
    page.goto("/cases/?status=open")
    page.get_by_role("main").locator("th a").first.click()
    expect(page.get_by_role("heading", name="What the policy says")).to_be_visible()
    return page.url


def test_a_form_that_is_stale_shows_what_is_new_and_loses_nothing_typed(visit: Visit) -> None:
    page = visit("debbie@avenue.example")
    case = first_case(page)
    early, late = Walk(page, glance), Walk(page.context.new_page(), look)
    for walk in (early, late):
        walk.page.goto(f"{case}outside-policy/")

    early.fill("What was done?", "Rang the first parent.")
    early.fill("Why, since the policy does not give it?", "To hear their side.")
    early.press("Record it")
    early.reads("Rang the first parent.")
    late.fill("What was done?", "Rang the second parent.")
    late.fill("Why, since the policy does not give it?", "Nobody had.")
    late.press("Record it")

    late.reads("Recorded since you opened this page")
    late.reads("Rang the first parent.")
    late.holds("What was done?", "Rang the second parent.")
    look(late.page)
    late.press("Record it")
    late.reads("Rang the second parent.")
    late.reads("Rang the first parent.")


def test_a_draft_changed_in_another_tab_is_shown_beside_what_was_typed(visit: Visit) -> None:
    page = visit(HEAD)
    address = new_draft(page)
    early, late = Walk(page, glance), Walk(page.context.new_page(), look)
    late.page.goto(address)

    early.fill("At what time?", "08:00")
    early.press("Save and come back later")
    late.fill("At what time?", "09:30")
    late.press("Save and come back later")

    late.reads("This is what is stored now.")
    late.reads("08:00")
    late.holds("At what time?", "09:30")
    look(late.page)
    late.press("Save and come back later")
    late.reads("Your draft is kept.")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_double_click_records_once(visit: Visit, script: bool) -> None:
    page = visit("imran@bradley.example", script=script)
    case = first_case(page)
    note = f"Rang once, {'with' if script else 'without'} script."
    page.goto(f"{case}notes/add/")
    page.get_by_label("Your note").fill(note)

    page.get_by_role("button", name="Add the note").dblclick()

    expect(page.get_by_role("main")).to_contain_text(note)
    page.goto(case)
    expect(page.locator(".rung-timeline__entry", has_text=note)).to_have_count(1)


def test_a_form_that_arrives_twice_counts_once(visit: Visit) -> None:
    page = visit("imran@bradley.example")
    case = first_case(page)
    page.goto(f"{case}notes/add/")
    hidden = {
        field.get_attribute("name"): field.input_value() for field in page.locator("main input[type=hidden]").all()
    }
    typed: dict[str, str | float | bool] = {name or "": value for name, value in hidden.items()}
    typed |= {"text": "Sent twice."}

    for _ in range(2):
        assert page.request.post(page.url, form=typed, headers={"Referer": page.url}).ok

    page.goto(case)
    expect(page.locator(".rung-timeline__entry", has_text="Sent twice.")).to_have_count(1)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_signing_out_clears_the_screen(visit: Visit, script: bool) -> None:
    page = visit(script=script)
    page.goto("/accounts/login/")
    sign_in(page, "nia@cornist-park.example")
    first_case(page)
    title = page.get_by_role("heading", level=1).inner_text()
    reloaded = page.reload()
    assert reloaded
    assert "no-store" in reloaded.headers["cache-control"]

    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.get_by_text(title)).to_have_count(0)
