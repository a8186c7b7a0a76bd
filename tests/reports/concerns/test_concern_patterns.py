"""When entries ask to be looked at together, at each boundary."""

import datetime as dt

import pytest

from reports.concerns.pages import add_year, repeats

DAY = dt.date(2025, 11, 12)


def days(*shifts: int) -> list[dt.date]:
    return [DAY + dt.timedelta(days=shift) for shift in shifts]


def test_no_entry_and_one_entry_ask_nothing() -> None:
    assert not repeats([], reviewed=0)
    assert not repeats(days(0), reviewed=0)


@pytest.mark.parametrize(("apart", "asked"), [(0, True), (364, True), (365, True), (366, False)])
def test_two_entries_ask_up_to_twelve_months_apart(apart: int, asked: bool) -> None:
    assert repeats(days(0, apart), reviewed=0) is asked


def test_two_entries_recorded_in_the_other_order_ask_all_the_same() -> None:
    assert repeats(days(365, 0), reviewed=0)


def test_three_entries_ask_however_far_apart() -> None:
    assert repeats(days(0, 1000, 2000), reviewed=0)
    assert not repeats(days(0, 1000), reviewed=0)


@pytest.mark.parametrize(("reviewed", "asked"), [(0, True), (1, True), (2, False), (3, False)])
def test_entries_looked_at_before_ask_no_more(reviewed: int, asked: bool) -> None:
    assert repeats(days(0, 10, 20), reviewed=reviewed) is asked


def test_one_new_entry_soon_after_a_review_does_not_ask() -> None:
    assert not repeats(days(0, 10, 11), reviewed=2)
    assert repeats(days(0, 10, 11, 12), reviewed=2)


def test_what_was_looked_at_goes_by_the_order_of_recording_not_of_the_days() -> None:
    recorded = days(500, 510, 0)

    assert not repeats(recorded, reviewed=2)
    assert repeats([*recorded, *days(30)], reviewed=2)


def test_twelve_months_after_a_leap_day_end_with_february() -> None:
    assert add_year(dt.date(2024, 2, 29)) == dt.date(2025, 2, 28)
    assert add_year(dt.date(2023, 2, 28)) == dt.date(2024, 2, 28)
    assert repeats([dt.date(2024, 2, 29), dt.date(2025, 2, 28)], reviewed=0)
    assert not repeats([dt.date(2024, 2, 29), dt.date(2025, 3, 1)], reviewed=0)
