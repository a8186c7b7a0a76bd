"""When a review is due, by the document or by the school, on which days somebody is reminded of it, and who."""

import datetime as dt
from bisect import bisect_right
from calendar import monthrange
from enum import StrEnum

from policies.models import ReviewCycle, Version
from policies.stored_packs import pack_of
from web.dates import REMIND_BEFORE, WEEK, day_in_words, month_in_words, weeks_late


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


MONTH_ALONE = len("2022-11")
NONE_SET = "None set"


def anchor_of(version: Version | None) -> tuple[ReviewCycle.Anchor, dt.date | None]:
    """How the document itself says that it comes up for review, and by when; fetch the version with its policy."""
    if version is None or not version.pack_text:
        return ReviewCycle.Anchor.NONE, None
    read = pack_of(version).version
    if read.review_ends is None:
        return ReviewCycle.Anchor.NONE, None
    whole_month = len(read.review) == MONTH_ALONE
    return ReviewCycle.Anchor.MONTH if whole_month else ReviewCycle.Anchor.FIXED, read.review_ends


def due_in_words(cycle: ReviewCycle | None) -> str:
    """When the school's review is due: a day, a month such as November 2022, or none."""
    if cycle is None or cycle.due_on is None:
        return NONE_SET
    due_on = cycle.due_on
    return month_in_words(due_on) if by_month(cycle) else day_in_words(due_on)


def by_month(cycle: ReviewCycle) -> bool:
    """Whether the date in hand is a month without a day, and not a day that a review was brought forward to."""
    due_on = cycle.due_on
    return cycle.whole_month and due_on is not None and due_on == due_on_of_month(due_on.year, due_on.month)
