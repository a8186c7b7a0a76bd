"""The terms that figures are given for: each from its first day to the day before the next one begins."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.utils import timezone

from people.models import TermDates

DAY = dt.timedelta(days=1)
YEARS_BACK = 3
# The school year in three, for a time that a school has no terms for: the month each begins in.
THIRDS = ((9, "Autumn"), (1, "Spring"), (5, "Summer"))


@dataclass(frozen=True)
class Period:
    """Days of one school's year that are counted together, both included; `is_a_third` where no term was given."""

    name: str
    starts_on: dt.date
    ends_on: dt.date
    is_a_third: bool = False

    @property
    def key(self) -> str:
        return self.starts_on.isoformat()

    @property
    def moments(self) -> tuple[dt.datetime, dt.datetime]:
        """From the first moment of the first day, up to the first moment after the last."""
        first, after = (
            dt.datetime.combine(day, dt.time(), timezone.get_default_timezone())
            for day in (self.starts_on, self.ends_on + DAY)
        )
        return first, after


def find_ended_periods(terms: Iterable[TermDates], *, today: dt.date) -> list[Period]:
    """The periods that were over before the day, the latest first, three years back.

    A term lasts until the next begins, so the last of a school's terms is not over before another was given. Thirds
    of the school year stand in for terms before the first that is given.
    """
    in_order = sorted(terms, key=lambda term: term.starts_on)
    between = [Period(term.name, term.starts_on, after.starts_on - DAY) for term, after in pairwise(in_order)]
    since = today.replace(year=today.year - YEARS_BACK, day=1)
    before = in_order[0].starts_on if in_order else None
    periods = [*_list_thirds(since, until=today, before=before), *between]
    return [period for period in reversed(periods) if since <= period.ends_on < today]


def find_period(terms: Iterable[TermDates], *, today: dt.date) -> Period:
    """The period that the day falls in; its end is the end of the term where no other follows."""
    in_order = sorted(terms, key=lambda term: term.starts_on)
    begun = [term for term in in_order if term.starts_on <= today]
    if not begun:
        return _list_thirds(today, until=today, before=in_order[0].starts_on if in_order else None)[-1]
    after = next((term for term in in_order if term.starts_on > today), None)
    ends_on = after.starts_on - DAY if after else max(begun[-1].ends_on, today)
    return Period(begun[-1].name, begun[-1].starts_on, ends_on)


def _list_thirds(since: dt.date, *, until: dt.date, before: dt.date | None) -> list[Period]:
    """The thirds that begin between the year before the first day and the last day, cut short by the first term."""
    starts = [
        (dt.date(year, month, 1), name) for year in range(since.year - 1, until.year + 2) for month, name in THIRDS
    ]
    thirds = []
    for (starts_on, name), (next_on, _) in pairwise(sorted(starts)):
        ends_on = min(next_on, before) - DAY if before else next_on - DAY
        if starts_on <= min(until, ends_on):
            thirds.append(Period(f"{name} {starts_on.year}", starts_on, ends_on, is_a_third=True))
    return thirds
