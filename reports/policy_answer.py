"""What the policy in force is asked of a report, what it answered, and who is told for it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from incidents.access import close_to, who_may_read_about
from people.models import Membership, Person, Role, School, User
from people.permissions import CASE_STAFF
from policies.models import Version
from policies.rules.answer import from_stored
from policies.rules.assessment import Assessment, Facts, StepAnswer
from policies.rules.wordings import build_wordings
from policies.rules.words import FIRM, Fact, Finding, Party, Recipient, State, Step
from policies.stored_packs import assess_stored_version, find_answering_draft
from reports.models import StaffReport

Kind = StaffReport.Kind
Who = StaffReport.Who
Way = StaffReport.Way
Response = StaffReport.Response
Tie = StaffReport.Tie

OF_AGE = 18

CONTACT_WITH: dict[str, Finding] = {
    Who.PUPIL: Finding.PUPIL_CONTACT,
    Who.FORMER_PUPIL: Finding.FORMER_PUPIL_CONTACT,
    Who.PARENT: Finding.PARENT_CONTACT,
}
FACT_OF_TIE: dict[str, Fact] = {
    Tie.OWN_CHILD: Fact.OWN_CHILD,
    Tie.RELATIVE: Fact.PRIOR_RELATIONSHIP,
    Tie.FRIEND_BEFORE: Fact.PRIOR_RELATIONSHIP,
}
# Kinds that are themselves of somebody in touch.
IN_TOUCH = frozenset({Kind.EXCEPTIONAL_CONTACT, Kind.CLOSURE_CONTACT})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInput:
    """What somebody tells the school; what its kind does not ask stays empty.

    The other person is one of the register (`person`) or `described` in words. `could_harm`: the writer thinks
    that a post could harm the reputation of the school or its people. `ask_draft`: the writer asks for the draft by
    name, where the school has no policy of its own yet.
    """

    kind: Kind
    who: str = ""
    age: int | None = None
    person: Person | None = None
    described: str = ""
    tie: str = ""
    way: str = ""
    response: str = ""
    happened_on: dt.date | None = None
    platform: str = ""
    platform_name: str = ""
    words: str = ""
    could_harm: bool = False
    about_headteacher: bool = False
    ask_draft: bool = False


@dataclass(frozen=True, slots=True)
class PolicyQuestion:
    """One finding and the facts told with it. `supposed`: nothing of it has happened, it is asked for later."""

    finding: Finding
    facts: frozenset[Fact] = frozenset()
    supposed: bool = False


def choose_question(report: ReportInput) -> PolicyQuestion | None:
    """What the policy is asked, or None where no finding it knows is told of."""
    if report.kind == Kind.THIRD_PARTY_POST:
        harm = frozenset({Fact.DISREPUTE_POSSIBLE}) if report.could_harm else frozenset()
        return PolicyQuestion(Finding.THIRD_PARTY_POSTING_SEEN, harm)
    if report.kind == Kind.SCHOOL_ACCOUNT:
        return PolicyQuestion(Finding.ACCOUNT_COMPROMISE)
    if report.kind == Kind.FRIEND_REQUEST and not was_in_touch(report):
        return PolicyQuestion(Finding.PUPIL_REQUEST_RECEIVED) if report.who == Who.PUPIL else None
    finding = CONTACT_WITH.get(report.who)
    if report.kind == Kind.OTHER or finding is None:
        return None
    return PolicyQuestion(finding, _read_facts(report), supposed=report.kind == Kind.PRIOR_RELATIONSHIP)


def was_in_touch(report: ReportInput | StaffReport) -> bool:
    """Whether the writer and the other person were in touch: a request merely received is not contact."""
    has_answered = report.response in (Response.ACCEPTED, Response.REPLIED)
    return report.kind in IN_TOUCH or (report.kind == Kind.FRIEND_REQUEST and (report.way == Way.SENT or has_answered))


def _read_facts(report: ReportInput) -> frozenset[Fact]:
    """What was told of the other person that a clause may wait for."""
    young = report.who == Who.FORMER_PUPIL and report.age is not None and report.age < OF_AGE
    facts = {Fact.UNDER_18} if young else set()
    if report.tie in FACT_OF_TIE:
        facts.add(FACT_OF_TIE[report.tie])
    return frozenset(facts)


# Steps that have somebody told.
TELLS_SOMEBODY = frozenset({Step.INFORM_HEADTEACHER, Step.SAFEGUARDING_PROCEDURES})


@dataclass(frozen=True)
class PolicyAnswer:
    """The version that was asked, if one was in force, and what it said."""

    version: Version | None
    assessment: Assessment


def ask_policy(
    question: PolicyQuestion, *, school: School, party: Party, on: dt.date, today: dt.date, draft: bool = False
) -> PolicyAnswer:
    """What the policy in force on the day says of what was told; where none was, that and the law's duties.

    `draft` asks the draft of a school that has no policy yet, by name: its answer carries the notice that it is one.
    """
    version = Version.objects.in_force_at(school, on=on) or (find_answering_draft(school) if draft else None)
    facts = Facts(
        policy=version.policy.slug if version else "",
        on=on,
        today=today,
        party=party,
        findings=frozenset({question.finding}),
        confirmed=question.facts,
        draft=version is not None and version.status != Version.Status.ADOPTED,
    )
    return PolicyAnswer(version, assess_stored_version(version, facts, school=school))


def asks_to_tell_at_once(question: PolicyQuestion, assessment: Assessment) -> bool:
    """Whether an open step binds the school to have somebody told of what happened."""
    counts_as = build_wordings(assessment.words).counts_as
    return not question.supposed and any(
        counts_as(step.step) in TELLS_SOMEBODY and step.force in FIRM for step in list_open_steps(assessment)
    )


def load_answer(report: StaffReport) -> Assessment | None:
    """What the policy said when the report was made, or None where it was not asked."""
    return from_stored(report.answer) if report.answer else None


def load_open_steps(report: StaffReport) -> list[StepAnswer]:
    """The open steps for what happened: none for what is only supposed, or where the policy was not asked."""
    assessment = load_answer(report)
    if assessment is None or report.kind == StaffReport.Kind.PRIOR_RELATIONSHIP:
        return []
    return list_open_steps(assessment)


def list_open_steps(assessment: Assessment) -> list[StepAnswer]:
    return [step for step in assessment.steps if step.state == State.OPEN]


ROLE_OF_RECIPIENT = {Recipient.HEADTEACHER: Role.HEADTEACHER, Recipient.DEPUTY: Role.DEPUTY}
YOUNG = frozenset({StaffReport.Who.PUPIL, StaffReport.Who.FORMER_PUPIL})


def who_may_read(report: StaffReport, *, on: dt.date) -> list[Membership]:
    """The roles at the report's school whose holders read it on the day, by name."""
    roles = Q(role__in=roles_that_read(report))
    members = who_may_read_about(report.person_id, school_id=report.school_id, readers=roles, on=on)
    return list(members.exclude(user=report.reported_by_id))


def roles_that_read(report: StaffReport) -> frozenset[Role]:
    """The roles whose holders read it where nothing keeps them from it."""
    return frozenset({Role.CHAIR}) if report.about_headteacher else CASE_STAFF


def find_recipients(reports: Sequence[StaffReport], *, on: dt.date) -> dict[int, list[User]]:
    """Whom to tell of each report on the day, by its key: never somebody who may not read it.

    Two queries, however many reports there are.
    """
    schools = {report.school_id for report in reports}
    members = Membership.objects.in_force(on=on).with_roles(*CASE_STAFF, Role.CHAIR).filter(school__in=schools)
    by_school: dict[int, list[Membership]] = {}
    for member in members.select_related("user").order_by("user__name", "pk"):
        by_school.setdefault(member.school_id, []).append(member)
    close = close_to({report.person_id for report in reports if report.person_id is not None})
    recipients = {}
    for report in reports:
        roles = roles_that_read(report)
        readers = [
            member
            for member in by_school.get(report.school_id, [])
            if member.role in roles
            and member.user_id != report.reported_by_id
            and (report.person_id, member.user_id) not in close
        ]
        recipients[report.pk] = list(dict.fromkeys(member.user for member in choose_recipients(report, readers)))
    return recipients


def choose_recipients(report: StaffReport, readers: list[Membership]) -> list[Membership]:
    """Those who are told, of the roles that read the report.

    The Chair alone of the Headteacher. Otherwise the Headteacher and whom else the report calls for; the Deputy in the
    Headteacher's stead; failing both, whoever reads it at all.
    """
    if report.about_headteacher:
        return readers
    roles = _find_roles_to_tell(report)
    if all(reader.role != Role.HEADTEACHER for reader in readers):
        roles |= {Role.DEPUTY}
    return [reader for reader in readers if reader.role in roles] or readers


def _find_roles_to_tell(report: StaffReport) -> set[Role]:
    steps, answer = load_open_steps(report), load_answer(report)
    counts_as = build_wordings(answer.words if answer else ()).counts_as
    roles = {Role.HEADTEACHER}
    if report.who in YOUNG or any(counts_as(step.step) == Step.SAFEGUARDING_PROCEDURES for step in steps):
        roles |= {Role.SAFEGUARDING_LEAD}
    return roles | {ROLE_OF_RECIPIENT[recipient] for step in steps for recipient in step.informs}
