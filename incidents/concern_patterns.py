"""When a person's entries ask to be looked at together: pure, the days in and the answer out."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

IN_ALL = 3


def look_together(happened_on: Sequence[dt.date], *, reviewed: int) -> bool:
    """Whether the entries nobody has looked at together yet repeat: two within 12 months, or three in all.

    `happened_on` are the days of the entries others raised, in the order they were recorded; self-reports are not
    among them. `reviewed` is how many of them, from the first, the last review looked at.
    """
    new = sorted(happened_on[reviewed:])
    return len(new) >= IN_ALL or any(later <= a_year_after(earlier) for earlier, later in pairwise(new))


def a_year_after(day: dt.date) -> dt.date:
    """The same day of the next year; 28 February after a 29th."""
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if leap_day else day.day)
