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
ReaderRows: TypeAlias = "QuerySet[Any]"  # of requests, once for each reader, with what the database works out
ReaderKey: TypeAlias = tuple[int, int]  # a request and a user, each by key
# When each reader was last sent a mail about the request: filled by the app that sends reminders.
LAST_REMINDERS: Slot[[Collection[ReaderKey]], Mapping[ReaderKey, dt.datetime]] = Slot(
    "when readers were last reminded"
)
# Each role belongs to one audience, or, as the Clerk's, to none.
AUDIENCE_OF_ROLE = Case(*(When(role__in=roles, then=Value(audience)) for audience, roles in AUDIENCE_ROLES.items()))
MEMBER = "school__memberships__"


@dataclass(frozen=True)
class UnreadVersion:
    """A version that somebody is asked to read, the request, and the day by which they should have."""

    request_id: int
    version: Version
    due_on: dt.date


@dataclass(frozen=True)
class ReadStatus:
    """When somebody said that they had read a version, or, until then, the day by which they are asked to."""

    read_at: dt.datetime | None
    due_on: dt.date | None


@dataclass(frozen=True)
class OutstandingReader:
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


# One reader


def find_read_status(user: User, school: School, version: Version, *, on: dt.date) -> ReadStatus | None:
    """Whether the user has read a version, or None where nobody asks them to."""
    if acknowledged := Acknowledgement.objects.filter(user=user, school=school, version=version).first():
        return ReadStatus(acknowledged.at, None)
    unread = list_unread(user, school, on=on)
    due_on = next((waiting.due_on for waiting in unread if waiting.version == version), None)
    return ReadStatus(None, due_on) if due_on else None


def list_unread(user: User, school: School, *, on: dt.date) -> list[UnreadVersion]:
    """What waits to be read by this user at this school, the most urgent first: each version once."""
    # Mostly nothing waits, and whether anything does is asked by what is compiled.
    requests = Compiled(_unread_requests, school=school.pk, reader=user.pk, on=on)
    if not AcknowledgementRequest.objects.filter(pk__in=requests).exists():
        return []
    rows = _unread(school=school.pk, reader=user.pk, on=on).order_by("due_on", "pk")
    first: dict[int, dict[str, Any]] = {}
    for row in rows.values("pk", "version", "due_on").distinct():
        first.setdefault(row["version"], row)
    versions = Version.objects.select_related("policy").in_bulk(list(first))
    return [UnreadVersion(row["pk"], versions[pk], row["due_on"]) for pk, row in first.items()]


def _unread(*, school: int, reader: int, on: dt.date) -> ReaderRows:
    requests = AcknowledgementRequest.objects.filter(school=school)
    return _with_reading(requests, on=on).filter(reader=reader, read_at__isnull=True)


def _unread_requests(*, school: int, reader: int, on: dt.date) -> ReaderRows:
    return _unread(school=school, reader=reader, on=on).values("pk")


def list_new_starter_reading(acting: Acting) -> list[str]:
    """A line for each request that whoever joins the school today comes under."""
    requests = AcknowledgementRequest.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)
    in_force = requests.in_force(on=acting.today).select_related("version__policy")
    return [
        f"{request.get_audience_display()}: {request.version.policy.title}, within {request.days_for_new_starters} "
        f"day{'' if request.days_for_new_starters == 1 else 's'}"
        for request in in_force.order_by("audience", "version__policy__title")
    ]


# Every reader


def list_readers(requests: AcknowledgementRequestQuerySet, *, on: dt.date) -> Rows:
    """A row for each member each request asks: `pk`, `reader`, `name`, `audience`, `due_on`, `read_at` if read."""
    rows = _with_reading(requests, on=on).values(
        "pk", "reader", "audience", "due_on", "read_at", name=F(f"{MEMBER}user__name")
    )
    return rows.distinct().order_by("name", "reader", "audience")


def iterate_outstanding(*, on: dt.date) -> Iterator[OutstandingReader]:
    """Everybody at every school who has yet to read something, one row for each version, streamed."""
    rows = _with_reading(AcknowledgementRequest.objects.all(), on=on).filter(read_at=None)
    fields = ("version", "reader", "due_on", "pk", "school")
    last = None
    for row in rows.order_by("school", *fields[:4]).values(*fields).distinct().iterator():
        this = (row["school"], row["version"], row["reader"])
        if this != last:
            yield OutstandingReader(row["pk"], row["school"], row["reader"], row["due_on"])
        last = this


# Shares, each by one query


def count_shares(schools: Iterable[School], *, on: dt.date) -> dict[tuple[int, int], Share]:
    """How many have read each version these schools ask about, by school and version."""
    rows = _count_readers(AcknowledgementRequest.objects.filter(school__in=schools), "school", "version", on=on)
    return {(row["school"], row["version"]): Share(row["read"], row["asked"]) for row in rows}


def count_shares_by_request(requests: AcknowledgementRequestQuerySet, *, on: dt.date) -> dict[int, Share]:
    """How many of those each request asks have read its version, by request."""
    return {row["pk"]: Share(row["read"], row["asked"]) for row in _count_readers(requests, "pk", on=on)}


def count_shares_by_school(schools: Iterable[School], *, on: dt.date) -> dict[int, Share]:
    """How much of what each school asks to be read was read: a reader counts once for each version."""
    requests = AcknowledgementRequest.objects.filter(school__in=schools)
    reading = Concat(Cast("version", CharField()), Value("-"), Cast("reader", CharField()))
    rows = _count_readers(requests, "school", counting=reading, on=on)
    return {row["school"]: Share(row["read"], row["asked"]) for row in rows}


def _count_readers(
    requests: AcknowledgementRequestQuerySet, *by: str, counting: Concat | str = "reader", on: dt.date
) -> Rows:
    read = Count(counting, distinct=True, filter=Exists(_acknowledgements()))
    rows = _with_readers(requests, on=on).order_by().values(*by)
    counted: Rows = rows.annotate(asked=Count(counting, distinct=True), read=read)
    return counted


# What it rests on


def _with_reading(requests: AcknowledgementRequestQuerySet, *, on: dt.date) -> ReaderRows:
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
    rows: ReaderRows = _with_readers(requests, on=on).annotate(
        joined_on=Subquery(joined.values("from_on")[:1]),
        due_on=due_on,
        read_at=Subquery(_acknowledgements().values("at")[:1]),
    )
    return rows


def _with_readers(requests: AcknowledgementRequestQuerySet, *, on: dt.date) -> ReaderRows:
    """The requests in force, once for each role that somebody holds and is asked by: `reader` is whose it is."""
    holds = Q(**{f"{MEMBER}to_on__isnull": True}) | Q(**{f"{MEMBER}to_on__gte": on})
    role = Q(**{f"{MEMBER}from_on__lte": on, f"{MEMBER}user__is_active": True}) & holds
    in_audience = Q()
    for audience, roles in AUDIENCE_ROLES.items():
        in_audience |= Q(**{"audience": audience, f"{MEMBER}role__in": roles})
    return requests.in_force(on=on).filter(role & in_audience).annotate(reader=F(f"{MEMBER}user"))


def _acknowledgements() -> QuerySet[Acknowledgement]:
    return Acknowledgement.objects.filter(
        school=OuterRef("school"), version=OuterRef("version"), user=OuterRef("reader")
    )
