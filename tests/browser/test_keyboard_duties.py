"""What staff and governors have to do, with a keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.keyboard import at, choose, follow, press, press_link_like_a_button, reach, write

pytestmark = pytest.mark.browser


def test_a_report_and_its_answer_with_a_keyboard_alone(visit: Visit) -> None:
    page = visit("daniel@bradley.example")
    page.goto("/")
    press_link_like_a_button(page, "Report something")
    at(page, "Report something")
    follow(page, "A friend request or a message")
    at(page, "A friend request or a message")
    choose(page, "Who got in touch, or whom did you contact?", "A pupil")
    write(page, "Who is it?", "A boy in Year 4")
    choose(page, "What have you done?", "I blocked the account")
    reach(page, page.get_by_label("Where?"))
    page.keyboard.type("Snap")
    press(page, "Send this report")
    at(page, "A friend request or a message: a pupil")
    expect(page.get_by_role("main")).to_contain_text("Snapchat")

    head = visit("olive@bradley.example")
    head.goto("/reports/")
    follow(head, "A friend request or a message")
    at(head, "A friend request or a message: a pupil")
    choose(head, "What became of it?", "Talked over with you")
    write(head, "One line for the person who reported it", "Thank you.")
    press(head, "Tell them")
    expect(head.get_by_role("main")).to_contain_text("Your line is kept.")


def test_a_policy_is_read_with_a_keyboard_alone(visit: Visit) -> None:
    page = visit("zoe@cavendish.example")
    page.goto("/")

    follow(page, "Online safety")
    at(page, "Online safety")
    press(page, "I have read this policy and will keep to it")

    expect(page.get_by_role("main")).to_contain_text("It is on record that you have read this policy")


def test_the_reviews_are_filtered_with_a_keyboard_alone(visit: Visit) -> None:
    page = visit("gwen@cornist-park.example")
    page.goto("/oversight/reviews/")

    reach(page, page.get_by_text("Filter policies"))
    page.keyboard.press("Enter")
    reach(page, page.get_by_label("State"))
    page.keyboard.type("Overdue")
    press(page, "Show policies")

    expect(page.get_by_role("heading", name="1 policy")).to_be_visible()
    follow(page, "Social Networking Policy")
    at(page, "Social Networking Policy")
