"""Who may see an incident: the one place where exclusion is decided."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from people.models import CASE_ROLES, Membership, Person, Relationship, Role, School, User

if TYPE_CHECKING:
    from incidents.models import Evidence, Incident


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Incidents."""

    def visible_to(self, user: User, *, on: dt.date) -> Self:
        """Logged incidents this user may know of on the day, and the drafts they started themselves.

        Those who handle cases at a school see its incidents, except any they take part in as subject
        or affected, any whose subject is a relative of theirs, any they stepped back from, and any
        whose subject is the Headteacher. The Chair of governors sees that last kind alone.
        """
        held = Membership.objects.held_by(user, on=on)
        handles = Q(school__in=held.with_roles(*CASE_ROLES).values("school"))
        chairs = Q(school__in=held.with_roles(Role.CHAIR).values("school"))
        of_head = Exists(_subjects().filter(person__in=Person.objects.headteachers(on=on)))
        may_see = (handles & ~Q(of_head)) | (chairs & Q(of_head))
        return self.filter(
            Q(status="logged") & may_see & ~_excluded(user) | Q(status="draft", started_by=user) & (handles | chairs)
        )

    def logged(self) -> Self:
        """Those with a reference."""
        return self.filter(status="logged")

    def drafts_of(self, user: User) -> Self:
        """The drafts this user started and has not finished."""
        return self.filter(status="draft", started_by=user)

    def at_school(self, school: School) -> Self:
        """Those of one school."""
        return self.filter(school=school)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence."""

    def visible_to(self, user: User, *, on: dt.date) -> Self:
        """That of the incidents the user may see."""
        from incidents.models import Incident

        return self.filter(incident__in=Incident.objects.visible_to(user, on=on).values("pk"))

    def kept(self) -> Self:
        """That which was not taken back while the incident was still a draft."""
        return self.filter(taken_back_at__isnull=True)


def _involvements() -> models.QuerySet[models.Model]:
    from incidents.models import Involvement

    return Involvement.objects.filter(incident=OuterRef("pk"))  # type: ignore[return-value]  # read by Exists alone


def _subjects() -> models.QuerySet[models.Model]:
    return _involvements().filter(part="subject")


def _excluded(user: User) -> Q:
    """Whether the user takes part, is a relative of a subject, or stepped back."""
    from incidents.models import Recusal

    own = Person.objects.filter(user=user).values("pk")
    related = Relationship.objects.filter(person__in=own).values("relative")
    related_to = Relationship.objects.filter(relative__in=own).values("person")
    takes_part = _involvements().filter(person__in=own, part__in=["subject", "affected"])
    is_relative = _subjects().filter(Q(person__in=related) | Q(person__in=related_to))
    stepped_back = Recusal.objects.filter(incident=OuterRef("pk"), user=user)
    return Q(Exists(takes_part)) | Q(Exists(is_relative)) | Q(Exists(stepped_back))
