"""What a letter says: its draft from the case, the fields it fills, and the words to be careful with."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.template import Context, Engine

from breaches.letters.basis import Basis, may_follow
from breaches.letters.kinds import NEEDS, TO_PEOPLE, Audience, Kind, is_for_agency
from breaches.letters.text import LetterText, tidy
from breaches.models import Case, StepRecord
from breaches.version import get_day
from incidents.models import Evidence, Incident, Involvement
from people.models import Capacity, Membership, Person, Relationship, Role, School, User
from people.permissions import Action, may
from policies.rules.assessment import Assessment
from policies.rules.wording import PARTIES, careful_phrase, careful_sentence
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
        subject=SubjectFields(case.subject.name, PARTIES[Party(case.capacity)].name),
        child=_child(incident, recipient),
        considers=careful_sentence(findings) if findings else "",
        may_be=careful_phrase(findings),
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
    day = day_in_words(get_day(incident))
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


REVIEW_AFTER = dt.timedelta(days=42)
ENDS_AFTER = dt.timedelta(days=84)


def draft_of(
    case: Case,
    answer: Assessment,
    basis: Basis,
    kind: Kind,
    *,
    recipient: Person | None,
    signature: str,
    today: dt.date,
    meeting: str = "",
    channel: str = "",
) -> LetterText:
    """The letter as the case alone would have it, its days counted from today."""
    needs = NEEDS[kind]
    filled = fields_of(case, answer, basis, recipient=recipient, meeting=meeting, channel=channel)
    wording = Engine.get_default().get_template(f"letters/wording/{kind}.txt")
    return LetterText(
        recipient=recipient,
        addressee=recipient.name if recipient else _addressee(case, needs.audience),
        address=recipient.address if recipient else "",
        salutation=_salutation(recipient, needs.audience),
        subject=needs.subject,
        body=tidy(wording.render(Context(vars(filled), autoescape=False))),
        signature=signature,
        reply_by=today + dt.timedelta(days=needs.days_to_reply) if needs.days_to_reply else None,
        review_on=today + REVIEW_AFTER if needs.is_barring else None,
        ends_on=today + ENDS_AFTER if needs.is_barring else None,
    )


def recipients_for(case: Case, kind: Kind) -> list[Person]:
    """Whom a letter of this kind may go to, the likeliest first; nobody where it goes to an office or to everybody.

    A letter about what a child did goes to the child's parents or carers, never to the child.
    """
    audience = NEEDS[kind].audience
    if audience not in TO_PEOPLE:
        return []
    if audience == Audience.FAMILY_OF_CHILD:
        return _families([one.person for one in pupils_in(case.incident)])
    return _families([case.subject]) if case.capacity == Capacity.PUPIL else [case.subject]


def signature_for(case: Case, user: User, role: Role, *, today: dt.date) -> str:
    """The Headteacher's name, or one's own where there is no Headteacher or none who may see the case."""
    heads = Membership.objects.in_force(on=today).with_roles(Role.HEADTEACHER).filter(school=case.school)
    head = heads.select_related("user").first()
    if head is None or not Case.objects.visible_to(head.user, on=today).filter(pk=case.pk).exists():
        return f"{user.name}\n{role.label}"
    return f"{head.user.name}\n{Role.HEADTEACHER.label}"


def _families(children: list[Person]) -> list[Person]:
    ties = Relationship.objects.filter(relative__in=children, kind=Relationship.Kind.PARENT)
    return list(Person.objects.filter(pk__in=ties.values("person")).order_by("name", "pk"))


def _addressee(case: Case, audience: Audience) -> str:
    host = host_of(case.incident)
    return {
        Audience.EVERYBODY: "All parents and carers",
        Audience.PLATFORM: host[0].upper() + host[1:],
        Audience.AUTHORITY: f"{case.school.local_authority} local authority",
        Audience.POLICE: "The police",
    }.get(audience, "The parent or carer")


def _salutation(recipient: Person | None, audience: Audience) -> str:
    if recipient:
        return f"Dear {recipient.salutation or recipient.name}"
    if audience == Audience.EVERYBODY:
        return "Dear parents and carers"
    return "Dear parent or carer" if audience in TO_PEOPLE else "Dear Sir or Madam"


_ABOUT_STAFF = {Finding.ALLEGATION, Finding.SEXUAL_ADVANCE, Finding.PUPIL_CONTACT, Finding.FORMER_PUPIL_CONTACT}

_OF_KIND: dict[Kind, str] = {
    Kind.PLATFORM_REPORT: "Keep what can be seen as evidence before you report it: a platform may remove it. "
    "Make one report for each item, and copy the text from this letter into the platform's own form.",
    Kind.EVENT_BAN: "The policy gives this against everybody at an event, not against one parent. Name nobody.",
    Kind.BLOCK_NOTICE: "A school can block somebody only from a page, account or forum that it runs. "
    "The person must be able to put their side, and the block needs a day of review and an end.",
    Kind.FRIEND_REQUEST_NOTICE: "Could telling the family put the child in danger? If it might, do not send this "
    "before you have taken advice from the {lead} or children's services.",
    Kind.POLICE_SUMMARY: "In danger now? Call 999 and do not wait for a letter. Otherwise call 101 and have this "
    "summary beside you.",
    Kind.INVESTIGATION_NOTICE: "If the concern is that a child was or may be harmed, speak to the {lead} and the "
    "local authority first, and do not look into it or write before they say so.",
    Kind.COMPLAINTS_SIGNPOST: "A complaint that was aired online is still a complaint. Deal with it as one.",
}

_PHRASES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"\b(?:is|are|was|were)\s+(?:clearly\s+|plainly\s+)?(?:defamatory|libell?ous)\b", re.IGNORECASE),
        "The text says that something is defamatory. Only a court decides that: write that it may be.",
    ),
    (
        re.compile(r"malicious communications act|communications act|section 127|online safety act", re.IGNORECASE),
        "The text names an Act. Parts of the older ones were repealed: take legal advice, or leave it out.",
    ),
    (
        re.compile(r"\b(?:criminal offence|you (?:have )?committed|guilty of)\b", re.IGNORECASE),
        "The text speaks of a crime. That is for the police and the courts: say what happened instead.",
    ),
    (
        re.compile(r"\b(?:we will|the school will) (?:sue|prosecute|ban|exclude|take legal action)\b", re.IGNORECASE),
        "The text says what the school will do. Check that the policy says “will” too, and not “may”.",
    ),
)


def cautions_for(case: Case, answer: Assessment, basis: Basis, kind: Kind, *, role: Role) -> list[str]:
    """What to weigh before writing this letter in this case, most grave first; `role` is the reader's."""
    found = [
        _about_a_flag(case, role),
        _about_identifying(case, answer),
        _OF_KIND.get(kind, "").format(lead=case.school.safeguarding_title),
        _about_a_draft(basis),
        _about_the_young(case, kind),
        _about_repetition(answer),
        "Read the facts through once more: name nobody whom the reader does not need to know of."
        if is_for_agency(kind)
        else "",
        *basis.cautions,
    ]
    return [one for one in found if one]


def phrases_to_check(body: str) -> list[str]:
    """Sentences on phrases in the text that a careful letter leaves out."""
    return [sentence for pattern, sentence in _PHRASES if pattern.search(body)]


def _about_a_flag(case: Case, role: Role) -> str:
    people = [case.subject, *(one.person for one in pupils_in(case.incident))]
    if not may(role, Action.READ_SAFEGUARDING_FLAGS) or not any(_is_flagged(one) for one in people):
        return ""
    return (
        "Somebody in this incident has a safeguarding flag. Speak to the "
        f"{case.school.safeguarding_title} before you write to anyone."
    )


def _is_flagged(person: Person) -> bool:
    return person.safeguarding_flag


def _about_identifying(case: Case, answer: Assessment) -> str:
    is_about_staff = case.capacity == Capacity.STAFF and answer.facts.findings & _ABOUT_STAFF
    if not is_about_staff and Finding.ALLEGATION not in answer.facts.findings:
        return ""
    return (
        "The law may forbid making known anything that identifies a teacher who is accused of an offence against a "
        "pupil, before there is a charge. Take legal advice before a letter names the allegation or the teacher."
    )


def _about_a_draft(basis: Basis) -> str:
    return "The policy is a draft that nobody has adopted. The letter says so. Think hard before you rely on it." * (
        basis.is_draft and not basis.is_outside
    )


def _about_the_young(case: Case, kind: Kind) -> str:
    if case.capacity != Capacity.PUPIL or NEEDS[kind].audience not in TO_PEOPLE:
        return ""
    return "This is about a pupil, so it goes to the parents or carers. The draft speaks to them: read it through."


def _about_repetition(answer: Assessment) -> str:
    if Fact.CONTINUED not in answer.facts.confirmed or Finding.HARASSMENT not in answer.facts.findings:
        return ""
    return "What goes on after it was asked to stop may be a course of conduct. Take advice before you go further."
