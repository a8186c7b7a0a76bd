"""What a letter rests on: the clauses of the case's own stored answer that give its step, or none of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from breaches.letters.kinds import NEEDS, Kind
from breaches.models import Case
from breaches.version import judged_as_draft
from policies.rules.assessment import Assessment, StepAnswer
from policies.rules.wording import FORCES, STEPS, waits_for
from policies.rules.words import Party, State, Step
from policies.stored_packs import get_pack, load_clause_ids

# An id with letters of its policy before it, such as CP-PR-1a. A bare number is another policy's clause to nobody.
MARKED = re.compile(r"[A-Z]{2,}-")


@dataclass(frozen=True)
class ClauseCited:
    """A clause as a letter cites it, with the document's own force in `says`."""

    id: str
    place: str
    says: str
    summary: str


@dataclass(frozen=True)
class Basis:
    """The policy, the step where it gives one now, and the clauses; or `why_not`, a sentence that says why not."""

    policy: str
    is_draft: bool
    step: Step | None
    clauses: tuple[ClauseCited, ...]
    cautions: tuple[str, ...] = ()
    why_not: str = ""

    @property
    def is_outside(self) -> bool:
        """Whether the letter goes beyond what the policy gives."""
        return self.step is None

    @property
    def as_stored(self) -> list[dict[str, str]]:
        """The clauses as the letter's row keeps them."""
        return [{"id": one.id, "place": one.place, "says": one.says, "summary": one.summary} for one in self.clauses]


def basis_of(case: Case, answer: Assessment, kind: Kind) -> Basis:
    """What this kind of letter rests on in this case, by the answer as it was last stored."""
    return basis_of_step(case, answer, NEEDS[kind].step)


def basis_of_step(case: Case, answer: Assessment, step: Step | None) -> Basis:
    """What a letter that writes for this step rests on; for no step, nothing that the policy gives."""
    policy = case.version.policy.title if case.version else ""
    is_draft = judged_as_draft(case.version, case.incident)
    given = next((one for one in answer.steps if one.step == step), None)
    if given is None:
        why_not = "The policy does not give this letter in this case."
        return Basis(policy, is_draft, None, (), why_not=why_not if policy else "No policy was in force on that day.")
    if given.state == State.WAITING:
        awaited = waits_for(given.waiting_for, Party(case.capacity))
        return Basis(
            policy, is_draft, None, (), why_not=f"The policy does not give this letter yet. It waits for {awaited}."
        )
    return Basis(policy, is_draft, given.step, _cited(given), cautions=_cautions(given))


def _cited(given: StepAnswer) -> tuple[ClauseCited, ...]:
    return tuple(
        ClauseCited(one.id, one.place, FORCES[one.force].says, one.clause.summary)
        for one in given.clauses
        if not one.waiting_for
    )


def _cautions(given: StepAnswer) -> tuple[str, ...]:
    found = [one.caution for one in given.clauses if one.caution and not one.waiting_for]
    return tuple(dict.fromkeys(found))


def clauses_not_given(case: Case, answer: Assessment, text: str) -> list[str]:
    """The ids of clauses in the text that this case's answer does not hold, of this policy or of another."""
    known = {one for one in load_clause_ids() if MARKED.match(one)} | set(_ids_of_own_pack(case))
    given = {one.id for step in answer.steps for one in step.clauses}
    given |= {clause.id for silence in answer.silent for clause in silence.show}
    given |= {one.clause.id for one in answer.engaged}
    return sorted(one for one in known - given if _names(text, one))


def _ids_of_own_pack(case: Case) -> Iterable[str]:
    return (clause.id for clause in get_pack(case.version).clauses) if case.version else ()


def _names(text: str, clause: str) -> bool:
    """Whether the text names the clause itself, not one whose id only begins like it."""
    start = text.find(clause)
    while start != -1:
        after = text[start + len(clause) : start + len(clause) + 2]
        before = text[start - 1 : start] if start else ""
        if not before.isalnum() and not _goes_on(after):
            return True
        start = text.find(clause, start + 1)
    return False


def _goes_on(after: str) -> bool:
    return bool(after) and (after[0].isalnum() or after[0] in "(-" or (after[0] in ".*" and after[1:].isalnum()))


def may_follow(answer: Assessment, step: Step | None) -> list[str]:
    """What the policy gives under the same condition as this step, each with its own force, for the person warned."""
    own = next((one for one in answer.steps if one.step == step), None)
    if own is None:
        return []
    beside = (one for one in answer.steps if one.condition.id == own.condition.id and one.state != State.DONE)
    sentences = ((FORCES[one.force].of_the_school, STEPS[one.step].to_the_person) for one in beside)
    return [f"{the_school} {does}." for the_school, does in sentences if does]
