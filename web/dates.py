"""Days: in words, apart from each other, and as the stages at which somebody is reminded of one."""

import datetime as dt

WEEK = dt.timedelta(days=7)
REMIND_BEFORE = (90, 60, 30, 7, 0)
ON_THE_DAY = "on the day"


def day_in_words(day: dt.date | None) -> str:
    """A day such as 15 January 2022; empty where there is none. Give a moment as its local day."""
    return f"{day.day} {day:%B %Y}" if day else ""


def month_in_words(day: dt.date) -> str:
    return f"{day:%B %Y}"


def when_in_words(day: dt.date, *, today: dt.date) -> str:
    """When something is due: Overdue, Today, or the day itself."""
    if day < today:
        return "Overdue"
    return "Today" if day == today else day_in_words(day)


def days_left(due_on: dt.date, *, on: dt.date) -> int:
    """How many days are left until the day; below zero once it has passed."""
    return (due_on - on).days


def weeks_late(due_on: dt.date, *, on: dt.date) -> int:
    return max((on - due_on) // WEEK, 0)


def reminder_stage(due_on: dt.date, *, on: dt.date) -> str:
    """The latest stage reached, such as "90 days before" or "2 weeks late"; empty while none is."""
    days = days_left(due_on, on=on)
    if days > 0:
        stages = [stage for stage in REMIND_BEFORE if stage >= days]
        return f"{stages[-1]} days before" if stages else ""
    weeks = weeks_late(due_on, on=on)
    return f"{weeks} week{'s' if weeks > 1 else ''} late" if weeks else ON_THE_DAY
