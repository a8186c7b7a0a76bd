"""Make the mails: what goes at once on any day, and for each person one digest on a school day, when they chose."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from oversight.models import Mailing, Reminder
from oversight.reminders.kinds import still_standing
from oversight.reminders.school_days import school_days_of
from people.calendar import clocks_show
from people.models import User


def make_mailings(*, now: dt.datetime) -> None:
    """Put what waits into mails, where the time of those mails has come."""
    waiting = Reminder.objects.waiting().order_by("to", "pk")
    for user, reminders in _by_user(waiting.filter(at_once=True)):
        make_mailing(now=now, to=user, reminders=reminders, at_once=True)
    today = timezone.localdate(now)
    sent_today = Mailing.objects.filter(at_once=False, day=today).values("to")
    due = waiting.filter(at_once=False, to__daily_mail_at__lte=clocks_show(now)).exclude(to__in=sent_today)
    for user, reminders in _by_user(at_open_schools(due, on=today)):
        make_mailing(now=now, to=user, reminders=reminders, at_once=False)


def at_open_schools(reminders: Iterable[Reminder], *, on: dt.date) -> list[Reminder]:
    """Those of schools that are open on the day."""
    told = list(reminders)
    days = school_days_of({one.school_id for one in told})
    is_open = {school: one.is_school_day(on) for school, one in days.items()}
    return [one for one in told if is_open[one.school_id]]


def make_mailing(*, now: dt.datetime, to: User, reminders: Sequence[Reminder], at_once: bool) -> Mailing | None:
    """One mail that carries those of these reminders that still stand; the others are dropped.

    None where nothing is left to carry, or where another worker was quicker.
    """
    today = timezone.localdate(now)
    standing = [one.pk for one in still_standing(to, reminders, on=today)]
    gone = {one.pk for one in reminders} - set(standing)
    Reminder.objects.waiting().filter(pk__in=gone).update(dropped_at=now)
    if not standing:
        return None
    try:
        return _carry(now=now, today=today, to=to, reminders=standing, at_once=at_once)
    except (IntegrityError, CarriedAlready):
        return None


class CarriedAlready(Exception):
    """Another worker put these reminders into a mail first."""


@transaction.atomic
def _carry(*, now: dt.datetime, today: dt.date, to: User, reminders: Sequence[int], at_once: bool) -> Mailing:
    """Make the mail and tie the reminders to it, each by a conditional update. Raises CarriedAlready."""
    mailing = Mailing.objects.create(
        to=to, day=today, at_once=at_once, message_id=new_message_id(), made_at=now, hand_out_at=now
    )
    if not Reminder.objects.waiting().filter(pk__in=reminders).update(mailing=mailing):
        raise CarriedAlready
    return mailing


def new_message_id() -> str:
    """A Message-ID of its own for a mail, which it keeps however often it is sent."""
    return f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}>"


def _by_user(reminders: Iterable[Reminder]) -> Iterator[tuple[User, list[Reminder]]]:
    """Each person with what waits for them."""
    waiting: dict[int, list[Reminder]] = defaultdict(list)
    for one in reminders:
        waiting[one.to_id].append(one)
    users = User.objects.in_bulk(waiting)
    return ((users[pk], some) for pk, some in waiting.items())
