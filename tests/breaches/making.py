"""Cases in any state, made by the services as a person would make them."""

import datetime as dt
import uuid
from typing import Any

from breaches.models import Case, Confirmation, StepRecord, StoredAssessment
from breaches.services.cases import open_case
from breaches.services.closing import close_case
from breaches.services.findings import confirm, establish
from breaches.services.steps import take_step
from incidents.models import Incident, Involvement
from people.models import Capacity, Person, User
from policies.rules.answer import from_stored
from policies.rules.assessment import Assessment, StepAnswer
from policies.rules.words import Fact, Finding, Step
from tests.cast import NOW, TODAY, Cast
from tests.incidents.factories import logged

Outcome = StepRecord.Outcome
TOKEN = uuid.UUID("5f0c7b1e-3d0a-4a51-9d62-0b8a3f6a1c11")
OTHER_TOKEN = uuid.UUID("a3a8c0de-91f4-4b3b-8f5c-2f4f6f0f7b22")
LATER = NOW + dt.timedelta(hours=1)


def opened(
    cast: Cast,
    *,
    findings: dict[Finding, str] | None = None,
    capacity: Capacity = Capacity.PARENT,
    incident: Incident | None = None,
    subject: Person | None = None,
    by: User | None = None,
    by_the_draft: bool = False,
) -> Case:
    """The case of an incident's subject: the parent of the cast, for defamation, unless said otherwise."""
    incident = incident or logged(cast)
    return open_case(
        by=by or cast.head,
        now=NOW,
        incident=incident,
        subject=subject_of(incident, subject),
        capacity=capacity,
        findings=findings or {Finding.DEFAMATION: "Seen on the page itself."},
        by_the_draft=by_the_draft,
    )


def subject_of(incident: Incident, person: Person | None = None) -> Involvement:
    """The part of a subject in the incident: of this person, or of the first."""
    subjects = incident.involvements.filter(part=Involvement.Part.SUBJECT)
    return subjects.get(person=person) if person else subjects[0]


def fresh(case: Case) -> Case:
    """The case as it is stored now."""
    return Case.objects.get(pk=case.pk)


def answer(case: Case) -> Assessment:
    """What the policy last answered."""
    return from_stored(latest(case).answer)


def latest(case: Case) -> StoredAssessment:
    """The last assessment stored."""
    return case.assessments.latest()


def step(case: Case, word: Step) -> StepAnswer:
    """One step of the last answer."""
    return next(one for one in answer(case).steps if one.step == word)


def confirmed(case: Case, *facts: Fact, by: User) -> list[Confirmation]:
    """Facts confirmed one after another."""
    return [
        confirm(by=by, now=LATER, case=case, revision=fresh(case).revision, fact=fact, why="Seen.") for fact in facts
    ]


def found(case: Case, finding: Finding, *, by: User) -> None:
    """One more finding."""
    establish(by=by, now=LATER, case=case, revision=fresh(case).revision, finding=finding, why="Seen.")


def taken(case: Case, word: Step, *, by: User, now: dt.datetime = LATER, **about: Any) -> StepRecord:
    """A step taken today, unless said otherwise."""
    values: dict[str, Any] = {
        "revision": fresh(case).revision,
        "done_on": TODAY,
        "done_by": by.name,
        "outcome": Outcome.COMPLIED,
        "note": "",
        "follow_up_on": None,
        "evidence": None,
        "form_token": uuid.uuid5(TOKEN, f"{word}{case.step_records.count()}"),
    }
    return take_step(by=by, now=now, case=case, step=word, **(values | about))


def closed(case: Case, *, by: User) -> Case:
    """The case closed, with a reason for each step the policy binds the school to that is not done."""
    reasons = {
        one.step: ("The post was gone before the school could act.", uuid.uuid5(OTHER_TOKEN, one.step))
        for one in answer(case).steps
        if one.state == "open" and one.force in {"will", "must", "always"}
    }
    return close_case(
        by=by,
        now=LATER,
        case=case,
        revision=fresh(case).revision,
        outcome=Case.Outcome.RESOLVED,
        note="The post is gone.",
        left_undone=reasons,
    )
