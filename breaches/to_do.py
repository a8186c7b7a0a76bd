"""What to do now on one case: what is due, in words, with the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from breaches.due import Due, everything_due
from breaches.models import Case, Letter, StepRecord
from policies.rules.assessment import Assessment
from policies.rules.words import Step
from web.dates import day_in_words, when_in_words


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
