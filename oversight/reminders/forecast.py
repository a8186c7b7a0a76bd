"""What would go out on a day, worked out without writing or sending anything."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from oversight.models import Reminder
from oversight.reminders.kinds import KINDS, Kind, not_noted, still_standing
from oversight.reminders.school_days import school_days_of
from people.models import User


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
