"""Which incidents and which evidence leave the database, and to whom."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import IsNull

from incidents.access import about_the_headteacher, holds_role, may_know_of_incident
from people.models import Role, School, User
from people.permissions import CASE_STAFF

if TYPE_CHECKING:
    from incidents.models import Evidence, Incident  # noqa: F401 - named in quotes below


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, user: User, *, on: dt.date) -> Self:
        """Logged incidents this user may know of on the day, and the drafts they started themselves.

        Those who handle cases at a school see its incidents, except any they take part in as subject
        or affected, any whose subject is a relative of theirs, any they stepped back from, and any
        whose subject is the Headteacher. The Chair of governors sees that last kind alone.
        """
        own_draft = Q(status="draft", started_by=user) & holds_role(user, *CASE_STAFF, Role.CHAIR, on=on)
        return self.filter(own_draft | Q(status="logged") & may_know_of_incident(user, on=on))

    def visible_if_logged(self, user: User, *, on: dt.date) -> Self:
        """Those this user would see on the day if they were logged, whether they are yet or not."""
        return self.filter(may_know_of_incident(user, on=on))

    def about_the_headteacher(self, *, on: dt.date) -> Self:
        """Those with the Headteacher among their subjects, in office at any time since it happened."""
        return self.filter(about_the_headteacher(on=on))

    def logged(self) -> Self:
        return self.filter(status="logged")

    def without_a_case(self) -> Self:
        return self.logged().filter(cases__isnull=True)

    def drafts(self) -> Self:
        return self.filter(status="draft")

    def drafts_of(self, user: User) -> Self:
        return self.drafts().filter(started_by=user)

    def latest_first(self) -> Self:
        """Drafts without a day first, then by the day it happened, the latest first."""
        # Not nulls_first: SQLite would then sort the whole list, where this is the order of an index.
        return self.order_by(IsNull(F("happened_on"), True).desc(), "-happened_on", "-pk")  # noqa: FBT003 - Django's

    def with_answers(self) -> Self:
        """With everything that the pages of one incident show, fetched at once."""
        return self.select_related("school", "logged_by").prefetch_related(
            "involvements__person", "findings", "evidence__added_by"
        )

    def at_school(self, school: School) -> Self:
        return self.filter(school=school)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: User, *, on: dt.date) -> Self:
        from incidents.models import Incident

        return self.filter(incident__in=Incident.objects.visible_to(user, on=on).values("pk"))

    def at_school(self, school: School) -> Self:
        return self.filter(incident__school=school)

    def current(self) -> Self:
        """That which was not taken back while the incident was still a draft."""
        return self.filter(taken_back_at__isnull=True)
