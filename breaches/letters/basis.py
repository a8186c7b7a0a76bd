"""What a letter rests on: the clauses of the case's own stored answer that give its step, or none of them."""

import re
from dataclasses import asdict, dataclass

from breaches.models import Case
from breaches.version import rests_on_draft
from policies.rules.assessment import Assessment, StepAnswer
from policies.rules.wording import FORCES
from policies.rules.wordings import build_wordings
from policies.rules.words import Party, State, Step
from policies.stored_packs import get_pack, load_clause_ids

# An id with letters of its policy before it, such as CP-PR-1a. A bare number is another policy's clause to nobody.
PREFIXED_ID = re.compile(r"[A-Z]{2,}-")


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
    step: Step | None = None
    clauses: tuple[ClauseCited, ...] = ()
    cautions: tuple[str, ...] = ()
    why_not: str = ""

    @property
    def is_outside(self) -> bool:
        return self.step is None

    @property
    def as_stored(self) -> list[dict[str, str]]:
        return [asdict(clause) for clause in self.clauses]


def find_basis(case: Case, answer: Assessment, step: Step | None) -> Basis:
    """What a letter that writes for this step rests on, by the answer stored last; for no step, on no clause."""
    policy = case.version.policy.title if case.version else ""
    is_draft = rests_on_draft(case.version, case.incident)
    step_answer = _find_step(answer, step)
    if step_answer is None:
        why_not = "The policy does not give this letter in this case."
        return Basis(policy, is_draft, why_not=why_not if policy else "No policy was in force on that day.")
    if step_answer.state == State.WAITING:
        wordings = build_wordings(answer.words)
        awaited = wordings.waits_for(step_answer.waiting_for, Party(case.capacity), step_answer.after)
        return Basis(policy, is_draft, why_not=f"The policy does not give this letter yet. It waits for {awaited}.")
    clauses = [clause for clause in step_answer.clauses if clause.is_open]
    return Basis(
        policy,
        is_draft,
        step_answer.step,
        tuple(
            ClauseCited(clause.id, clause.place, FORCES[clause.force].says, clause.clause.summary)
            for clause in clauses
        ),
        cautions=tuple(dict.fromkeys(clause.caution for clause in clauses if clause.caution)),
    )


def find_consequences(answer: Assessment, step: Step | None) -> list[str]:
    """What the policy gives under the same condition as this step, each with its own force, for the person warned."""
    own = _find_step(answer, step)
    if own is None:
        return []
    beside = (other for other in answer.steps if other.condition.id == own.condition.id and other.state != State.DONE)
    steps = build_wordings(answer.words).steps
    sentences = ((FORCES[other.force].of_the_school, steps[other.step].to_the_person) for other in beside)
    return [f"{the_school} {does}." for the_school, does in sentences if does]


def _find_step(answer: Assessment, step: Step | None) -> StepAnswer | None:
    """The step itself where the policy gives it, else the first of the policy's own that counts as it."""
    if step is None:
        return None
    words = build_wordings(answer.words).list_variants(step)
    answers = {step_answer.step: step_answer for step_answer in answer.steps}
    return next((answers[word] for word in words if word in answers), None)


def find_foreign_clauses(case: Case, answer: Assessment, text: str) -> list[str]:
    """The ids of clauses in the text that this case's answer does not hold, of this policy or of another."""
    own_pack = get_pack(case.version).clauses if case.version else ()
    every = {clause_id for clause_id in load_clause_ids() if PREFIXED_ID.match(clause_id)}
    every |= {clause.id for clause in own_pack}
    own = {clause.id for step in answer.steps for clause in step.clauses}
    own |= {clause.id for silence in answer.silent for clause in silence.show}
    own |= {engaged.clause.id for engaged in answer.engaged}
    return sorted(clause_id for clause_id in every - own if _names(text, clause_id))


def _names(text: str, clause_id: str) -> bool:
    """Whether the text names the clause itself, not one whose id only begins like it."""
    start = text.find(clause_id)
    while start != -1:
        after = text[start + len(clause_id) : start + len(clause_id) + 2]
        before = text[start - 1 : start] if start else ""
        if not before.isalnum() and not _continues_id(after):
            return True
        start = text.find(clause_id, start + 1)
    return False


def _continues_id(after: str) -> bool:
    return bool(after) and (after[0].isalnum() or after[0] in "(-" or (after[0] in ".*" and after[1:].isalnum()))
