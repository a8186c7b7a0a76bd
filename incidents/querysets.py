"""Who may see an incident: the one place where exclusion is decided."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self, TypeAlias

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from people.models import CASE_ROLES, Membership, Person, Relationship, Role, School, User

if TYPE_CHECKING:
    from incidents.models import Evidence, Incident, Involvement, Recusal  # noqa: F401 - named in quotes below

    Parts: TypeAlias = models.QuerySet[Involvement] | models.QuerySet[Recusal]


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Incidents."""

    def visible_to(self, user: User, *, on: dt.date) -> Self:
        """Logged incidents this user may know of on the day, and the drafts they started themselves.

        Those who handle cases at a school see its incidents, except any they take part in as subject
        or affected, any whose subject is a relative of theirs, any they stepped back from, and any
        whose subject is the Headteacher. The Chair of governors sees that last kind alone.
        """
        handles, chairs = _schools(user, on)
        own_draft = Q(status="draft", started_by=user) & (handles | chairs)
        return self.filter(own_draft | Q(status="logged") & may_lead(user, on=on))

    def that_could_be_led_by(self, user: User, *, on: dt.date) -> Self:
        """Those this user would see on the day if they were logged, whether they are yet or not."""
        return self.filter(may_lead(user, on=on))

    def about_the_headteacher(self, *, on: dt.date) -> Self:
        """Those with the Headteacher among their subjects, in office at any time since it happened."""
        return self.filter(_among("pk", _of_headteachers(on)))

    def logged(self) -> Self:
        """Those with a reference."""
        return self.filter(status="logged")

    def without_a_case(self) -> Self:
        """Logged ones for which nobody opened a case yet."""
        return self.logged().filter(cases__isnull=True)

    def drafts_of(self, user: User) -> Self:
        """The drafts this user started and has not finished."""
        return self.filter(status="draft", started_by=user)

    def latest_first(self) -> Self:
        """Drafts without a day first, then by the day it happened, the latest first."""
        return self.order_by(F("happened_on").desc(nulls_first=True), "-pk")

    def at_school(self, school: School) -> Self:
        """Those of one school."""
        return self.filter(school=school)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence."""

    def visible_to(self, user: User, *, on: dt.date) -> Self:
        """That of the incidents the user may see."""
        from incidents.models import Incident

        return self.filter(incident__in=Incident.objects.visible_to(user, on=on).values("pk"))

    def at_school(self, school: School) -> Self:
        """That of one school's incidents."""
        return self.filter(incident__school=school)

    def kept(self) -> Self:
        """That which was not taken back while the incident was still a draft."""
        return self.filter(taken_back_at__isnull=True)


def _schools(user: User, on: dt.date) -> tuple[Q, Q]:
    """The schools where the user handles cases, and those where they chair the governors."""
    held = Membership.objects.held_by(user, on=on)
    handles = Q(school__in=held.with_roles(*CASE_ROLES).values("school"))
    chairs = Q(school__in=held.with_roles(Role.CHAIR).values("school"))
    return handles, chairs


def may_lead(user: User, *, on: dt.date, incident: str = "pk") -> Q:
    """Whether the user may know of a logged incident.

    Asked of incidents, or of rows with a school of their own that name their incident by this field: a condition
    on the row itself lets the database walk a long list in order, which looking up each incident does not. All that
    keeps somebody away is looked for at once, as a database takes each such question to halve the list.
    """
    handles, chairs = _schools(user, on)
    of_the_headteacher, excluding = _of_headteachers(on), _excluding(user)
    kept_away = _among(incident, of_the_headteacher, *excluding)
    leads = _among(incident, of_the_headteacher) & ~_among(incident, *excluding)
    return (handles & ~kept_away) | (chairs & leads)


def _of_headteachers(on: dt.date) -> models.QuerySet[Involvement]:
    """The subjects who were the Headteacher at any time from the day it happened to this day.

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
    return _subjects().filter(Exists(in_office), person__in=were_heads, person__user__isnull=False)


def _excluding(user: User) -> tuple[Parts, ...]:
    """What keeps the user from an incident: taking part, a relative who is a subject, having stepped back.

    Relatives are looked for in each direction apart, so that either is found by an index.
    """
    from incidents.models import Involvement, Recusal

    own = Person.objects.filter(user=user).values("pk")
    related = Relationship.objects.filter(person__in=own).values("relative")
    related_to = Relationship.objects.filter(relative__in=own).values("person")
    return (
        Involvement.objects.filter(person__in=own, part__in=["subject", "affected"]),
        _subjects().filter(person__in=related),
        _subjects().filter(person__in=related_to),
        Recusal.objects.filter(user=user),
    )


def _subjects() -> models.QuerySet[Involvement]:
    from incidents.models import Involvement

    return Involvement.objects.filter(part="subject")


def _among(incident: str, *parts: Parts) -> Q:
    """Whether the incident is that of any of these rows: found once for a query, not once for each incident."""
    first, *others = (rows.order_by().values("incident") for rows in parts)
    return Q(**{f"{incident}__in": first.union(*others) if others else first})
