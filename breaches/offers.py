"""What the incident and the register say already of a question: offered as its answer, recorded by a person alone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from breaches.earlier import load_hint
from breaches.models import Case
from breaches.questions import Question
from breaches.version import get_day
from incidents.models import Incident, Involvement
from people.models import Capacity, Person, PersonCapacity, Relationship, User
from people.querysets import PersonQuerySet
from policies.rules.assessment import Assessment
from policies.rules.wordings import build_wordings
from policies.rules.words import Fact, Finding
from web.dates import day_in_words

ADULT_AT = 18
# As whom a former pupil acts, too.
YOUNG = frozenset({Capacity.PUPIL, Capacity.OTHER})
# "Headteacher" and "Class teacher", but not "Teaching assistant" or "Teacher's assistant".
TEACHER = re.compile(r"(head)?teacher", re.IGNORECASE)
ASSISTANT = re.compile(r"assistant", re.IGNORECASE)


@dataclass(frozen=True)
class Offer:
    """What an answer may rest on, in a sentence; `is_yes` where it says as much as a yes would."""

    ground: str
    is_yes: bool = True


@dataclass(frozen=True)
class QuestionOffer:
    """A question to be answered, with what is on record about it, if anything; `hint` counts earlier incidents."""

    question: Question
    offer: Offer | None
    hint: str


def offer_answers(
    case: Case, answer: Assessment, questions: Iterable[Question], *, reader: User, on: dt.date
) -> list[QuestionOffer]:
    """Each question with what is on record about it; nothing of the register that the reader may not see in it."""
    people, wordings = Person.objects.visible_to(reader, on=on), build_wordings(answer.words)
    return [
        QuestionOffer(
            ask,
            find_offer(case, ask.fact, people=people),
            load_hint(case, ask.fact, answer.facts.findings, wordings, reader=reader, today=on),
        )
        for ask in questions
    ]


def find_offer(case: Case, fact: str, *, people: PersonQuerySet) -> Offer | None:
    """What is on record about a question, of `people` alone where it is the register that says it."""
    find = OFFERS.get(fact)
    return find(case, people) if find else None


def _offer_channel(case: Case, people: PersonQuerySet) -> Offer | None:
    if case.incident.platform != Incident.Platform.SCHOOL_CHANNEL:
        return None
    return Offer("It was logged that it was on a page, account or forum that the school runs.")


def _offer_teacher(case: Case, people: PersonQuerySet) -> Offer | None:
    """The title of the capacity that the case is judged in."""
    subject = PersonCapacity.objects.filter(person=case.subject_id, person__in=people, capacity=case.capacity)
    for title in subject.values_list("title", flat=True):
        if TEACHER.search(title) and not ASSISTANT.search(title):
            return Offer(f"The register has {case.subject.name} as: {title}.")
    return None


def _offer_under_18(case: Case, people: PersonQuerySet) -> Offer | None:
    """Whoever else was involved, and the subject where the case judges them as a child or a former pupil."""
    day = get_day(case.incident)
    involved = case.incident.involvements.exclude(part=Involvement.Part.REPORTER)
    if case.capacity not in YOUNG:
        involved = involved.exclude(person=case.subject_id)
    for person in people.filter(pk__in=involved.values("person"), born_on__isnull=False).order_by("name", "pk"):
        if person.born_on and day < _come_of_age(person.born_on):
            born = day_in_words(person.born_on)
            return Offer(f"The register has {person.name} as born on {born}, so under 18 on the day it happened.")
    return None


def _come_of_age(born_on: dt.date) -> dt.date:
    """The 18th birthday; somebody born on 29 February has it on 1 March."""
    try:
        return born_on.replace(year=born_on.year + ADULT_AT)
    except ValueError:
        return dt.date(born_on.year + ADULT_AT, 3, 1)


def _offer_own_child(case: Case, people: PersonQuerySet) -> Offer | None:
    involved = Involvement.objects.filter(incident=case.incident_id).exclude(part=Involvement.Part.REPORTER)
    children = people.filter(pk__in=involved.values("person"))
    ties = Relationship.objects.filter(
        person=case.subject_id, kind=Relationship.Kind.PARENT, relative__in=children.values("pk")
    )
    tie = ties.select_related("relative").order_by("relative__name").first()
    return Offer(f"The register has {case.subject.name} as parent or carer of {tie.relative.name}.") if tie else None


def _offer_child_involved(case: Case, people: PersonQuerySet) -> Offer | None:
    pupils = case.incident.involvements.filter(capacity=Capacity.PUPIL).exclude(part=Involvement.Part.REPORTER)
    pupil = pupils.select_related("person").first()
    return Offer(f"It was logged that {pupil.person.name}, a pupil, was involved.") if pupil else None


def _offer_work_and_equipment(case: Case, people: PersonQuerySet) -> Offer | None:
    """Working time or the school's equipment: the log does not say both, so it offers no answer."""
    if not case.incident.findings.filter(finding=Finding.USE_AT_WORK).exists():
        return None
    return Offer("It was logged as personal use in working time or on the school’s equipment.", is_yes=False)


OFFERS: dict[str, Callable[[Case, PersonQuerySet], Offer | None]] = {
    Fact.ON_SCHOOL_CHANNEL: _offer_channel,
    Fact.TEACHER: _offer_teacher,
    Fact.UNDER_18: _offer_under_18,
    Fact.OWN_CHILD: _offer_own_child,
    Fact.CHILD_INVOLVED: _offer_child_involved,
    Fact.WORK_AND_EQUIPMENT: _offer_work_and_equipment,
}
