"""What pages say: notices, changes."""

import datetime as dt
from dataclasses import replace

from breaches.due import list_to_do
from breaches.letters.kinds import LetterKind
from breaches.models import Letter
from breaches.timeline import build_timeline, describe_changes, load_case_records
from breaches.version import find_version_status, list_notices
from policies.rules.assessment import Assessment
from policies.rules.words import Finding, Party, Step
from tests.breaches.making import LATER, answer, fresh, opened, taken
from tests.breaches.test_ladder import answered, cornist
from tests.cast import TODAY, Cast

DAY = dt.timedelta(days=1)


def test_a_finding_brings_steps_and_a_silence_and_takes_none_away() -> None:
    before = cornist()
    after = answered("cornist-park", Party.PARENT, {Finding.DEFAMATION, Finding.ONLINE_COMPLAINT})
    assert describe_changes(before, after) == ["No step given for: “Complaint made online”."]
    assert describe_changes(after, after) == []


def test_the_first_finding_brings_open_and_waiting_steps() -> None:
    empty = answered("cornist-park", Party.PARENT, set())
    new, *waiting = describe_changes(empty, cornist())
    assert new.startswith("New, and open: ")
    assert waiting[0].startswith("New, waiting for a refusal, and word that it has gone on: ")


def test_a_step_taken_is_said_once() -> None:
    done = cornist(done={Step.MEETING})
    (said,) = describe_changes(cornist(), done)
    assert said.startswith("Done: ")
    assert describe_changes(done, done) == []


def test_a_review_named_by_month_is_overdue_once_the_month_has_ended(cast: Cast) -> None:
    case = opened(cast)
    sha = cast.version.pack_sha256
    at_the_end, after = (
        [one.title for one in list_notices(case, find_version_status(case, today=day), pack_sha256=sha, today=day)]
        for day in (dt.date(2022, 11, 30), dt.date(2022, 12, 1))
    )
    unapproved = "This copy does not show that the policy was approved."
    assert at_the_end == [unapproved]
    assert after == [unapproved, "This policy was due for review in November 2022."]


def test_a_draft_that_changed_since_it_was_asked_says_so(cast: Cast) -> None:
    case = opened(cast)
    notices = list_notices(case, find_version_status(case, today=TODAY), pack_sha256="of another text", today=TODAY)
    assert notices[-1].title == "The draft has changed since it was last asked."


def test_a_follow_up_without_a_refusal_is_something_to_come_back_to(cast: Cast) -> None:
    case = opened(cast)
    taken(case, Step.REPORT_TO_PLATFORM, by=cast.head, follow_up_on=TODAY + DAY)
    records = list(case.step_records.all())
    to_do = list_to_do(fresh(case), answer(case), records, [], today=TODAY)
    assert to_do[-1].text.startswith("Come back to: Report the post")
    gone = Assessment(answer(case).facts, None, None, ())
    assert list_to_do(fresh(case), gone, records, [], today=TODAY)[-1].text == "Come back to: a step no longer given"


def test_the_timeline_tells_each_stage_of_a_letter(cast: Cast) -> None:
    case = opened(cast)
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
    told = build_timeline(case, replace(load_case_records(case), letters=[letter]))
    assert [(one.what, one.by, one.why) for one in told[:5]] == [
        ("Letter withdrawn: Invitation to a meeting", cast.deputy, "Another was written."),
        ("Letter sent: Invitation to a meeting, by post on 14 November 2026", cast.deputy, ""),
        ("Letter produced: Invitation to a meeting", cast.head, ""),
        ("Letter approved: Invitation to a meeting", cast.deputy, ""),
        ("Letter drafted: Invitation to a meeting", cast.head, "The family asked for it in writing."),
    ]
