"""The schools, people and adoptions of the demonstration, and who acts there when."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password

from breaches.models import Case
from people.models import Capacity, Nation, Person, Relationship, Role, School, User
from people.services import add_member, add_person, add_school, add_user, relate, set_term
from policies.models import Policy
from policies.services import adopt

PASSWORD = "a ladder for every school"  # noqa: S105 - of invented people, in a demonstration
YEARS_IN_POST = dt.timedelta(days=6 * 365)


@dataclass(frozen=True)
class Moment:
    """Who acts, and when: `ago` days before the demonstration is loaded."""

    by: User
    loaded_at: dt.datetime
    ago: int

    @property
    def now(self) -> dt.datetime:
        return self.loaded_at - dt.timedelta(days=self.ago)

    @property
    def today(self) -> dt.date:
        return self.now.date()

    def on(self, case: Case) -> dict[str, Any]:
        """What every service takes that changes a case."""
        return {"by": self.by, "now": self.now, "case": case, "revision": case.revision}


@cache
def hash_password() -> str:
    """The hash of everybody's password: one for all, as they are invented and hashing is slow on purpose."""
    return make_password(PASSWORD)


def load_school(row: Mapping[str, Any], *, now: dt.datetime, today: dt.date) -> School:
    school = add_school(
        by=None,
        now=now,
        name=row["name"],
        slug=row["slug"],
        reference_prefix=row["prefix"],
        nation=Nation(row["nation"]),
        local_authority=row["local_authority"],
        group=row.get("group", ""),
        address=row["address"],
        telephone=row["telephone"],
        email=row["email"],
    )
    policy = Policy.objects.get(slug=row["policy"])
    adopt(by=None, now=now, school=school, policy=policy, adopted_on=row["adopted_on"])
    for member in row["members"]:
        _add_member(school, member, now=now, from_on=today - YEARS_IN_POST)
    for person in row["people"]:
        _add_person(school, person, now=now)
    for person in row["people"]:
        _add_family(school, person, now=now)
    for name, starts_on, ends_on in [*list_terms_of_last_year(today), *_list_terms(_school_year(today))]:
        set_term(by=None, now=now, school=school, name=name, starts_on=starts_on, ends_on=ends_on)
    return school


def make_email(school: School, name: str) -> str:
    """Where a member of the demonstration signs in: their first name, at their school."""
    return f"{name.split(maxsplit=1)[0].lower()}@{school.slug}.example".replace("â", "a")


def _add_member(school: School, row: Mapping[str, str], *, now: dt.datetime, from_on: dt.date) -> User:
    """Somebody new, or somebody of another school of the federation, who has a sign-in already."""
    there = User.objects.filter(name=row["name"]).first() if "of" in row else None
    user = there or add_user(
        by=None, now=now, email=make_email(school, row["name"]), name=row["name"], password_hash=hash_password()
    )
    role = Role(row["role"])
    add_member(by=None, now=now, school=school, user=user, role=role, from_on=from_on, title=row["title"])
    return user


def _add_person(school: School, row: Mapping[str, Any], *, now: dt.datetime) -> Person:
    standings = dict(standing.split(": ", 1) for standing in row["standings"])
    capacities: dict[str, str] = {Capacity(capacity): title for capacity, title in standings.items()}
    about = {field: row[field] for field in ("salutation", "address") if field in row}
    return add_person(by=None, now=now, school=school, name=row["name"], capacities=capacities, **about)


def _add_family(school: School, row: Mapping[str, Any], *, now: dt.datetime) -> None:
    person = Person.objects.get(school=school, name=row["name"])
    for tie in row.get("family", []):
        kind, _, name = tie.partition(" of ")
        relative = Person.objects.get(school=school, name=name)
        relate(by=None, now=now, person=person, kind=Relationship.Kind(kind), relative=relative)


def list_terms_of_last_year(today: dt.date) -> list[tuple[str, dt.date, dt.date]]:
    """The three terms of the school year before the one the day falls in."""
    return _list_terms(_school_year(today) - 1)


def _list_terms(year: int) -> list[tuple[str, dt.date, dt.date]]:
    return [
        (f"Autumn {year}", dt.date(year, 9, 1), dt.date(year, 12, 18)),
        (f"Spring {year + 1}", dt.date(year + 1, 1, 4), dt.date(year + 1, 3, 26)),
        (f"Summer {year + 1}", dt.date(year + 1, 4, 12), dt.date(year + 1, 7, 21)),
    ]


def _school_year(today: dt.date) -> int:
    return today.year if today >= dt.date(today.year, 9, 1) else today.year - 1
