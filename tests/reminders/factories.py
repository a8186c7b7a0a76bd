"""Reminders as the worker sends them, with the day in the test's hands."""

import datetime as dt

from django.core import mail
from django.core.mail import EmailMessage

from reminders.models import Reminder
from reminders.services import run_cycle, send_mailing
from tests.cast import NOW

Kind = Reminder.Kind
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
# Of the cast's day, a Thursday, and the days after it
FRIDAY, SATURDAY, SUNDAY, MONDAY, TUESDAY = (NOW + number * DAY for number in range(1, 6))


def at(hour: int, minute: int = 0, *, of: dt.datetime = NOW) -> dt.datetime:
    """This time of the clock, in November, on the day of a moment."""
    return of.replace(hour=hour, minute=minute)


def run_worker(now: dt.datetime) -> list[EmailMessage]:
    """Everything a worker does at this moment, and the mails that left meanwhile."""
    before = len(mail.outbox)
    for pk in run_cycle(now=now):
        send_mailing(now=now, mailing_pk=pk)
    return mail.outbox[before:]


def reminders_of(kind: Kind) -> list[tuple[str, dt.date, str]]:
    """Whom reminders of this kind were created for, of which day and stage."""
    rows = Reminder.objects.filter(kind=kind).select_related("to").order_by("due_on", "created_at", "to__email")
    return [(row.to.name, row.due_on, row.stage) for row in rows]


def list_reminded(kind: Kind, *, stage: str | None = None) -> set[str]:
    """The people reminders of this kind were created for, of one stage or of any."""
    return {name for name, _, reached in reminders_of(kind) if stage in (None, reached)}


def list_mailed(kind: Kind) -> set[str]:
    """The people to whom a mail with a reminder of this kind was sent."""
    rows = Reminder.objects.filter(kind=kind, mailing__sent_at__isnull=False, dropped_at__isnull=True)
    return set(rows.values_list("to__name", flat=True))
