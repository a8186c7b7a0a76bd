"""The main job with a keyboard alone, with the focus in sight at every press."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.keyboard import AS_ASKED, at, choose, follow, press, press_link_like_a_button, reach, write
from tests.browser.logging_an_incident import happened_on
from tests.browser.site import PASSWORD

pytestmark = pytest.mark.browser


def test_the_main_job_with_a_keyboard_alone(visit: Visit) -> None:
    page = visit()

    sign_in_past_the_header(page)
    log(page)
    work(page)
    write_a_letter(page)
    close(page)
    sign_out(page)


def sign_in_past_the_header(page: Page) -> None:
    """The skip link comes first, shows itself, and leads past the header."""
    page.goto("/accounts/login/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Email")).to_be_focused()
    page.keyboard.type("fiona@recreation-road.example")
    write(page, "Password", PASSWORD)
    page.keyboard.press("Enter")
    at(page, "Recreation Road Infant School")


def log(page: Page) -> None:
    """Every page of logging an incident."""
    follow(page, "Log an incident")
    at(page, "Log an incident")
    press(page, "Start")
    at(page, "When it happened")
    for label in ("On what day did it happen?", "On what day did the school know?"):
        write(page, label, f"{happened_on():{AS_ASKED}}")
        expect(page.get_by_label(label)).to_have_value(happened_on().isoformat())
    press(page, "Save and continue")
    at(page, "Where it happened")
    choose(page, "Where was it posted or done?", "WhatsApp")
    choose(page, "Who can see it?", "The members of a group")
    press(page, "Save and continue")
    at(page, "What happened")
    write(page, "A short title", "A photo in a group")
    write(page, "What was posted or done?", "Six children can be seen.")
    press(page, "Save and continue")
    add_the_subject(page)
    at(page, "What you find")
    reach(page, page.get_by_label("Image of a child", exact=True))
    page.keyboard.press("Space")
    press(page, "Save and continue")
    at(page, "Evidence")
    press_link_like_a_button(page, "Continue without a file")
    at(page, "Check your answers")
    press(page, "Log this incident")
    at(page, "Incident logged")


def add_the_subject(page: Page) -> None:
    """The search answers while one types, and what it finds comes next."""
    at(page, "Who took part")
    write(page, "Find somebody in the register by name", "Jo Lar")
    person = page.get_by_role("radio", name="Jo Larter")
    reach(page, person)
    page.keyboard.press("Space")
    choose(page, "What was their part?", "Did it, or is said to have")
    choose(page, "In what capacity?", "Parent or carer")
    press(page, "Add this person")
    expect(page.get_by_role("main")).to_contain_text("Jo Larter is added.")
    press_link_like_a_button(page, "Continue")


def work(page: Page) -> None:
    """The case is opened, a clause is read in place, a step is recorded."""
    press_link_like_a_button(page, "Open a case")
    at(page, "Open a case")
    write(page, "What establishes it?", "The photo.")
    press(page, "Open the case")
    at(page, "A photo in a group")
    clause = page.locator(".rung-step summary").first
    reach(page, clause)
    page.keyboard.press("Enter")
    expect(page.locator(".rung-step .rung-clause__text").first).to_be_visible()
    press(page, "Record what happened", "Space")
    write(page, "What should be remembered of it?", "A word at the gate.")
    press(page, "Save")
    expect(page.get_by_role("main")).to_contain_text("Recorded.")


def write_a_letter(page: Page) -> None:
    """A letter goes from its draft to sent."""
    kind = "Request to remove a post"
    press_link_like_a_button(page, "Write the letter")
    at(page, kind)
    press(page, "Save the draft")
    expect(page.get_by_role("main")).to_contain_text("The draft is kept.")
    press(page, "Approve the letter")
    expect(page.get_by_role("main")).to_contain_text("The letter is approved.")
    press(page, "Produce the letter", "Space")
    expect(page.get_by_role("main")).to_contain_text("The letter is produced and sealed.")
    press_link_like_a_button(page, "Record that it was sent")
    at(page, "Record that it was sent")
    choose(page, "How was it sent?", "By hand")
    press(page, "Record that it was sent")
    expect(page.get_by_role("main")).to_contain_text("Recorded as sent.")


def close(page: Page) -> None:
    """The case is closed, with how it ended."""
    at(page, "A photo in a group")
    follow(page, "Close the case")
    choose(page, "How did it end?", "Put right")
    write(page, "In a few sentences", "The photo is gone.")
    press(page, "Close the case")
    expect(page.get_by_role("main")).to_contain_text("The case is closed.")


def sign_out(page: Page) -> None:
    reach(page, page.get_by_role("button", name="Sign out"))
    page.keyboard.press("Enter")
    at(page, "Sign in")
