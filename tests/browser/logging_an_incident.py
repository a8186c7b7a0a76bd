"""The pages of logging an incident, walked through as a person would: to and fro, with mistakes and a pause."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.walking import Walk


@dataclass(frozen=True)
class Story:
    """What is logged: how it is found again, who did it in what capacity, and what is found, in the page's words."""

    title: str
    subject: str
    capacity: str
    findings: tuple[str, ...]


def happened_on() -> dt.date:
    """The day of every incident that these tests log."""
    return timezone.localdate() - dt.timedelta(days=3)


def log(walk: Walk, story: Story) -> str:
    """Log the story by way of every page, and answer its reference."""
    walk.page.goto("/")
    walk.look(walk.page)
    walk.follow("Log an incident")
    walk.at("Log an incident")
    walk.press("Start")
    when(walk)
    where(walk)
    what(walk, story)
    who(walk, story)
    find(walk, story)
    show(walk)
    return check(walk, story)


def when(walk: Walk) -> None:
    """A page that refuses keeps what was typed."""
    walk.at("When it happened")
    walk.press("Save and continue")
    walk.read_refusal("Enter the day it happened.")
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    walk.fill("On what day did it happen?", tomorrow.isoformat())
    walk.fill("At what time?", "21:14")
    walk.press("Save and continue")
    walk.read_refusal("The day it happened must be today or in the past.")
    walk.holds("On what day did it happen?", tomorrow.isoformat())
    walk.holds("At what time?", "21:14")
    walk.fill("On what day did it happen?", happened_on().isoformat())
    walk.fill("On what day did the school know?", happened_on().isoformat())
    walk.press("Save and continue")


def where(walk: Walk) -> None:
    """Half a page is kept for later, and found again on the list of drafts."""
    walk.at("Where it happened")
    walk.tick("Facebook")
    walk.fill("In which account, page or group?", "Parents of the school")
    walk.press("Save and come back later")
    walk.at("Incidents")
    walk.reads("Your draft is kept.")
    walk.page.get_by_label("Show").select_option("drafts")
    walk.press("Show incidents")
    walk.arrive("show=drafts")
    walk.follow("No title yet")
    walk.at("Check your answers")
    walk.reads("Say who can see it.")
    walk.follow("Say who can see it.")
    expect(walk.page.get_by_label("Facebook", exact=True)).to_be_checked()
    walk.holds("In which account, page or group?", "Parents of the school")
    walk.tick("The members of a group")
    walk.press("Save and continue")


def what(walk: Walk, story: Story) -> None:
    """Going back and forward loses nothing."""
    walk.at("What happened")
    walk.fill("A short title", story.title)
    walk.fill("What was posted or done?", "A post that forty people answered.")
    walk.fill("What do you make of it?", "It is unfair.")
    walk.press("Save and continue")
    walk.at("Who took part")
    walk.follow("Back")
    walk.at("What happened")
    walk.holds("A short title", story.title)
    walk.page.go_back()
    walk.page.go_forward()
    walk.holds("What do you make of it?", "It is unfair.")
    walk.press("Save and continue")


def who(walk: Walk, story: Story) -> None:
    """Somebody looked up in the register, somebody new, and everybody with one part and one capacity."""
    walk.at("Who took part")
    walk.fill("Find somebody in the register by name", story.subject)
    walk.press("Find")
    choice = walk.page.get_by_role("radio", name=story.subject)
    expect(choice).to_be_visible()
    walk.look(walk.page)
    walk.press("Add this person")
    walk.read_refusal("Choose who it is.")
    walk.page.get_by_role("radio", name=story.subject).check()
    walk.tick("Did it, or is said to have")
    walk.tick(story.capacity)
    walk.press("Add this person")
    walk.reads(f"{story.subject} is added.")
    walk.follow("Add somebody who is not in the register")
    walk.at("Add somebody who is not in the register")
    walk.fill("Full name", f"Witness of {story.title}")
    walk.tick("Saw it")
    walk.tick("Visitor")
    walk.press("Add this person")
    if "already" in walk.page.get_by_role("main").inner_text():
        walk.look(walk.page)
        walk.tick("This is a different person of the same name")
        walk.press("Add this person")
    walk.reads("is added here and to the register.")
    walk.at("Who took part")
    walk.page.get_by_role("link", name="Continue").click()


def find(walk: Walk, story: Story) -> None:
    """At least one finding, in plain words."""
    walk.at("What you find")
    walk.press("Save and continue")
    walk.read_refusal("Choose at least one finding.")
    for finding in story.findings:
        walk.tick(finding)
    walk.press("Save and continue")


def show(walk: Walk) -> None:
    """A file that is refused leaves its title where it was typed."""
    walk.at("Evidence")
    walk.fill("What does the file show?", "Screenshot of the post")
    walk.page.get_by_label("Choose a file").set_input_files(
        {"name": "post.png", "mimeType": "image/png", "buffer": b"no picture at all"}
    )
    walk.press("Add this file")
    walk.read_refusal("")
    walk.holds("What does the file show?", "Screenshot of the post")
    picture = walk.page.screenshot()
    walk.page.get_by_label("Choose a file").set_input_files(
        {"name": "post.png", "mimeType": "image/png", "buffer": picture}
    )
    walk.press("Add this file")
    walk.reads("Files so far")
    walk.look(walk.page)
    walk.page.get_by_role("link", name="Continue").click()


def check(walk: Walk, story: Story) -> str:
    """Every answer as it was given, then a reference."""
    walk.at("Check your answers")
    for text in (story.title, story.subject, "A post that forty people answered.", "It is unfair.", *story.findings):
        walk.reads(text)
    walk.press("Log this incident")
    walk.at("Incident logged")
    reference = walk.page.locator(".govuk-panel__body strong").inner_text()
    walk.follow("See the incident")
    walk.at(story.title)
    walk.page.go_back()
    return reference
