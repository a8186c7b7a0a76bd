"""What a letter says: its draft from the case, the fields that its wording is filled with, and what to weigh.

`write_draft` fills the wording of a kind, a template in `templates/letters/wording`, with the fields of the case.
"""

import datetime as dt
import re
from collections.abc import Iterable

from django.template import Context, Engine

from breaches.letters.basis import Basis, find_basis, find_consequences
from breaches.letters.kinds import TO_AGENCIES, TO_PEOPLE, Audience, LetterKind
from breaches.letters.text import LetterText, tidy
from breaches.models import Case, StepRecord
from breaches.version import get_day
from incidents.models import Incident, Involvement
from people.models import Capacity, Membership, Person, Relationship, Role, School, User
from people.permissions import Action, may
from policies.rules.assessment import Assessment
from policies.rules.wordings import Wordings, build_wordings
from policies.rules.words import Fact, Finding, Party, Step
from web.dates import day_in_words

REVIEW_AFTER = dt.timedelta(days=42)
ENDS_AFTER = dt.timedelta(days=84)


def write_draft(
    case: Case,
    answer: Assessment,
    kind: LetterKind,
    *,
    recipient: Person | None,
    signature: str,
    today: dt.date,
    meeting: str = "",
    channel: str = "",
) -> LetterText:
    """The letter as the case alone would have it, its days counted from today.

    `meeting` and `channel` are in the writer's own words.
    """
    needs = kind.needs
    basis = find_basis(case, answer, needs.step)
    fields = _fill_fields(case, answer, basis, recipient)
    fields |= {"meeting": meeting, "channel": channel or _name_channel(case.incident)}
    wording = Engine.get_default().get_template(kind.wording)
    return LetterText(
        recipient=recipient,
        addressee=recipient.name if recipient else _name_office(case, needs.audience),
        address=recipient.address if recipient else "",
        salutation=_greet(recipient, needs.audience),
        subject=needs.subject,
        body=tidy(wording.render(Context(fields, autoescape=False))),
        signature=signature,
        reply_by=today + dt.timedelta(days=needs.days_to_reply) if needs.days_to_reply else None,
        review_on=today + REVIEW_AFTER if needs.is_barring else None,
        ends_on=today + ENDS_AFTER if needs.is_barring else None,
    )


def find_recipients(case: Case, kind: LetterKind) -> list[Person]:
    """Whom a letter of this kind may go to, the likeliest first; nobody where it goes to an office or to everybody.

    A letter about what a child did goes to the child's parents or carers, never to the child.
    """
    audience = kind.needs.audience
    if audience not in TO_PEOPLE:
        return []
    if audience == Audience.FAMILY_OF_CHILD:
        return _find_families([pupil.person for pupil in _find_pupils(case)])
    return _find_families([case.subject]) if _is_judged_as(case, Capacity.PUPIL) else [case.subject]


def choose_signature(case: Case, user: User, role: Role, *, today: dt.date) -> str:
    """The Headteacher's name, or one's own where there is no Headteacher or none who may see the case."""
    heads = Membership.objects.in_force(on=today).with_roles(Role.HEADTEACHER).filter(school=case.school)
    head = heads.select_related("user").first()
    if head is None or not Case.objects.visible_to(head.user, on=today).filter(pk=case.pk).exists():
        return f"{user.name}\n{role.label}"
    return f"{head.user.name}\n{Role.HEADTEACHER.label}"


def _find_pupils(case: Case) -> list[Involvement]:
    involvements = case.incident.involvements.select_related("person")
    pupils = case.school.list_capacity_variants(Capacity.PUPIL)
    return [involvement for involvement in involvements if involvement.capacity in pupils]


def _is_judged_as(case: Case, capacity: Capacity) -> bool:
    """Whether that is the capacity of the case, or the one that it counts as."""
    return case.school.count_capacity(case.capacity) == capacity


def _find_families(children: list[Person]) -> list[Person]:
    ties = Relationship.objects.filter(relative__in=children, kind=Relationship.Kind.PARENT)
    return list(Person.objects.filter(pk__in=ties.values("person")).order_by("name", "pk"))


def _name_office(case: Case, audience: Audience) -> str:
    host = _name_host(case.incident)
    return {
        Audience.EVERYBODY: "All parents and carers",
        Audience.PLATFORM: host[0].upper() + host[1:],
        Audience.AUTHORITY: f"{case.school.local_authority} local authority",
        Audience.POLICE: "The police",
    }.get(audience, "The parent or carer")


def _greet(recipient: Person | None, audience: Audience) -> str:
    if recipient:
        return f"Dear {recipient.salutation or recipient.name}"
    if audience == Audience.EVERYBODY:
        return "Dear parents and carers"
    return "Dear parent or carer" if audience in TO_PEOPLE else "Dear Sir or Madam"


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

_IN_THE_PAST: dict[Step, str] = {
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


def _fill_fields(case: Case, answer: Assessment, basis: Basis, recipient: Person | None) -> dict[str, object]:
    """What every wording may use; an empty text leaves its sentence out."""
    findings, confirmed = answer.facts.findings, answer.facts.confirmed
    wordings = build_wordings(answer.words)
    core_findings = frozenset(map(wordings.counts_as, findings))
    return {
        "case": case,
        "incident": case.incident,
        "basis": basis,
        "party": wordings.parties[Party(case.capacity)].name,
        "how_to_reply": _say_how_to_reply(case.school),
        "considers": wordings.careful_sentence(findings) if findings else "",
        "may_be": wordings.careful_phrase(findings),
        "evidence": case.incident.evidence.current(),
        "steps": _word_steps(case.step_records.all(), wordings),
        "consequences": find_consequences(answer, basis.step),
        "is_parent": _is_judged_as(case, Capacity.PARENT),
        "was_refused": Fact.REFUSED in confirmed,
        "went_on": Fact.CONTINUED in confirmed,
        "not_answered": Finding.PUPIL_REQUEST_RECEIVED in core_findings,
        **_describe_posting(case.incident, core_findings),
        **_name_child(case, recipient),
    }


def _say_how_to_reply(school: School) -> str:
    telephone = [f"telephone {school.telephone}"] if school.telephone else []
    email = [f"email {school.email}"] if school.email else []
    return ", ".join([*telephone, *email, "write to us at the address above, or call in at the school office"])


def _describe_posting(incident: Incident, findings: frozenset[Finding]) -> dict[str, str]:
    """What it is about: when and where, and never what it said."""
    day = day_in_words(get_day(incident))
    where = _name_place(incident)
    appeared = "appeared" if where and not findings & _NOT_POSTED else "happened"
    return {
        "day": day,
        "what": f"something that {appeared} {where} on {day}" if where else f"something that {appeared} on {day}",
        "details": _describe_account(incident) if where else "",
        "platform": incident.platform_label or "not on a platform",
        "host": _name_host(incident),
        "on_platform": f"{where} on " if where else "on ",
    }


def _describe_account(incident: Incident) -> str:
    if incident.account:
        address = f" ({incident.address})" if incident.address else ""
        return f"It was in the account, page or group “{incident.account}”{address}."
    return f"It was at this web address ({incident.address})." if incident.address else ""


def _name_place(incident: Incident) -> str:
    """On which platform, such as "on Facebook"; empty where it was on none."""
    if incident.platform in ("", Incident.Platform.NOT_ONLINE):
        return ""
    if incident.platform == Incident.Platform.SCHOOL_CHANNEL:
        return "on a page, account or forum that the school runs"
    return f"on {incident.platform_label}"


def _name_channel(incident: Incident) -> str:
    if incident.account:
        return f"the page, account or forum “{incident.account}” that the school runs"
    return "the page, account or forum that the school runs"


def _name_child(case: Case, recipient: Person | None) -> dict[str, str]:
    """The child of this recipient whose account sent a request, or nobody by name."""
    own = set(recipient.relationships.values_list("relative", flat=True)) if recipient else set()
    child = next((pupil.person for pupil in _find_pupils(case) if pupil.person_id in own), None)
    if child is None:
        return {"child": "Your child", "child_account": "an account that appears to be your child's"}
    return {"child": child.name, "child_account": f"an account that appears to be that of {child.name}"}


def _word_steps(records: Iterable[StepRecord], wordings: Wordings) -> list[tuple[str, str]]:
    rows = [(row, wordings.counts_as(Step(row.step))) for row in records if row.kind == StepRecord.Kind.TAKEN]
    return [
        (day_in_words(row.done_on), f"The school {_IN_THE_PAST[step]}.") for row, step in rows if step in _IN_THE_PAST
    ]


def _name_host(incident: Incident) -> str:
    """Who runs the place it was posted, as a letter to them says it: a school's page is not the school's to host."""
    unnamed = ("", Incident.Platform.NOT_ONLINE, Incident.Platform.SCHOOL_CHANNEL)
    return "the company behind the site" if incident.platform in unnamed else incident.platform_label


IDENTIFYING_A_TEACHER = (
    "The law may forbid making known anything that identifies a teacher who is accused of an offence against a pupil, "
    "before there is a charge. Take legal advice before a letter names the allegation or the teacher."
)
_ABOUT_STAFF = {Finding.ALLEGATION, Finding.SEXUAL_ADVANCE, Finding.PUPIL_CONTACT, Finding.FORMER_PUPIL_CONTACT}


def find_cautions(case: Case, answer: Assessment, basis: Basis, kind: LetterKind, *, role: Role) -> list[str]:
    """What to weigh before writing this letter in this case, most grave first; `role` is the reader's."""
    lead = case.school.safeguarding_title
    facts, audience = answer.facts, kind.needs.audience
    findings = set(map(build_wordings(answer.words).counts_as, facts.findings))
    is_about_staff = _is_judged_as(case, Capacity.STAFF) and findings & _ABOUT_STAFF
    conditions = (
        (
            may(role, Action.READ_SAFEGUARDING_FLAGS) and _is_anybody_flagged(case),
            f"Somebody in this incident has a safeguarding flag. Speak to the {lead} before you write to anyone.",
        ),
        (
            is_about_staff or Finding.ALLEGATION in findings,
            IDENTIFYING_A_TEACHER,
        ),
        (kind.needs.caution, kind.needs.caution.format(lead=lead)),
        (
            basis.is_draft and not basis.is_outside,
            "The policy is a draft that nobody has adopted. The letter says so. Think hard before you rely on it.",
        ),
        (
            _is_judged_as(case, Capacity.PUPIL) and audience in TO_PEOPLE,
            "This is about a pupil, so it goes to the parents or carers. The draft speaks to them: read it through.",
        ),
        (
            Fact.CONTINUED in facts.confirmed and Finding.HARASSMENT in findings,
            "What goes on after it was asked to stop may be a course of conduct. Take advice before you go further.",
        ),
        (
            audience in TO_AGENCIES,
            "Read the facts through once more: name nobody whom the reader does not need to know of.",
        ),
    )
    return [*(caution for holds, caution in conditions if holds), *basis.cautions]


def _is_anybody_flagged(case: Case) -> bool:
    people = [case.subject, *(pupil.person for pupil in _find_pupils(case))]
    return any(person.safeguarding_flag for person in people)


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


def find_phrases_to_check(body: str) -> list[str]:
    """Sentences on phrases in the text that a careful letter leaves out."""
    return [sentence for pattern, sentence in _PHRASES if pattern.search(body)]
