"""Requests to read a version: whose they are."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models

from people.models import School, User

if TYPE_CHECKING:
    from policies.models import AcknowledgementRequest  # noqa: F401 - named in quotes, as it imports this


class AcknowledgementRequestQuerySet(models.QuerySet["AcknowledgementRequest"]):
    """Requests to read a version."""

    def visible_to(self, user: User, *, on: dt.date) -> Self:
        """Those of the schools where the user holds a role on the day."""
        return self.filter(school__in=School.objects.visible_to(user, on=on).values("pk"))

    def at_school(self, school: School) -> Self:
        """Those of one school."""
        return self.filter(school=school)

    def in_force(self, *, on: dt.date) -> Self:
        """Those whose version is the one in force at their school on the day."""
        from policies.models import Version

        of_policy = Version.objects.filter(policy=models.OuterRef("version__policy"))
        newest = of_policy.in_force(models.OuterRef(models.OuterRef("school")), on=on)
        return self.filter(version=models.Subquery(newest.values("pk")[:1]))
