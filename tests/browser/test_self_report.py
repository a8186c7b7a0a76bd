"""A pupil's friend request, told from a telephone: three pages, few taps, few bytes, and that school's own answer."""

import pytest
from playwright.sync_api import Page, Request

from tests.browser.conftest import Visit
from tests.browser.looking import PHONE, look
from tests.browser.walking import Walk

pytestmark = pytest.mark.browser

KIND = "A friend request or a message"
SILENT = "Your school’s policy does not speak of a request you did not accept."
SILENT_DRAFT = "Your school’s draft policy does not speak of a request you did not accept."
PAGES, TAPS, BYTES = 3, 7, 150_000

# Each school's answer to a request that was declined.
ANSWERS = {
    "catrin@cornist-park.example": (SILENT, "CP-ST-4b"),
    "daniel@bradley.example": (SILENT, "BP-5.2c"),
    "zoe@cavendish.example": ("This is a draft. It is not your school’s policy.", SILENT_DRAFT),
    "hannah@st-peters.example": ("Follow the safeguarding procedures", "Must", "SPC-11b"),
    "beth@recreation-road.example": ("Let the child's parents know", "Expected", "A person decides first."),
}


class Meter:
    """Counts the pages, the taps and the bytes of one person's way through the site."""

    def __init__(self, page: Page) -> None:
        self.page, self.pages, self.taps = page, 0, 0
        self.finished: list[Request] = []
        page.on("requestfinished", self.count)

    def count(self, request: Request) -> None:
        """Remember one thing that came over the wire."""
        self.finished.append(request)

    def tap(self, name: str, role: str = "radio") -> None:
        """Press one thing that has this name."""
        self.page.get_by_role("main").get_by_role(role, name=name, exact=True).click()  # type: ignore[arg-type]
        self.taps += 1

    def wait_for_page(self) -> None:
        """A page is open, with all it brings."""
        self.page.wait_for_load_state("networkidle")
        self.pages += 1

    @property
    def bytes_sent(self) -> int:
        """What came over the wire so far."""
        sizes = [request.sizes() for request in self.finished]
        return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)


@pytest.mark.parametrize("who", ANSWERS)
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_friend_request_is_told_in_three_light_pages(visit: Visit, who: str, script: bool) -> None:
    page = visit(who, size=PHONE, script=script)
    meter = Meter(page)

    page.goto("/reports/new/")
    meter.wait_for_page()
    meter.tap(KIND, "link")
    meter.wait_for_page()
    meter.tap("A pupil")
    page.get_by_label("Who is it?").fill("A boy in Year 5")
    meter.tap("I declined it")
    page.get_by_label("Where?").select_option("Instagram")
    meter.taps += 3  # into the text, onto the list of places, and the place
    meter.tap("Send this report", "button")
    meter.wait_for_page()

    text = page.get_by_role("main").text_content() or ""
    assert [words for words in ("Received", *ANSWERS[who]) if words not in text] == []
    assert (meter.pages, meter.taps) == (PAGES, TAPS)
    assert meter.bytes_sent <= BYTES, meter.bytes_sent


def test_every_page_of_a_report_is_well_made(visit: Visit) -> None:
    walk = Walk(visit("hannah@st-peters.example", size=PHONE), look)

    walk.page.goto("/reports/new/")
    walk.at("Report something")
    walk.follow(KIND)
    walk.at(KIND)
    walk.press("Send this report")
    walk.read_refusal("Choose who it is.")
    walk.tick("A pupil")
    walk.fill("Who is it?", "A girl in Year 3")
    walk.tick("I accepted it")
    walk.page.get_by_label("Where?").select_option("WhatsApp")
    walk.press("Send this report")
    walk.at("A friend request or a message: a pupil")
    walk.fill("What do you want to add?", "I have left the group since.")
    walk.press("Add this")
    walk.reads("I have left the group since.")
    walk.follow("Your reports")
    walk.at("Your reports")


def test_whoever_leads_reads_a_report_and_begins_an_incident(visit: Visit) -> None:
    teller = Walk(visit("laura@avenue.example", size=PHONE), look)
    teller.page.goto("/reports/new/friend_request/")
    teller.tick("A pupil")
    teller.fill("Who is it?", "A boy in Year 1")
    teller.tick("I blocked the account")
    teller.page.get_by_label("Where?").select_option("Snapchat")
    teller.press("Send this report")
    receipt = teller.page.url
    walk = Walk(visit("debbie@avenue.example"), look)

    walk.page.goto("/reports/")
    walk.at("Reports")
    walk.follow("Who already knows a pupil or a parent")
    walk.at("Who already knows a pupil or a parent")
    walk.follow("Back to reports")
    walk.follow(KIND)
    walk.at("A friend request or a message: a pupil")
    walk.tick("Talked over with you")
    walk.fill("One line for the person who reported it", "Thank you for telling me.")
    walk.press("Tell them")
    walk.reads("Your line is kept.")
    walk.press("Start an incident from this report")
    walk.reads("Check every page: nothing is logged yet.")
    walk.reads("A pupil got in touch")

    teller.page.goto(receipt)
    teller.reads("Thank you for telling me.")
