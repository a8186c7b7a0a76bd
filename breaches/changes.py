"""What changed between two answers, in plain sentences."""

from collections.abc import Iterable

from policies.rules.assessment import Assessment, StepAnswer
from policies.rules.wording import FINDINGS, FORCES, waits_for
from policies.rules.words import Party, State


def what_changed(before: Assessment, after: Assessment) -> list[str]:
    """One sentence for each way in which steps and silences changed; empty where nothing did.

    For example "Now open: “Write a warning”; “Complain to the site's host”."
    """
    party = after.facts.party
    earlier = {one.step: one for one in before.steps}
    later = {one.step for one in after.steps}
    silent = {one.finding for one in before.silent}
    told = [(way, one.label) for one in after.steps if (way := _way(earlier.get(one.step), one, party))]
    told += [("No longer given", one.label) for one in before.steps if one.step not in later]
    told += [("No step given for", FINDINGS[one.finding].name) for one in after.silent if one.finding not in silent]
    return _sentences(told)


def _way(before: StepAnswer | None, after: StepAnswer, party: Party) -> str:
    """In which way one step changed, or nothing."""
    if before is not None and _standing(before) == _standing(after):
        return ""
    if after.state == State.DONE:
        return "Done"
    if after.state == State.WAITING:
        return f"{'Waiting' if before else 'New, waiting'} for {waits_for(after.waiting_for, party)}"
    if before is None:
        return "New, and open"
    return "Now open" if before.state == State.WAITING else f"Open, and now “{FORCES[after.force].label}”"


def _standing(step: StepAnswer) -> tuple[object, ...]:
    """What a reader would call a change: a step that is done stays done whatever its force."""
    return (step.state,) if step.state == State.DONE else (step.state, step.force, step.waiting_for)


def _sentences(told: Iterable[tuple[str, str]]) -> list[str]:
    """What changed in one way, in one sentence."""
    ways: dict[str, list[str]] = {}
    for way, name in told:
        ways.setdefault(way, []).append(f"“{name}”")
    return [f"{way}: {'; '.join(names)}." for way, names in ways.items()]
