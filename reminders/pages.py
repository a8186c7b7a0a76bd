"""What the pages of reminders show: what waits for one person, how mail goes, what a day would send."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.utils import timezone

from people.calendar import ONE_DAY
from people.models import School, User
from reminders.kinds.registry import KINDS, Kind, count_by_kind, filter_still_due
from reminders.lookup import filter_at_open_schools, filter_new, load_school_days
from reminders.models import Heartbeat, Mailing, Reminder

# A worker runs a cycle every other minute, so one that has not for this long has stopped.
SILENT_AFTER = dt.timedelta(minutes=10)


def count_waiting(user: User, school: School, *, on: dt.date) -> list[tuple[str, int]]:
    """How many things of each kind wait for the user at the school, in words, those that no mail told of yet."""
    waiting = Reminder.objects.visible_to(user, on=on).waiting().filter(school=school)
    counts = count_by_kind(filter_still_due(user, waiting, on=on))
    return [(kind.label, counts[kind]) for kind in Kind if counts[kind]]


def find_next_mail_day(user: User, school: School, *, today: dt.date) -> dt.date:
    """The day of the user's next digest from this school, if anything waits by then."""
    had_todays = Mailing.objects.visible_to(user, on=today).filter(at_once=False, day=today).exists()
    school_days = load_school_days([school.pk])[school.pk]
    return school_days.next_school_day(today + ONE_DAY if had_todays else today)


@dataclass(frozen=True)
class Forecast:
    """One mail to one person: how many things of each kind it would carry."""

    to: User
    at_once: bool
    things: Counter[Kind]


def forecast(*, on: dt.date) -> list[Forecast]:
    """Every mail of the day by the time it goes out: what waits already, and what comes due by then."""
    new = [reminder for rules in KINDS.values() for reminder in filter_new(list(rules.find_due(on)))]
    due = [*Reminder.objects.waiting(), *new]
    at_open_schools = filter_at_open_schools([reminder for reminder in due if not reminder.at_once], on=on)
    by_mail: dict[tuple[int, bool], list[Reminder]] = defaultdict(list)
    for reminder in [*(reminder for reminder in due if reminder.at_once), *at_open_schools]:
        by_mail[reminder.to_id, reminder.at_once].append(reminder)
    users = User.objects.in_bulk([user for user, _ in by_mail])
    mails = [
        Forecast(users[user], at_once, count_by_kind(filter_still_due(users[user], reminders, on=on)))
        for (user, at_once), reminders in by_mail.items()
    ]
    return sorted(
        (mail for mail in mails if mail.things),
        key=lambda mail: (not mail.at_once, mail.to.daily_mail_at, mail.to.email),
    )


@dataclass(frozen=True)
class MailState:
    """`waiting` are made and not sent, `failing_since` when the first of them that failed was made."""

    sent_today: int
    waiting: int
    failing_since: dt.datetime | None
    looked_at: dt.datetime | None
    silent: bool


def load_mail_state(school: School, *, now: dt.datetime) -> MailState:
    """The state of the mails that tell of something at the school, in two queries."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    unsent = Q(sent_at__isnull=True, dropped_at__isnull=True)
    counts = Mailing.objects.at_school(school).aggregate(
        sent_today=Count("pk", filter=Q(sent_at__gte=midnight)),
        waiting=Count("pk", filter=unsent),
        failing_since=Min("made_at", filter=unsent & ~Q(failure="")),
    )
    looked_at = Heartbeat.objects.values_list("at", flat=True).first()
    return MailState(**counts, looked_at=looked_at, silent=looked_at is None or looked_at < now - SILENT_AFTER)
