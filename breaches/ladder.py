"""What a case page shows of a stored answer and the records of what was done: pure, and it decides nothing new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from breaches.due import completes_step, find_leaving, find_open_follow_ups, find_replaced_steps
from breaches.letters.kinds import LetterKind, find_kinds
from breaches.limits import NO_LIMITS, Limits
from breaches.models import Letter, StepRecord, word_leaving
from breaches.terms import Saying, StepTerms, present_forbidden, present_terms
from policies.pages import (
    ClauseShown,
    SilenceShown,
    StepShown,
    list_questions,
    present_conduct,
    present_silences,
    present_step,
)
from policies.rules.assessment import Assessment, StepAnswer
from policies.rules.questions import FactWording
from policies.rules.words import FIRM, Fact, Force, Party, State, Step
from web.dates import day_in_words

# Steps these words bind nobody to: a group of nothing else is a choice, in no order.
CHOICES = frozenset({Force.CONSIDER, Force.MAY})


@dataclass(frozen=True)
class CaseStep:
    """A step that the policy gives, with what was recorded of it. `look` is done, open, waiting, passed or undone.

    `state` says the look in words. `asks` is what this step alone still asks. `kinds_to_write` are the letters of this
    step that nobody has begun. `or_else` names the steps that the document gives instead, under another condition.
    """

    shown: StepShown
    look: str
    state: str
    records: tuple[StepRecord, ...]
    asks: tuple[FactWording, ...]
    kinds_to_write: tuple[LetterKind, ...]
    letters: tuple[Letter, ...]
    or_else: tuple[str, ...]
    is_due: bool
    is_to_decide: bool
    terms: StepTerms

    @property
    def step(self) -> Step:
        return self.shown.step

    @property
    def is_open(self) -> bool:
        return self.look != "waiting"

    @property
    def must_say_why_not(self) -> bool:
        """Whether the document binds the school to it, so that leaving it undone takes a reason."""
        return self.shown.force in FIRM

    @property
    def may_be_left(self) -> bool:
        """Whether a person may say now why it is not taken."""
        return self.is_due or self.is_to_decide

    @property
    def left_as(self) -> str:
        """How it would be spoken of if it were left."""
        return word_leaving(self.shown.force)


@dataclass(frozen=True)
class CaseRung:
    """One step, or the steps of a choice that the document joins with "or"."""

    steps: tuple[CaseStep, ...]

    @property
    def is_choice(self) -> bool:
        return len(self.steps) > 1

    @property
    def is_waiting(self) -> bool:
        """Whether none of the alternatives may be taken yet."""
        return all(step.look == "waiting" for step in self.steps)


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
    groups: tuple[CaseRungs, ...]
    silences: tuple[SilenceShown, ...]
    forbidden: tuple[Saying, ...]
    conduct: tuple[ClauseShown, ...]

    @property
    def is_silent(self) -> bool:
        """Whether the policy gives no step for something that was found, so that a person decides alone."""
        return bool(self.silences) or not self.groups

    @property
    def steps(self) -> list[CaseStep]:
        return [step for group in self.groups for rung in group.rungs for step in rung.steps]


def build_ladder(
    answer: Assessment, records: Iterable[StepRecord], letters: Iterable[Letter] = (), limits: Limits = NO_LIMITS
) -> CaseLadder:
    """The answer as a page shows it: grouped by condition, in the order of the document."""
    records, letters = list(records), list(letters)
    grouped: dict[str, list[StepAnswer]] = {}
    for step in answer.steps:
        grouped.setdefault(step.condition.id, []).append(step)
    context = _Context(answer, records, letters, find_replaced_steps(answer.steps), limits)
    groups = [_build_group(steps, context) for steps in grouped.values()]
    return CaseLadder(tuple(groups), present_silences(answer), present_forbidden(answer), present_conduct(answer))


@dataclass(frozen=True)
class _Context:
    answer: Assessment
    records: Sequence[StepRecord]
    letters: Sequence[Letter]
    replaced: frozenset[Step]
    limits: Limits


def _build_group(steps: Sequence[StepAnswer], context: _Context) -> CaseRungs:
    above = _find_shared_facts(steps)
    return CaseRungs(
        id=steps[0].condition.id,
        heading=steps[0].condition.heading,
        note=steps[0].condition.note,
        asks=_list_shared_questions(steps, above, context.answer.facts.party),
        rungs=tuple(_build_rungs(steps, [_build_step(step, context, above=above) for step in steps])),
        in_order=not all(step.force in CHOICES for step in steps),
    )


def _find_shared_facts(steps: Sequence[StepAnswer]) -> tuple[Fact, ...]:
    """The facts that every waiting step of the group waits for, asked once above them all."""
    waiting = [step for step in steps if step.state == State.WAITING]
    if not waiting or (len(waiting) == 1 and len(steps) > 1):
        return ()
    return tuple(fact for fact in waiting[0].waiting_for if all(fact in step.waiting_for for step in waiting))


def _list_shared_questions(
    steps: Sequence[StepAnswer], above: Sequence[Fact], party: Party
) -> tuple[FactWording, ...]:
    """The questions of the first step that waits, as all of them wait for the same."""
    asks = [ask for step in steps if step.state == State.WAITING for ask in list_questions(step, party)]
    return tuple(next(ask for ask in asks if ask.fact == fact) for fact in above)


def _build_rungs(steps: Sequence[StepAnswer], shown: Sequence[CaseStep]) -> list[CaseRung]:
    """The steps in order, those of one choice together where the first of them stands."""
    choices: dict[str, list[CaseStep]] = {}
    for answer, step in zip(steps, shown, strict=True):
        choices.setdefault(answer.alternatives or answer.step, []).append(step)
    return [CaseRung(tuple(choice)) for choice in choices.values()]


def _build_step(answer: StepAnswer, context: _Context, *, above: tuple[Fact, ...]) -> CaseStep:
    records = [record for record in context.records if record.step == answer.step]
    letters = [letter for letter in context.letters if letter.step == answer.step]
    current = tuple(letter for letter in letters if letter.status != Letter.Status.WITHDRAWN)
    begun = {letter.kind for letter in current}
    left = find_leaving(answer, records)
    shown = present_step(answer, context.answer.facts.party)
    is_open, is_replaced = answer.state == State.OPEN, answer.step in context.replaced
    return CaseStep(
        shown=shown,
        look="undone" if is_open and left else str(answer.state),
        state=_word_state(answer, records, letters, is_replaced=is_replaced, left=left),
        records=tuple(records),
        asks=tuple(ask for ask in shown.asks if ask.fact not in above),
        kinds_to_write=tuple(kind for kind in find_kinds(answer.step) if kind not in begun),
        letters=current,
        or_else=_name_alternatives(answer, context.answer.steps),
        is_due=is_open and answer.force in FIRM and not left and not is_replaced,
        is_to_decide=is_open and answer.force not in FIRM and not left and not is_replaced,
        terms=present_terms(answer, context.answer, context.limits),
    )


def _name_alternatives(answer: StepAnswer, steps: Sequence[StepAnswer]) -> tuple[str, ...]:
    """The alternatives that stand under another condition, so not beside it."""
    if not answer.alternatives:
        return ()
    return tuple(
        step.label
        for step in steps
        if step.alternatives == answer.alternatives and step.condition.id != answer.condition.id
    )


def _word_state(
    answer: StepAnswer,
    records: Sequence[StepRecord],
    letters: Sequence[Letter],
    *,
    is_replaced: bool,
    left: StepRecord | None,
) -> str:
    if answer.state == State.DONE:
        done = [record for record in records if completes_step(record)]
        return f"Done {day_in_words(done[-1].done_on)}" if done else "Done"
    if answer.state == State.WAITING:
        return "Waiting"
    if answer.state == State.PASSED:
        return f"The policy has moved on{f' ({answer.passed_by.id})' if answer.passed_by else ''}"
    if left:
        return f"{left.left_as}, with a reason"
    if is_replaced:
        return "No longer due: one of these was done"
    return _word_progress(records, letters)


def _word_progress(records: Sequence[StepRecord], letters: Sequence[Letter]) -> str:
    """How far an open step has come: asked without a reply, a letter sent, or nothing yet."""
    unanswered = [record for record in records if record.outcome == StepRecord.Outcome.NO_REPLY]
    if unanswered:
        follow_ups = find_open_follow_ups(unanswered)
        ask_again = f", ask again on {day_in_words(follow_ups[-1].follow_up_on)}" if follow_ups else ""
        return f"Open: asked {day_in_words(unanswered[-1].done_on)}, no reply yet{ask_again}"
    sent = [letter for letter in letters if letter.sent_on]
    return f"Open: letter sent {day_in_words(sent[-1].sent_on)}" if sent else "Open"
