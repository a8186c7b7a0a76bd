"""Fills the database of the environment with cases, quickly: python -m bench.world CASES

The demonstration has to be there. Its cases are copied with all that belongs to them, under other names and days,
until its first school has so many cases, and its other schools half as many together. Rows are written behind the
services' back, which nothing but a measurement may do.
"""

import datetime as dt
import os
import sys
import uuid
from dataclasses import dataclass
from typing import Any, TypeVar

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.db import connection, models, transaction
from django.utils import timezone

from breaches.models import Case, StoredAssessment
from incidents.models import Incident, Involvement, Recusal
from people.models import Capacity, Person, PersonCapacity, Relationship, Role, School, User
from web.text import fold

Row = TypeVar("Row", bound=models.Model)

SCHOOL = "cornist-park"
AT_A_TIME = 500
PATTERNS = 3
# The demonstration counts its cases in four digits, and here it is done in five.
TOLD = r"-\d{4}$"
YEARS_OF_CASES = dt.timedelta(days=4 * 365)
CASES_EACH_PERSON = 4
# Of four cases three are closed; what is open is due from three weeks ago to five weeks ahead.
OPEN_EVERY, DUE_FROM, DUE_DAYS = 4, -21, 56
# One case in so many is kept from the Headteacher: as affected, a relative, stepped back, the subject.
AFFECTED_EVERY, RELATIVE_EVERY, RECUSED_EVERY, SUBJECT_EVERY = 89, 97, 101, 997

FIRST = ("Aled", "Bethan", "Catrin", "Dafydd", "Eirlys", "Ffion", "Gareth", "Heulwen", "Iwan", "Siân", "Zoë")
LAST = ("Bowen", "Griffiths", "Hughes", "Jenkins", "Llewellyn", "Morgan", "Owen", "Parry", "Pugh", "Tudur")
TITLES = ("Post about the trip", "Message to a pupil", "Photograph of a class", "Rumour in a group", "Fake page")
PLATFORMS = (Incident.Platform.FACEBOOK, Incident.Platform.WHATSAPP, Incident.Platform.SNAPCHAT, Incident.Platform.X)


@dataclass(frozen=True)
class Pattern:
    """One case of the demonstration, with the rows that are copied with it."""

    case: Case
    parts: list[Involvement]
    rows: list[models.Model]


@dataclass(frozen=True)
class Kept:
    """Who a school's cases are kept from, and as whom."""

    user: User
    own: Person
    relative: Person


def fill(cases: int) -> None:
    """Bring the first school to so many cases, and the others to half as many together."""
    school, others = School.objects.get(slug=SCHOOL), list(School.objects.exclude(slug=SCHOOL))
    grow(school, cases)
    for school in others:
        grow(school, cases // 2 // len(others))
    if connection.vendor == "postgresql":
        # What its own background process would do within the minute; SQLite has none.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def grow(school: School, cases: int, *, like: School | None = None) -> None:
    """Copy the cases of the demonstration at one school, or at the one it is like, until it has so many."""
    today = timezone.localdate()
    first = Case.objects.filter(school=school).count() + 1
    told = Case.objects.filter(school=like or school, reference__regex=TOLD).order_by("-pk")
    patterns = [pattern_of(case) for case in told[:PATTERNS]]
    kept = find_kept(school)
    for start in range(first, cases + 1, AT_A_TIME):
        numbers = range(start, min(start + AT_A_TIME, cases + 1))
        days = [today - YEARS_OF_CASES * (cases - number) // cases for number in numbers]
        with transaction.atomic():
            copy_cases(school, patterns, kept, dict(zip(numbers, days, strict=True)), today=today)


def pattern_of(case: Case) -> Pattern:
    """The case with its findings, confirmations, steps, notes, closings and the last answer of its policy."""
    rows: list[models.Model] = [
        *case.findings.all(),
        *case.confirmations.all(),
        *case.step_records.all(),
        *case.notes.all(),
        *case.closings.all(),
        StoredAssessment.objects.filter(case=case).latest(),
    ]
    return Pattern(case, list(case.incident.involvements.all()), rows)


def find_kept(school: School) -> Kept:
    """The Headteacher, with a relative in the register."""
    user = User.objects.get(memberships__school=school, memberships__role=Role.HEADTEACHER)
    own = Person.objects.get(school=school, user=user)
    relative, _ = Person.objects.get_or_create(school=school, name="Meirion Bell", folded_name="meirion bell")
    Relationship.objects.get_or_create(person=own, relative=relative, kind=Relationship.Kind.SIBLING)
    return Kept(user, own, relative)


def copy_row(row: Row, *, later: dt.timedelta = dt.timedelta(), **changes: Any) -> Row:
    """A row like this one but for the changes, not stored yet; its days and moments come so much later."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    values = {field.attname: getattr(row, field.attname) for field in fields}
    values |= {name: value + later for name, value in values.items() if isinstance(value, dt.date)}
    if "form_token" in values:
        values["form_token"] = uuid.uuid4()
    return type(row)(**(values | changes))


def copy_cases(
    school: School, patterns: list[Pattern], kept: Kept, days: dict[int, dt.date], *, today: dt.date
) -> None:
    """One case for each number, with its incident, on its day."""
    subjects = make_people(school, days)
    chosen = {number: patterns[number % len(patterns)] for number in days}
    incidents = Incident.objects.bulk_create(
        [incident_like(chosen[number].case.incident, school, number, day) for number, day in days.items()]
    )
    about = {number: subject_of(number, kept, subjects[number]) for number in days}
    cases = Case.objects.bulk_create(
        [
            case_like(chosen[number].case, number, incident, about[number], today=today)
            for number, incident in zip(days, incidents, strict=True)
        ]
    )
    parts, recusals, rows = [], [], dict[type[models.Model], list[models.Model]]()
    for number, case in zip(days, cases, strict=True):
        parts += parts_like(chosen[number].parts, number, case, kept)
        if number % RECUSED_EVERY == 0:
            why = "They know the family."
            recusals.append(Recusal(incident_id=case.incident_id, user=kept.user, why=why, at=case.opened_at))
        later = case.opened_on - chosen[number].case.opened_on
        for row in chosen[number].rows:
            rows.setdefault(type(row), []).append(copy_row(row, later=later, case_id=case.pk))
    Involvement.objects.bulk_create(parts)
    Recusal.objects.bulk_create(recusals)
    for kind, some in rows.items():
        kind._default_manager.bulk_create(some)


def make_people(school: School, numbers: dict[int, dt.date]) -> dict[int, Person]:
    """A parent for every few numbers, by number."""
    names = {number // CASES_EACH_PERSON: name_of(number // CASES_EACH_PERSON) for number in numbers}
    parents = Person.objects.bulk_create(
        [Person(school=school, name=name, folded_name=fold(name)) for name in names.values()]
    )
    PersonCapacity.objects.bulk_create([PersonCapacity(person=person, capacity=Capacity.PARENT) for person in parents])
    people = dict(zip(names, parents, strict=True))
    return {number: people[number // CASES_EACH_PERSON] for number in numbers}


def name_of(number: int) -> str:
    """A name of three words; the last is nobody else's."""
    return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]} Q{number:05}"


def subject_of(number: int, kept: Kept, parent: Person) -> Person:
    """The parent, save for the cases that are about the Headteacher or a relative of theirs."""
    if number % SUBJECT_EVERY == 0:
        return kept.own
    return kept.relative if number % RELATIVE_EVERY == 0 else parent


def incident_like(pattern: Incident, school: School, number: int, day: dt.date) -> Incident:
    """The incident of this number."""
    return copy_row(
        pattern,
        later=day - pattern.known_on if pattern.known_on else dt.timedelta(),
        school_id=school.pk,
        reference=f"{school.reference_prefix}-{day.year}-{number + 1000:05}",
        title=TITLES[number % len(TITLES)],
        platform=PLATFORMS[number % len(PLATFORMS)],
        happened_on=day,
        known_on=day,
    )


def case_like(pattern: Case, number: int, incident: Incident, subject: Person, *, today: dt.date) -> Case:
    """The case of this number: open with something due, or closed."""
    is_open = number % OPEN_EVERY == 0
    day = incident.happened_on
    return copy_row(
        pattern,
        later=day - pattern.opened_on if day else dt.timedelta(),
        school_id=incident.school_id,
        incident_id=incident.pk,
        subject_id=subject.pk,
        reference=incident.reference,
        title=incident.title,
        status=Case.Status.OPEN if is_open else Case.Status.CLOSED,
        outcome="" if is_open else Case.Outcome.RESOLVED,
        opened_on=day,
        closed_on=None if is_open else day,
        next_due_on=today + dt.timedelta(days=DUE_FROM + number // OPEN_EVERY % DUE_DAYS) if is_open else None,
        search_text=fold(
            incident.reference, incident.title, subject.name, incident.account, incident.facts, incident.opinion
        ),
    )


def parts_like(patterns: list[Involvement], number: int, case: Case, kept: Kept) -> list[Involvement]:
    """The parts of a case's incident: its own subject, the pattern's others, and the Headteacher now and then."""
    others = [involvement for involvement in patterns if involvement.part != Involvement.Part.SUBJECT]
    others = [involvement for involvement in others if involvement.person_id not in (case.subject_id, kept.own.pk)]
    parts = [copy_row(involvement, incident_id=case.incident_id) for involvement in others]
    subject = {"incident_id": case.incident_id, "person_id": case.subject_id, "capacity": case.capacity}
    parts.append(Involvement(part=Involvement.Part.SUBJECT, **subject))
    if number % AFFECTED_EVERY == 0 and case.subject_id != kept.own.pk:
        own = {"incident_id": case.incident_id, "person": kept.own, "capacity": Capacity.STAFF}
        parts.append(Involvement(part=Involvement.Part.AFFECTED, **own))
    return parts


if __name__ == "__main__":
    fill(int(sys.argv[1]))
