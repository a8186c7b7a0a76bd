"""What changed between two answers, in plain sentences."""

from collections.abc import Iterator

from breaches.forces import says
from breaches.questions import waits_for
from policies.rules.assessment import Assessment, StepAnswer
from policies.rules.meanings import FINDINGS
from policies.rules.words import Party, State


def what_changed(before: Assessment, after: Assessment) -> list[str]:
    """Which steps and silences appeared, opened, now wait, were done or are gone, in the document's order."""
    party = after.facts.party
    earlier = {one.step: one for one in before.steps}
    later = {one.step for one in after.steps}
    sentences = [
        *(sentence for one in after.steps for sentence in _of_step(earlier.get(one.step), one, party)),
        *(f"“{one.label}” is no longer given." for one in before.steps if one.step not in later),
        *_of_silences(before, after),
    ]
    return sentences or ["Nothing changed in what the policy gives."]


def _of_step(before: StepAnswer | None, after: StepAnswer, party: Party) -> Iterator[str]:
    name = f"“{after.label}”"
    if after.state == State.DONE:
        if before is None or before.state != State.DONE:
            yield f"{name} is done."
    elif before is None:
        yield f"{name} is new. {_where_it_stands(after, party)}"
    elif (before.state, before.force, before.waiting_for) != (after.state, after.force, after.waiting_for):
        yield f"{name}: {_where_it_stands(after, party)}"


def _where_it_stands(step: StepAnswer, party: Party) -> str:
    if step.state == State.OPEN:
        return f"It is open: {says(step.force)}."
    return f"It waits for {waits_for(step.waiting_for, party)}."


def _of_silences(before: Assessment, after: Assessment) -> Iterator[str]:
    earlier = {one.finding for one in before.silent}
    for one in after.silent:
        if one.finding not in earlier:
            yield f"The policy gives no step for “{FINDINGS[one.finding].name}”."
