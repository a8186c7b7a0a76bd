"""The days of reviews and of their reminders, on each boundary and one either side."""

import datetime as dt

import pytest

from policies.reviews.schedule import (
    ReviewRecipient,
    add_months,
    choose_recipients,
    first_reminder_on,
    last_day_of_month,
    next_reminder_on,
)
from web.dates import REMIND_BEFORE, days_left, reminder_stage

DAY = dt.timedelta(days=1)
DUE = dt.date(2026, 11, 30)


def before(days: int) -> dt.date:
    return DUE - dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("year", "month", "last"), [(2024, 2, 29), (2023, 2, 28), (2100, 2, 28), (2026, 11, 30), (2026, 12, 31)]
)
def test_a_month_without_a_day_is_due_on_its_last_day(year: int, month: int, last: int) -> None:
    assert last_day_of_month(dt.date(year, month, 1)) == dt.date(year, month, last)


@pytest.mark.parametrize(
    ("since", "months", "due"),
    [
        (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
        (dt.date(2024, 2, 29), 48, dt.date(2028, 2, 29)),
        (dt.date(2024, 2, 28), 12, dt.date(2025, 2, 28)),
        (dt.date(2023, 2, 28), 12, dt.date(2024, 2, 28)),
        (dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2026, 8, 31), 18, dt.date(2028, 2, 29)),
        (dt.date(2026, 11, 30), 1, dt.date(2026, 12, 30)),
        (dt.date(2026, 12, 15), 1, dt.date(2027, 1, 15)),
        (dt.date(2026, 12, 15), 12, dt.date(2027, 12, 15)),
    ],
)
def test_an_interval_keeps_the_day_or_takes_the_last_of_the_month(since: dt.date, months: int, due: dt.date) -> None:
    assert add_months(since, months) == due


def test_the_days_left_fall_below_zero_once_the_day_has_passed() -> None:
    assert [days_left(DUE, on=on) for on in (DUE - DAY, DUE, DUE + DAY)] == [1, 0, -1]


@pytest.mark.parametrize("days", [days for days in REMIND_BEFORE if days])
def test_each_reminder_before_the_day_comes_strictly_after_the_day_given(days: int) -> None:
    later = before(REMIND_BEFORE[REMIND_BEFORE.index(days) + 1])

    assert next_reminder_on(DUE, after=before(days) - DAY) == before(days)
    assert next_reminder_on(DUE, after=before(days)) == later
    assert next_reminder_on(DUE, after=before(days) + DAY) == later


def test_long_before_the_first_reminder_is_ninety_days_before() -> None:
    assert next_reminder_on(DUE, after=DUE - dt.timedelta(days=4000)) == before(90)


@pytest.mark.parametrize(
    ("after", "days"), [(-1, 0), (0, 7), (1, 7), (6, 7), (7, 14), (8, 14), (13, 14), (14, 21), (700, 707)]
)
def test_from_the_day_on_a_reminder_falls_every_week(after: int, days: int) -> None:
    assert next_reminder_on(DUE, after=DUE + after * DAY) == DUE + days * DAY


def test_reminders_around_a_leap_day_count_days_and_not_dates() -> None:
    assert next_reminder_on(dt.date(2024, 3, 30), after=dt.date(2024, 2, 28)) == dt.date(2024, 2, 29)
    assert next_reminder_on(dt.date(2024, 2, 29), after=dt.date(2024, 2, 29)) == dt.date(2024, 3, 7)
    assert reminder_stage(dt.date(2024, 3, 7), on=dt.date(2024, 2, 29)) == "7 days before"
    assert reminder_stage(dt.date(2023, 3, 7), on=dt.date(2023, 2, 28)) == "7 days before"


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        (91, ""),
        (90, "90 days before"),
        (61, "90 days before"),
        (60, "60 days before"),
        (31, "60 days before"),
        (30, "30 days before"),
        (8, "30 days before"),
        (7, "7 days before"),
        (1, "7 days before"),
        (0, "on the day"),
        (-6, "on the day"),
        (-7, "1 week late"),
        (-13, "1 week late"),
        (-14, "2 weeks late"),
    ],
)
def test_the_stage_is_the_latest_one_reached(days: int, stage: str) -> None:
    assert reminder_stage(DUE, on=before(days)) == stage


@pytest.mark.parametrize(
    ("days", "first"), [(100, 90), (91, 90), (90, 90), (89, 60), (7, 7), (6, 0), (0, 0), (-1, -1), (-8, -8)]
)
def test_a_date_set_today_is_reminded_of_today_if_it_is_late_or_a_reminder_falls_on_today(
    days: int, first: int
) -> None:
    assert first_reminder_on(DUE, today=before(days)) == before(first)


def test_a_date_moved_after_a_reminder_went_out_is_counted_from_the_new_date() -> None:
    told_on = before(90)
    moved = DUE - dt.timedelta(days=45)

    assert reminder_stage(moved, on=told_on) == "60 days before"
    assert next_reminder_on(moved, after=told_on) == moved - dt.timedelta(days=30)
    assert next_reminder_on(DUE + 365 * DAY, after=told_on) == DUE + 275 * DAY


@pytest.mark.parametrize(
    ("stage", "recipients"),
    [
        ("", ()),
        ("90 days before", (ReviewRecipient.OWNER,)),
        ("60 days before", (ReviewRecipient.OWNER, ReviewRecipient.HEADTEACHER)),
        ("30 days before", (ReviewRecipient.OWNER, ReviewRecipient.HEADTEACHER, ReviewRecipient.CLERK)),
        ("7 days before", tuple(ReviewRecipient)),
        ("on the day", tuple(ReviewRecipient)),
        ("1 week late", tuple(ReviewRecipient)),
        ("52 weeks late", tuple(ReviewRecipient)),
    ],
)
def test_the_circle_of_recipients_widens(stage: str, recipients: tuple[ReviewRecipient, ...]) -> None:
    assert choose_recipients(stage) == recipients


def test_the_headteacher_stands_in_where_nobody_owns_the_policy() -> None:
    assert choose_recipients("90 days before", has_owner=False) == (ReviewRecipient.HEADTEACHER,)
    assert choose_recipients("60 days before", has_owner=False) == (ReviewRecipient.HEADTEACHER,)
    assert choose_recipients("on the day", has_owner=False) == (
        ReviewRecipient.HEADTEACHER,
        ReviewRecipient.CLERK,
        ReviewRecipient.CHAIR,
    )
