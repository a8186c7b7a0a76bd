"""Calendar days, working days and school days, at their edges."""

import datetime as dt

import pytest

from people.calendar import SchoolDays, bank_holidays, clocks_show, is_working_day
from people.models import Nation

THURSDAY = dt.date(2026, 11, 12)
AUTUMN = (dt.date(2026, 9, 2), dt.date(2026, 12, 18))
SPRING = (dt.date(2027, 1, 5), dt.date(2027, 3, 26))
OPEN = SchoolDays("wales", (SPRING, AUTUMN))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (dt.date(2026, 11, 13), True),  # a Friday
        (dt.date(2026, 11, 14), False),
        (dt.date(2026, 11, 15), False),
        (dt.date(2026, 11, 16), True),
        (dt.date(2026, 12, 24), True),
        (dt.date(2026, 12, 25), False),
        (dt.date(2026, 12, 28), False),  # in place of Boxing Day, a Saturday
        (dt.date(2026, 12, 29), True),
        (dt.date(2028, 2, 29), True),  # a Tuesday
    ],
)
def test_a_working_day_is_one_of_the_week_that_is_no_bank_holiday(day: dt.date, works: bool) -> None:
    assert is_working_day(day, nation="wales") is works


@pytest.mark.parametrize("nation", Nation.values)
def test_every_nation_has_bank_holidays(nation: str) -> None:
    assert dt.date(2026, 12, 25) in bank_holidays(nation, 2026)


@pytest.mark.parametrize("nation", Nation.values)
@pytest.mark.parametrize(
    "day",
    [dt.date(2026, 3, 17), dt.date(2026, 11, 30), dt.date(2029, 1, 2)],
    ids=["Northern Ireland", "Scotland in winter", "Scotland after the new year"],
)
def test_a_bank_holiday_of_another_nation_alone_is_a_working_day(nation: str, day: dt.date) -> None:
    assert is_working_day(day, nation=nation)


@pytest.mark.parametrize(
    ("start", "count", "ends"),
    [
        (THURSDAY, 0, THURSDAY),
        (THURSDAY, 1, dt.date(2026, 11, 13)),
        (THURSDAY, 2, dt.date(2026, 11, 16)),
        (dt.date(2026, 12, 24), 1, dt.date(2026, 12, 29)),
        (dt.date(2027, 2, 26), 1, dt.date(2027, 3, 1)),  # a February without a 29th
        (dt.date(2028, 2, 28), 1, dt.date(2028, 2, 29)),
    ],
)
def test_a_school_without_terms_counts_working_days_over_weekends_and_bank_holidays(
    start: dt.date, count: int, ends: dt.date
) -> None:
    assert SchoolDays("england").add_school_days(start, count) == ends


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (dt.date(2026, 9, 1), True),  # before the first term that the school told of
        (dt.date(2026, 9, 2), True),
        (dt.date(2026, 12, 18), True),
        (dt.date(2026, 12, 21), False),
        (dt.date(2027, 1, 4), False),
        (dt.date(2027, 1, 5), True),
        (dt.date(2027, 1, 9), False),
        (dt.date(2027, 3, 26), False),  # Good Friday, though the last day of term
        (dt.date(2027, 3, 30), True),  # after the last term that the school told of
    ],
)
def test_a_school_day_is_a_working_day_in_term_or_beyond_the_terms_that_were_told(day: dt.date, is_open: bool) -> None:
    assert OPEN.is_school_day(day) is is_open


def test_the_next_school_day_after_a_holiday_is_the_first_of_term() -> None:
    assert OPEN.next_school_day(dt.date(2026, 12, 19)) == dt.date(2027, 1, 5)
    assert OPEN.next_school_day(THURSDAY) == THURSDAY
    assert OPEN.add_school_days(dt.date(2026, 12, 18), 2) == dt.date(2027, 1, 6)


def test_a_school_without_terms_is_open_on_every_working_day() -> None:
    assert SchoolDays("england").next_school_day(dt.date(2026, 12, 25)) == dt.date(2026, 12, 29)


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2027-03-28T00:59:00+00:00", dt.time(0, 59)),
        ("2027-03-28T01:00:00+00:00", dt.time(2, 0)),  # the clocks jump
        ("2026-10-25T00:30:00+00:00", dt.time(1, 30)),
        ("2026-10-25T01:00:00+00:00", dt.time(1, 0)),  # and show the hour again
        ("2026-10-25T01:30:00+00:00", dt.time(1, 30)),
        ("2026-06-30T23:00:00+00:00", dt.time(0, 0)),
    ],
)
def test_the_clocks_of_london_jump_in_spring_and_show_an_hour_twice_in_autumn(moment: str, shown: dt.time) -> None:
    assert clocks_show(at(moment)) == shown
