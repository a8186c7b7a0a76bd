"""Who is kept from an incident, a report or a concern: decided here and nowhere else, for one user and for one row.

What keeps somebody away is written as plain querysets. For one user they become conditions on the rows asked for; for
one row they become the members of its school who are left. Putting them together takes Django many times longer than
the database takes to answer, and every page asks, so each is compiled once a process: see Compiled.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Exists, Expression, F, OuterRef, Q
from django.db.models.sql.compiler import SQLCompiler

from people.models import Membership, Person, Role, User
from people.permissions import CASE_STAFF
from people.querysets import MembershipQuerySet

if TYPE_CHECKING:
    from incidents.models import Incident, Involvement

Rows = models.QuerySet[Any]

# From a person of the register to the users who are kept from what that person did: themselves, and their relatives
# whichever way round the tie was entered.
THEMSELVES = "user"
RELATIVES = ("relationships__relative__user", "relationships_to__person__user")


class Compiled(Expression):
    """The rows of a definition as the right side of an `in`; their SQL is written once a process for each database.

    The definition is a function of the module, called with its constants and, by keyword, the `user`, the day `on` and
    the `incident` it is about. It may depend on nothing else: the first call's SQL serves all later ones, with their
    own values bound.
    """

    def __init__(self, definition: Callable[..., Rows], *constants: str, **values: User | dt.date | int) -> None:
        super().__init__()
        self.definition, self.constants, self.values = definition, constants, values

    @property
    def rows(self) -> Rows:
        """The same rows as a queryset of their own."""
        return self.definition(*self.constants, **self.values)

    @property
    def identity(self) -> tuple[object, ...]:
        """What tells it from another, without the search for arguments that Django's own makes."""
        return (type(self), self.definition, self.constants, *self.values.items())

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """The SQL kept, with this user, day and incident as the database wants them."""
        statement, parameters = _compile(self.definition, self.constants, tuple(self.values), connection.alias)
        bound = {name: _bound(value, connection) for name, value in self.values.items()}
        return statement, tuple([bound[place.name] if isinstance(place, Place) else place for place in parameters])


@dataclass(frozen=True)
class Place:
    """Where a value goes among the parameters of kept SQL."""

    name: str


DAY, KEY = models.DateField(), models.BigAutoField()
# What stands for each value while its SQL is written: nothing that a real row or a constant could be.
STAND_INS: dict[str, dt.date | int] = {
    "user": -7_202_611_211,
    "on": dt.date(1066, 10, 14),
    "incident": -7_202_611_212,
}


@cache
def _compile(
    definition: Callable[..., Rows], constants: tuple[str, ...], names: tuple[str, ...], alias: str
) -> tuple[str, list[Any]]:
    """The SQL in brackets and its parameters, with a Place for each value of these names."""
    connection = connections[alias]
    places = {_bound(STAND_INS[name], connection): Place(name) for name in names}
    values: dict[str, Any] = {name: STAND_INS[name] for name in names}
    if "user" in values:
        values["user"] = User(pk=values["user"])
    query = definition(*constants, **values).order_by().query
    statement, parameters = query.get_compiler(connection=connection).as_sql()
    found = [places.get(parameter, parameter) for parameter in parameters]
    if set(places.values()) - {parameter for parameter in found if isinstance(parameter, Place)}:
        raise ValueError(f"{definition.__name__} does not use all of {', '.join(names)}")
    return f"({statement})", found


def _bound(value: User | dt.date | int, connection: BaseDatabaseWrapper) -> Any:
    """The value as Django hands it to this database: a day is a date to PostgreSQL and text to SQLite."""
    if isinstance(value, dt.date):
        return DAY.get_db_prep_value(value, connection)
    return KEY.get_db_prep_value(value.pk if isinstance(value, User) else value, connection)


# One user, many rows: conditions for a filter


def may_know_of_incident(user: User, *, on: dt.date, incident: str = "pk") -> Q:
    """Whether the user may know of a logged incident.

    Asked of incidents, or of rows with a school of their own that name their incident by this field: a condition
    on the row itself lets the database walk a long list in order, which looking up each incident does not. All that
    keeps somebody away is looked for at once, as a database takes each such question to halve the list.
    """
    excluded = Q((f"{incident}__in", Compiled(_excluding, user=user)))
    kept_away = Q((f"{incident}__in", Compiled(_excluding_or_of_headteachers, user=user, on=on)))
    handles, chairs = holds_role(user, *CASE_STAFF, on=on), holds_role(user, Role.CHAIR, on=on)
    return (handles & ~kept_away) | (chairs & about_the_headteacher(on=on, incident=incident) & ~excluded)


def may_read_about(user: User, *, on: dt.date, person: str, of_headteacher: Q, roles: Iterable[Role]) -> Q:
    """Whether the user may read what was told of the person in this field, who may be nobody of the register.

    Whoever holds one of the roles at the row's school reads it, or the Chair alone where it is of the Headteacher;
    never the person themselves, nor a relative.
    """
    reads = holds_role(user, *roles, on=on) & ~of_headteacher
    chairs = holds_role(user, Role.CHAIR, on=on) & of_headteacher
    return (reads | chairs) & ~Q((f"{person}__in", Compiled(_close_people, user=user)))


def holds_role(user: User, *roles: Role, on: dt.date) -> Q:
    """Whether the user holds one of the roles at the row's school on the day."""
    return Q(school__in=Compiled(_schools, *sorted(roles), user=user, on=on))


def about_the_headteacher(*, on: dt.date, incident: str = "pk") -> Q:
    """Whether the Headteacher is among the incident's subjects, in office at any time since it happened."""
    return Q((f"{incident}__in", Compiled(_of_headteachers, on=on)))


def is_headteacher(*, on: dt.date, person: str) -> Q:
    """Whether the person in this field is the Headteacher of their school on the day."""
    return Q((f"{person}__in", Compiled(_headteachers, on=on)))


# One row, the members of its school


def who_could_see(incident_id: int, *, on: dt.date) -> MembershipQuerySet:
    """The roles at the school that would see the incident on the day once it is logged, by name: one query."""
    members = Membership.objects.filter(pk__in=Compiled(_members_left, incident=incident_id, on=on))
    return members.select_related("user").order_by("user__name", "pk")


def who_may_read_about(person_id: int | None, *, school_id: int, readers: Q, on: dt.date) -> MembershipQuerySet:
    """Of these roles at the school, those whose holders may read of this person on the day, by name.

    Put by one query; `readers` is a condition on roles, as `has_reading_role` makes one.
    """
    members = Membership.objects.in_force(on=on).filter(readers, school=school_id)
    if person_id is not None:
        members = members.exclude(user__in=_union(_close_users([person_id], "user_close")))
    return members.select_related("user").order_by("user__name", "pk")


def has_reading_role(of_headteacher: Exists, roles: Iterable[Role]) -> Q:
    """Whether it is a role that reads of it: the Chair where it is of the Headteacher, else these."""
    return (Q(role=Role.CHAIR) & Q(of_headteacher)) | (Q(role__in=roles) & ~Q(of_headteacher))


def close_to(people: Iterable[int]) -> set[tuple[int, int]]:
    """Who is close to any of these people, by one query: each person beside a user who is they or a relative."""
    return set(_union(_close_users(people, "pk", "user_close")).values_list("pk", "user_close"))


def _close_users(people: Iterable[int], *columns: str) -> Iterator[Rows]:
    """These people with the users who are they or their relatives, as `user_close`."""
    found = Person.objects.filter(pk__in=people)
    for path in (THEMSELVES, *RELATIVES):
        yield found.filter((f"{path}__isnull", False)).annotate(user_close=F(path)).values(*columns)


def chair_may_log(incident: Incident, *, by: User, on: dt.date) -> bool:
    """Whether this user may log the incident: those who handle cases may log any, the Chair only the Headteacher's."""
    memberships = Membership.objects.held_by(by, on=on).filter(school=incident.school_id)
    if memberships.with_roles(*CASE_STAFF).exists():
        return True
    return type(incident).objects.filter(pk=incident.pk).about_the_headteacher(on=on).exists()


# What it rests on


def _schools(*roles: str, user: User, on: dt.date) -> Rows:
    return Membership.objects.held_by(user, on=on).with_roles(*roles).values("school")


def _headteachers(*, on: dt.date) -> Rows:
    return Person.objects.headteachers(on=on).values("pk")


def _close_people(*, user: User) -> Rows:
    """Entries of the register that are the user or a relative of theirs."""
    return _union(Person.objects.filter((path, user)).values("pk") for path in (THEMSELVES, *RELATIVES))


def _kept_from() -> Iterator[tuple[Rows, str]]:
    """What keeps somebody from an incident: rows that name it, and the path from each to the user kept away.

    Taking part as subject or affected, a subject who is a relative, and having stepped back.
    """
    from incidents.models import Involvement, Recusal

    yield Involvement.objects.filter(part__in=["subject", "affected"]), f"person__{THEMSELVES}"
    for path in RELATIVES:
        yield _subjects(), f"person__{path}"
    yield Recusal.objects.all(), "user"


def _excluding(*, user: User) -> Rows:
    """The incidents that something keeps the user from, the Headteacher's apart."""
    return _union(rows.filter((path, user)).values("incident") for rows, path in _kept_from())


def _excluding_or_of_headteachers(*, user: User, on: dt.date) -> Rows:
    excluding = [rows.filter((path, user)).values("incident") for rows, path in _kept_from()]
    return _union([_of_headteachers(on=on), *excluding])


def _of_headteachers(*, on: dt.date) -> Rows:
    """The incidents with a subject who was the Headteacher at any time from the day it happened to this day.

    A Headteacher who leaves does not hand their own case to their successor, and a Deputy who
    becomes Headteacher does not go on to be judged by those they now lead.
    """
    in_office = Membership.objects.filter(
        user=OuterRef("person__user"), school=OuterRef("incident__school"), role=Role.HEADTEACHER, from_on__lte=on
    ).filter(Q(to_on__isnull=True) | Q(to_on__gte=on) | Q(to_on__gte=OuterRef("incident__happened_on")))
    ever_in_office = Membership.objects.filter(role=Role.HEADTEACHER).values("user")
    # Named by their own rows, few people's parts are found by an index; by their user, every part would be looked at.
    # PostgreSQL has to be told that most people are no users, or it takes all of them for candidates.
    were_heads = Person.objects.filter(user__in=ever_in_office, user__isnull=False).values("pk")
    found = _subjects().filter(Exists(in_office), person__in=were_heads, person__user__isnull=False)
    return found.values("incident")


def _members_left(*, incident: int, on: dt.date) -> Rows:
    """The Chair of an incident about the Headteacher, or those who handle cases; less whom something keeps away."""
    of_headteacher = Exists(_of_headteachers(on=on).filter(incident=incident))
    kept_away = _union(
        rows.filter((f"{path}__isnull", False), incident=incident).values(user_kept_away=F(path))
        for rows, path in _kept_from()
    )
    members = Membership.objects.in_force(on=on).filter(school__incidents=incident).exclude(user__in=kept_away)
    return members.filter(has_reading_role(of_headteacher, CASE_STAFF)).values("pk")


def _subjects() -> models.QuerySet[Involvement]:
    from incidents.models import Involvement

    return Involvement.objects.filter(part="subject")


def _union(parts: Iterable[Rows]) -> Rows:
    first, *others = (rows.order_by() for rows in parts)
    return first.union(*others)
