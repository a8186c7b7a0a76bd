"""Schools, their people and roles, and the register of parties."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction

from audit.services import record
from people.models import (
    CAPACITY_OF_ROLE,
    Membership,
    Nation,
    Person,
    PersonCapacity,
    Relationship,
    Role,
    School,
    TermDates,
    User,
)
from people.querysets import PersonQuerySet
from web.services import save_revision
from web.submit import Refused, refuse_stale
from web.text import fold


class AlreadyHeld(Refused):
    """They already hold this role at this school."""


class OwnRole(Refused):
    """Nobody gives themselves a role: ask the Headteacher or another Administrator."""


class NameInRegister(Refused):
    """The register has somebody of this name without a sign-in, and a second entry would slip past exclusion."""


class EndsBeforeItStarts(Refused):
    """The last day must be on or after the first day."""


class TermOverlaps(Refused):
    """Another term of the school has this name or shares a day with it."""


@transaction.atomic
def add_school(
    *,
    by: AbstractBaseUser | None,
    now: dt.datetime,
    name: str,
    slug: str,
    reference_prefix: str,
    nation: Nation,
    local_authority: str,
    group: str = "",
    address: str = "",
    telephone: str = "",
    email: str = "",
) -> School:
    school = School.objects.create(
        name=name,
        slug=slug,
        reference_prefix=reference_prefix,
        nation=nation,
        local_authority=local_authority,
        group=group,
        address=address,
        telephone=telephone,
        email=email,
    )
    record(school=school, by=by, now=now, action="school.added", row=school, after={"name": name, "nation": nation})
    return school


@transaction.atomic
def change_school(
    *,
    by: User,
    now: dt.datetime,
    school: School,
    address: str,
    telephone: str,
    email: str,
    second_person_approves_letters: bool,
) -> School:
    after = {
        "address": address,
        "telephone": telephone,
        "email": email,
        "second_person_approves_letters": second_person_approves_letters,
    }
    before = {field: getattr(school, field) for field in after}
    for field, value in after.items():
        setattr(school, field, value)
    school.save(update_fields=list(after))
    record(school=school, by=by, now=now, action="school.changed", row=school, before=before, after=after)
    return school


@transaction.atomic
def add_user(
    *,
    by: AbstractBaseUser | None,
    now: dt.datetime,
    email: str,
    name: str,
    password: str | None = None,
    password_hash: str = "",
) -> User:
    """Add somebody who may sign in; without a password, or the hash of one, they set one by the link in a mail."""
    user = User.objects.create_user(email, name=name, password=password, password_hash=password_hash)
    record(school=None, by=by, now=now, action="user.added", row=user)
    return user


@transaction.atomic
def add_member_by_email(
    *,
    by: AbstractBaseUser | None,
    now: dt.datetime,
    school: School,
    email: str,
    name: str,
    role: Role,
    from_on: dt.date,
    **details: Any,
) -> Membership:
    """As add_member, for whoever has this email address: somebody new to Rung is added to it, or neither is done."""
    user = User.objects.with_email(email) or add_user(by=by, now=now, email=email, name=name)
    return add_member(by=by, now=now, school=school, user=user, role=role, from_on=from_on, **details)


@transaction.atomic
def add_member(
    *,
    by: AbstractBaseUser | None,
    now: dt.datetime,
    school: School,
    user: User,
    role: Role,
    from_on: dt.date,
    title: str = "",
    entry: Person | None = None,
    another_of_this_name: bool = False,
) -> Membership:
    """Give a user a role at a school from a day, and an entry of their own in its register of parties.

    The entry is what exclusion works by, so nobody holds a role without one: `entry` where the register has them
    already, such as a parent who becomes a governor. Nobody gives a role to themselves, or an Administrator could
    read cases. Raises OwnRole, AlreadyHeld, or NameInRegister unless `another_of_this_name`.
    """
    if by is not None and by.pk == user.pk:
        raise OwnRole("You cannot give yourself a role. Ask the Headteacher or another Administrator.", field="role")
    try:
        with transaction.atomic():
            membership = Membership.objects.create(user=user, school=school, role=role, from_on=from_on)
    except IntegrityError as fault:
        raise AlreadyHeld(f"{user.name} already is {role.label} at {school.name}.", field="role") from fault
    person = _own_entry(school, user, entry=entry, another_of_this_name=another_of_this_name)
    PersonCapacity.objects.get_or_create(
        person=person, capacity=CAPACITY_OF_ROLE[role], defaults={"title": title or role.label}
    )
    after = {"user": user.pk, "person": person.pk, "role": role, "from_on": from_on}
    record(school=school, by=by, now=now, action="membership.added", row=membership, after=after)
    return membership


@transaction.atomic
def end_membership(*, by: User, now: dt.datetime, membership: Membership, to_on: dt.date) -> Membership:
    """End a role; `to_on` is the last day it is held. Raises EndsBeforeItStarts."""
    if to_on < membership.from_on:
        raise EndsBeforeItStarts("The last day must be on or after the first day.", field="to_on")
    before = {"to_on": membership.to_on}
    membership.to_on = to_on
    membership.save(update_fields=["to_on"])
    record(
        school=membership.school,
        by=by,
        now=now,
        action="membership.ended",
        row=membership,
        before=before,
        after={"to_on": to_on},
    )
    return membership


def entries_to_choose(school: School, user: User | None, *, name: str) -> PersonQuerySet:
    """Those of the register who may be this user, by name; nobody once the user has an entry of their own."""
    if user is not None and Person.objects.filter(school=school, user=user).exists():
        return Person.objects.none()
    return Person.objects.filter(school=school, user__isnull=True).called(user.name if user else name)


def _own_entry(school: School, user: User, *, entry: Person | None, another_of_this_name: bool) -> Person:
    if there := Person.objects.filter(school=school, user=user).first():
        return there
    among = entries_to_choose(school, user, name=user.name)
    if entry is not None:
        locked: Person = among.select_for_update().get(pk=entry.pk)
        locked.user = user
        locked.save(update_fields=["user"])
        return locked
    if not another_of_this_name and among.exists():
        raise NameInRegister(
            f"The register has somebody called {user.name}. Say whether it is the same person.", field="role"
        )
    return Person.objects.create(
        school=school, user=user, name=user.name, folded_name=fold(user.name), email=user.email
    )


@transaction.atomic
def set_term(
    *, by: AbstractBaseUser | None, now: dt.datetime, school: School, name: str, starts_on: dt.date, ends_on: dt.date
) -> TermDates:
    """Add a term. Raises EndsBeforeItStarts or TermOverlaps."""
    if ends_on < starts_on:
        raise EndsBeforeItStarts("The last day must be on or after the first day.", field="ends_on")
    shares_a_day = school.terms.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)
    if shares_a_day.exists() or school.terms.filter(name=name).exists():
        raise TermOverlaps("Another term has this name or shares a day with it.", field="name")
    term = TermDates.objects.create(school=school, name=name, starts_on=starts_on, ends_on=ends_on)
    after = {"name": name, "starts_on": starts_on, "ends_on": ends_on}
    record(school=school, by=by, now=now, action="term.added", row=term, after=after)
    return term


CHANGEABLE = ("name", "salutation", "email", "telephone", "address", "born_on", "safeguarding_flag", "note")


class OnePersonTwice(Refused):
    """A relationship needs two different people of the same school."""


class OwnTie(Refused):
    def __init__(self) -> None:
        super().__init__("You cannot take back a relationship of your own. Ask somebody else who keeps the register.")


@transaction.atomic
def add_person(
    *,
    by: AbstractBaseUser | None,
    now: dt.datetime,
    school: School,
    name: str,
    capacities: Mapping[str, str],
    **fields: Any,
) -> Person:
    """Add somebody to the register; `capacities` gives each standing they have and its title, if any.

    `fields` may hold any of CHANGEABLE but the name.
    """
    person = Person.objects.create(school=school, name=name, folded_name=fold(name), **fields)
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
    capacities: Mapping[str, str],
    **fields: Any,
) -> Person:
    """Change an entry, if nobody else has since `revision` was read. Raises Stale."""
    locked: Person = Person.objects.select_for_update().get(pk=person.pk)
    refuse_stale(locked, revision=revision, noun="entry")
    changed = [field for field in CHANGEABLE if field in fields and getattr(locked, field) != fields[field]]
    values = {field: fields[field] for field in changed}
    save_revision(locked, **values, folded_name=fold(values.get("name", locked.name)))
    _set_capacities(locked, capacities)
    after = {"fields": changed, "capacities": list(capacities)}
    record(school=locked.school, by=by, now=now, action="person.changed", row=locked, after=after)
    return locked


@transaction.atomic
def relate(
    *, by: AbstractBaseUser | None, now: dt.datetime, person: Person, kind: Relationship.Kind, relative: Person
) -> Relationship:
    """Say how two people are related: "`person` is `kind` `relative`". Raises OnePersonTwice."""
    if person == relative or person.school_id != relative.school_id:
        raise OnePersonTwice("Choose two different people of the same school.", field="relative")
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


def _set_capacities(person: Person, capacities: Mapping[str, str]) -> None:
    person.capacities.exclude(capacity__in=list(capacities)).delete()
    for capacity, title in capacities.items():
        PersonCapacity.objects.update_or_create(person=person, capacity=capacity, defaults={"title": title})


@transaction.atomic
def choose_daily_mail(*, by: User, now: dt.datetime, at: dt.time) -> User:
    locked = User.objects.select_for_update().get(pk=by.pk)
    if locked.daily_mail_at == at:
        return locked
    before, locked.daily_mail_at = locked.daily_mail_at, at
    locked.save(update_fields=["daily_mail_at"])
    record(
        school=None,
        by=by,
        now=now,
        action="user.daily_mail_chosen",
        row=locked,
        before={"daily_mail_at": before},
        after={"daily_mail_at": at},
    )
    return locked
