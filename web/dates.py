"""Days in words."""

import datetime as dt

from django.utils import formats


def day_in_words(day: dt.date | None) -> str:
    """A day such as 15 January 2022; empty where there is none."""
    return formats.date_format(day, "j F Y") if day else ""


def when_in_words(day: dt.date, *, today: dt.date) -> str:
    """When something is due: Overdue, Today, or the day itself."""
    if day < today:
        return "Overdue"
    return "Today" if day == today else day_in_words(day)
