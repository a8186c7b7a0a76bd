"""Which reminders and mails there are to see, to send, to claim."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from people.models import School, User

if TYPE_CHECKING:
    from reminders.models import Mailing, Reminder  # noqa: F401 - named in quotes, as they import this


# Whoever claimed a mail this long ago and did not send it has died, and somebody else may.
CLAIM_HOLDS = dt.timedelta(minutes=10)


class MailingQuerySet(models.QuerySet["Mailing"]):
    def visible_to(self, user: User, *, on: dt.date) -> Self:
        return self.filter(to=user)

    def unsent(self) -> Self:
        return self.filter(sent_at__isnull=True, dropped_at__isnull=True)

    def to_dispatch(self, *, now: dt.datetime) -> Self:
        """Those a worker may be given, the longest waiting first."""
        return self.unsent().filter(dispatch_at__lte=now).order_by("dispatch_at", "pk")

    def unclaimed(self, *, now: dt.datetime) -> Self:
        """Those to be sent that nobody is sending, or whoever was has died."""
        return self.unsent().filter(Q(claimed_at__isnull=True) | Q(claimed_at__lte=now - CLAIM_HOLDS))

    def at_school(self, school: School) -> Self:
        return self.filter(models.Exists(self._reminders().filter(mailing=models.OuterRef("pk"), school=school)))

    def _reminders(self) -> ReminderQuerySet:
        from reminders.models import Reminder

        return Reminder.objects.all()


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, user: User, *, on: dt.date) -> Self:
        return self.filter(to=user)

    def waiting(self) -> Self:
        """Those no mail carries yet, and still wanted."""
        return self.filter(mailing__isnull=True, dropped_at__isnull=True)
