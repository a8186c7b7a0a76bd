"""When a review is due, by the document or by the school, on which days somebody is reminded of it, and who."""

import datetime as dt
from bisect import bisect_right
from calendar import monthrange
from enum import StrEnum

from policies.models import ReviewCycle, Version
from policies.stored_packs import get_pack
from web.dates import REMIND_BEFORE, WEEK, day_in_words, month_in_words, weeks_late

Anchor = ReviewCycle.Anchor
MONTH_ALONE = len("2022-11")


class ReviewRecipient(StrEnum):
    """Who is reminded of a review; the circle widens as the day comes nearer."""

    OWNER = "owner"
    HEADTEACHER = "headteacher"
    CLERK = "clerk"
    CHAIR = "chair"


def read_review_anchor(version: Version | None) -> tuple[ReviewCycle.Anchor, dt.date | None]:
    """How the document itself says that it comes up for review, and by when; fetch the version with its policy."""
    stated = get_pack(version).version if version and version.pack_text else None
    if stated is None or stated.review_ends is None:
        return Anchor.NONE, None
    return Anchor.MONTH if len(stated.review) == MONTH_ALONE else Anchor.FIXED, stated.review_ends


def last_day_of_month(day: dt.date) -> dt.date:
    """The last day of the day's month: a month without a day is due by its end."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(since: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of that month where it has no such day."""
    years, month = divmod(since.month - 1 + months, 12)
    last = last_day_of_month(dt.date(since.year + years, month + 1, 1))
    return last.replace(day=min(since.day, last.day))


def is_due_by_month(cycle: ReviewCycle) -> bool:
    """Whether the date in hand is a month without a day, and not a day that a review was brought forward to."""
    by_month = cycle.anchor == ReviewCycle.Anchor.MONTH
    return by_month and cycle.due_on is not None and cycle.due_on == last_day_of_month(cycle.due_on)


def due_in_words(cycle: ReviewCycle | None) -> str:
    """When the school's review is due: a day, a month such as November 2022, or none."""
    if cycle is None or cycle.due_on is None:
        return "None set"
    return month_in_words(cycle.due_on) if is_due_by_month(cycle) else day_in_words(cycle.due_on)


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


def choose_recipients(stage: str, *, has_owner: bool = True) -> tuple[ReviewRecipient, ...]:
    """Who is reminded at a stage of `reminder_stage`; the Headteacher stands in where nobody owns the policy."""
    if not stage:
        return ()
    owner = ReviewRecipient.OWNER if has_owner else ReviewRecipient.HEADTEACHER
    circle = (owner, ReviewRecipient.HEADTEACHER, ReviewRecipient.CLERK, ReviewRecipient.CHAIR)
    sizes = {"90 days before": 1, "60 days before": 2, "30 days before": 3}
    return tuple(dict.fromkeys(circle[: sizes.get(stage, len(circle))]))
