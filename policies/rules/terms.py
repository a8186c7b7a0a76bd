"""The terms of a rule in words: what it waits for, by when, for how long, until when, and what it leaves out."""

from collections.abc import Iterator, Sequence

from policies.rules.pack import Rule, TimeLimit, Until
from policies.rules.wordings import Wordings
from policies.rules.words import Start, Step

STARTS = {
    Start.HAPPENED: "the day it happened",
    Start.KNOWN: "the day the school knew",
    Start.CONFIRMED: "the day the last fact was confirmed",
}


def describe_terms(rule: Rule, people: str, wordings: Wordings) -> Iterator[str]:
    """Say each term that the rule has in a sentence of its own; `people` is whom it is about, such as "governor"."""
    if rule.facts:
        asked = (
            " ".join(wordings.question_about(fact, people, rule.question.get(fact, "")).asks for fact in facts)
            for facts in rule.sets_of_facts
        )
        yield f"Waits for: {' Or: '.join(asked)}"
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
