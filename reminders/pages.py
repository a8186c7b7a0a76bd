"""What the pages of reminders show: what waits for one person, how mail goes, what a day would send."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.utils import timezone

from people.calendar import ONE_DAY
from people.models import School, User
from reminders.kinds.registry import KINDS, Kind, not_noted, still_standing
from reminders.lookup import school_days_of
from reminders.models import Mailing, Poke, Reminder


def counted(user: User, school: School, *, on: dt.date) -> list[tuple[str, int]]:
    """How many things of each kind wait for the user at the school, in words, those that no mail told of yet."""
    waiting = Reminder.objects.visible_to(user, on=on).waiting().filter(school=school)
    things = {(one.kind, one.thing) for one in still_standing(user, waiting, on=on)}
    by_kind = Counter(kind for kind, _ in things)
    return [(kind.label, by_kind[kind]) for kind in Kind if by_kind[kind]]


def next_mail_on(user: User, school: School, *, today: dt.date) -> dt.date:
    """The day of the user's next digest from this school, if anything waits by then."""
    told_today = Mailing.objects.visible_to(user, on=today).filter(at_once=False, day=today).exists()
    days = school_days_of([school.pk])[school.pk]
    return days.next_school_day(today + ONE_DAY if told_today else today)


@dataclass(frozen=True)
class Forecast:
    """One mail to one person: how many things of each kind it would carry."""

    to: User
    at_once: bool
    things: Counter[Kind]


def forecast(*, on: dt.date) -> list[Forecast]:
    """Every mail of the day by the time it goes out: what waits already, and what comes due by then."""
    waiting: dict[tuple[int, bool], list[Reminder]] = defaultdict(list)
    for one in _on_a_school_day([*Reminder.objects.waiting(), *_not_noted(on)], on):
        waiting[one.to_id, one.at_once].append(one)
    users = User.objects.in_bulk([to for to, _ in waiting])
    found = [_forecast(users[to], some, at_once=at_once, on=on) for (to, at_once), some in waiting.items()]
    mails = [one for one in found if one.things]
    return sorted(mails, key=lambda one: (not one.at_once, one.to.daily_mail_at, one.to.email))


def _forecast(to: User, reminders: list[Reminder], *, at_once: bool, on: dt.date) -> Forecast:
    things = {(one.kind, one.thing) for one in still_standing(to, reminders, on=on)}
    return Forecast(to, at_once, Counter(Kind(kind) for kind, _ in things))


def _not_noted(on: dt.date) -> list[Reminder]:
    return [one for rules in KINDS.values() for one in not_noted(list(rules.find(on)))]


def _on_a_school_day(reminders: list[Reminder], on: dt.date) -> list[Reminder]:
    days = school_days_of({one.school_id for one in reminders})
    return [one for one in reminders if one.at_once or days[one.school_id].is_school_day(on)]


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
