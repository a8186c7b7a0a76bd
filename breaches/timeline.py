"""Everything that happened on a case, in order, with what each change made the policy give."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from breaches.models import Case, CaseFinding, Closing, Confirmation, Letter, Note, StepRecord, StoredAssessment
from breaches.questions import group_answers, say_answer, say_taken_back
from breaches.version import get_case_wordings
from people.models import User
from policies.rules.assessment import Assessment, StepAnswer
from policies.rules.wording import FORCES
from policies.rules.wordings import Wordings, build_wordings
from policies.rules.words import Finding, Party, State, Step
from web.dates import day_in_words

# What made the policy be asked again: stored with the answer, and shown as the event.
CASE_OPENED = "Case opened"
CAUSE_AT_MOST = 200


def say_finding_added(word: Finding, wordings: Wordings) -> str:
    return f"Found: {wordings.findings[word].name}"


def say_finding_withdrawn(word: Finding, wordings: Wordings) -> str:
    return f"Finding withdrawn: {wordings.findings[word].name}"


def say_step_recorded(step: Step, wordings: Wordings) -> str:
    return f"Step recorded: {wordings.steps[step].label}"


Row = TypeVar("Row")


@dataclass(frozen=True)
class Event:
    """One thing that happened: when, what, who recorded it, why, and what it changed in the answer.

    `cause` is that of the answer stored with it, where the policy was asked again.
    """

    at: dt.datetime
    what: str
    by: User | None = None
    why: str = ""
    cause: str = ""
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseRecords:
    """The rows of one case that a page tells its story from, each with its people loaded."""

    findings: Sequence[CaseFinding]
    confirmations: Sequence[Confirmation]
    steps: Sequence[StepRecord]
    letters: Sequence[Letter]
    notes: Sequence[Note]
    closings: Sequence[Closing]
    assessments: Sequence[StoredAssessment]  # the latest first


def load_case_records(case: Case) -> CaseRecords:
    """Load everything the timeline tells of, each kind in one query: no closings of a case known to have none."""
    was_closed = getattr(case, "was_closed", True)
    return CaseRecords(
        findings=list(case.findings.select_related("established_by", "withdrawn_by")),
        confirmations=list(case.confirmations.select_related("confirmed_by", "withdrawn_by")),
        steps=list(case.step_records.select_related("recorded_by", "evidence")),
        letters=list(
            case.letters.select_related("drafted_by", "approved_by", "produced_by", "sent_by", "withdrawn_by")
        ),
        notes=list(case.notes.select_related("by")),
        closings=list(case.closings.select_related("closed_by", "reopened_by")) if was_closed else [],
        assessments=list(case.assessments.only("case", "made_at", "cause", "changed", "answer", "pack_sha256")),
    )


def build_timeline(case: Case, records: CaseRecords) -> list[Event]:
    """The whole story, newest first. What an answer changed stands with the event that made it ask again."""
    wordings, party = get_case_wordings(case), Party(case.capacity)
    events = [
        _tell_opening(case, records.findings, wordings),
        *_tell_each(records.findings, lambda row: _tell_finding(row, wordings)),
        *_tell_answers(records.confirmations, party, wordings),
        *(_tell_step(row, wordings) for row in records.steps),
        *_tell_each(records.letters, _tell_letter),
        *(Event(note.at, note.text, note.by) for note in records.notes),
        *_tell_each(records.closings, _tell_closing),
    ]
    changed = {(assessment.made_at, assessment.cause): tuple(assessment.changed) for assessment in records.assessments}
    whole = [replace(event, changed=changed.get((event.at, event.cause), ())) for event in events]
    return sorted(whole, key=lambda event: event.at)[::-1]


def _tell_each(rows: Iterable[Row], tell: Callable[[Row], Iterator[Event]]) -> Iterator[Event]:
    return (event for row in rows for event in tell(row))


def _tell_opening(case: Case, findings: Iterable[CaseFinding], wordings: Wordings) -> Event:
    first = [Finding(row.finding) for row in findings if row.established_at == case.opened_at]
    names = "; ".join(wordings.findings[finding].name for finding in first)
    version = (
        f"assessed under {case.version.policy.title} {case.version.number}"
        if case.version
        else "no policy was in force"
    )
    capacity = wordings.parties[Party(case.capacity)].name
    what = f"Case opened, judged as {capacity}; {version}. Found: {names}."
    return Event(case.opened_at, what, case.opened_by)


def _tell_finding(row: CaseFinding, wordings: Wordings) -> Iterator[Event]:
    word = Finding(row.finding)
    if row.established_at != row.case.opened_at:
        added = say_finding_added(word, wordings)
        yield Event(row.established_at, added, row.established_by, row.why, cause=added)
    if row.withdrawn_at:
        withdrawn = say_finding_withdrawn(word, wordings)
        yield Event(row.withdrawn_at, withdrawn, row.withdrawn_by, row.withdrawn_why, cause=withdrawn)


def _tell_answers(rows: Sequence[Confirmation], party: Party, wordings: Wordings) -> Iterator[Event]:
    """Each answer, and each taken back: one that another took the place of is told by that other."""
    for answer in group_answers(rows):
        row, what = answer[0], say_answer(answer, party, wordings)
        yield Event(row.confirmed_at, what, row.confirmed_by, row.why, cause=what[:CAUSE_AT_MOST])
        if row.withdrawn_at and not any(_replaces(other, row) for other in rows):
            what = say_taken_back(answer, party, wordings)
            yield Event(row.withdrawn_at, what, row.withdrawn_by, row.withdrawn_why, cause=what[:CAUSE_AT_MOST])


def _replaces(other: Confirmation, row: Confirmation) -> bool:
    is_later = other.pk > row.pk and other.confirmed_at == row.withdrawn_at
    return is_later and (other.fact, other.scope) == (row.fact, row.scope)


def _tell_step(row: StepRecord, wordings: Wordings) -> Event:
    cause = say_step_recorded(Step(row.step), wordings) if row.step else ""
    label = wordings.steps[Step(row.step)].label if row.step else ""
    what = {
        StepRecord.Kind.TAKEN: f"{label}: {_word_outcome(row)}",
        StepRecord.Kind.LEFT_UNDONE: f"Left undone: {label}",
        StepRecord.Kind.OUTSIDE_POLICY: f"Outside the policy, on {day_in_words(row.done_on)}: {row.what}",
    }
    return Event(row.recorded_at, what[StepRecord.Kind(row.kind)], row.recorded_by, row.reason, cause=cause)


def _word_outcome(row: StepRecord) -> str:
    outcome = "" if row.outcome == StepRecord.Outcome.OTHER else row.get_outcome_display().lower()
    parts = [f"{row.done_by}, {day_in_words(row.done_on)}", outcome, row.what.rstrip(".")]
    return "; ".join(part for part in parts if part) + "."


def _tell_letter(row: Letter) -> Iterator[Event]:
    kind = row.get_kind_display()
    yield Event(row.drafted_at, f"Letter drafted: {kind}", row.drafted_by, row.outside_reason)
    if row.approved_at:
        yield Event(row.approved_at, f"Letter approved: {kind}", row.approved_by)
    if row.produced_at:
        yield Event(row.produced_at, f"Letter produced: {kind}", row.produced_by)
    if row.sent_at:
        way = f"{row.get_sent_way_display().lower()} on {day_in_words(row.sent_on)}"
        yield Event(row.sent_at, f"Letter sent: {kind}, {way}", row.sent_by)
    if row.withdrawn_at:
        yield Event(row.withdrawn_at, f"Letter withdrawn: {kind}", row.withdrawn_by, row.withdrawn_why)


def _tell_closing(row: Closing) -> Iterator[Event]:
    yield Event(row.closed_at, f"Case closed: {row.get_outcome_display()}", row.closed_by, row.note)
    if row.reopened_at:
        yield Event(row.reopened_at, "Case reopened", row.reopened_by, row.reopened_why)


def describe_changes(before: Assessment, after: Assessment) -> list[str]:
    """One sentence for each way in which steps and silences changed; empty where nothing did.

    For example "Now open: “Write a warning”; “Complain to the site's host”."
    """
    party, wordings = after.facts.party, build_wordings(after.words)
    earlier = {step.step: step for step in before.steps}
    later = {step.step for step in after.steps}
    silent = {silence.finding for silence in before.silent}
    steps = [(_word_change(earlier.get(step.step), step, party, wordings), step.label) for step in after.steps]
    former = [("No longer given", step.label) for step in before.steps if step.step not in later]
    silences = [
        ("No step given for", wordings.findings[silence.finding].name)
        for silence in after.silent
        if silence.finding not in silent
    ]
    changes: dict[str, list[str]] = {}
    for change, name in (*steps, *former, *silences):
        changes.setdefault(change, []).append(f"“{name}”")
    return [f"{change}: {'; '.join(names)}." for change, names in changes.items() if change]


def _word_change(before: StepAnswer | None, after: StepAnswer, party: Party, wordings: Wordings) -> str:
    if before is not None and _visible_state(before) == _visible_state(after):
        return ""
    if after.state == State.DONE:
        return "Done"
    if after.state == State.WAITING:
        waits = wordings.waits_for(after.waiting_for, party, after.after)
        return f"{'Waiting' if before else 'New, waiting'} for {waits}"
    if after.state == State.PASSED:
        return "Passed: the policy has moved on"
    if before is None:
        return "New, and open"
    return (
        "Now open" if before.state in (State.WAITING, State.PASSED) else f"Open, and now “{FORCES[after.force].label}”"
    )


def _visible_state(step: StepAnswer) -> tuple[object, ...]:
    """What a reader would call a change: a step that is done stays done whatever its force."""
    return (step.state,) if step.state == State.DONE else (step.state, step.force, step.waiting_for, step.after)
