"""What a letter's wording may be filled with, taken from the case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from breaches.careful_words import considers, may
from breaches.judged_by import day_of
from breaches.letters.basis import Basis, may_follow
from breaches.models import Case, StepRecord
from incidents.models import Evidence, Incident, Involvement
from people.models import Capacity, Person, School
from policies.rules.assessment import Assessment
from policies.rules.meanings import PARTIES
from policies.rules.words import Fact, Finding, Party, Step
from web.dates import day_in_words


@dataclass(frozen=True)
class SchoolFields:
    """The school, and how to reach it."""

    name: str
    how_to_reply: str
    safeguarding_title: str
    local_authority: str


@dataclass(frozen=True)
class PostingFields:
    """What it is about: when and where, and never what it said."""

    day: str
    what: str
    details: str
    platform: str
    host: str
    on_platform: str
    account: str
    address: str


@dataclass(frozen=True)
class SubjectFields:
    """Whom it is about, for those who need the name."""

    name: str
    capacity: str


@dataclass(frozen=True)
class ChildFields:
    """The child whose account sent a request, as a letter to the family names them."""

    who: str
    account: str


@dataclass(frozen=True)
class EvidenceFields:
    """One file, with the hash that shows whether a copy is the same."""

    title: str
    kind: str
    day: str
    sha256: str


@dataclass(frozen=True)
class TakenFields:
    """One step the school has taken."""

    day: str
    what: str


@dataclass(frozen=True)
class WordingFields:
    """Everything the wording of a letter may use; an empty text leaves its sentence out."""

    reference: str
    school: SchoolFields
    posting: PostingFields
    basis: Basis
    subject: SubjectFields
    child: ChildFields
    considers: str
    may_be: str
    facts: str
    opinion: str
    evidence: Sequence[EvidenceFields]
    taken: Sequence[TakenFields]
    may_follow: Sequence[str]
    channel: str
    meeting: str
    is_parent: bool
    was_refused: bool
    went_on: bool
    not_answered: bool


# Conduct that did not appear anywhere as a post does.
_NOT_POSTED = frozenset(
    {
        Finding.PUPIL_REQUEST_RECEIVED,
        Finding.PUPIL_CONTACT,
        Finding.FORMER_PUPIL_CONTACT,
        Finding.PARENT_CONTACT,
        Finding.PERSONAL_DETAILS_SHARED,
        Finding.PUPIL_ACCOUNT_ACCESS,
        Finding.SEXUAL_ADVANCE,
        Finding.USE_AT_WORK,
        Finding.USE_ON_PREMISES,
        Finding.WEAK_PRIVACY_SETTINGS,
        Finding.APPLICANT_VETTING,
        Finding.FAILURE_TO_REPORT,
    }
)

_DONE: dict[Step, str] = {
    Step.REPORT_TO_PLATFORM: "reported to the platform",
    Step.COMPLAIN_TO_HOST: "complained to the site's host",
    Step.REQUEST_REMOVAL: "asked for it to be taken down",
    Step.REMOVE_CONTENT: "removed content from a channel of its own",
    Step.CLOSE_APPLICATION: "closed an application",
    Step.BLOCK_ACCESS: "blocked or limited access to a channel of its own",
    Step.MEETING: "asked for a meeting, or held one",
    Step.WRITE_WARNING: "wrote with its concerns and a warning",
    Step.COMPLAINTS_PROCEDURE: "pointed to the complaints procedure",
    Step.CONTACT_POLICE: "contacted the police",
    Step.REPORT_TO_LOCAL_AUTHORITY: "reported to the local authority",
    Step.LEGAL_ADVICE: "took legal advice",
    Step.NOTIFY_PARENTS: "told the child's parents or carers",
    Step.INFORM_HEADTEACHER: "told the Headteacher",
    Step.SAFEGUARDING_PROCEDURES: "followed its safeguarding procedures",
    Step.ADVISE: "gave advice",
    Step.INVESTIGATE: "looked into it",
}


def fields_of(
    case: Case, answer: Assessment, basis: Basis, *, recipient: Person | None, meeting: str = "", channel: str = ""
) -> WordingFields:
    """What the wording is filled with, for this recipient; `meeting` and `channel` are in the writer's own words."""
    incident, findings, confirmed = case.incident, answer.facts.findings, answer.facts.confirmed
    return WordingFields(
        reference=case.reference,
        school=_school(case.school),
        posting=_posting(incident, findings),
        basis=basis,
        subject=SubjectFields(case.subject.name, PARTIES[Party(case.capacity)]),
        child=_child(incident, recipient),
        considers=considers(findings) if findings else "",
        may_be=may(findings),
        facts=incident.facts,
        opinion=incident.opinion,
        evidence=[_evidence(one) for one in incident.evidence.kept()],
        taken=_taken(case.step_records.all()),
        may_follow=may_follow(answer, basis.step),
        channel=channel or _channel(incident),
        meeting=meeting,
        is_parent=case.capacity == Capacity.PARENT,
        was_refused=Fact.REFUSED in confirmed,
        went_on=Fact.CONTINUED in confirmed,
        not_answered=Finding.PUPIL_REQUEST_RECEIVED in findings,
    )


def _school(school: School) -> SchoolFields:
    telephone = [f"telephone {school.telephone}"] if school.telephone else []
    email = [f"email {school.email}"] if school.email else []
    near = "write to us at the address above, or call in at the school office"
    return SchoolFields(
        name=school.name,
        how_to_reply=", ".join([*telephone, *email, near]),
        safeguarding_title=school.safeguarding_title,
        local_authority=school.local_authority,
    )


def _posting(incident: Incident, findings: frozenset[Finding]) -> PostingFields:
    day = day_in_words(day_of(incident))
    where = _where(incident)
    appeared = "appeared" if where and not findings & _NOT_POSTED else "happened"
    return PostingFields(
        day=day,
        what=f"something that {appeared} {where} on {day}" if where else f"something that {appeared} on {day}",
        details=_details(incident) if where else "",
        platform=incident.platform_label or "not on a platform",
        host=host_of(incident),
        on_platform=f"{where} on " if where else "on ",
        account=incident.account,
        address=incident.address,
    )


def _details(incident: Incident) -> str:
    """The account and the web address, as far as they are known."""
    if incident.account:
        address = f" ({incident.address})" if incident.address else ""
        return f"It was in the account, page or group “{incident.account}”{address}."
    return f"It was at this web address ({incident.address})." if incident.address else ""


def _where(incident: Incident) -> str:
    """On which platform, such as "on Facebook"; empty where it was on none."""
    if incident.platform in ("", Incident.Platform.NOT_ONLINE):
        return ""
    if incident.platform == Incident.Platform.SCHOOL_CHANNEL:
        return "on a page, account or forum that the school runs"
    return f"on {incident.platform_label}"


def _channel(incident: Incident) -> str:
    if incident.account:
        return f"the page, account or forum “{incident.account}” that the school runs"
    return "the page, account or forum that the school runs"


def _child(incident: Incident, recipient: Person | None) -> ChildFields:
    """The child of this recipient who takes part in the incident, or nobody by name."""
    pupils = pupils_in(incident)
    own = set(recipient.relationships.values_list("relative", flat=True)) if recipient else set()
    child = next((one.person for one in pupils if one.person_id in own), None)
    if child is None:
        return ChildFields("Your child", "an account that appears to be your child's")
    return ChildFields(child.name, f"an account that appears to be that of {child.name}")


def pupils_in(incident: Incident) -> list[Involvement]:
    """The pupils who take part in an incident."""
    return [one for one in incident.involvements.select_related("person") if one.capacity == Capacity.PUPIL]


def _evidence(one: Evidence) -> EvidenceFields:
    kind = "PDF" if one.content_type == "application/pdf" else "image"
    return EvidenceFields(one.title, kind, day_in_words(one.added_at.date()), one.sha256)


def _taken(records: Iterable[StepRecord]) -> list[TakenFields]:
    return [
        TakenFields(day_in_words(one.done_on), f"The school {_DONE[Step(one.step)]}.")
        for one in records
        if one.kind == StepRecord.Kind.TAKEN and one.step in _DONE
    ]


def host_of(incident: Incident) -> str:
    """Who runs the place it was posted, as a letter to them says it: a school's page is not the school's to host."""
    unnamed = ("", Incident.Platform.NOT_ONLINE, Incident.Platform.SCHOOL_CHANNEL)
    return "the company behind the site" if incident.platform in unnamed else incident.platform_label
