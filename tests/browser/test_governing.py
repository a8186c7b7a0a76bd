"""What governors read and make: how policies stand, how a term went, the pack of a meeting, and nothing of anybody."""

import datetime as dt
import html
import re
import tomllib
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.looking import look
from tests.browser.site import ROOT
from tests.browser.walking import Walk

pytestmark = pytest.mark.browser

REFERENCE = re.compile(r"\bCP-\d{4}-\d+")
LINK = re.compile(r'href="([/?](?!static/|accounts/)[^"#]*)"')
TERM = re.compile(r'<option value="(\d{4}-\d\d-\d\d)"')


def test_a_governor_reads_how_the_school_is_doing_and_makes_the_pack(visit: Visit) -> None:
    walk = Walk(visit("gwen@cornist-park.example"), look)

    walk.page.goto("/oversight/reviews/")
    walk.at("Policies due for review")
    walk.follow("Show the year month by month")
    walk.arrive("view=calendar")
    walk.reads("The year ahead")
    walk.page.goto("/oversight/reviews/?state=overdue")
    walk.reads("1 policy")
    expect(walk.page.get_by_role("row", name="Social Networking Policy")).to_contain_text("Overdue")
    expect(walk.page.get_by_role("row", name="Anti-bullying")).to_have_count(0)
    walk.look(walk.page)
    read_a_term(walk)
    make_the_pack(walk)


def read_a_term(walk: Walk) -> None:
    """The figures of a term that has ended, under its name, as bars and as a table."""
    walk.page.goto("/oversight/figures/")
    walk.at("How the school is doing")
    terms = walk.page.get_by_label("Term", exact=True)
    earliest = terms.get_by_role("option").last.inner_text()
    terms.select_option(earliest)
    walk.press("Show")
    expect(walk.page.get_by_role("heading", level=2, name=earliest)).to_be_visible()
    walk.page.get_by_text("The same figures as a table").first.click()
    walk.look(walk.page)


def make_the_pack(walk: Walk) -> None:
    """A PDF that is kept, and taken along."""
    meeting_on = timezone.localdate() + dt.timedelta(days=21)
    walk.page.goto("/oversight/packs/")
    walk.at("Packs")
    walk.follow("Make a pack")
    walk.at("Make a pack")
    walk.fill("When is the meeting?", (timezone.localdate() - dt.timedelta(days=1)).isoformat())
    walk.press("Make the pack")
    walk.read_refusal("The meeting must be today or later, and within a year")
    walk.fill("When is the meeting?", meeting_on.isoformat())
    walk.press("Make the pack")
    walk.reads("The pack is made and kept.")
    walk.at("Packs")
    with walk.page.expect_download() as download:
        walk.follow(f"Download the pack of {meeting_on:%-d %B %Y}")
    assert download.value.suggested_filename == f"governors-{meeting_on:%Y-%m-%d}.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("who", ["gwen@cornist-park.example", "carys@cornist-park.example"], ids=["governor", "clerk"])
def test_no_link_of_theirs_leads_to_a_name_a_title_or_a_reference(visit: Visit, who: str) -> None:
    page = visit(who)
    words = what_happened_to_whom()

    pages = dict(everything(page))

    assert len(pages) > 30
    assert {(address, word) for address, text in pages.items() for word in words if word in text} == set()
    assert [address for address, text in pages.items() if REFERENCE.search(text)] == []


def what_happened_to_whom() -> set[str]:
    """Everybody in the register of the school, and the title of every incident of the demonstration."""
    demonstration = ROOT / "demo"
    schools, stories = (
        tomllib.loads((demonstration / f"{name}.toml").read_text("utf-8"))[one]
        for name, one in (("schools", "school"), ("stories", "story"))
    )
    (school,) = (entry for entry in schools if entry["slug"] == "cornist-park")
    members = {member["name"] for member in school["members"]}
    titles = {story["title"] for story in stories}
    return titles | {person["name"] for person in school["people"] if person["name"] not in members}


def everything(page: Page) -> Iterator[tuple[str, str]]:
    """Every page of text that links lead to from home, once each: its address and what it says."""
    seen, ahead = {"/"}, ["/"]
    while ahead:
        address = ahead.pop()
        answer = page.request.get(address)
        assert answer.ok, address
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        text = html.unescape(answer.text())
        yield address, text
        links = [*LINK.findall(answer.text()), *(f"?term={term}" for term in TERM.findall(text))]
        targets = {urljoin(address, html.unescape(link)) for link in links} - seen
        ahead += sorted(targets)
        seen |= targets
