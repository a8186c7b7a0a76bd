"""Cases in any state, made by the services as a person would make them; and answers of the shipped policies."""

import datetime as dt
import uuid
from typing import Any

from django.test import Client
from django.urls import reverse

from breaches.models import Case, Confirmation, StepRecord, StoredAssessment
from breaches.services.answers import answer_question
from breaches.services.cases import open_case
from breaches.services.closing import close_case
from breaches.services.findings import establish_finding
from breaches.services.steps import take_step
from incidents.models import Incident, Involvement
from people.models import Capacity, Person, User
from policies.rules.answer import as_stored, from_stored
from policies.rules.assessment import Assessment, Facts, StepAnswer, assess_version
from policies.rules.words import Fact, Finding, Party, Step
from policies.stored_packs import shipped_packs
from tests.cast import NOW, TODAY, Cast
from tests.incidents.factories import make_incident

Outcome = StepRecord.Outcome


TOKEN = uuid.UUID("5f0c7b1e-3d0a-4a51-9d62-0b8a3f6a1c11")


OTHER_TOKEN = uuid.UUID("a3a8c0de-91f4-4b3b-8f5c-2f4f6f0f7b22")


HOME = reverse("breaches:home")
HANDLERS = ["head", "deputy", "lead", "chair"]
OTHERS = ["teacher", "governor", "clerk", "administrator"]
LATER = NOW + dt.timedelta(hours=1)


def make_case(
    cast: Cast,
    *,
    findings: dict[Finding, str] | None = None,
    capacity: str = Capacity.PARENT,
    incident: Incident | None = None,
    subject: Person | None = None,
    by: User | None = None,
    by_the_draft: bool = False,
) -> Case:
    """The case of an incident's subject: the parent of the cast, for defamation, unless said otherwise."""
    incident = incident or make_incident(cast)
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


def reload_case(case: Case) -> Case:
    """The case as it is stored now."""
    return Case.objects.get(pk=case.pk)


def answer(case: Case) -> Assessment:
    """What the policy last assess_shipped."""
    return from_stored(read_latest(case).answer)


def read_latest(case: Case) -> StoredAssessment:
    """The last assessment stored."""
    return case.assessments.latest()


def find_step(case: Case, word: Step) -> StepAnswer:
    """One step of the last answer."""
    return next(step for step in answer(case).steps if step.step == word)


def confirm(case: Case, *facts: Fact, by: User) -> list[Confirmation]:
    """Facts confirmed one after another."""
    return [reply(case, fact, by=by) for fact in facts]


def reply(
    case: Case, fact: Fact, *, by: User, answer: Confirmation.Answer = Confirmation.Answer.YES, **about: Any
) -> Confirmation:
    """One question answered: yes, of everything, unless said otherwise."""
    values: dict[str, Any] = {"now": LATER, "revision": reload_case(case).revision, "why": "Seen."} | about
    return answer_question(by=by, case=case, fact=fact, answer=answer, **values)[0]


def establish(case: Case, finding: Finding, *, by: User) -> None:
    """One more finding."""
    establish_finding(by=by, now=LATER, case=case, revision=reload_case(case).revision, finding=finding, why="Seen.")


def take(case: Case, word: Step, *, by: User, now: dt.datetime = LATER, **about: Any) -> StepRecord:
    """A step taken today, unless said otherwise."""
    values: dict[str, Any] = {
        "revision": reload_case(case).revision,
        "done_on": TODAY,
        "done_by": by.name,
        "outcome": Outcome.COMPLIED,
        "note": "",
        "follow_up_on": None,
        "evidence": None,
        "form_token": uuid.uuid5(TOKEN, f"{word}{case.step_records.count()}"),
    }
    return take_step(by=by, now=now, case=case, step=word, **(values | about))


def close(case: Case, *, by: User) -> Case:
    """The case closed, with a reason for each step the policy binds the school to that is not done."""
    reasons = {
        step.step: ("The post was gone before the school could act.", uuid.uuid5(OTHER_TOKEN, step.step))
        for step in answer(case).steps
        if step.state == "open" and step.force in {"will", "must", "always"}
    }
    return close_case(
        by=by,
        now=LATER,
        case=case,
        revision=reload_case(case).revision,
        outcome=Case.Outcome.RESOLVED,
        note="The post is gone.",
        left_undone=reasons,
    )


def assess_shipped(
    slug: str,
    party: Party,
    findings: set[Finding],
    confirmed: set[Fact] = frozenset(),  # type: ignore[assignment]  # never changed
    done: set[Step] = frozenset(),  # type: ignore[assignment]  # never changed
) -> Assessment:
    """What the shipped version of a policy says, as it comes back from the database."""
    pack = next(shipped for shipped in shipped_packs() if shipped.policy.slug == slug)
    facts = Facts(slug, TODAY, TODAY, party, frozenset(findings), frozenset(confirmed), frozenset(done))
    return from_stored(as_stored(assess_version(pack, facts)))


def assess_cornist(*confirmed: Fact, done: set[Step] = frozenset()) -> Assessment:  # type: ignore[assignment]  # never changed
    return assess_shipped("cornist-park", Party.PARENT, {Finding.DEFAMATION}, set(confirmed), done)


def make_record(step: Step, kind: str = "taken", outcome: str = "complied", **about: object) -> StepRecord:
    """A record that is not stored."""
    return StepRecord(step=step, kind=kind, outcome=outcome, done_on=TODAY, done_by="Siân Morgan", **about)


def read_home(client: Client, who: User) -> str:
    """Home as this person sees it, with one space between words."""
    client.force_login(who)
    response = client.get(HOME)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def send(client: Client, case: Case, name: str, *args: object, **typed: Any) -> Any:
    """The form of a page, sent as a browser would, and where that leads."""
    hidden = {
        "revision": reload_case(case).revision,
        "read_at": NOW.isoformat(),
        "form_token": str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
    }
    url = reverse(f"breaches:{name}", args=[case.pk, *args])
    return client.post(url, hidden | typed, follow=True)
