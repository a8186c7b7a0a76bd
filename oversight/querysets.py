"""What oversight shows, and to whom."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from people.models import Membership, School, User
from people.permissions import Action

if TYPE_CHECKING:
    from oversight.models import GovernorPack, Mailing, Reminder  # noqa: F401 - named in quotes, as they import this


# Whoever claimed a mail this long ago and did not send it has died, and somebody else may.
CLAIM_HOLDS = dt.timedelta(minutes=10)


class MailingQuerySet(models.QuerySet["Mailing"]):
    """Mails on their way."""

    def visible_to(self, user: User, *, on: dt.date) -> Self:
        """The user's own."""
        return self.filter(to=user)

    def unsent(self) -> Self:
        """Those still to be sent."""
        return self.filter(sent_at__isnull=True, dropped_at__isnull=True)

    def to_hand_out(self, *, now: dt.datetime) -> Self:
        """Those a worker may be given, the longest waiting first."""
        return self.unsent().filter(hand_out_at__lte=now).order_by("hand_out_at", "pk")

    def unclaimed(self, *, now: dt.datetime) -> Self:
        """Those to be sent that nobody is sending, or whoever was has died."""
        return self.unsent().filter(Q(claimed_at__isnull=True) | Q(claimed_at__lte=now - CLAIM_HOLDS))

    def carrying_of(self, school: School) -> Self:
        """Those that tell of something at the school."""
        return self.filter(models.Exists(self._reminders().filter(mailing=models.OuterRef("pk"), school=school)))

    def _reminders(self) -> ReminderQuerySet:
        from oversight.models import Reminder

        return Reminder.objects.all()


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Reminders."""

    def visible_to(self, user: User, *, on: dt.date) -> Self:
        """The user's own; whether they may still see the thing itself is asked of its kind."""
        return self.filter(to=user)

    def waiting(self) -> Self:
        """Those no mail carries yet, and still wanted."""
        return self.filter(mailing__isnull=True, dropped_at__isnull=True)


class GovernorPackQuerySet(models.QuerySet["GovernorPack"]):
    """Packs made for meetings."""

    def visible_to(self, user: User, *, on: dt.date) -> Self:
        """Those of the schools where the user governs, clerks or leads on the day."""
        held = Membership.objects.held_by(user, on=on).that_may(Action.MAKE_GOVERNORS_PACK)
        return self.filter(school__in=held.values("school"))

    def at_school(self, school: School) -> Self:
        """Those of one school."""
        return self.filter(school=school)
