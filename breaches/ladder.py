"""What a case page shows of a stored answer and the records of what was done: pure, and it decides nothing new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from breaches.due import completes, open_follow_ups, relieved
from breaches.letters.kinds import kinds_for
from breaches.models import Letter, StepRecord
from policies.pages import ClauseShown, SilenceShown, StepShown, present_conduct, present_silences, present_step
from policies.rules.assessment import Assessment, StepAnswer
from policies.rules.wording import FactWording, question
from policies.rules.words import FIRM, Fact, Force, State, Step
from web.dates import day_in_words

# Steps these words bind nobody to: a group of nothing else is a choice, in no order.
CHOICES = frozenset({Force.CONSIDER, Force.MAY})


@dataclass(frozen=True)
class CaseStep:
    """A step that the policy gives, with what was recorded of it. `look` is done, open, waiting or undone.

    `state` says the look in words. `asks` is what this step alone still asks. `kinds_to_write` are the letters of this
    step that nobody has begun. `or_else` names the steps that the document gives instead, under another condition.
    """

    shown: StepShown
    look: str
    state: str
    records: tuple[StepRecord, ...]
    asks: tuple[FactWording, ...]
    kinds_to_write: tuple[Letter.Kind, ...]
    letters: tuple[Letter, ...]
    or_else: tuple[str, ...]
    is_due: bool

    @property
    def step(self) -> Step:
        """The word for it, as addresses and records have it."""
        return self.shown.step

    @property
    def is_open(self) -> bool:
        """Whether something may be recorded about it now."""
        return self.look != "waiting"

    @property
    def must_say_why_not(self) -> bool:
        """Whether the document binds the school to it, so that leaving it undone takes a reason."""
        return self.shown.force in FIRM


@dataclass(frozen=True)
class CaseRung:
    """One step, or the steps of a choice that the document joins with "or"."""

    steps: tuple[CaseStep, ...]

    @property
    def is_choice(self) -> bool:
        """Whether the document gives these as alternatives."""
        return len(self.steps) > 1

    @property
    def is_waiting(self) -> bool:
        """Whether none of the alternatives may be taken yet."""
        return all(one.look == "waiting" for one in self.steps)


@dataclass(frozen=True)
class CaseRungs:
    """The steps under one of the document's own conditions, with the questions they all wait for."""

    id: str
    heading: str
    note: str
    asks: tuple[FactWording, ...]
    rungs: tuple[CaseRung, ...]
    in_order: bool


@dataclass(frozen=True)
class CaseLadder:
    """Everything the page says of the policy."""

    groups: tuple[CaseRungs, ...]
    silences: tuple[SilenceShown, ...]
    conduct: tuple[ClauseShown, ...]

    @property
    def steps(self) -> list[CaseStep]:
        """Every step, in the order shown."""
        return [step for group in self.groups for rung in group.rungs for step in rung.steps]


def ladder_of(answer: Assessment, records: Iterable[StepRecord], letters: Iterable[Letter] = ()) -> CaseLadder:
    """The answer as a page shows it: grouped by condition, in the order of the document."""
    records, letters = list(records), list(letters)
    grouped: dict[str, list[StepAnswer]] = {}
    for one in answer.steps:
        grouped.setdefault(one.condition.id, []).append(one)
    context = _Context(answer, records, letters, relieved(answer.steps))
    groups = [_group(steps, context) for steps in grouped.values()]
    return CaseLadder(tuple(groups), present_silences(answer), present_conduct(answer))


@dataclass(frozen=True)
class _Context:
    """What every rung is shown from."""

    answer: Assessment
    records: Sequence[StepRecord]
    letters: Sequence[Letter]
    relieved: frozenset[Step]


def _group(steps: Sequence[StepAnswer], context: _Context) -> CaseRungs:
    above = _asked_above(steps)
    return CaseRungs(
        id=steps[0].condition.id,
        heading=steps[0].condition.heading,
        note=steps[0].condition.note,
        asks=tuple(question(fact, context.answer.facts.party) for fact in above),
        rungs=tuple(_rungs(steps, [_step(one, context, above=above) for one in steps])),
        in_order=not all(one.force in CHOICES for one in steps),
    )


def _asked_above(steps: Sequence[StepAnswer]) -> tuple[Fact, ...]:
    """The facts that every waiting step of the group waits for, asked once above them all."""
    waiting = [one for one in steps if one.state == State.WAITING]
    if not waiting or (len(waiting) == 1 and len(steps) > 1):
        return ()
    return tuple(fact for fact in waiting[0].waiting_for if all(fact in one.waiting_for for one in waiting))


def _rungs(steps: Sequence[StepAnswer], shown: Sequence[CaseStep]) -> list[CaseRung]:
    """The steps in order, those of one choice together where the first of them stands."""
    choices: dict[str, list[CaseStep]] = {}
    for answer, one in zip(steps, shown, strict=True):
        choices.setdefault(answer.alternatives or answer.step, []).append(one)
    return [CaseRung(tuple(together)) for together in choices.values()]


def _step(answer: StepAnswer, context: _Context, *, above: tuple[Fact, ...]) -> CaseStep:
    records = [record for record in context.records if record.step == answer.step]
    letters = [letter for letter in context.letters if letter.step == answer.step]
    current = tuple(letter for letter in letters if letter.status != Letter.Status.WITHDRAWN)
    left = any(record.kind == StepRecord.Kind.LEFT_UNDONE for record in records)
    shown = present_step(answer, context.answer.facts.party)
    is_open, is_relieved = answer.state == State.OPEN, answer.step in context.relieved
    return CaseStep(
        shown=shown,
        look="undone" if is_open and left else str(answer.state),
        state=_state_in_words(answer, records, letters, is_relieved=is_relieved, is_left=left),
        records=tuple(records),
        asks=tuple(row for row in shown.asks if row.fact not in above),
        kinds_to_write=_not_begun(kinds_for(answer.step), current),
        letters=current,
        or_else=_or_else(answer, context.answer.steps),
        is_due=is_open and answer.force in FIRM and not left and not is_relieved,
    )


def _not_begun(kinds: Sequence[Letter.Kind], letters: Sequence[Letter]) -> tuple[Letter.Kind, ...]:
    begun = {letter.kind for letter in letters}
    return tuple(kind for kind in kinds if kind not in begun)


def _or_else(answer: StepAnswer, steps: Sequence[StepAnswer]) -> tuple[str, ...]:
    """The alternatives that stand under another condition, so not beside it."""
    if not answer.alternatives:
        return ()
    return tuple(
        one.label
        for one in steps
        if one.alternatives == answer.alternatives and one.condition.id != answer.condition.id
    )


def _state_in_words(
    answer: StepAnswer,
    records: Sequence[StepRecord],
    letters: Sequence[Letter],
    *,
    is_relieved: bool,
    is_left: bool,
) -> str:
    if answer.state == State.DONE:
        done = [record for record in records if completes(record)]
        return f"Done {day_in_words(done[-1].done_on)}" if done else "Done"
    if answer.state == State.WAITING:
        return "Waiting"
    if is_left:
        return "Left undone, with a reason"
    if is_relieved:
        return "No longer due: one of these was done"
    return _progress_in_words(records, letters)


def _progress_in_words(records: Sequence[StepRecord], letters: Sequence[Letter]) -> str:
    """How far an open step has come: asked without a reply, a letter sent, or nothing yet."""
    asked = [record for record in records if record.outcome == StepRecord.Outcome.NO_REPLY]
    if asked:
        again = open_follow_ups(asked)
        ask_again = f", ask again on {day_in_words(again[-1].follow_up_on)}" if again else ""
        return f"Open: asked {day_in_words(asked[-1].done_on)}, no reply yet{ask_again}"
    sent = [letter for letter in letters if letter.sent_on]
    return f"Open: letter sent {day_in_words(sent[-1].sent_on)}" if sent else "Open"
