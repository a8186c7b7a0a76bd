"""What is due on a case, and when; what is to decide, and what is unfinished; and what is left before it may close."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from breaches.models import Case, Letter, StepRecord
from breaches.questions import Question
from policies.rules.assessment import Assessment, StepAnswer, find_replaced
from policies.rules.wordings import Wordings, build_wordings
from policies.rules.words import FIRM, Force, State, Step
from web.dates import day_in_words, last_day_in_words, when_in_words

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
    return [step for step in _find_not_left(steps, records) if step.force in FIRM]


def find_unanswered_considerations(steps: Sequence[StepAnswer], records: Iterable[StepRecord]) -> list[StepAnswer]:
    """The open steps that the document has the school consider, neither taken nor left with a reason."""
    return [step for step in find_choices(steps, records) if step.force == Force.CONSIDER]


def find_choices(steps: Sequence[StepAnswer], records: Iterable[StepRecord]) -> list[StepAnswer]:
    """The open steps the document does not bind the school to, about which nothing is on record yet."""
    records = list(records)
    begun = {record.step for record in records if record.kind == StepRecord.Kind.TAKEN}
    return [step for step in _find_not_left(steps, records) if step.force not in FIRM and step.step not in begun]


def find_leaving(step: StepAnswer, records: Iterable[StepRecord]) -> StepRecord | None:
    """The record that says why the step is left, if any: one made while it was a choice settles no duty."""
    left = [record for record in records if record.step == step.step and record.kind == StepRecord.Kind.LEFT_UNDONE]
    return next((record for record in left[::-1] if step.force not in FIRM or not record.was_choice), None)


def _find_not_left(steps: Sequence[StepAnswer], records: Iterable[StepRecord]) -> list[StepAnswer]:
    """The open steps that no other replaces and no reason settles."""
    records, replaced = list(records), find_replaced(steps)
    return [
        step
        for step in steps
        if step.state == State.OPEN and step.step not in replaced and not find_leaving(step, records)
    ]


def has_something_to_decide(answer: Assessment, records: Sequence[StepRecord], questions: Sequence[Question]) -> bool:
    """Whether a choice, a question, or what to do where the policy is silent waits for a person."""
    is_silent = bool(answer.silent) or not answer.steps
    acted = any(record.kind == StepRecord.Kind.OUTSIDE_POLICY for record in records)
    return bool(questions) or (is_silent and not acted) or bool(find_choices(answer.steps, records))


def find_open_follow_ups(records: Iterable[StepRecord]) -> list[StepRecord]:
    return [record for record in records if record.follow_up_on and not record.follow_up_done_at]


def update_open_since(earlier: Mapping[str, str], steps: Sequence[StepAnswer], *, today: dt.date) -> dict[str, str]:
    """The day each step open now was first answered as open, as ISO text by step, given the days known before."""
    return {step.step.value: earlier.get(step.step, today.isoformat()) for step in steps if step.state == State.OPEN}


@dataclass(frozen=True)
class DueItem:
    """Something to do, on a day: a step the document binds the school to, or a follow-up somebody set.

    The day of a step is the last that the document allows where `is_limited`, else that from which it is due.
    """

    on: dt.date
    step: Step | None
    record: StepRecord | None
    is_limited: bool = False


NO_DAYS: Mapping[Step, dt.date] = MappingProxyType({})


def list_due(
    *,
    since: Mapping[str, str],
    steps: Sequence[StepAnswer],
    records: Sequence[StepRecord],
    limits: Mapping[Step, dt.date] = NO_DAYS,
) -> list[DueItem]:
    """What is due, earliest first: each open follow-up on its day, each binding step undone from the day it opened.

    `since` is the case's own `open_since`. A step with an open follow-up of its own is due on that day and not before.
    `limits` gives the last day of a step that the document limits: it is due by then, whatever follow-up was set.
    """
    follow_ups = find_open_follow_ups(records)
    followed_up = {record.step for record in follow_ups}
    undone = [
        DueItem(
            limits.get(step.step) or dt.date.fromisoformat(since[step.step]),
            step.step,
            None,
            is_limited=step.step in limits,
        )
        for step in find_undone_binding_steps(steps, records)
        if step.step in limits or step.step not in followed_up
    ]
    later = [
        DueItem(record.follow_up_on, Step(record.step) if record.step else None, record)
        for record in follow_ups
        if record.follow_up_on
    ]
    return sorted([*undone, *later], key=lambda item: item.on)


def find_next_due_on(
    *,
    is_open: bool,
    since: Mapping[str, str],
    steps: Sequence[StepAnswer],
    records: Sequence[StepRecord],
    limits: Mapping[Step, dt.date] = NO_DAYS,
) -> dt.date | None:
    """The first day on which anything is due, or None for a closed case or one with nothing to do."""
    items = list_due(since=since, steps=steps, records=records, limits=limits) if is_open else []
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
    case: Case,
    answer: Assessment,
    records: Sequence[StepRecord],
    letters: Sequence[Letter],
    *,
    today: dt.date,
    limits: Mapping[Step, dt.date] = NO_DAYS,
) -> list[ToDo]:
    if not case.is_open:
        return []
    labels = {step.step: step.label for step in answer.steps}
    items = list_due(since=case.open_since, steps=answer.steps, records=records, limits=limits)
    return [_put_in_words(item, labels, letters, today=today) for item in items]


@dataclass(frozen=True)
class Decision:
    """A step that the document leaves to the school, or a question; `place` is where the page shows it."""

    text: str
    detail: str
    place: str
    when: str = ""
    is_late: bool = False


def list_to_decide(
    case: Case,
    answer: Assessment,
    records: Sequence[StepRecord],
    questions: Sequence[Question],
    *,
    today: dt.date,
    limits: Mapping[Step, dt.date] = NO_DAYS,
) -> list[Decision]:
    """What a person decides on an open case: the choices in the order of the document, then the questions."""
    if not case.is_open:
        return []
    wordings = build_wordings(answer.words)
    choices = [
        _word_choice(step, limits.get(step.step), wordings, today=today)
        for step in find_choices(answer.steps, records)
    ]
    return choices + [Decision(question.asks, "", question.anchor) for question in questions]


def _word_choice(step: StepAnswer, last: dt.date | None, wordings: Wordings, *, today: dt.date) -> Decision:
    place, when = f"step-{step.step}", last_day_in_words(last, today=today) if last else ""
    tag = wordings.force_tag(step.force, step.who)
    return Decision(step.label, tag, place, when, is_late=last is not None and last <= today)


def list_unfinished(case: Case, letters: Iterable[Letter]) -> list[Letter]:
    """The letters of an open case that were begun and neither sent nor withdrawn."""
    return [letter for letter in letters if letter.is_unfinished] if case.is_open else []


def _put_in_words(item: DueItem, labels: dict[Step, str], letters: Sequence[Letter], *, today: dt.date) -> ToDo:
    if item.record:
        text, detail = _word_follow_up(item.record, labels)
    else:
        days = [letter.sent_on for letter in letters if letter.sent_on and letter.step == item.step]
        text = labels[item.step] if item.step else ""
        detail = f"letter sent {day_in_words(days[-1])}" if days else ""
    when = (last_day_in_words if item.is_limited else when_in_words)(item.on, today=today)
    return ToDo(text, detail, when, is_late=item.on <= today, step=item.step, record=item.record)


def _word_follow_up(record: StepRecord, labels: dict[Step, str]) -> tuple[str, str]:
    day = day_in_words(record.done_on)
    if not record.step:
        return f"Come back to: {record.what[:80]}", f"done {day}"
    label = labels.get(Step(record.step), "a step no longer given")
    if record.outcome == StepRecord.Outcome.NO_REPLY:
        return f"Ask again: {label}", f"no reply since {day}"
    return f"Come back to: {label}", f"recorded {day}"
