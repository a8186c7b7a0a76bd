"""A school in the middle of its work: of all that has an address, one a Headteacher may see and four not."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from breaches.letters.kinds import LetterKind
from breaches.letters.services import draft_letter
from breaches.letters.text import LetterText
from breaches.models import Case, Confirmation
from breaches.services.answers import answer_question
from breaches.services.cases import add_note, latest_answer
from breaches.services.steps import step_outside_policy
from governors.services import make_pack
from incidents.models import Incident, Involvement
from incidents.services.drafts import step_back
from incidents.services.evidence import add_evidence
from people.models import Capacity, Membership, Person, Relationship, User
from people.services import add_person, relate
from policies.rules.words import Fact
from policies.services import attach_document
from tests.breaches.factories import make_case, reload_case
from tests.cast import NOW, TODAY, Cast
from tests.incidents.factories import JPEG, PDF, make_incident, reload_incident, upload, whole_draft
from tests.policies.factories import propose_version, request_reading, start_draft
from tests.reports.concerns.factories import make_concern
from tests.reports.factories import make_staff_report

# Words that appear in one incident alone, so that a page which holds one of them tells of that incident.
PLAIN, AFFECTED, SUBJECT, RELATIVE, RECUSED = "plain", "affected", "subject", "relative", "recused"
TITLES = {
    PLAIN: "Quarrel at the gate",
    AFFECTED: "Post about the takings",
    SUBJECT: "Message late at night",
    RELATIVE: "Video from the fair",
    RECUSED: "Rumour in the group",
}


@dataclass(frozen=True)
class Place:
    """One incident with a case, and by name the arguments of every address that belongs to it."""

    incident: Incident
    case: Case
    arguments: Mapping[str, Mapping[str, object]]


@dataclass(frozen=True)
class World:
    """The cast, what addresses may ask for, and the places by what keeps the Headteacher from them, if anything."""

    cast: Cast
    arguments: Mapping[str, Mapping[str, object]]
    places: Mapping[str, Place] = field(repr=False)


def make_world(cast: Cast) -> World:
    """Everything at Cornist Park that has an address."""
    brother = _person(cast, "Meirion Morgan")
    relate(by=None, now=NOW, person=cast.person_of(cast.head), kind=Relationship.Kind.SIBLING, relative=brother)
    head = cast.person_of(cast.head)
    places = {
        PLAIN: _place(cast, PLAIN, by=cast.head, seen_by=cast.head, subject=cast.parent),
        AFFECTED: _place(
            cast,
            AFFECTED,
            by=cast.deputy,
            seen_by=cast.deputy,
            subject=_person(cast, "Bronwen Pugh"),
            affected=(head,),
        ),
        SUBJECT: _place(cast, SUBJECT, by=cast.deputy, seen_by=cast.chair, subject=head, capacity=Capacity.STAFF),
        RELATIVE: _place(cast, RELATIVE, by=cast.deputy, seen_by=cast.deputy, subject=brother),
        RECUSED: _place(cast, RECUSED, by=cast.deputy, seen_by=cast.deputy, subject=_person(cast, "Ffion Rees")),
    }
    step_back(by=cast.head, now=NOW, incident=places[RECUSED].incident, why="She is a close friend.")
    return World(cast, _elsewhere(cast), places)


def _person(cast: Cast, name: str) -> Person:
    return add_person(by=None, now=NOW, school=cast.school, name=name, capacities={Capacity.PARENT: ""})


def _place(
    cast: Cast,
    name: str,
    *,
    by: User,
    seen_by: User,
    subject: Person,
    affected: tuple[Person, ...] = (),
    capacity: Capacity = Capacity.PARENT,
) -> Place:
    incident = make_incident(cast, by=by, subjects=(subject,), affected=affected, title=TITLES[name])
    evidence = add_evidence(
        by=seen_by,
        now=NOW,
        incident=incident,
        title=f"Screenshot, {TITLES[name]}",
        upload=upload(JPEG + name.encode()),
    )
    case = make_case(cast, incident=incident, by=seen_by, capacity=capacity)
    add_note(by=seen_by, now=NOW, case=case, text=f"Noted: {TITLES[name]}.", form_token=uuid.uuid4())
    answer_question(
        by=seen_by,
        now=NOW,
        case=case,
        revision=reload_case(case).revision,
        fact=Fact.REFUSED,
        answer=Confirmation.Answer.YES,
        why="Seen.",
    )
    done = step_outside_policy(
        by=seen_by,
        now=NOW,
        case=case,
        revision=reload_case(case).revision,
        what="Rang them.",
        reason="It was quicker.",
        done_on=TODAY,
        done_by=seen_by.name,
        follow_up_on=TODAY + dt.timedelta(days=7),
        form_token=uuid.uuid4(),
    )
    letter = draft_letter(
        by=seen_by,
        now=NOW,
        case=case,
        kind=LetterKind.MEETING_INVITATION,
        text=_text(name, subject),
        outside_reason="To clear it up.",
        form_token=uuid.uuid4(),
    )
    case = reload_case(case)
    of_case: dict[str, object] = {"pk": case.pk}
    arguments: dict[str, dict[str, object]] = {
        "incident": {"pk": incident.pk},
        "incident of a case": {"incident_pk": incident.pk},
        "evidence": {"pk": evidence.pk},
        "case": of_case,
        "finding": of_case | {"finding_pk": case.findings.all()[0].pk},
        "fact": of_case | {"fact": Fact.CONTINUED},
        "fact of a finding": of_case | {"fact": Fact.BREACH_FOUND, "scope": case.findings.all()[0].finding},
        "step": of_case | {"step": latest_answer(case).steps[0].step},
        "kind of letter": of_case | {"kind": LetterKind.MEETING_INVITATION},
        "letter": {"pk": letter.pk},
        "step record": of_case | {"record_pk": done.pk},
    }
    return Place(incident, case, arguments)


def _text(name: str, recipient: Person) -> LetterText:
    return LetterText(
        recipient=recipient,
        addressee=recipient.name,
        address="",
        salutation=f"Dear {recipient.name}",
        subject=f"About: {TITLES[name]}",
        body="Please come and talk with us.",
        signature="The school",
        reply_by=None,
        review_on=None,
        ends_on=None,
    )


def _elsewhere(cast: Cast) -> dict[str, dict[str, object]]:
    """The arguments of addresses that no exclusion touches: drafts, people, roles, policies."""
    draft = whole_draft(cast, title="Half written")
    evidence = add_evidence(by=cast.head, now=NOW, incident=draft, title="Page", upload=upload())
    version = attach_document(
        by=cast.head, now=NOW, version=cast.version, school=cast.school, name="policy.pdf", content=PDF
    )
    slug: dict[str, object] = {"slug": version.policy.slug}
    pack = make_pack(by=cast.clerk, now=NOW, school=cast.school, meeting_on=TODAY, form_token=uuid.uuid4())
    return {
        "": {},
        "draft": {"pk": reload_incident(draft).pk},
        "page of a draft": {"pk": draft.pk, "page": "when"},
        "part in a draft": {"pk": Involvement.objects.get(incident=draft).pk},
        "evidence of a draft": {"pk": evidence.pk},
        "person": {"pk": cast.parent.pk},
        "staff with entries": {"pk": make_concern(cast).about_id},
        "family": {"pk": cast.parent.pk, "relative_pk": cast.pupil.pk},
        "membership": {"pk": Membership.objects.get(user=cast.teacher).pk},
        "request to read": {"pk": request_reading(cast).pk},
        "pack": {"pk": pack.pk},
        "kind of report": {"kind": "friend_request"},
        "report": {"pk": (report := make_staff_report(cast)).pk},
        "report of one's own": {"pk": report.pk},
        "policy": slug,
        "version": slug | {"pk": version.pk},
        "draft of a version": slug | {"pk": (begun := start_draft(cast, number="Begun")).pk},
        "proposed version": slug | {"pk": propose_version(cast, start_draft(cast, number="Proposed")).pk},
        "two versions": slug | {"old": version.pk, "new": begun.pk},
    }
