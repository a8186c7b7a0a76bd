"""What a timeline tells, and what is said of a change."""

import datetime as dt
from dataclasses import replace

from breaches.letters.kinds import LetterKind
from breaches.models import Letter
from breaches.timeline import build_timeline, describe_changes, load_case_records
from policies.rules.words import Finding, Party, Step
from policies.stored_packs import shipped_duties
from tests.breaches.factories import LATER, assess_cornist, assess_shipped, make_case
from tests.cast import TODAY, Cast

DAY = dt.timedelta(days=1)


def test_a_finding_brings_steps_and_a_silence_and_takes_none_away() -> None:
    before = assess_cornist()
    after = assess_shipped("cornist-park", Party.PARENT, {Finding.DEFAMATION, Finding.ONLINE_ARGUMENT})
    assert describe_changes(before, after) == ["No step given for: “Online argument”."]
    assert describe_changes(after, after) == []


def test_the_first_finding_brings_open_and_waiting_steps() -> None:
    empty = assess_shipped("cornist-park", Party.PARENT, set())
    new, *waiting = describe_changes(empty, assess_cornist())
    assert new.startswith("New, and open: ")
    assert waiting[0].startswith("New, waiting for a refusal, and word that it has gone on: ")


def test_a_duty_that_a_fact_brings_is_named_by_its_source_once() -> None:
    before = assess_cornist()
    harmed, limit = [duty for duty in shipped_duties() if duty.id in ("wales-allegation-child-harmed", "grooming")][:2]
    after = replace(before, duties=(harmed, limit, replace(harmed, id="another")))
    assert describe_changes(before, after) == [
        f"New beside the policy, from law and guidance: “{harmed.source}”; “{limit.source}”."
    ]
    assert describe_changes(after, after) == []


def test_a_step_taken_is_said_once() -> None:
    done = assess_cornist(done={Step.MEETING})
    (change,) = describe_changes(assess_cornist(), done)
    assert change.startswith("Done: ")
    assert describe_changes(done, done) == []


def test_the_timeline_tells_each_stage_of_a_letter(cast: Cast) -> None:
    case = make_case(cast)
    letter = Letter(
        kind=LetterKind.MEETING_INVITATION,
        drafted_at=LATER,
        drafted_by=cast.head,
        outside_reason="The family asked for it in writing.",
        approved_at=LATER + DAY,
        approved_by=cast.deputy,
        produced_at=LATER + 2 * DAY,
        produced_by=cast.head,
        sent_on=TODAY + 2 * DAY,
        sent_at=LATER + 2 * DAY + DAY / 2,
        sent_by=cast.deputy,
        sent_way=Letter.Way.POST,
        withdrawn_at=LATER + 3 * DAY,
        withdrawn_by=cast.deputy,
        withdrawn_why="Another was written.",
    )
    lines = build_timeline(case, replace(load_case_records(case), letters=[letter]))
    assert [(line.what, line.by, line.why) for line in lines[:5]] == [
        ("Letter withdrawn: Invitation to a meeting", cast.deputy, "Another was written."),
        ("Letter sent: Invitation to a meeting, by post on 14 November 2026", cast.deputy, ""),
        ("Letter produced: Invitation to a meeting", cast.head, ""),
        ("Letter approved: Invitation to a meeting", cast.deputy, ""),
        ("Letter drafted: Invitation to a meeting", cast.head, "The family asked for it in writing."),
    ]
