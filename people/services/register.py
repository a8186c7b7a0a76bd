"""The register of parties: people, their capacities and their family ties."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from audit.services import record
from people.models import Capacity, Person, PersonCapacity, Relationship, School, User
from web.text import folded

CHANGEABLE = ("name", "salutation", "email", "telephone", "address", "born_on", "safeguarding_flag", "note")


class StalePerson(Exception):
    """Somebody else changed this entry since you opened it."""


class OnePersonTwice(Exception):
    """A relationship needs two different people of the same school."""


class OwnTie(Exception):
    """Nobody takes back a tie of their own, or they could see what it keeps from them."""

    def __init__(self) -> None:
        super().__init__("You cannot take back a relationship of your own. Ask somebody else who keeps the register.")


@transaction.atomic
def add_person(
    *,
    by: AbstractBaseUser | None,
    now: dt.datetime,
    school: School,
    name: str,
    capacities: Mapping[Capacity, str],
    **fields: Any,
) -> Person:
    """Add somebody to the register; `capacities` gives each standing they have and its title, if any.

    `fields` may hold any of CHANGEABLE but the name.
    """
    person = Person.objects.create(school=school, name=name, folded_name=folded(name), **fields)
    _set_capacities(person, capacities)
    # The record names the row, never the person: entries are kept for ever and read by more people.
    record(school=school, by=by, now=now, action="person.added", row=person, after={"capacities": list(capacities)})
    return person


@transaction.atomic
def change_person(
    *,
    by: User,
    now: dt.datetime,
    person: Person,
    revision: int,
    capacities: Mapping[Capacity, str],
    **fields: Any,
) -> Person:
    """Change an entry, if nobody else has since `revision` was read. Raises StalePerson."""
    current: Person = Person.objects.select_for_update().get(pk=person.pk)
    if current.revision != revision:
        raise StalePerson("Somebody else changed this entry since you opened it.")
    changed = [field for field in CHANGEABLE if field in fields and getattr(current, field) != fields[field]]
    for field in changed:
        setattr(current, field, fields[field])
    current.revision += 1
    current.folded_name = folded(current.name)
    current.save(update_fields=[*changed, "folded_name", "revision"])
    _set_capacities(current, capacities)
    after = {"fields": changed, "capacities": list(capacities)}
    record(school=current.school, by=by, now=now, action="person.changed", row=current, after=after)
    return current


@transaction.atomic
def relate(
    *, by: AbstractBaseUser | None, now: dt.datetime, person: Person, kind: Relationship.Kind, relative: Person
) -> Relationship:
    """Say how two people are related: "`person` is `kind` `relative`". Raises OnePersonTwice."""
    if person == relative or person.school_id != relative.school_id:
        raise OnePersonTwice("Choose two different people of the same school.")
    tie, _ = Relationship.objects.update_or_create(person=person, relative=relative, defaults={"kind": kind})
    after = {"person": person.pk, "kind": kind, "relative": relative.pk}
    record(school=person.school, by=by, now=now, action="relationship.added", row=tie, after=after)
    return tie


@transaction.atomic
def unrelate(*, by: User, now: dt.datetime, tie: Relationship) -> None:
    """Take back a family tie that was entered by mistake. Raises OwnTie."""
    if by.pk in (tie.person.user_id, tie.relative.user_id):
        raise OwnTie
    before = {"person": tie.person_id, "kind": tie.kind, "relative": tie.relative_id}
    record(school=tie.person.school, by=by, now=now, action="relationship.removed", row=tie, before=before)
    tie.delete()


def _set_capacities(person: Person, capacities: Mapping[Capacity, str]) -> None:
    person.capacities.exclude(capacity__in=list(capacities)).delete()
    for capacity, title in capacities.items():
        PersonCapacity.objects.update_or_create(person=person, capacity=capacity, defaults={"title": title})
