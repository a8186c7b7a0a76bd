"""Send one mail: claimed first, asked again whether it still stands, sent, and put on record."""

import datetime as dt
import smtplib

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from oversight.models import Mailing, Reminder
from oversight.reminders.kinds import still_standing, things_in
from oversight.reminders.mail import written

FIRST_WAIT, LONGEST_WAIT = dt.timedelta(minutes=2), dt.timedelta(hours=1)


def send(*, now: dt.datetime, mailing_pk: int) -> None:
    """Send the mail, unless it was sent, or dropped, or somebody is sending it.

    What is done by now, or no longer theirs to see, is dropped from it; with nothing left, so is the mail. Where the
    mail server refuses it or does not answer, it stays and is tried again later. Killed after the server took it and
    before that is on record, it goes out once more, with the same Message-ID.
    """
    if not _claim(mailing_pk, now=now):
        return
    mailing = Mailing.objects.select_related("to").get(pk=mailing_pk)
    things = _settle(mailing, now=now)
    if not things:
        return
    try:
        written(mailing, things=things).send()
    except (OSError, smtplib.SMTPException) as fault:
        _put_off(mailing, fault, now=now)
    else:
        Mailing.objects.filter(pk=mailing.pk).update(sent_at=now, failure="")


def _claim(mailing_pk: int, *, now: dt.datetime) -> bool:
    """Take the mail: of several who try, one is told True."""
    this = Mailing.objects.unclaimed(now=now).filter(pk=mailing_pk)
    return this.update(claimed_at=now, attempts=F("attempts") + 1) == 1


@transaction.atomic
def _settle(mailing: Mailing, *, now: dt.datetime) -> int:
    """Drop what no longer stands, and the mail with its last thing; how many things are left."""
    carried = Reminder.objects.filter(mailing=mailing, dropped_at__isnull=True)
    standing = still_standing(mailing.to, carried, on=timezone.localdate(now))
    carried.exclude(pk__in=[one.pk for one in standing]).update(dropped_at=now)
    if not standing:
        Mailing.objects.filter(pk=mailing.pk).update(dropped_at=now)
    return things_in(standing)


def _put_off(mailing: Mailing, fault: Exception, *, now: dt.datetime) -> None:
    """Let go of the mail and try again later, each time after twice as long. The kind of fault alone is kept."""
    wait = min(FIRST_WAIT * 2 ** min(mailing.attempts - 1, 10), LONGEST_WAIT)
    Mailing.objects.filter(pk=mailing.pk).update(claimed_at=None, hand_out_at=now + wait, failure=type(fault).__name__)
