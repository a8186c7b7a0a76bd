"""The terms on which the policy gives a step, as a case shows them beside it; and what it forbids the school."""

import datetime as dt
from dataclasses import dataclass

from breaches.limits import Limits
from policies.pages import ClauseShown, Saying, present_clause
from policies.rules.assessment import Assessment, StepAnswer
from policies.rules.pack import Right
from policies.rules.terms import describe_right, limit_in_words
from policies.rules.wording import FORCES
from policies.rules.wordings import Wordings, build_wordings
from policies.rules.words import Actor, State
from web.dates import day_in_words


@dataclass(frozen=True)
class StepTerms:
    """Who takes the step, after which others, by when, until when it lasts, what to ask first, and what is granted.

    An empty text leaves its line out. `passed` is the clause by which the document has moved on.
    """

    who: str
    after: str
    limit: str
    lasts: str
    exceptions: tuple[str, ...]
    rights: tuple[Saying, ...]
    passed: ClauseShown | None


def present_terms(answer: StepAnswer, whole: Assessment, limits: Limits) -> StepTerms:
    """The terms of the clause whose force is shown, and the rights that are about the step."""
    rule, wordings = answer.shown.rule, build_wordings(whole.words)
    person = wordings.parties[whole.facts.party].name
    is_given = answer.state in (State.OPEN, State.WAITING)
    return StepTerms(
        who=_name_actor(answer, wordings),
        after=_word_order(answer, whole, wordings),
        limit=_word_limit(answer, limits, wordings) if is_given else "",
        lasts=_word_duration(answer, limits, wordings),
        exceptions=rule.exceptions if is_given else (),
        rights=tuple(
            _present_right(right, person, limits, wordings) for right in whole.rights if answer.step in right.about
        ),
        passed=present_clause(answer.passed_by) if answer.passed_by else None,
    )


def present_forbidden(answer: Assessment) -> tuple[Saying, ...]:
    return tuple(Saying(entry.says, present_clause(entry.clause)) for entry in answer.forbidden)


def _name_actor(answer: StepAnswer, wordings: Wordings) -> str:
    """Who takes it, where the label beside the step does not say so already; the school itself goes without saying."""
    instead = answer.shown.rule.instead
    other = f" If it is about the Headteacher: {wordings.actors[instead].name}." if instead else ""
    if answer.who == Actor.NOT_STATED:
        return f"The policy does not say who.{other}"
    named = answer.who == Actor.SCHOOL or wordings.force_tag(answer.force, answer.who) != FORCES[answer.force].tag
    return other.strip() if named else f"By {wordings.actors[answer.who].name}.{other}"


def _word_order(answer: StepAnswer, whole: Assessment, wordings: Wordings) -> str:
    """After which steps it comes, by the names that the policy has for them."""
    if not answer.after:
        return ""
    labels = {step.step: step.label for step in whole.steps}
    return f"After {' and '.join(f'“{labels.get(step) or wordings.steps[step].label}”' for step in answer.after)}."


def _word_limit(answer: StepAnswer, limits: Limits, wordings: Wordings) -> str:
    within = answer.shown.rule.within
    if within is None:
        return ""
    day = limits.by_step.get(answer.step)
    return f"Within {limit_in_words(within, wordings)}{_by(day)}."


def _word_duration(answer: StepAnswer, limits: Limits, wordings: Wordings) -> str:
    lasts = answer.shown.rule.lasts
    if lasts is None:
        return ""
    ends_on = limits.lasting.get(answer.step)
    return f"Lasts {limit_in_words(lasts, wordings)}{f': until {day_in_words(ends_on)}' if ends_on else ''}."


def _present_right(right: Right, person: str, limits: Limits, wordings: Wordings) -> Saying:
    says = describe_right(right, wordings, person).rstrip(".")
    return Saying(f"{says}{_by(limits.of_rights.get(right.clause.id))}.", present_clause(right.clause))


def _by(day: dt.date | None) -> str:
    return f": by {day_in_words(day)}" if day else ""
