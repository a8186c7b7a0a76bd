"""The terms of a rule in words: what it waits for, by when, for how long, until when, and what it leaves out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from policies.rules.pack import Right, Rule, TimeLimit, Until
from policies.rules.wordings import Wordings
from policies.rules.words import Actor, RightKind, Start, Step

STARTS = {
    Start.HAPPENED: "the day it happened",
    Start.KNOWN: "the day the school knew",
    Start.CONFIRMED: "the day the last fact was confirmed",
}


# What a document grants, after "The parent may" or "You may"; `{to}` is to whom.
RIGHTS = {
    RightKind.APPEAL: "appeal{to}",
    RightKind.REPRESENTATIONS: "put their side{to}",
    RightKind.COMPANION: "bring somebody to a meeting",
    RightKind.COMPLAINT: "complain{to}",
    RightKind.REPLY: "reply{to}",
}
OWN_RIGHTS = {RightKind.REPRESENTATIONS: "put your side{to}"}


def describe_right(right: Right, wordings: Wordings, person: str = "") -> str:
    """Return a right in a sentence about whom it is granted to, such as "parent", or to them where nobody is named.

    A limit that counts from the step that it is about stands beside that step, and does not name it again.
    """
    to = "" if right.to == Actor.NOT_STATED else f" to {wordings.actors[right.to].name}"
    does = (RIGHTS if person else RIGHTS | OWN_RIGHTS)[right.right].format(to=to)
    sentence = f"The {person} may {does}" if person else f"You may {does}"
    if right.within is None:
        return f"{sentence}."
    limit = replace(right.within, start=None) if right.within.start in right.about else right.within
    return f"{sentence}, within {limit_in_words(limit, wordings)}."


def describe_terms(rule: Rule, people: str, wordings: Wordings) -> Iterator[str]:
    """Say each term that the rule has in a sentence of its own; `people` is whom it is about, such as "governor"."""
    if rule.facts:
        asked = (
            " ".join(wordings.question_about(fact, people, rule.question.get(fact, "")).asks for fact in facts)
            for facts in rule.sets_of_facts
        )
        yield f"Waits for: {' Or: '.join(asked)}"
    yield from describe_limits(rule, people, wordings)


def describe_limits(rule: Rule, people: str, wordings: Wordings) -> Iterator[str]:
    """Say each term but the facts that the rule waits for."""
    if rule.after:
        yield f"Only after: {name_steps(rule.after, wordings)}."
    if rule.until:
        yield describe_until(rule.until, people, wordings)
    if rule.within:
        yield f"Within: {limit_in_words(rule.within, wordings)}."
    if rule.lasts:
        yield f"Lasts: {limit_in_words(rule.lasts, wordings)}."
    if rule.exceptions:
        yield f"Unless: {' '.join(rule.exceptions)}"
    if rule.instead:
        yield f"If it is about the Headteacher: {wordings.actors[rule.instead].name}."


def describe_until(until: Until, people: str, wordings: Wordings) -> str:
    """Say when the document moves on, and by which clause."""
    asked = [wordings.question_about(fact, people).asks for fact in until.confirmed]
    done = [f"{name_steps(until.done, wordings)}: done."] if until.done else []
    return f"No longer, by {until.clause.id}, once: {' '.join([*asked, *done])}"


def limit_in_words(limit: TimeLimit, wordings: Wordings) -> str:
    """Return a limit such as "5 school days from the day the school knew"."""
    unit = limit.of.removesuffix("s") if limit.count == 1 else limit.of
    counted = f"{limit.count} {unit}"
    if limit.start is None:
        return counted
    start = name_steps([limit.start], wordings) if isinstance(limit.start, Step) else STARTS[limit.start]
    return f"{counted} from {start}"


def name_steps(steps: Sequence[Step], wordings: Wordings) -> str:
    """Return steps by their usual names."""
    return "; ".join(f"“{wordings.steps[step].label}”" for step in steps)
