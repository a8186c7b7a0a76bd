"""Days in words, on each boundary and one either side."""

import datetime as dt

import pytest

from web.dates import day_in_words, month_in_words, when_in_words

TODAY = dt.date(2026, 11, 12)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "words"), [(TODAY - DAY, "Overdue"), (TODAY, "Today"), (TODAY + DAY, "13 November 2026")]
)
def test_what_is_due_is_overdue_the_day_after_its_day(day: dt.date, words: str) -> None:
    assert when_in_words(day, today=TODAY) == words


def test_a_day_is_written_without_a_nought_before_it() -> None:
    assert day_in_words(dt.date(2022, 1, 5)) == "5 January 2022"
    assert day_in_words(dt.datetime(2022, 1, 5, 23, 59, tzinfo=dt.UTC)) == "5 January 2022"
    assert month_in_words(dt.date(2022, 1, 5)) == "January 2022"


def test_no_day_is_written_as_nothing() -> None:
    assert day_in_words(None) == ""
