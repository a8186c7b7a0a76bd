"""A policy that people are asked to read: asked for, read, and seen to be read."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.looking import PHONE, look
from tests.browser.walking import Walk

pytestmark = pytest.mark.browser

READ = "I have read this policy and will keep to it"


def test_a_policy_is_asked_for_read_and_seen_to_be_read(visit: Visit) -> None:
    head = Walk(visit("grace@st-peters.example"), look)
    teacher = Walk(visit("hannah@st-peters.example", size=PHONE), look)
    governor = Walk(visit("edward@st-peters.example", size=PHONE), look)

    ask(head)
    read(teacher)

    head.page.reload()
    row = head.page.get_by_role("row", name="Hannah Stone")
    expect(row).to_contain_text(f"{timezone.localdate():%-d %B %Y}")
    head.reads("Staff: 1 of 3 have read it")
    governor.page.goto("/oversight/reviews/")
    governor.at("Policies due for review")
    expect(governor.page.get_by_role("row", name="Online safety")).to_contain_text("1 of 3")


def ask(walk: Walk) -> None:
    """The Headteacher asks staff to read it by a day."""
    walk.page.goto("/policies/")
    walk.follow("Online safety")
    walk.follow("Who has read it")
    walk.at("Who has read it")
    walk.reads("Nobody is asked yet")
    walk.follow("Ask people to read it")
    walk.at("Ask people to read this policy")
    walk.press("Ask them to read it")
    walk.read_refusal("Choose who is asked")
    walk.tick("Staff")
    walk.fill("By what day?", (timezone.localdate() + dt.timedelta(days=14)).isoformat())
    walk.press("Ask them to read it")
    walk.at("Who has read it")
    walk.reads("Staff are asked to read Online safety.")
    walk.reads("Staff: 0 of 3 have read it")


def read(walk: Walk) -> None:
    """A teacher finds it at home, reads it, and says so."""
    walk.page.goto("/")
    walk.look(walk.page)
    walk.follow("Online safety")
    walk.at("Online safety")
    walk.reads("Please read this policy by")
    walk.press(READ)
    walk.reads("It is on record that you have read this policy and will keep to it.")
    expect(walk.page.get_by_role("button", name=READ)).to_have_count(0)
    walk.look(walk.page)
    walk.page.goto("/policies/")
    walk.follow("Policies you are asked to read")
    walk.at("Policies to read")
    expect(walk.page.get_by_role("main").get_by_role("link", name="Online safety")).to_have_count(0)
