"""The pages of a case, walked through from its opening to its reopening, with the ladder read at every stage."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.ladders import Facts, answer_ladder, read_ladder
from tests.browser.logging_an_incident import Story
from tests.browser.walking import Walk


@dataclass(frozen=True)
class Course:
    """What is done in a case: which step is taken, which gets no reply, which is left, and what opens the rest."""

    head: str
    story: Story
    facts: Facts
    first: tuple[str, ...]
    taken: str
    unanswered: str
    left: str
    then: tuple[str, ...]
    letter: str


def open_case(walk: Walk, story: Story, *, by_the_draft: bool = False) -> None:
    """From the page that says an incident is logged to the page of its case."""
    walk.follow("Open a case")
    walk.at("Open a case")
    walk.press("Open the case")
    walk.read_refusal("Say what establishes it.")
    walk.fill("What establishes it?", "Two members of staff read it.")
    if by_the_draft:
        walk.page.get_by_label("Assess by the draft").check()
    walk.press("Open the case")
    walk.reads("is open.")
    walk.at(story.title)


def see(walk: Walk, facts: Facts) -> None:
    """The page shows the steps of the policy, exactly: in order, each with its state, force and clauses."""
    assert read_ladder(walk.page) == answer_ladder(facts)


def confirm(walk: Walk, fact: str) -> None:
    """Answer the question of a waiting step."""
    walk.within(f"a[href*='/confirm/{fact}/'][href$='answer=yes']").first.click()
    walk.press("Record the answer")
    walk.read_refusal("Say how you know.")
    walk.fill("Why?", "The parent said so at the gate.")
    walk.press("Record the answer")
    walk.reads("Recorded.")


def begin_step(walk: Walk, step: str, button: str = "Record what happened") -> None:
    """Open the page that records a step."""
    walk.within(f"#step-{step} a").filter(has_text=button).click()


def take(walk: Walk, step: str) -> None:
    """Record a step as taken."""
    begin_step(walk, step)
    walk.arrive(f"/steps/{step}/")
    for how_it_went in ("Something else", "They left it up", "They took no action"):
        if walk.page.get_by_label(how_it_went, exact=True).count():
            walk.tick(how_it_went)
    walk.fill("What should be remembered of it?", "Reference 88213")
    walk.press("Save")
    walk.reads("Recorded.")
    walk.reads("Reference 88213")


def get_no_reply(walk: Walk, step: str) -> None:
    """No reply asks for a day to ask again, and is no refusal."""
    begin_step(walk, step)
    walk.press("Save")
    walk.read_refusal("Choose how it went.")
    walk.tick("No reply yet")
    walk.fill("What should be remembered of it?", "Asked by telephone")
    walk.press("Save")
    walk.read_refusal("No reply is not a refusal. Choose a day to ask again.")
    walk.holds("What should be remembered of it?", "Asked by telephone")
    walk.fill("When will you come back to it?", (timezone.localdate() + dt.timedelta(days=7)).isoformat())
    walk.press("Save")
    walk.reads("no reply yet, ask again on")


def leave(walk: Walk, step: str) -> None:
    """A step the policy binds the school to is left undone with a reason, for ever."""
    begin_step(walk, step, "Leave it undone")
    walk.arrive("/leave-undone/")
    walk.press("Leave it undone")
    walk.read_refusal("Say why.")
    walk.fill("Why is it left undone?", "The parent is in hospital.")
    walk.press("Leave it undone")
    walk.reads("Left undone, with a reason")
    walk.reads("The parent is in hospital.")


def go_outside(walk: Walk) -> None:
    """Something the policy does not give takes a reason."""
    walk.within("a[href$='/outside-policy/']").click()
    walk.at("Do something the policy does not give")
    walk.press("Record it")
    walk.read_refusal("Say why it was done, since the policy does not give it.")
    walk.fill("What was done?", "Telephoned the parent.")
    walk.fill("Why, since the policy does not give it?", "A call often settles it.")
    walk.press("Record it")
    walk.reads("Done outside the policy")
    walk.reads("A call often settles it.")


def note(walk: Walk) -> None:
    """A note is kept as it was written."""
    walk.follow("Add a note")
    walk.arrive("/notes/add/")
    walk.fill("Your note", "The grandmother rang.")
    walk.press("Add the note")
    walk.reads("The grandmother rang.")


def close(walk: Walk, course: Course) -> None:
    """A line for each step that binds the school or that it is to consider, then nothing is deleted."""
    walk.follow("Close the case")
    walk.arrive("/close/")
    walk.press("Close the case")
    walk.read_refusal("Choose how it ended.")
    for box in walk.page.get_by_label(re.compile("^Why is this left undone|considered and not taken, because$")).all():
        box.fill("It was no longer needed.")
    walk.tick("Put right")
    walk.fill("In a few sentences", "The post is gone.")
    walk.press("Close the case")
    walk.reads("The case is closed.")
    walk.reads("The post is gone.")
    walk.at(course.story.title)
    expect(walk.within(".rung-step__do")).to_have_count(0)
    walk.reads("The grandmother rang.")


def reopen(walk: Walk) -> None:
    """Reopening takes a reason."""
    walk.follow("Reopen the case")
    walk.arrive("/reopen/")
    walk.press("Reopen the case")
    walk.read_refusal("Say why.")
    walk.fill("Why is it reopened?", "The post is back.")
    walk.press("Reopen the case")
    walk.reads("The case is open again.")
    walk.reads("The post is back.")


def work(walk: Walk, course: Course) -> None:
    """The whole case, stage by stage."""
    facts = course.facts
    see(walk, facts)
    for fact in course.first:
        confirm(walk, fact)
    facts = replace(facts, confirmed=course.first)
    see(walk, facts)
    take(walk, course.taken)
    get_no_reply(walk, course.unanswered)
    facts = replace(facts, done=(course.taken,))
    see(walk, facts)
    for fact in course.then:
        confirm(walk, fact)
    facts = replace(facts, confirmed=(*course.first, *course.then))
    see(walk, facts)
    walk.look(walk.page)
    leave(walk, course.left)
    see(walk, facts)
    go_outside(walk)
    note(walk)
    see(walk, facts)
