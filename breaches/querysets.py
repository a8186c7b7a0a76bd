"""Which cases and letters leave the database, and to whom."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch

from incidents.access import may_know_of_incident
from people.models import School, User

if TYPE_CHECKING:
    from breaches.models import Case, Letter  # noqa: F401 - named in quotes, as they import this


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User, *, on: dt.date) -> Self:
        return self.filter(may_know_of_incident(user, on=on, incident="incident"))

    def at_school(self, school: School) -> Self:
        return self.filter(school=school)

    def with_past(self) -> Self:
        """With `was_closed`: whether the case is or has been closed."""
        from breaches.models import Closing

        return self.annotate(was_closed=Exists(Closing.objects.filter(case=OuterRef("pk"))))

    def with_findings(self) -> Self:
        from breaches.models import CaseFinding

        current = CaseFinding.objects.filter(withdrawn_at=None)
        return self.prefetch_related(Prefetch("findings", queryset=current, to_attr="current_findings"))

    def open(self) -> Self:
        return self.filter(status="open")


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: User, *, on: dt.date) -> Self:
        from breaches.models import Case

        return self.filter(case__in=Case.objects.visible_to(user, on=on).values("pk"))

    def at_school(self, school: School) -> Self:
        return self.filter(case__school=school)

    def with_code(self, code: str) -> Self:
        """The produced letter with this verification code, whoever asks: its page shows nothing of it."""
        return self.filter(verification_code=code)
