"""Which terms figures are given for."""

import datetime as dt
from itertools import pairwise

import pytest

from governors.terms import Period, find_ended_periods, find_period
from people.models import TermDates

AUTUMN = TermDates(name="Autumn 2025", starts_on=dt.date(2025, 9, 2), ends_on=dt.date(2025, 12, 19))
SPRING = TermDates(name="Spring 2026", starts_on=dt.date(2026, 1, 5), ends_on=dt.date(2026, 3, 27))
SUMMER = TermDates(name="Summer 2026", starts_on=dt.date(2026, 4, 13), ends_on=dt.date(2026, 7, 20))
TERMS = [SPRING, SUMMER, AUTUMN]


def names(periods: list[Period]) -> list[str]:
    return [period.name for period in periods]


def test_a_term_runs_to_the_day_before_the_next_begins() -> None:
    spring = next(term for term in find_ended_periods(TERMS, today=dt.date(2026, 5, 1)) if term.name == "Spring 2026")
    assert (spring.starts_on, spring.ends_on) == (SPRING.starts_on, dt.date(2026, 4, 12))


@pytest.mark.parametrize(
    ("today", "latest"), [(dt.date(2026, 4, 12), "Autumn 2025"), (dt.date(2026, 4, 13), "Spring 2026")]
)
def test_a_term_has_ended_on_the_day_the_next_begins_and_not_before(today: dt.date, latest: str) -> None:
    assert find_ended_periods(TERMS, today=today)[0].name == latest


def test_the_last_term_given_has_not_ended_however_late_it_is() -> None:
    assert "Summer 2026" not in names(find_ended_periods(TERMS, today=dt.date(2026, 11, 12)))


def test_thirds_of_the_school_year_stand_in_before_the_first_term_and_stop_at_it() -> None:
    third, *_ = [period for period in find_ended_periods(TERMS, today=dt.date(2026, 1, 6)) if period.is_a_third]
    assert (third.name, third.starts_on, third.ends_on) == ("Autumn 2025", dt.date(2025, 9, 1), dt.date(2025, 9, 1))


def test_a_school_without_terms_has_thirds_of_the_school_year() -> None:
    ended = find_ended_periods([], today=dt.date(2026, 11, 12))
    assert names(ended)[:4] == ["Summer 2026", "Spring 2026", "Autumn 2025", "Summer 2025"]
    assert ended[0].ends_on == dt.date(2026, 8, 31)
    assert names(ended)[-1] == "Autumn 2023"
    assert all(period.is_a_third for period in ended)


def test_a_day_of_a_leap_year_has_three_years_behind_it() -> None:
    assert names(find_ended_periods([], today=dt.date(2028, 2, 29)))[-1] == "Spring 2025"


def test_no_day_is_in_two_periods_and_none_between_them_is_left_out() -> None:
    periods = find_ended_periods(TERMS, today=dt.date(2026, 11, 12))[::-1]
    assert all(earlier.ends_on + dt.timedelta(days=1) == later.starts_on for earlier, later in pairwise(periods))


@pytest.mark.parametrize(
    ("today", "name", "ends_on"),
    [
        (dt.date(2025, 9, 1), "Autumn 2025", dt.date(2025, 9, 1)),
        (dt.date(2026, 4, 12), "Spring 2026", dt.date(2026, 4, 12)),
        (dt.date(2026, 4, 13), "Summer 2026", dt.date(2026, 7, 20)),
        (dt.date(2026, 8, 1), "Summer 2026", dt.date(2026, 8, 1)),
    ],
)
def test_every_day_falls_in_a_period(today: dt.date, name: str, ends_on: dt.date) -> None:
    period = find_period(TERMS, today=today)
    assert (period.name, period.ends_on) == (name, ends_on)


def test_a_day_falls_in_a_third_where_there_are_no_terms() -> None:
    assert find_period([], today=dt.date(2026, 11, 12)).ends_on == dt.date(2026, 12, 31)


def test_a_period_begins_and_ends_at_midnight_of_the_school_in_summer_and_in_winter() -> None:
    first, after = Period("", dt.date(2026, 4, 13), dt.date(2026, 10, 31)).moments
    assert (first.isoformat(), after.isoformat()) == ("2026-04-13T00:00:00+01:00", "2026-11-01T00:00:00+00:00")
