"""A version of a policy from its start to its day, and a review, page by page."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.looking import PHONE, look

pytestmark = pytest.mark.browser

NEW_SUMMARY = ('summary = "To give the school', 'summary = "In short: to give the school')


def press(page: Page, name: str) -> None:
    """Press a button, once the page has been looked at."""
    look(page)
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    """Follow a link from a page that has been looked at."""
    page.get_by_role("link", name=name).click()
    look(page)


def says(page: Page, sentence: str) -> None:
    expect(page.locator("main")).to_contain_text(sentence)


def start(page: Page, number: str) -> None:
    """Start a version from the one that is shown."""
    follow(page, "Start a new version")
    page.get_by_label("The number or name of the version").fill(number)
    press(page, "Start the version")


def propose(page: Page) -> None:
    """Put the draft that is shown forward."""
    follow(page, "Propose it for approval")
    press(page, "Propose this version")


def test_a_version_is_led_from_its_start_to_its_day(visit: Visit) -> None:
    page = visit("olive@bradley.example")
    page.goto("/policies/bradley/")
    start(page, "In two years")
    text = page.get_by_label("What the version says")
    stored = text.input_value()
    assert NEW_SUMMARY[0] in stored
    text.fill(stored.replace('id = "BP-5.2g"', 'id = "BP-5.2x"', 1))
    press(page, "Save the draft")
    says(page, "BP-5.2g is cited but missing")
    look(page)
    page.get_by_label("What the version says").fill(stored.replace(*NEW_SUMMARY))
    press(page, "Save the draft")
    follow(page, "What it changes")
    says(page, "In short: to give the school")
    page.go_back()

    propose(page)
    follow(page, "Send it back")
    page.get_by_label("Why?").fill("Say who reads it.")
    press(page, "Send it back")
    propose(page)
    for body in ("Headteacher", "Governing body"):
        follow(page, "Record an approval")
        page.get_by_label(body).check()
        page.get_by_label("On what day?").fill(dt.date.today().isoformat())  # noqa: DTZ011 - as the site's day
        press(page, "Put on record")
    follow(page, "Bring it into force")
    far = dt.date.today() + dt.timedelta(days=700)  # noqa: DTZ011 - likewise
    page.get_by_label("From what day is it in force?").fill(far.isoformat())
    press(page, "Bring it into force")
    says(page, "The version is adopted.")


def test_a_draft_is_given_up_with_a_reason(visit: Visit) -> None:
    page = visit("imran@bradley.example", size=PHONE)
    page.goto("/policies/bradley/")
    start(page, "Never")
    page.get_by_role("link", name="Cancel").click()
    follow(page, "Withdraw it")
    page.get_by_label("Why?").fill("The model policy is better.")
    press(page, "Withdraw it")
    says(page, "Withdrawn before it came into force")


def test_a_policy_is_added_and_its_review_set_brought_forward_and_recorded_on_a_telephone(visit: Visit) -> None:
    today = dt.date.today()  # noqa: DTZ011 - as the site's day
    page = visit("imran@bradley.example", size=PHONE)
    page.goto("/policies/")
    follow(page, "Add a policy")
    page.get_by_label("What is the policy called?").fill("Filming at school")
    page.get_by_label("Which version of it?").fill("1")
    page.get_by_label("From what day is it in force?").fill(today.isoformat())
    press(page, "Add the policy")
    says(page, "no case is judged by it")

    follow(page, "Reviews of this policy")
    follow(page, "Set the review")
    page.get_by_label("By a day").check()
    page.get_by_label("By what day?").fill((today + dt.timedelta(days=200)).isoformat())
    press(page, "Save")
    follow(page, "Bring it forward")
    page.get_by_label("By what day now?").fill((today + dt.timedelta(days=20)).isoformat())
    page.get_by_label("Why sooner?").fill("Guidance has changed.")
    press(page, "Bring the review forward")
    says(page, "Guidance has changed.")
    follow(page, "Record a review")
    page.get_by_label("Renewed unchanged").check()
    page.get_by_label("When is the next review due?").fill((today + dt.timedelta(days=365)).isoformat())
    press(page, "Record the review")
    says(page, "The review is on record.")
    says(page, "Renewed unchanged")
    look(page)
