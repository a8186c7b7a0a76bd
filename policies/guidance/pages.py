"""What pages show of law and guidance: each duty, what is still asked for one, and whom a school can turn to."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from people.models import Membership, Role, School
from policies.rules.assessment import Assessment, count_facts
from policies.rules.duties import Contact, Duty, DutyQuestion, find_duty_questions, is_out_of_date
from policies.rules.terms import limit_in_words
from policies.rules.vocabulary import Vocabulary
from policies.rules.wordings import CORE_WORDINGS
from policies.rules.words import Fact, PackNation, State, Step
from policies.stored_packs import shipped_duties

NATIONS = {
    PackNation.ENGLAND: "England",
    PackNation.WALES: "Wales",
    PackNation.SCOTLAND: "Scotland",
    PackNation.NORTHERN_IRELAND: "Northern Ireland",
}
ROLES = {Contact.SAFEGUARDING_LEAD: Role.SAFEGUARDING_LEAD, Contact.CHAIR: Role.CHAIR}
# Whom a policy's own steps have told.
CONTACTS_OF_STEPS = {
    Step.REFER_TO_DESIGNATED_OFFICER: Contact.DESIGNATED_OFFICER,
    Step.TELL_SAFEGUARDING_LEAD: Contact.SAFEGUARDING_LEAD,
    Step.SAFEGUARDING_PROCEDURES: Contact.SAFEGUARDING_LEAD,
    Step.INFORM_CHAIR: Contact.CHAIR,
}
MISSING = {
    Contact.DESIGNATED_OFFICER: "No telephone number or email address is on record. Ask the local authority now. The "
    "Headteacher or an Administrator can add it under School.",
    Contact.SAFEGUARDING_LEAD: "Nobody holds this role at your school in Rung. The Headteacher or an Administrator "
    "can add somebody under School.",
    Contact.CHAIR: "Nobody holds this role at your school in Rung, so nobody would see a case about the Headteacher. "
    "The Headteacher or an Administrator can add somebody under School.",
}


@dataclass(frozen=True)
class DutyShown:
    """A duty in words; `within` is empty where it has no time limit, `link` where its source has no address."""

    id: str
    says: str
    within: str
    caution: str
    source: str
    link: str
    nation: str
    begins: dt.date | None
    ends: dt.date | None
    checked_on: dt.date
    is_out_of_date: bool
    is_urgent: bool


@dataclass(frozen=True)
class ContactShown:
    """Somebody to be told and how they are reached; where nobody is on record that is empty, and `missing` says so."""

    title: str
    reached: str
    missing: str = ""


@dataclass(frozen=True)
class GuidanceShown:
    """What stands beside a policy's answer."""

    duties: tuple[DutyShown, ...]
    asks: tuple[DutyQuestion, ...]
    contacts: tuple[ContactShown, ...]


def present_guidance(
    answer: Assessment, school: School, *, today: dt.date, settled: Collection[Fact] = ()
) -> GuidanceShown:
    """The duties of an answer, what they still ask, and whom they have told; one question to the database at most.

    `settled` are facts not to be asked for: those answered no, and those that the page asks for already.
    """
    steps = [step.step for step in answer.steps if step.state != State.PASSED]
    return GuidanceShown(
        duties=present_duties(answer.duties, today=today),
        asks=tuple(ask for ask in list_duty_questions(answer, school, today=today) if ask.fact not in settled),
        contacts=list_contacts(school, answer.duties, steps, on=today),
    )


def present_duties(duties: Iterable[Duty], *, today: dt.date) -> tuple[DutyShown, ...]:
    """The duties as pages show them, those that cannot wait first."""
    return tuple(_present_duty(duty, today) for duty in sorted(duties, key=lambda duty: not duty.urgent))


def _present_duty(duty: Duty, today: dt.date) -> DutyShown:
    return DutyShown(
        id=duty.id,
        says=duty.says,
        within=limit_in_words(duty.within, CORE_WORDINGS) if duty.within else "",
        caution=duty.caution,
        source=duty.source,
        link=duty.link,
        nation=NATIONS[duty.nation],
        begins=duty.begins,
        ends=duty.ends,
        checked_on=duty.checked_on,
        is_out_of_date=is_out_of_date(duty.checked_on, today),
        is_urgent=duty.urgent,
    )


def list_duty_questions(answer: Assessment, school: School, *, today: dt.date) -> tuple[DutyQuestion, ...]:
    """The facts that the duties of the school's nation still ask for, by what was established and confirmed."""
    facts = replace(answer.facts, today=today)
    nation = PackNation(school.nation)
    return find_duty_questions(
        shipped_duties(), count_facts(Vocabulary(own=answer.words), facts, nation, answer.steps)
    )


def list_contacts(
    school: School, duties: Iterable[Duty], steps: Iterable[Step], *, on: dt.date
) -> tuple[ContactShown, ...]:
    """Whom these duties and steps have told, as the school has them on record on the day."""
    needed = {contact for duty in duties for contact in duty.contacts}
    needed |= {CONTACTS_OF_STEPS[step] for step in steps if step in CONTACTS_OF_STEPS}
    holders = _find_holders(school, needed, on)
    return tuple(_present_contact(contact, school, holders) for contact in Contact if contact in needed)


def _find_holders(school: School, needed: Collection[Contact], on: dt.date) -> dict[str, str]:
    """The names of those who hold each role that is needed; no question to the database where none is."""
    roles = [role for contact, role in ROLES.items() if contact in needed]
    if not roles:
        return {}
    members = Membership.objects.in_force(on=on).with_roles(*roles).filter(school=school)
    names: dict[str, list[str]] = {}
    for role, name in members.order_by("user__name").values_list("role", "user__name"):
        names.setdefault(role, []).append(name)
    return {role: ", ".join(held_by) for role, held_by in names.items()}


def _present_contact(contact: Contact, school: School, holders: dict[str, str]) -> ContactShown:
    titles = {
        Contact.DESIGNATED_OFFICER: f"Designated officer, {school.local_authority}",
        Contact.SAFEGUARDING_LEAD: school.safeguarding_title,
        Contact.CHAIR: Role.CHAIR.label,
    }
    is_officer = contact == Contact.DESIGNATED_OFFICER
    reached = school.designated_officer_contact if is_officer else holders.get(ROLES[contact], "")
    return ContactShown(titles[contact], reached, "" if reached else MISSING[contact])
