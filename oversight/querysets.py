"""What oversight shows, and to whom."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models

from people.models import Membership, Role, School, User

if TYPE_CHECKING:
    from oversight.models import GovernorPack, Reminder  # noqa: F401 - named in quotes, as they import this


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Reminders."""

    def waiting(self) -> Self:
        """Those no mail carries yet, and still wanted."""
        return self.filter(mailing__isnull=True, dropped_at__isnull=True)


class GovernorPackQuerySet(models.QuerySet["GovernorPack"]):
    """Packs made for meetings."""

    def visible_to(self, user: User, *, on: dt.date) -> Self:
        """Those of the schools where the user governs, clerks or leads on the day."""
        held = Membership.objects.held_by(user, on=on).with_roles(
            Role.GOVERNOR, Role.CHAIR, Role.CLERK, Role.HEADTEACHER, Role.DEPUTY
        )
        return self.filter(school__in=held.values("school"))

    def at_school(self, school: School) -> Self:
        """Those of one school."""
        return self.filter(school=school)
