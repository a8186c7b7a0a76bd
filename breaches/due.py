"""What is due on a case, when, and what is left to do before it may close."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from breaches.models import Case, Letter, StepRecord
from policies.rules.assessment import Assessment, StepAnswer
from policies.rules.words import FIRM, State, Step
from web.dates import day_in_words, when_in_words

# Steps that only the other person's answer completes: asking them is not yet having done it.
COMPLETED_BY_AN_ANSWER = frozenset({Step.REQUEST_REMOVAL, Step.MEETING})


@dataclass(frozen=True)
class Due:
    """Something to do, on a day: a step the document binds the school to, or a follow-up somebody set."""

    on: dt.date
    step: Step | None
    record: StepRecord | None


def completes(record: StepRecord) -> bool:
    """Whether the record tells of a step that was taken and has had the answer it asks for."""
    if record.kind != StepRecord.Kind.TAKEN:
        return False
    return record.outcome != StepRecord.Outcome.NO_REPLY or record.step not in COMPLETED_BY_AN_ANSWER


def steps_done(records: Iterable[StepRecord]) -> frozenset[Step]:
    """The steps these records have done."""
    return frozenset(Step(record.step) for record in records if completes(record))


def relieved(steps: Sequence[StepAnswer]) -> frozenset[Step]:
    """The open steps that are no longer due because another of the same choice was done."""
    chosen = {one.alternatives for one in steps if one.state == State.DONE and one.alternatives}
    return frozenset(one.step for one in steps if one.state == State.OPEN and one.alternatives in chosen)


def firm_undone(steps: Sequence[StepAnswer], records: Iterable[StepRecord]) -> list[StepAnswer]:
    """The open steps the document binds the school to, with no reason on record for leaving them undone."""
    left = {record.step for record in records if record.kind == StepRecord.Kind.LEFT_UNDONE}
    no_longer_due = relieved(steps)
    return [
        one
        for one in steps
        if one.state == State.OPEN and one.force in FIRM and one.step not in no_longer_due and one.step not in left
    ]


def open_follow_ups(records: Iterable[StepRecord]) -> list[StepRecord]:
    """The records with a follow-up day still to come back to."""
    return [record for record in records if record.follow_up_on and not record.follow_up_done_at]


def open_since(earlier: Mapping[str, str], steps: Sequence[StepAnswer], *, today: dt.date) -> dict[str, str]:
    """The day each step open now was first answered as open, as ISO text by step, given what was said before."""
    open_now = [one.step for one in steps if one.state == State.OPEN]
    return {step.value: earlier.get(step, today.isoformat()) for step in open_now}


def everything_due(
    *, since: Mapping[str, str], steps: Sequence[StepAnswer], records: Sequence[StepRecord]
) -> list[Due]:
    """What is due, earliest first: each open follow-up on its day, each firm step undone from the day it opened.

    `since` is the case's own `open_since`. A step with an open follow-up of its own is due on that day
    and not before.
    """
    follow_ups = open_follow_ups(records)
    asked = {record.step for record in follow_ups}
    undone = [
        Due(dt.date.fromisoformat(since[one.step]), one.step, None)
        for one in firm_undone(steps, records)
        if one.step not in asked
    ]
    later = [Due(day, Step(one.step) if one.step else None, one) for one in follow_ups if (day := one.follow_up_on)]
    return sorted([*undone, *later], key=lambda due: due.on)


def next_due_on(
    *, is_open: bool, since: Mapping[str, str], steps: Sequence[StepAnswer], records: Sequence[StepRecord]
) -> dt.date | None:
    """The first day on which anything is due, or None for a closed case or one with nothing to do."""
    due = everything_due(since=since, steps=steps, records=records) if is_open else []
    return due[0].on if due else None


@dataclass(frozen=True)
class ToDo:
    """One thing to do: the step it is about, if any, and the record it follows up, if any."""

    text: str
    detail: str
    when: str
    is_late: bool
    step: Step | None
    record: StepRecord | None


def to_do_now(
    case: Case, answer: Assessment, records: Sequence[StepRecord], letters: Sequence[Letter], *, today: dt.date
) -> list[ToDo]:
    """Everything due on an open case, earliest first; nothing on a closed one."""
    if not case.is_open:
        return []
    labels = {one.step: one.label for one in answer.steps}
    due = everything_due(since=case.open_since, steps=answer.steps, records=records)
    return [_to_do(one, labels, letters, today=today) for one in due]


def _to_do(due: Due, labels: dict[Step, str], letters: Sequence[Letter], *, today: dt.date) -> ToDo:
    text, detail = _follow_up(due.record, labels) if due.record else _step(due.step, labels, letters)
    return ToDo(
        text=text,
        detail=detail,
        when=when_in_words(due.on, today=today),
        is_late=due.on <= today,
        step=due.step,
        record=due.record,
    )


def _step(step: Step | None, labels: dict[Step, str], letters: Sequence[Letter]) -> tuple[str, str]:
    sent = [letter for letter in letters if letter.sent_on and letter.step == step]
    return labels[step] if step else "", f"letter sent {day_in_words(sent[-1].sent_on)}" if sent else ""


def _follow_up(record: StepRecord, labels: dict[Step, str]) -> tuple[str, str]:
    day = day_in_words(record.done_on)
    if not record.step:
        return f"Come back to: {record.what[:80]}", f"done {day}"
    label = labels.get(Step(record.step), "a step no longer given")
    if record.outcome == StepRecord.Outcome.NO_REPLY:
        return f"Ask again: {label}", f"no reply since {day}"
    return f"Come back to: {label}", f"recorded {day}"
