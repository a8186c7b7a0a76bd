"""Who is kept from an incident, a report or a concern: decided here and nowhere else, for one user and for one row.

What keeps somebody away is written as plain querysets. For one user they become conditions on the rows asked for; for
one row they become the members of its school who are left. Every page asks, so each is compiled once a process: see
web/compiled.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from people.models import Membership, Person, Role, User
from people.permissions import CASE_STAFF
from people.querysets import MembershipQuerySet
from web.compiled import Compiled, Rows

if TYPE_CHECKING:
    from incidents.models import Incident, Involvement

# From a person of the register to the users who are kept from what that person did: themselves, and their relatives
# whichever way round the tie was entered.
THEMSELVES = "user"
RELATIVES = ("relationships__relative__user", "relationships_to__person__user")


# One user, many rows: conditions for a filter


def may_know_of_incident(user: User, *, on: dt.date, incident: str = "pk") -> Q:
    """Whether the user may know of a logged incident.

    Asked of incidents, or of rows with a school of their own that name their incident by this field: a condition
    on the row itself lets the database walk a long list in order, which looking up each incident does not. All that
    keeps somebody away is looked for at once, as a database takes each such question to halve the list.
    """
    excluded = Q((f"{incident}__in", Compiled(_excluding, user=user.pk)))
    out_of_reach = Q((f"{incident}__in", Compiled(_excluding_or_of_headteachers, user=user.pk, on=on)))
    handles, chairs = holds_role(user, *CASE_STAFF, on=on), holds_role(user, Role.CHAIR, on=on)
    return (handles & ~out_of_reach) | (chairs & about_the_headteacher(on=on, incident=incident) & ~excluded)


def may_read_about(user: User, *, on: dt.date, person: str, of_headteacher: Q, roles: Iterable[Role]) -> Q:
    """Whether the user may read what was told of the person in this field, who may be nobody of the register.

    Whoever holds one of the roles at the row's school reads it, or the Chair alone where it is of the Headteacher;
    never the person themselves, nor a relative.
    """
    reads = holds_role(user, *roles, on=on) & ~of_headteacher
    chairs = holds_role(user, Role.CHAIR, on=on) & of_headteacher
    return (reads | chairs) & ~Q((f"{person}__in", Compiled(_close_people, user=user.pk)))


def holds_role(user: User, *roles: Role, on: dt.date) -> Q:
    return Q(school__in=Compiled(_schools, *sorted(roles), user=user.pk, on=on))


def about_the_headteacher(*, on: dt.date, incident: str = "pk") -> Q:
    """Whether the Headteacher is among the incident's subjects, in office at any time since it happened."""
    return Q((f"{incident}__in", Compiled(_of_headteachers, on=on)))


def is_headteacher(*, on: dt.date, person: str) -> Q:
    return Q((f"{person}__in", Compiled(_headteachers, on=on)))


# One row, the members of its school


def who_could_see(incident_id: int, *, on: dt.date) -> MembershipQuerySet:
    """The roles at the school that would see the incident on the day once it is logged, by name: one query."""
    members = Membership.objects.filter(pk__in=Compiled(_members_who_see, incident=incident_id, on=on))
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
    entries = Person.objects.filter(pk__in=people)
    for path in (THEMSELVES, *RELATIVES):
        yield entries.filter((f"{path}__isnull", False)).annotate(user_close=F(path)).values(*columns)


def chair_may_log(incident: Incident, *, by: User, on: dt.date) -> bool:
    """Whether this user may log the incident: those who handle cases may log any, the Chair only the Headteacher's."""
    memberships = Membership.objects.held_by(by, on=on).filter(school=incident.school_id)
    if memberships.with_roles(*CASE_STAFF).exists():
        return True
    return type(incident).objects.filter(pk=incident.pk).about_the_headteacher(on=on).exists()


# What it rests on


def _schools(*roles: str, user: int, on: dt.date) -> Rows:
    return Membership.objects.filter(user=user).in_force(on=on).with_roles(*roles).values("school")


def _headteachers(*, on: dt.date) -> Rows:
    return Person.objects.headteachers(on=on).values("pk")


def _close_people(*, user: int) -> Rows:
    """Entries of the register that are the user or a relative of theirs."""
    return _union(Person.objects.filter((path, user)).values("pk") for path in (THEMSELVES, *RELATIVES))


def _exclusions() -> Iterator[tuple[Rows, str]]:
    """What keeps somebody from an incident: rows that name it, and the path from each to the user kept away.

    Taking part as subject or affected, a subject who is a relative, and having stepped back.
    """
    from incidents.models import Involvement, Recusal

    yield Involvement.objects.filter(part__in=["subject", "affected"]), f"person__{THEMSELVES}"
    for path in RELATIVES:
        yield _subjects(), f"person__{path}"
    yield Recusal.objects.all(), "user"


def _excluding(*, user: int) -> Rows:
    """The incidents that something keeps the user from, the Headteacher's apart."""
    return _union(rows.filter((path, user)).values("incident") for rows, path in _exclusions())


def _excluding_or_of_headteachers(*, user: int, on: dt.date) -> Rows:
    excluding = [rows.filter((path, user)).values("incident") for rows, path in _exclusions()]
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
    subjects = _subjects().filter(Exists(in_office), person__in=were_heads, person__user__isnull=False)
    return subjects.values("incident")


def _members_who_see(*, incident: int, on: dt.date) -> Rows:
    """The Chair of an incident about the Headteacher, or those who handle cases; less whom something keeps away."""
    of_headteacher = Exists(_of_headteachers(on=on).filter(incident=incident))
    excluded = _union(
        rows.filter((f"{path}__isnull", False), incident=incident).values(excluded_user=F(path))
        for rows, path in _exclusions()
    )
    members = Membership.objects.in_force(on=on).filter(school__incidents=incident).exclude(user__in=excluded)
    return members.filter(has_reading_role(of_headteacher, CASE_STAFF)).values("pk")


def _subjects() -> models.QuerySet[Involvement]:
    from incidents.models import Involvement

    return Involvement.objects.filter(part="subject")


def _union(parts: Iterable[Rows]) -> Rows:
    first, *others = (rows.order_by() for rows in parts)
    return first.union(*others)
