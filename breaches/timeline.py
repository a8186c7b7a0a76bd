"""Everything that happened on a case, in order, with what each change made the policy give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from breaches.models import Case, CaseFinding, Closing, Confirmation, Letter, Note, StepRecord, StoredAssessment
from people.models import User
from policies.rules.assessment import Assessment, StepAnswer
from policies.rules.wording import FINDINGS, FORCES, PARTIES, STEPS, question, waits_for
from policies.rules.words import Fact, Finding, Party, State, Step
from web.dates import day_in_words

CASE_OPENED = "Case opened"


def finding_added(word: Finding) -> str:
    """Somebody established a finding."""
    return f"Found: {FINDINGS[word].name}"


def finding_withdrawn(word: Finding) -> str:
    """Somebody withdrew a finding."""
    return f"Finding withdrawn: {FINDINGS[word].name}"


def fact_confirmed(fact: Fact, party: Party) -> str:
    """Somebody confirmed a fact."""
    return f"Confirmed: {question(fact, party).confirmed}"


def fact_unconfirmed(fact: Fact, party: Party) -> str:
    """Somebody took a confirmation back."""
    return f"No longer confirmed: {question(fact, party).confirmed}"


def step_recorded(step: Step) -> str:
    """Somebody recorded a step as taken."""
    return f"Step recorded: {STEPS[step].label}"


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


def records_of(case: Case) -> CaseRecords:
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


def timeline_of(case: Case, records: CaseRecords) -> list[Event]:
    """The whole story, newest first. What an answer changed stands with the event that made it ask again."""
    events = [
        *_opening(case, records.findings),
        *_each(records.findings, _of_finding),
        *_each(records.confirmations, lambda row: _of_confirmation(row, Party(case.capacity))),
        *_each(records.steps, _of_step),
        *_each(records.letters, _of_letter),
        *(Event(note.at, note.text, note.by) for note in records.notes),
        *_each(records.closings, _of_closing),
    ]
    changed = {(one.made_at, one.cause): tuple(one.changed) for one in records.assessments}
    told = [replace(one, changed=changed.get((one.at, one.cause), ())) for one in events]
    return sorted(told, key=lambda event: event.at)[::-1]


def _each(rows: Iterable[Row], tell: Callable[[Row], Iterator[Event]]) -> Iterator[Event]:
    return (event for row in rows for event in tell(row))


def _opening(case: Case, findings: Iterable[CaseFinding]) -> Iterator[Event]:
    found = [FINDINGS[Finding(one.finding)].name for one in findings if one.established_at == case.opened_at]
    version = f"assessed under {case.version}" if case.version else "no policy was in force"
    what = f"Case opened, judged as {PARTIES[Party(case.capacity)].name}; {version}. Found: {'; '.join(found)}."
    yield Event(case.opened_at, what, case.opened_by)


def _of_finding(row: CaseFinding) -> Iterator[Event]:
    word = Finding(row.finding)
    if row.established_at != row.case.opened_at:
        added = finding_added(word)
        yield Event(row.established_at, added, row.established_by, row.why, cause=added)
    if row.withdrawn_at:
        withdrawn = finding_withdrawn(word)
        yield Event(row.withdrawn_at, withdrawn, row.withdrawn_by, row.withdrawn_why, cause=withdrawn)


def _of_confirmation(row: Confirmation, party: Party) -> Iterator[Event]:
    confirmed, unconfirmed = fact_confirmed(Fact(row.fact), party), fact_unconfirmed(Fact(row.fact), party)
    yield Event(row.confirmed_at, confirmed, row.confirmed_by, row.why, cause=confirmed)
    if row.withdrawn_at:
        yield Event(row.withdrawn_at, unconfirmed, row.withdrawn_by, row.withdrawn_why, cause=unconfirmed)


def _of_step(row: StepRecord) -> Iterator[Event]:
    cause = step_recorded(Step(row.step)) if row.step else ""
    name = STEPS[Step(row.step)].label if row.step else ""
    told = {
        StepRecord.Kind.TAKEN: f"{name}: {_how_it_went(row)}",
        StepRecord.Kind.LEFT_UNDONE: f"Left undone: {name}",
        StepRecord.Kind.OUTSIDE_POLICY: f"Outside the policy, on {day_in_words(row.done_on)}: {row.what}",
    }
    yield Event(row.recorded_at, told[StepRecord.Kind(row.kind)], row.recorded_by, row.reason, cause=cause)


def _how_it_went(row: StepRecord) -> str:
    outcome = "" if row.outcome == StepRecord.Outcome.OTHER else row.get_outcome_display().lower()
    said = [f"{row.done_by}, {day_in_words(row.done_on)}", outcome, row.what.rstrip(".")]
    return "; ".join(part for part in said if part) + "."


def _of_letter(row: Letter) -> Iterator[Event]:
    kind = row.get_kind_display()
    yield Event(row.drafted_at, f"Letter drafted: {kind}", row.drafted_by, row.outside_reason)
    if row.approved_at:
        yield Event(row.approved_at, f"Letter approved: {kind}", row.approved_by)
    if row.produced_at:
        yield Event(row.produced_at, f"Letter produced: {kind}", row.produced_by)
    if row.sent_at:
        sent = f"{row.get_sent_way_display().lower()} on {day_in_words(row.sent_on)}"
        yield Event(row.sent_at, f"Letter sent: {kind}, {sent}", row.sent_by)
    if row.withdrawn_at:
        yield Event(row.withdrawn_at, f"Letter withdrawn: {kind}", row.withdrawn_by, row.withdrawn_why)


def _of_closing(row: Closing) -> Iterator[Event]:
    yield Event(row.closed_at, f"Case closed: {row.get_outcome_display()}", row.closed_by, row.note)
    if row.reopened_at:
        yield Event(row.reopened_at, "Case reopened", row.reopened_by, row.reopened_why)


def what_changed(before: Assessment, after: Assessment) -> list[str]:
    """One sentence for each way in which steps and silences changed; empty where nothing did.

    For example "Now open: “Write a warning”; “Complain to the site's host”."
    """
    party = after.facts.party
    earlier = {one.step: one for one in before.steps}
    later = {one.step for one in after.steps}
    silent = {one.finding for one in before.silent}
    told = [(way, one.label) for one in after.steps if (way := _way(earlier.get(one.step), one, party))]
    told += [("No longer given", one.label) for one in before.steps if one.step not in later]
    told += [("No step given for", FINDINGS[one.finding].name) for one in after.silent if one.finding not in silent]
    return _sentences(told)


def _way(before: StepAnswer | None, after: StepAnswer, party: Party) -> str:
    """In which way one step changed, or nothing."""
    if before is not None and _standing(before) == _standing(after):
        return ""
    if after.state == State.DONE:
        return "Done"
    if after.state == State.WAITING:
        return f"{'Waiting' if before else 'New, waiting'} for {waits_for(after.waiting_for, party)}"
    if before is None:
        return "New, and open"
    return "Now open" if before.state == State.WAITING else f"Open, and now “{FORCES[after.force].label}”"


def _standing(step: StepAnswer) -> tuple[object, ...]:
    """What a reader would call a change: a step that is done stays done whatever its force."""
    return (step.state,) if step.state == State.DONE else (step.state, step.force, step.waiting_for)


def _sentences(told: Iterable[tuple[str, str]]) -> list[str]:
    """What changed in one way, in one sentence."""
    ways: dict[str, list[str]] = {}
    for way, name in told:
        ways.setdefault(way, []).append(f"“{name}”")
    return [f"{way}: {'; '.join(names)}." for way, names in ways.items()]
