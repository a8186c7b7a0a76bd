"""Which policies, versions, reviews and requests to read one may see, and which are in force on a day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from people.models import School, User
from web.compiled import Compiled, Rows

if TYPE_CHECKING:
    from policies.models import (  # noqa: F401 - named in quotes, as they import this
        AcknowledgementRequest,
        Adoption,
        Policy,
        ReviewCycle,
        Version,
    )


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    def visible_to(self, user: User, *, on: dt.date) -> Self:
        return self.filter(school__in=School.objects.visible_to(user, on=on).values("pk"))


class PolicyQuerySet(models.QuerySet["Policy"]):
    def visible_to(self, user: User, *, on: dt.date) -> Self:
        schools = School.objects.visible_to(user, on=on).values("pk")
        return self.filter(pk__in=self._adopted().filter(school__in=schools).values("policy"))

    def of_school(self, school: School) -> Self:
        return self.filter(pk__in=self._adopted().filter(school=school).values("policy"))

    def _adopted(self) -> AdoptionQuerySet:
        from policies.models import Adoption

        return Adoption.objects.all()


class VersionQuerySet(models.QuerySet["Version"]):
    def visible_to(self, user: User, *, on: dt.date) -> Self:
        from policies.models import Policy

        return self.filter(policy__in=Policy.objects.visible_to(user, on=on).values("pk"))

    def in_force_at(self, school: School, *, on: dt.date) -> Version | None:
        """The version this school is judged by on the day, or None where none with a pack was in force."""
        return self.in_force(school, on=on).with_a_pack().first()

    def latest_first(self) -> Self:
        return self.select_related("policy").order_by(F("in_force_from").desc(nulls_last=True), "-pk")

    def with_a_pack(self) -> Self:
        """Those a case can be judged by: the others are kept for their reviews and readers alone."""
        return self.exclude(pack_text="")

    def in_force(self, school: School, *, on: dt.date) -> Self:
        """Those that have come into force at this school by the day, the latest first: it supersedes the rest."""
        found = self.filter(pk__in=Compiled(_versions_in_force, school=school.pk, on=on))
        return found.select_related("policy").order_by("-in_force_from", "-pk")

    def come_into_force(self, school: int | models.OuterRef, *, on: dt.date) -> Self:
        """Those that have by the day, at the school of this key.

        A version is in force from the day it states. One that states no day is in force from the
        day the school adopted the policy.
        """
        from policies.models import Adoption

        adopted = Adoption.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on), school=school)
        since = adopted.filter(adopted_on__lte=on)
        return self.filter(
            Q(date_stated=True) | Q(policy__in=since.values("policy")),
            policy__in=adopted.values("policy"),
            status="adopted",
            in_force_from__lte=on,
        )


def _versions_in_force(*, school: int, on: dt.date) -> Rows:
    from policies.models import Version

    return Version.objects.come_into_force(school, on=on).values("pk")


class ReviewCycleQuerySet(models.QuerySet["ReviewCycle"]):
    def visible_to(self, user: User, *, on: dt.date) -> Self:
        return self.filter(school__in=School.objects.visible_to(user, on=on).values("pk"))

    def at_school(self, school: School) -> Self:
        return self.filter(school=school)

    def of_adopted_policies(self, *, on: dt.date) -> Self:
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
        return self.filter(remind_on__lte=on)


class AcknowledgementRequestQuerySet(models.QuerySet["AcknowledgementRequest"]):
    def visible_to(self, user: User, *, on: dt.date) -> Self:
        return self.filter(school__in=School.objects.visible_to(user, on=on).values("pk"))

    def at_school(self, school: School) -> Self:
        return self.filter(school=school)

    def in_force(self, *, on: dt.date) -> Self:
        """Those whose version is the one in force at their school on the day."""
        from policies.models import Version

        of_policy = Version.objects.filter(policy=models.OuterRef("version__policy"))
        newest = of_policy.come_into_force(models.OuterRef(models.OuterRef("school")), on=on)
        newest = newest.order_by("-in_force_from", "-pk")
        return self.filter(version=models.Subquery(newest.values("pk")[:1]))
