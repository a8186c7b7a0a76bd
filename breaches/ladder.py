"""What a case page shows of a stored answer and the records of what was done: pure, and it decides nothing new."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from breaches.due import completes_step, find_leaving, find_open_follow_ups
from breaches.letters.kinds import LetterKind, find_kinds
from breaches.limits import NO_LIMITS, Limits
from breaches.models import Letter, StepRecord, word_leaving
from breaches.terms import StepTerms, present_forbidden, present_terms
from policies.guidance.platforms import PlatformHelp
from policies.pages import (
    ClauseShown,
    Saying,
    SilenceShown,
    StepShown,
    present_conduct,
    present_silences,
    present_step,
)
from policies.rules.assessment import Assessment, StepAnswer, find_replaced
from policies.rules.wordings import Wordings, build_wordings
from policies.rules.words import FIRM, Force, State, Step
from web.dates import day_in_words

# Steps these words bind nobody to: a group of nothing else is a choice, in no order.
CHOICES = frozenset({Force.CONSIDER, Force.MAY})


@dataclass(frozen=True)
class CaseStep:
    """A step that the policy gives, with what was recorded of it. `look` is done, open, waiting, passed or undone.

    `state` says the look in words. `waits` says what a waiting step waits for, and whether a person answered no to it.
    `kinds_to_write` are the letters of this step that nobody has begun. `or_else` names the steps that the document
    gives instead, under another condition.
    """

    content: StepShown
    look: str
    state: str
    records: tuple[StepRecord, ...]
    waits: str
    kinds_to_write: tuple[LetterKind, ...]
    letters: tuple[Letter, ...]
    or_else: tuple[str, ...]
    is_due: bool
    help: PlatformHelp | None
    is_to_decide: bool
    terms: StepTerms

    @property
    def step(self) -> Step:
        return self.content.step

    @property
    def is_open(self) -> bool:
        return self.look != "waiting"

    @property
    def must_say_why_not(self) -> bool:
        """Whether the document binds the school to it, so that leaving it undone takes a reason."""
        return self.content.force in FIRM

    @property
    def may_be_left(self) -> bool:
        """Whether a person may say now why it is not taken."""
        return self.is_due or self.is_to_decide

    @property
    def left_as(self) -> str:
        """How it would be spoken of if it were left."""
        return word_leaving(self.content.force)


@dataclass(frozen=True)
class CaseRung:
    """One step, or the steps of a choice that the document joins with "or"."""

    steps: tuple[CaseStep, ...]

    @property
    def is_choice(self) -> bool:
        return len(self.steps) > 1

    @property
    def is_waiting(self) -> bool:
        return all(step.look == "waiting" for step in self.steps)


@dataclass(frozen=True)
class CaseRungs:
    """The steps under one of the document's own conditions."""

    id: str
    heading: str
    note: str
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
    answer: Assessment,
    records: Iterable[StepRecord],
    letters: Iterable[Letter] = (),
    limits: Limits = NO_LIMITS,
    platform_help: PlatformHelp | None = None,
    dead_ends: frozenset[Step] = frozenset(),
) -> CaseLadder:
    """The answer as a page shows it: grouped by condition, in the order of the document.

    `platform_help` stands with the step that reports the incident to the platform it happened on; `dead_ends` are the
    steps that wait for what a person answered no to.
    """
    records, letters = list(records), list(letters)
    grouped: dict[str, list[StepAnswer]] = {}
    for step in answer.steps:
        grouped.setdefault(step.condition.id, []).append(step)
    wordings, replaced = build_wordings(answer.words), find_replaced(answer.steps)
    context = _Context(answer, records, letters, replaced, limits, platform_help, wordings, dead_ends)
    groups = [_build_group(steps, context) for steps in grouped.values()]
    return CaseLadder(tuple(groups), present_silences(answer), present_forbidden(answer), present_conduct(answer))


@dataclass(frozen=True)
class _Context:
    answer: Assessment
    records: Sequence[StepRecord]
    letters: Sequence[Letter]
    replaced: frozenset[Step]
    limits: Limits
    platform_help: PlatformHelp | None
    wordings: Wordings
    dead_ends: frozenset[Step]


def _build_group(steps: Sequence[StepAnswer], context: _Context) -> CaseRungs:
    return CaseRungs(
        id=steps[0].condition.id,
        heading=steps[0].condition.heading,
        note=steps[0].condition.note,
        rungs=tuple(_build_rungs(steps, [_build_step(step, context) for step in steps])),
        in_order=not all(step.force in CHOICES for step in steps),
    )


def _build_rungs(answers: Sequence[StepAnswer], steps: Sequence[CaseStep]) -> list[CaseRung]:
    """The steps in order, those of one choice together where the first of them stands."""
    choices: dict[str, list[CaseStep]] = {}
    for answer, step in zip(answers, steps, strict=True):
        choices.setdefault(answer.alternatives or answer.step, []).append(step)
    return [CaseRung(tuple(choice)) for choice in choices.values()]


def _build_step(answer: StepAnswer, context: _Context) -> CaseStep:
    records = [record for record in context.records if record.step == answer.step]
    letters = [letter for letter in context.letters if letter.step == answer.step]
    current = tuple(letter for letter in letters if letter.status != Letter.Status.WITHDRAWN)
    begun = {letter.kind for letter in current}
    leaving = find_leaving(answer, records)
    content = present_step(answer, context.answer.facts.party, context.wordings)
    is_open, is_replaced = answer.state == State.OPEN, answer.step in context.replaced
    kinds = find_kinds(context.wordings.counts_as(answer.step))
    return CaseStep(
        content=content,
        look="undone" if is_open and leaving else str(answer.state),
        state=_word_state(answer, records, letters, context.wordings, is_replaced=is_replaced, leaving=leaving),
        records=tuple(records),
        waits=_word_wait(answer, context) if answer.state == State.WAITING else "",
        kinds_to_write=tuple(kind for kind in kinds if kind not in begun),
        letters=current,
        or_else=_name_alternatives(answer, context.answer.steps),
        is_due=is_open and answer.force in FIRM and not leaving and not is_replaced,
        is_to_decide=is_open and answer.force not in FIRM and not leaving and not is_replaced,
        help=context.platform_help if answer.step == Step.REPORT_TO_PLATFORM else None,
        terms=present_terms(answer, context.answer, context.limits),
    )


def _word_wait(answer: StepAnswer, context: _Context) -> str:
    """What a waiting step waits for, and that a person answered no to what could still open it."""
    awaited = context.wordings.waits_for(answer.waiting_for, context.answer.facts.party, answer.after)
    return f"Waits for {awaited}{'; you answered no' if answer.step in context.dead_ends else ''}."


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
    wordings: Wordings,
    *,
    is_replaced: bool,
    leaving: StepRecord | None,
) -> str:
    if answer.state == State.DONE:
        days = [record.done_on for record in records if completes_step(record, wordings)]
        return f"Done {day_in_words(days[-1])}" if days else "Done"
    if answer.state == State.WAITING:
        return "Waiting"
    if answer.state == State.PASSED:
        return f"The policy has moved on{f' ({answer.passed_by.id})' if answer.passed_by else ''}"
    if leaving:
        return f"{leaving.left_as}, with a reason"
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
    days = [letter.sent_on for letter in letters if letter.sent_on]
    return f"Open: letter sent {day_in_words(days[-1])}" if days else "Open"
