"""What is due on a case, when, and what is left to do before it may close."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from breaches.models import Case, Letter, StepRecord
from policies.rules.assessment import Assessment, StepAnswer, find_replaced
from policies.rules.wordings import Wordings
from policies.rules.words import FIRM, State, Step
from web.dates import day_in_words, when_in_words

# Steps that only the other person's answer completes: asking them is not yet having done it.
COMPLETED_BY_AN_ANSWER = frozenset({Step.REQUEST_REMOVAL, Step.MEETING})


def completes_step(record: StepRecord, wordings: Wordings) -> bool:
    """Whether the record tells of a step that was taken and has had the answer it asks for."""
    if record.kind != StepRecord.Kind.TAKEN:
        return False
    counts_as = wordings.counts_as(Step(record.step))
    return record.outcome != StepRecord.Outcome.NO_REPLY or counts_as not in COMPLETED_BY_AN_ANSWER


def find_steps_done(records: Iterable[StepRecord], wordings: Wordings) -> frozenset[Step]:
    return frozenset(Step(record.step) for record in records if completes_step(record, wordings))


def find_undone_binding_steps(steps: Sequence[StepAnswer], records: Iterable[StepRecord]) -> list[StepAnswer]:
    """The open steps the document binds the school to, with no reason on record for leaving them undone."""
    with_reason = {record.step for record in records if record.kind == StepRecord.Kind.LEFT_UNDONE}
    not_due = with_reason | find_replaced(steps)
    return [step for step in steps if step.state == State.OPEN and step.force in FIRM and step.step not in not_due]


def find_open_follow_ups(records: Iterable[StepRecord]) -> list[StepRecord]:
    return [record for record in records if record.follow_up_on and not record.follow_up_done_at]


def update_open_since(earlier: Mapping[str, str], steps: Sequence[StepAnswer], *, today: dt.date) -> dict[str, str]:
    """The day each step open now was first answered as open, as ISO text by step, given the days known before."""
    return {step.step.value: earlier.get(step.step, today.isoformat()) for step in steps if step.state == State.OPEN}


@dataclass(frozen=True)
class DueItem:
    """Something to do, on a day: a step the document binds the school to, or a follow-up somebody set."""

    on: dt.date
    step: Step | None
    record: StepRecord | None


def list_due(*, since: Mapping[str, str], steps: Sequence[StepAnswer], records: Sequence[StepRecord]) -> list[DueItem]:
    """What is due, earliest first: each open follow-up on its day, each binding step undone from the day it opened.

    `since` is the case's own `open_since`. A step with an open follow-up of its own is due on that day
    and not before.
    """
    follow_ups = find_open_follow_ups(records)
    followed_up = {record.step for record in follow_ups}
    undone = [
        DueItem(dt.date.fromisoformat(since[step.step]), step.step, None)
        for step in find_undone_binding_steps(steps, records)
        if step.step not in followed_up
    ]
    later = [
        DueItem(record.follow_up_on, Step(record.step) if record.step else None, record)
        for record in follow_ups
        if record.follow_up_on
    ]
    return sorted([*undone, *later], key=lambda item: item.on)


def find_next_due_on(
    *, is_open: bool, since: Mapping[str, str], steps: Sequence[StepAnswer], records: Sequence[StepRecord]
) -> dt.date | None:
    """The first day on which anything is due, or None for a closed case or one with nothing to do."""
    items = list_due(since=since, steps=steps, records=records) if is_open else []
    return items[0].on if items else None


@dataclass(frozen=True)
class ToDo:
    """One thing to do, in words: the step it is about, if any, and the record it follows up, if any."""

    text: str
    detail: str
    when: str
    is_late: bool
    step: Step | None
    record: StepRecord | None


def list_to_do(
    case: Case, answer: Assessment, records: Sequence[StepRecord], letters: Sequence[Letter], *, today: dt.date
) -> list[ToDo]:
    if not case.is_open:
        return []
    labels = {step.step: step.label for step in answer.steps}
    items = list_due(since=case.open_since, steps=answer.steps, records=records)
    return [_put_in_words(item, labels, letters, today=today) for item in items]


def _put_in_words(item: DueItem, labels: dict[Step, str], letters: Sequence[Letter], *, today: dt.date) -> ToDo:
    if item.record:
        text, detail = _word_follow_up(item.record, labels)
    else:
        days = [letter.sent_on for letter in letters if letter.sent_on and letter.step == item.step]
        text = labels[item.step] if item.step else ""
        detail = f"letter sent {day_in_words(days[-1])}" if days else ""
    when = when_in_words(item.on, today=today)
    return ToDo(text, detail, when, is_late=item.on <= today, step=item.step, record=item.record)


def _word_follow_up(record: StepRecord, labels: dict[Step, str]) -> tuple[str, str]:
    day = day_in_words(record.done_on)
    if not record.step:
        return f"Come back to: {record.what[:80]}", f"done {day}"
    label = labels.get(Step(record.step), "a step no longer given")
    if record.outcome == StepRecord.Outcome.NO_REPLY:
        return f"Ask again: {label}", f"no reply since {day}"
    return f"Come back to: {label}", f"recorded {day}"
