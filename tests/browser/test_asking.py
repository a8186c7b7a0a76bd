"""Asking the policy, with a keyboard alone and on a telephone without script."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.keyboard import at, choose, follow, press
from tests.browser.looking import PHONE, look

pytestmark = pytest.mark.browser

FORMER_PUPIL = "Accept a friend request from a former pupil aged 17"


def test_a_teacher_asks_with_a_keyboard_alone(visit: Visit) -> None:
    page = visit("hannah@st-peters.example")
    page.goto("/policies/")

    follow(page, "Ask the policy")
    at(page, "Ask the policy")
    look(page)
    press(page, FORMER_PUPIL)
    at(page, FORMER_PUPIL)

    expect(page.get_by_role("main")).to_contain_text("SPC-4")
    expect(page).to_have_url("/policies/ask/")
    look(page)
    follow(page, "Read the whole policy")
    at(page, "Social Networking Policy")


def test_enter_on_who_asks_shows_what_fits_and_asks_nothing(visit: Visit) -> None:
    page = visit("hannah@st-peters.example")
    page.goto("/policies/ask/")

    choose(page, "You ask as a", "Governor")
    page.keyboard.press("Enter")

    at(page, "Ask the policy")
    expect(page.get_by_label("Governor")).to_be_checked()
    expect(page.get_by_role("button", name="Look at social media on a school computer")).to_have_count(0)


def test_a_volunteer_is_answered_on_a_telephone_without_script(visit: Visit) -> None:
    page = visit("beth@recreation-road.example", size=PHONE, script=False)
    page.goto("/policies/ask/")
    page.get_by_label("Volunteer").check()
    page.get_by_role("button", name="Show what fits").click()
    page.get_by_role("button", name=FORMER_PUPIL).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(FORMER_PUPIL)
    expect(page.get_by_text("as a volunteer", exact=False).first).to_be_visible()
    expect(page.get_by_role("heading", name="Where the policy is silent")).to_be_visible()
