"""When a review is due, on which days somebody is reminded of it, and who. Days in, answers out."""

import datetime as dt
from bisect import bisect_right
from calendar import monthrange
from enum import StrEnum

from web.dates import REMIND_BEFORE, WEEK, weeks_late


class Told(StrEnum):
    """Who is reminded of a review; the circle widens as the day comes nearer."""

    OWNER = "owner"
    HEADTEACHER = "headteacher"
    CLERK = "clerk"
    CHAIR = "chair"


def due_on_of_month(year: int, month: int) -> dt.date:
    """The last day of the month: a month without a day is due by its end."""
    return dt.date(year, month, monthrange(year, month)[1])


def due_after_interval(since: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of that month where it has no such day."""
    years, month = divmod(since.month - 1 + months, 12)
    last = due_on_of_month(since.year + years, month + 1)
    return last.replace(day=min(since.day, last.day))


def next_reminder_on(due_on: dt.date, *, after: dt.date) -> dt.date:
    """The first day of a reminder strictly after this day: those before the day, the day, then every week."""
    ahead = [due_on - dt.timedelta(days=days) for days in REMIND_BEFORE]
    if after < due_on:
        return ahead[bisect_right(ahead, after)]
    return due_on + WEEK * (weeks_late(due_on, on=after) + 1)


def first_reminder_on(due_on: dt.date, *, today: dt.date) -> dt.date:
    """When a date that is set today is first reminded of: today where a reminder falls on it or it is late already."""
    if due_on <= today:
        return today
    return next_reminder_on(due_on, after=today - dt.timedelta(days=1))


def audience_of(stage: str, *, has_owner: bool = True) -> tuple[Told, ...]:
    """Who is told at a stage that `reminder_stage` named; the Headteacher stands in where nobody owns the policy."""
    if not stage:
        return ()
    owner = Told.OWNER if has_owner else Told.HEADTEACHER
    widening = {
        "90 days before": (owner,),
        "60 days before": (owner, Told.HEADTEACHER),
        "30 days before": (owner, Told.HEADTEACHER, Told.CLERK),
    }
    return tuple(dict.fromkeys(widening.get(stage, (owner, Told.HEADTEACHER, Told.CLERK, Told.CHAIR))))
