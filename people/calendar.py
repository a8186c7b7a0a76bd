"""The three clocks of a school: calendar days, working days, and days on which it is open. Pure: days in, days out.

A working day is Monday to Friday but for the bank holidays of the nation. A school day is a working day within one of
the school's terms. Where a school has told no terms, and before the first or after the last it told, every working day
counts: dates that nobody has typed in yet must not keep a reminder back.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5
# The library's names of the nations' own calendars within the United Kingdom.
SUBDIVISIONS = {"england": "ENG", "wales": "WLS"}

Term = tuple[dt.date, dt.date]


@lru_cache(maxsize=64)
def bank_holidays(nation: str, year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=year))


def is_working_day(day: dt.date, *, nation: str) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays(nation, day.year)


@dataclass(frozen=True)
class SchoolDays:
    """When one school is open: its nation, and its terms by their first and last days, in any order."""

    nation: str
    terms: Sequence[Term] = ()

    def is_school_day(self, day: dt.date) -> bool:
        return is_working_day(day, nation=self.nation) and self._in_term(day)

    def next_school_day(self, day: dt.date) -> dt.date:
        """The day itself where the school is open, else the first day on which it is again."""
        while not self.is_school_day(day):
            day += ONE_DAY
        return day

    def add_school_days(self, day: dt.date, count: int) -> dt.date:
        """The school day that comes so many school days after this day."""
        for _ in range(count):
            day = self.next_school_day(day + ONE_DAY)
        return day

    def _in_term(self, day: dt.date) -> bool:
        within = any(first <= day <= last for first, last in self.terms)
        is_known = bool(self.terms) and min(self.terms)[0] <= day <= max(last for _, last in self.terms)
        return within or not is_known


def clocks_show(now: dt.datetime) -> dt.time:
    """What the clocks of London show at this moment.

    They jump over an hour in spring, and a time in it has come once they have jumped. They show an hour twice in
    autumn: a time in it has come the first time, is still to come when it begins again, and then comes once more.
    """
    return now.astimezone(LONDON).time()
