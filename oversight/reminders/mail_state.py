"""How mail goes at one school, in counts alone: what went out today, what is stuck, and whether anybody looks."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.utils import timezone

from oversight.models import Mailing, Poke
from people.models import School

# A worker looks every other minute, so one that has not for this long has stopped.
SILENT_AFTER = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class MailState:
    """`waiting` are made and not sent, `failing_since` when the first of them that failed was made."""

    sent_today: int
    waiting: int
    failing_since: dt.datetime | None
    looked_at: dt.datetime | None
    silent: bool


def mail_state(school: School, *, now: dt.datetime) -> MailState:
    """The state of the mails that tell of something at the school, in two queries."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    unsent = Q(sent_at__isnull=True, dropped_at__isnull=True)
    counted = Mailing.objects.carrying_of(school).aggregate(
        sent_today=Count("pk", filter=Q(sent_at__gte=midnight)),
        waiting=Count("pk", filter=unsent),
        failing_since=Min("made_at", filter=unsent & ~Q(failure="")),
    )
    looked_at = Poke.objects.values_list("at", flat=True).first()
    return MailState(**counted, looked_at=looked_at, silent=looked_at is None or looked_at < now - SILENT_AFTER)
