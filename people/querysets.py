"""What of people and schools leaves the database, and to whom."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q

from web.text import fold, whole_number

if TYPE_CHECKING:
    from people.models import Membership, Person, School, User  # noqa: F401 - named in quotes, as they import this
    from people.permissions import Action


class UserAccounts(BaseUserManager["User"]):
    def create_user(
        self, email: str, *, name: str, password: str | None = None, password_hash: str = "", **fields: Any
    ) -> User:
        """A user with this email, in lower case; without a password nobody can sign in as them yet.

        `password_hash` is for many who share one password: hashing it for each would take most of a minute.
        """
        user = self.model(email=email.lower(), name=name, **fields)
        user.set_password(password)
        user.password = password_hash or user.password
        user.save(using=self._db)
        return user

    def with_email(self, email: str) -> User | None:
        """The user with this email, whatever its case or the space around it; None where nobody has it."""
        return self.filter(email__iexact=email.strip()).first()

    def get_by_natural_key(self, username: str | None) -> User:
        """The user with this email, whatever its case."""
        return self.get(email__iexact=username)


class SchoolQuerySet(models.QuerySet["School"]):
    def visible_to(self, user: User, *, on: dt.date) -> Self:
        """The schools at which the user holds any role on the day."""
        return self.filter(_holds_role(user, on, prefix="memberships__")).distinct()


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, *, on: dt.date) -> Self:
        return self.filter(Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gte=on)))

    def held_by(self, user: User, *, on: dt.date) -> Self:
        return self.filter(user=user).in_force(on=on)

    def with_roles(self, *roles: str) -> Self:
        return self.filter(role__in=roles)

    def that_may(self, action: Action) -> Self:
        from people.permissions import roles_for

        return self.with_roles(*roles_for(action))

    def visible_to(self, user: User, *, on: dt.date) -> Self:
        """A user's own, and all of a school for those who look after its people."""
        from people.permissions import Action

        keeps = self.model.objects.held_by(user, on=on).that_may(Action.GRANT_ROLE)
        return self.filter(Q(user=user) | Q(school__in=keeps.values("school")))


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: User, *, on: dt.date) -> Self:
        """All of a school to those who handle cases or its people; to its Chair, the Headteacher alone."""
        from people.models import Membership, Role
        from people.permissions import Action

        memberships = Membership.objects.held_by(user, on=on)
        keeps = memberships.that_may(Action.KEEP_REGISTER).values("school")
        chairs = memberships.with_roles(Role.CHAIR).values("school")
        heads = Q(pk__in=self.headteachers(on=on).values("pk"))
        return self.filter(Q(school__in=keeps) | (Q(school__in=chairs) & heads))

    def headteachers(self, *, on: dt.date) -> Self:
        """Those who are the Headteacher of their own school on the day."""
        from people.models import Membership, Role

        heads = Membership.objects.in_force(on=on).with_roles(Role.HEADTEACHER)
        return self.filter(models.Exists(heads.filter(user=models.OuterRef("user"), school=models.OuterRef("school"))))

    def named_like(self, text: str) -> Self:
        """Those whose name holds every word of the text, whatever its case or accents."""
        people = self
        for word in fold(text).split():
            people = people.filter(folded_name__contains=word)
        return people

    def matches(self, text: str, *, key: str, at_most: int = 10) -> list[Person]:
        """The first whose name holds the text, and the one chosen among them before, by the key that a form sends."""
        people = list(self.named_like(text)[:at_most]) if fold(text) else []
        number = whole_number(key)
        if number is not None and number not in {person.pk for person in people}:
            people += list(self.filter(pk=number))
        return people

    def called(self, name: str) -> Self:
        """Those of this whole name, whatever its case, accents or spaces."""
        return self.filter(folded_name=fold(name))


def _holds_role(user: User, on: dt.date, *, prefix: str) -> Q:
    """A role of this user that holds on the day, seen through `prefix`."""
    open_ended = Q(**{f"{prefix}to_on__isnull": True}) | Q(**{f"{prefix}to_on__gte": on})
    return Q(**{f"{prefix}user": user, f"{prefix}from_on__lte": on}) & open_ended
