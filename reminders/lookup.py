"""What every kind of reminder looks up for a batch of rows: who holds which role, which days a school is open."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from people.calendar import LONDON, SchoolDays, Term
from people.models import Membership, Role, School, TermDates, User
from people.permissions import Action, roles_for

Held = Mapping[int, Mapping[int, frozenset[str]]]


@dataclass(frozen=True)
class Roles:
    """The roles each user holds, by school and by user."""

    held: Held

    def holders(self, school_id: int, *roles: Role) -> set[int]:
        """The users who hold any of these roles at the school."""
        return {user for user, held in self.held.get(school_id, {}).items() if held.intersection(roles)}

    def that_may(self, action: Action, school_id: int) -> set[int]:
        """The users whose role at the school includes the action."""
        return self.holders(school_id, *roles_for(action))

    def is_at(self, school_id: int, user_id: int | None) -> bool:
        """Whether the user holds any role at the school."""
        return user_id in self.held.get(school_id, {})


def roles_at(schools: Iterable[int], *, on: dt.date, of: User | None = None) -> Roles:
    """The roles in force at these schools on the day, of everybody or of one user who may still sign in."""
    held: dict[int, dict[int, frozenset[str]]] = defaultdict(dict)
    rows = Membership.objects.in_force(on=on).filter(school__in=set(schools), user__is_active=True)
    if of is not None:
        rows = rows.filter(user=of)
    for school, user, role in rows.values_list("school", "user", "role"):
        held[school][user] = held[school].get(user, frozenset()) | {role}
    return Roles(held)


T = TypeVar("T")
BATCH = 500


def in_batches(rows: Iterable[T], *, of: int = BATCH) -> Iterator[list[T]]:
    """The rows in lists of so many."""
    rest = iter(rows)
    while batch := list(islice(rest, of)):
        yield batch


def school_days_of(schools: Collection[int]) -> dict[int, SchoolDays]:
    """When each of these schools is open, by its key: two queries for every few hundred schools."""
    return {pk: days for batch in in_batches(schools) for pk, days in _school_days_of(batch)}


def _school_days_of(schools: Collection[int]) -> Iterator[tuple[int, SchoolDays]]:
    terms: dict[int, list[Term]] = defaultdict(list)
    told = TermDates.objects.filter(school__in=schools)
    for school, first, last in told.values_list("school", "starts_on", "ends_on"):
        terms[school].append((first, last))
    for pk, nation in School.objects.filter(pk__in=schools).values_list("pk", "nation"):
        yield pk, SchoolDays(nation, tuple(terms[pk]))


SCHOOL_DAYS = 2
# School days are never shorter than days, so nothing younger than this has waited long enough.
AT_LEAST = dt.timedelta(days=SCHOOL_DAYS)


def waited_by(since: Mapping[int, tuple[int, dt.datetime]]) -> dict[int, dt.date]:
    """The day by which each thing has waited long enough, by its key, given its school and when it began to wait."""
    open_on = school_days_of({school for school, _ in since.values()})
    return {
        pk: open_on[school].add_school_days(moment.astimezone(LONDON).date(), SCHOOL_DAYS)
        for pk, (school, moment) in since.items()
    }
