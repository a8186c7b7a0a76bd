"""Review cycles: whose they are, how urgent they are, and which want a reminder."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from people.models import School, User

if TYPE_CHECKING:
    from policies.models import ReviewCycle  # noqa: F401 - named in quotes, as it imports this


class ReviewCycleQuerySet(models.QuerySet["ReviewCycle"]):
    """Review cycles."""

    def visible_to(self, user: User, *, on: dt.date) -> Self:
        """Those of the schools where the user holds a role on the day."""
        return self.filter(school__in=School.objects.visible_to(user, on=on).values("pk"))

    def at_school(self, school: School) -> Self:
        """Those of one school."""
        return self.filter(school=school)

    def kept_on(self, *, on: dt.date) -> Self:
        """Those of policies their school keeps to on the day, having adopted them or about to."""
        from policies.models import Adoption

        ends_later = Q(ended_on__isnull=True) | Q(ended_on__gte=on)
        adopted = Adoption.objects.filter(
            ends_later, school=models.OuterRef("school"), policy=models.OuterRef("policy")
        )
        return self.filter(models.Exists(adopted))

    def most_urgent_first(self) -> Self:
        """Earliest due first, those without a date last."""
        return self.order_by(F("due_on").asc(nulls_last=True), "policy__title", "pk")

    def to_remind(self, *, on: dt.date) -> Self:
        """Those whose next reminder falls on the day or fell before it."""
        return self.filter(remind_on__lte=on)
