"""What reminders look up for a batch of rows: who holds which role, when schools are open, what has a row already."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from people.calendar import LONDON, SchoolDays, Term
from people.models import Membership, Role, School, TermDates
from people.permissions import Action, roles_for
from reminders.models import Reminder
from web.dates import reminder_stage

T = TypeVar("T")
BATCH = 500
# How long a letter, an incident or a report waits before anybody is reminded of it.
WAIT = 2
# School days are never shorter than days, so nothing younger than this has waited long enough.
AT_LEAST = dt.timedelta(days=WAIT)


def in_batches(rows: Iterable[T], *, of: int = BATCH) -> Iterator[list[T]]:
    rest = iter(rows)
    while batch := list(islice(rest, of)):
        yield batch


@dataclass(frozen=True)
class Roles:
    by_school: Mapping[int, Mapping[int, frozenset[str]]]

    def holders(self, school_id: int, *roles: Role) -> set[int]:
        return {user for user, theirs in self.by_school.get(school_id, {}).items() if theirs.intersection(roles)}

    def that_may(self, action: Action, school_id: int) -> set[int]:
        return self.holders(school_id, *roles_for(action))

    def is_at(self, school_id: int, user_id: int | None) -> bool:
        return user_id in self.by_school.get(school_id, {})


def load_roles(schools: Iterable[int], *, on: dt.date) -> Roles:
    """The roles in force at these schools on the day, of everybody who may still sign in."""
    by_school: dict[int, dict[int, frozenset[str]]] = defaultdict(dict)
    rows = Membership.objects.in_force(on=on).filter(school__in=set(schools), user__is_active=True)
    for school, user, role in rows.values_list("school", "user", "role"):
        by_school[school][user] = by_school[school].get(user, frozenset()) | {role}
    return Roles(by_school)


def load_school_days(schools: Collection[int]) -> dict[int, SchoolDays]:
    """When each of these schools is open, by its key: two queries for every few hundred schools."""
    school_days = {}
    for batch in in_batches(schools):
        terms: dict[int, list[Term]] = defaultdict(list)
        rows = TermDates.objects.filter(school__in=batch)
        for school, first, last in rows.values_list("school", "starts_on", "ends_on"):
            terms[school].append((first, last))
        for pk, nation in School.objects.filter(pk__in=batch).values_list("pk", "nation"):
            school_days[pk] = SchoolDays(nation, tuple(terms[pk]))
    return school_days


def find_ends_of_wait(since: Mapping[int, tuple[int, dt.datetime]]) -> dict[int, dt.date]:
    """The day by which each row has waited long enough, by its key, given its school and when it began to wait."""
    school_days = load_school_days({school for school, _ in since.values()})
    return {
        pk: school_days[school].add_school_days(moment.astimezone(LONDON).date(), WAIT)
        for pk, (school, moment) in since.items()
    }


def make_reminders(
    kind: Reminder.Kind, object_id: int, *, school_id: int, users: Iterable[int], due_on: dt.date, on: dt.date
) -> Iterator[Reminder]:
    """To each of these users a reminder of the row, of the stage that it has reached by the day."""
    stage = reminder_stage(due_on, on=on)
    for user in sorted(users):
        yield Reminder(kind=kind, object_id=object_id, school_id=school_id, to_id=user, due_on=due_on, stage=stage)


def filter_at_open_schools(reminders: Iterable[Reminder], *, on: dt.date) -> list[Reminder]:
    reminders = list(reminders)
    school_days = load_school_days({reminder.school_id for reminder in reminders})
    is_open = {school: days.is_school_day(on) for school, days in school_days.items()}
    return [reminder for reminder in reminders if is_open[reminder.school_id]]


def filter_new(reminders: Sequence[Reminder]) -> list[Reminder]:
    rows = Reminder.objects.filter(
        kind__in={reminder.kind for reminder in reminders},
        object_id__in={reminder.object_id for reminder in reminders},
    )
    stored = set(rows.values_list("kind", "object_id", "due_on", "stage", "to"))
    return [
        reminder
        for reminder in reminders
        if (reminder.kind, reminder.object_id, reminder.due_on, reminder.stage, reminder.to_id) not in stored
    ]
