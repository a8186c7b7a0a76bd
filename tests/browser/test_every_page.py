"""Every page that somebody in each role can reach by following links, looked at once."""

import base64
import hmac
import struct
import time
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import get_resolver, resolve
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, sign_in
from tests.browser.looking import glance, look
from tests.browser.site import PASSWORD
from tests.browser.walking import Walk, cases

pytestmark = pytest.mark.browser

OURS = ("breaches", "governors", "incidents", "people", "policies", "reminders", "reports")

# What is no page: it answers with a file, takes a press of a button alone, or is part of another page.
NO_PAGES = {
    "breaches:case_export",
    "breaches:follow_up_done",
    "breaches:letter_approve",
    "breaches:letter_pdf",
    "breaches:letter_produce",
    "incidents:evidence",
    "incidents:evidence_take_back",
    "incidents:involvement_remove",
    "incidents:person_search",
    "reports:report_incident",
    "governors:pack",
    "people:relationship_remove",
    "policies:document",
    "policies:version_acknowledge",
}

# What no link leads a Headteacher of the demonstration to; the journeys walk it, or a test below.
WALKED_ELSEWHERE = {
    "breaches:letter_send",
    "breaches:open_case",
    "breaches:verify",
    "incidents:logged",
    "reports:my_report",
    "governors:schools",
    "people:choose_membership",
    "people:no_role",
    "policies:version_change",
    "policies:version_propose",
}

# Pages that are alike for everybody, looked at closely as one of them.
ALIKE = {
    "reports:my_reports",
    "reports:report_new",
    "reports:report_start",
    "reminders:reminders",
    "people:accessibility",
    "people:privacy",
    "policies:ask",
}
STAFF = "catrin@cornist-park.example"

# A policy of the demonstration that people are asked to read, where the first of the list is not.
READERS = "/policies/cornist-park/readers/"


def every_page() -> set[str]:
    """The name of each page of our own."""
    resolvers = get_resolver().namespace_dict
    names = {f"{app}:{name}" for app in OURS for name in resolvers[app][1].reverse_dict if isinstance(name, str)}
    return names - NO_PAGES


def crawl(page: Page, *starts: str) -> Iterator[str]:
    """Open each start, then every kind of page once that links lead to; answer its name while it is open."""
    seen, ahead = set(NO_PAGES), [(address, True) for address in starts]
    while ahead:
        address, is_start = ahead.pop(0)
        name = resolve(urlsplit(address).path).view_name
        if not is_start and (name in seen or name.partition(":")[0] not in OURS):
            continue
        seen.add(name)
        page.goto(address)
        ahead += [(urljoin(page.url, link), False) for link in links_on(page)]
        yield name


def links_on(page: Page) -> list[str]:
    """Where the links of the page lead, those to sources elsewhere left out."""
    every = page.locator("a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return [href for href in every if not href.startswith(("#", "mailto:", "tel:", "https://"))]


def test_every_page_a_headteacher_can_reach(visit: Visit) -> None:
    page = visit("sian@cornist-park.example")
    page.goto("/incidents/log/")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("When it happened")
    addresses = [*cases(page, "open"), cases(page, "closed")[0]]
    seen = set()

    for name in crawl(page, "/", page.url, page.url.replace("when", "who"), *addresses, READERS):
        look(page)
        seen.add(name)

    assert every_page() - seen == WALKED_ELSEWHERE


@pytest.mark.parametrize(
    "who",
    [
        STAFF,
        "ffion@cornist-park.example",
        "gwen@cornist-park.example",
        "huw@cornist-park.example",
        "carys@cornist-park.example",
        "elin@cornist-park.example",
    ],
    ids=["staff", "volunteer", "governor", "chair", "clerk", "administrator"],
)
def test_every_page_that_others_can_reach(visit: Visit, who: str) -> None:
    page = visit(who)

    for name in crawl(page, "/"):
        if name in ALIKE and who != STAFF:
            glance(page)
        else:
            look(page)


def test_pages_of_whoever_holds_roles_at_two_schools(visit: Visit) -> None:
    page = visit()
    walk = Walk(page, look)
    page.goto("/accounts/login/")
    sign_in(page, "alison@avenue.example")

    page.goto("/oversight/reviews/")
    walk.follow("All your schools")
    walk.at("Your schools")
    walk.reads("Recreation Road Infant School")
    walk.follow("change to your role there")
    walk.at("Choose a school and role")
    walk.press("Act in this role")
    walk.at("Recreation Road Infant School")
    walk.reads("Governor")


def test_pages_for_those_who_are_not_signed_in(visit: Visit) -> None:
    page = visit()
    walk = Walk(page, look)

    page.goto("/")
    walk.at("Sign in")
    walk.press("Sign in")
    walk.read_refusal("Enter your email address")
    walk.follow("Forgot your password?")
    walk.at("Reset your password")
    walk.fill("Email", "nobody@cornist-park.example")
    page.get_by_role("main").get_by_role("button").click()
    walk.at("Look for our email")
    for address in ("/accessibility/", "/privacy/", "/verify/"):
        page.goto(address)
        look(page)


def test_pages_that_refuse(visit: Visit, complaints: list[str]) -> None:
    page = visit("catrin@cornist-park.example")

    for address, heading in (("/cases/1/", "You may not do this"), ("/nowhere/", "We cannot find that page")):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        look(page)

    assert all("Failed to load resource" in complaint for complaint in complaints)
    complaints.clear()


def test_a_second_step_of_signing_in_and_a_new_password(visit: Visit) -> None:
    page = visit()
    walk = Walk(page, look)
    page.goto("/accounts/login/")
    sign_in(page, "ruth@bradley.example")

    page.get_by_role("link", name="Two-step sign-in", exact=True).click()
    walk.at("Two-step sign-in")
    walk.follow("Set up an app")
    walk.at("Confirm that it is you")
    page.get_by_label("Password").fill(PASSWORD)
    walk.press("Continue")
    walk.at("Set up an authenticator app")
    walk.press("Turn on two-step sign-in")
    look(page)
    page.get_by_label("Code").fill(code_now(page.locator(".rung-code").inner_text()))
    walk.press("Turn on two-step sign-in")
    look(page)
    recovery = page.locator(".rung-codes code").first.inner_text()
    page.get_by_role("link", name="Two-step sign-in", exact=True).click()
    walk.at("Two-step sign-in")
    page.get_by_role("link", name="Change your password").click()
    look(page)
    page.get_by_role("button", name="Sign out").click()

    page.get_by_label("Email").fill("ruth@bradley.example")
    page.get_by_label("Password").fill(PASSWORD)
    walk.press("Sign in")
    walk.at("Enter your code")
    page.get_by_label("Code").fill(recovery)
    walk.press("Sign in")
    walk.at("Bradley Primary")


def code_now(key: str) -> str:
    """The six digits that an authenticator app shows for this key (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(base64.b32decode(key), counter, "sha1")
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
