"""Who is asked to read which version, by when, and who has: worked out by the database.

A request speaks of roles, so nobody is put on a list: whoever holds a role of its audience on the day is asked, from
the day they join to the day they leave, for as long as the version is in force at the school.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, Greatest
from django.db.models.sql.compiler import SQLCompiler

from people.acting import Acting
from people.models import Membership, School, User
from people.slots import Slot
from policies.models import AUDIENCE_ROLES, Acknowledgement, AcknowledgementRequest, Version
from policies.querysets import AcknowledgementRequestQuerySet
from web.compiled import Compiled

Rows: TypeAlias = "QuerySet[Any, dict[str, Any]]"
Asked: TypeAlias = "QuerySet[Any]"  # of requests, with what the database works out beside each
# Each role belongs to one audience, or, as the Clerk's, to none.
AUDIENCE_OF_ROLE = Case(*(When(role__in=roles, then=Value(one)) for one, roles in AUDIENCE_ROLES.items()))
MEMBER = "school__memberships__"

Reader: TypeAlias = tuple[int, int]  # a request and a user, each by key
# When each reader was last sent a mail about the request: filled by the app that sends reminders.
LAST_REMINDERS: Slot[[Collection[Reader]], Mapping[Reader, dt.datetime]] = Slot("when readers were last reminded")


@dataclass(frozen=True)
class ToRead:
    """A version that somebody is asked to read, the request, and the day by which they should have."""

    request_id: int
    version: Version
    due_on: dt.date


@dataclass(frozen=True)
class Standing:
    """When somebody said that they had read a version, or, until then, the day by which they are asked to."""

    read_at: dt.datetime | None
    due_on: dt.date | None


@dataclass(frozen=True)
class Outstanding:
    """One member of one school who has not yet read what a request asks them to."""

    request_id: int
    school_id: int
    user_id: int
    due_on: dt.date


@dataclass(frozen=True)
class Share:
    """How many of those asked have read a version."""

    read: int
    asked: int

    def __str__(self) -> str:
        return f"{self.read} of {self.asked}"


class DaysLater(Func):
    """The day that comes so many days after another."""

    output_field = DateField()
    arity = 2

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, Any]:
        """SQLite keeps a day as text, and counts from it with a modifier."""
        return super().as_sql(compiler, connection, template="date(%(expressions)s || ' days')", arg_joiner=", ")

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, Any]:
        """PostgreSQL adds a whole number to a day."""
        return super().as_sql(compiler, connection, template="(%(expressions)s)", arg_joiner=" + ")


def reading_for_new_starters(acting: Acting) -> list[str]:
    """A line for each request that whoever joins the school today comes under."""
    requests = AcknowledgementRequest.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)
    in_force = requests.in_force(on=acting.today).select_related("version__policy")
    return [
        f"{request.get_audience_display()}: {request.version.policy.title}, within {request.days_for_new_starters} "
        f"day{'' if request.days_for_new_starters == 1 else 's'}"
        for request in in_force.order_by("audience", "version__policy__title")
    ]


def standing(user: User, school: School, version: Version, *, on: dt.date) -> Standing | None:
    """How the user stands to a version, or None where nobody asks them to read it."""
    if said := Acknowledgement.objects.filter(user=user, school=school, version=version).first():
        return Standing(said.at, None)
    due_on = next((one.due_on for one in to_read(user, school, on=on) if one.version == version), None)
    return Standing(None, due_on) if due_on else None


def to_read(user: User, school: School, *, on: dt.date) -> list[ToRead]:
    """What waits to be read by this user at this school, the most urgent first: each version once."""
    # Mostly nothing waits, and whether anything does is asked by what is compiled.
    requests = Compiled(_requests_waiting, school=school.pk, reader=user.pk, on=on)
    if not AcknowledgementRequest.objects.filter(pk__in=requests).exists():
        return []
    waiting = _waiting(school=school.pk, reader=user.pk, on=on)
    waiting = waiting.order_by("due_on", "pk").values("pk", "version", "due_on").distinct()
    first: dict[int, dict[str, Any]] = {}
    for row in waiting:
        first.setdefault(row["version"], row)
    versions = Version.objects.select_related("policy").in_bulk(list(first))
    return [ToRead(row["pk"], versions[pk], row["due_on"]) for pk, row in first.items()]


def _waiting(*, school: int, reader: int, on: dt.date) -> Asked:
    return _unread(_asked(AcknowledgementRequest.objects.filter(school=school), on=on)).filter(reader=reader)


def _requests_waiting(*, school: int, reader: int, on: dt.date) -> Asked:
    return _waiting(school=school, reader=reader, on=on).values("pk")


def outstanding(*, on: dt.date) -> Iterator[Outstanding]:
    """Everybody at every school who has yet to read something, one row for each version, streamed."""
    rows = _unread(_asked(AcknowledgementRequest.objects.all(), on=on))
    fields = ("version", "reader", "due_on", "pk", "school")
    told = None
    for row in rows.order_by("school", *fields[:4]).values(*fields).distinct().iterator():
        this = (row["school"], row["version"], row["reader"])
        if this != told:
            yield Outstanding(row["pk"], row["school"], row["reader"], row["due_on"])
        told = this


def readers_of(requests: AcknowledgementRequestQuerySet, *, on: dt.date) -> Rows:
    """A row for each member each request asks: `pk`, `reader`, `name`, `audience`, `due_on`, `read_at` if read."""
    rows = _asked(requests, on=on).values(
        "pk", "reader", "audience", "due_on", "read_at", name=F(f"{MEMBER}user__name")
    )
    return rows.distinct().order_by("name", "reader", "audience")


def shares(schools: Iterable[School], *, on: dt.date) -> dict[tuple[int, int], Share]:
    """How many have read each version these schools ask about, by school and version, in one query."""
    rows = _counted(AcknowledgementRequest.objects.filter(school__in=schools), "school", "version", on=on)
    return {(row["school"], row["version"]): Share(row["read"], row["asked"]) for row in rows}


def shares_of(requests: AcknowledgementRequestQuerySet, *, on: dt.date) -> dict[int, Share]:
    """How many of those each request asks have read its version, by request, in one query."""
    return {row["pk"]: Share(row["read"], row["asked"]) for row in _counted(requests, "pk", on=on)}


def _counted(requests: AcknowledgementRequestQuerySet, *by: str, on: dt.date) -> Rows:
    read = Count("reader", distinct=True, filter=Exists(_acknowledged()))
    members = _members(requests, on=on).order_by().values(*by)
    counted: Rows = members.annotate(asked=Count("reader", distinct=True), read=read)
    return counted


def shares_by_school(schools: Iterable[School], *, on: dt.date) -> dict[int, Share]:
    """How much of what each school asks to be read was read, in one query: a reader counts once for each version."""
    rows = _members(AcknowledgementRequest.objects.filter(school__in=schools), on=on)
    reading = Concat(Cast("version", CharField()), Value("-"), Cast("reader", CharField()))
    counted = (
        rows.order_by()
        .values("school")
        .annotate(
            asked=Count(reading, distinct=True), read=Count(reading, distinct=True, filter=Exists(_acknowledged()))
        )
    )
    return {row["school"]: Share(row["read"], row["asked"]) for row in counted}


def _asked(requests: AcknowledgementRequestQuerySet, *, on: dt.date) -> Asked:
    """A row for each request and each role by which somebody is asked, with `reader`, `due_on` and `read_at`."""
    joined = (
        Membership.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=OuterRef("asked_on")))
        .annotate(audience=AUDIENCE_OF_ROLE)
        .filter(school=OuterRef("school"), user=OuterRef("reader"), audience=OuterRef("audience"))
        .order_by("from_on")
    )
    due_on = Case(
        When(joined_on__lte=F("asked_on"), then=F("deadline_on")),
        default=Greatest("deadline_on", DaysLater("joined_on", "days_for_new_starters")),
    )
    rows: Asked = _members(requests, on=on).annotate(
        joined_on=Subquery(joined.values("from_on")[:1]),
        due_on=due_on,
        read_at=Subquery(_acknowledged().values("at")[:1]),
    )
    return rows


def _members(requests: AcknowledgementRequestQuerySet, *, on: dt.date) -> Asked:
    """The requests in force, once for each role that somebody holds and is asked by: `reader` is whose it is."""
    holds = Q(**{f"{MEMBER}to_on__isnull": True}) | Q(**{f"{MEMBER}to_on__gte": on})
    role = Q(**{f"{MEMBER}from_on__lte": on, f"{MEMBER}user__is_active": True}) & holds
    in_audience = Q()
    for audience, roles in AUDIENCE_ROLES.items():
        in_audience |= Q(**{"audience": audience, f"{MEMBER}role__in": roles})
    return requests.in_force(on=on).filter(role & in_audience).annotate(reader=F(f"{MEMBER}user"))


def _unread(rows: Asked) -> Asked:
    return rows.filter(read_at__isnull=True)


def _acknowledged() -> QuerySet[Acknowledgement]:
    return Acknowledgement.objects.filter(
        school=OuterRef("school"), version=OuterRef("version"), user=OuterRef("reader")
    )
