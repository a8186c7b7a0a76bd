"""The pages of a report, walked through by whoever makes it and by whoever reads it."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.walking import Walk

REQUEST = "A friend request or a message"


def begin(walk: Walk) -> None:
    """From home to the form for a friend request."""
    walk.page.goto("/")
    walk.page.get_by_role("main").locator("a", has_text="Report something").first.click()
    walk.at("Report something")
    walk.follow(REQUEST)
    walk.at(REQUEST)


def send(walk: Walk, about: str) -> None:
    """Tell of a pupil's request that was declined, in five taps and a few words."""
    walk.tick("A pupil")
    walk.fill("Who is it?", about)
    walk.tick("I declined it")
    walk.page.get_by_label("Where?").select_option("Instagram")
    walk.press("Send this report")


def receipt(walk: Walk, about: str) -> int:
    """Be on the receipt, look at it, and answer the number of the report."""
    walk.at(f"{REQUEST}: a pupil")
    walk.reads(about)
    walk.reads("They contacted me. I declined it")
    walk.reads("Thank you. It goes to")
    return int(urlsplit(walk.page.url).path.rstrip("/").rpartition("/")[2])


def answer(walk: Walk, report: int, line: str) -> None:
    """Find it unread, open it, and say what became of it."""
    walk.page.goto("/")
    walk.within(f"main a[href='/reports/{report}/']").click()
    walk.at(f"{REQUEST}: a pupil")
    walk.press("Tell them")
    walk.read_refusal("Choose what became of it.")
    walk.tick("Talked over with you")
    walk.fill("One line for the person who reported it", line)
    walk.press("Tell them")
    walk.reads("Your line is kept.")
    walk.reads(line)


def find_unread(walk: Walk, report: int) -> None:
    """It stands on the list of reports as one that nobody has read."""
    walk.page.goto("/reports/")
    walk.at("Reports")
    row = walk.page.get_by_role("row").filter(has=walk.within(f"a[href='/reports/{report}/']"))
    expect(row).to_contain_text("Unread")


def hear(walk: Walk, report: int, line: str) -> None:
    """The writer reads what became of it."""
    walk.page.goto("/reports/mine/")
    walk.at("Your reports")
    walk.within(f"main a[href='/reports/mine/{report}/']").click()
    walk.at(f"{REQUEST}: a pupil")
    walk.reads("Talked over with you.")
    walk.reads(line)
