"""The time limits of a policy as days by the school's calendar."""

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from breaches.limits import Limits, count_on, find_limits
from breaches.models import Case
from people.calendar import SchoolDays
from people.services import set_term
from policies.rules.pack import TimeLimit
from policies.rules.words import Fact, Step, Unit
from tests.breaches.factories import Outcome, answer, confirm, make_case, reload_case, take
from tests.breaches.mill_lane import change_text, mill_lane_case
from tests.cast import NOW, TODAY, Cast

DAY = dt.timedelta(days=1)
THURSDAY = dt.date(2026, 12, 17)
OPEN = SchoolDays("wales", ((dt.date(2026, 9, 2), dt.date(2026, 12, 18)), (dt.date(2027, 1, 5), dt.date(2027, 3, 26))))
WARNING = 'within = { count = 5, of = "school days", from = "known" }'


def limits_of(case: Case) -> Limits:
    return find_limits(reload_case(case), answer(case), list(case.step_records.all()), case.confirmations.all())


@pytest.mark.parametrize(
    ("count", "unit", "last"),
    [
        (1, Unit.CALENDAR_DAYS, dt.date(2026, 12, 18)),
        (9, Unit.CALENDAR_DAYS, dt.date(2026, 12, 26)),
        (1, Unit.WORKING_DAYS, dt.date(2026, 12, 18)),
        (6, Unit.WORKING_DAYS, dt.date(2026, 12, 29)),  # over Christmas Day and the day in place of Boxing Day
        (1, Unit.SCHOOL_DAYS, dt.date(2026, 12, 18)),
        (2, Unit.SCHOOL_DAYS, dt.date(2027, 1, 5)),
        (1, Unit.WEEKS, dt.date(2026, 12, 24)),
        (2, Unit.MONTHS, dt.date(2027, 2, 17)),
    ],
)
def test_a_limit_is_counted_in_its_own_units(count: int, unit: Unit, last: dt.date) -> None:
    assert count_on(THURSDAY, TimeLimit(count, unit), OPEN) == last


def test_months_end_on_the_last_day_of_a_shorter_month() -> None:
    assert count_on(dt.date(2026, 8, 31), TimeLimit(6, Unit.MONTHS), OPEN) == dt.date(2027, 2, 28)


def open_warning(cast: Cast, *changes: tuple[str, str]) -> Limits:
    """The limits once the warning is open: the talk was had today, and the post is a serious one."""
    case = mill_lane_case(cast, text=change_text(*changes))
    take(case, Step.MEETING, by=cast.head)
    confirm(case, Fact.EXTREME_CASE, by=cast.head)
    return limits_of(case)


@pytest.mark.parametrize(
    ("start", "last"),
    [
        ("happened", dt.date(2026, 11, 16)),  # it happened on Monday 9 November
        ("known", dt.date(2026, 11, 17)),  # the school knew on the 10th
        ("confirmed", TODAY + 7 * DAY),
        ("meeting", TODAY + 7 * DAY),
    ],
)
def test_a_limit_is_counted_from_what_the_policy_says(cast: Cast, start: str, last: dt.date) -> None:
    limits = open_warning(cast, (WARNING, WARNING.replace("known", start)))
    assert limits.by_step[Step.WRITE_WARNING] == last


def test_a_limit_that_counts_from_a_step_has_no_day_until_the_step_is_done(cast: Cast) -> None:
    limits = open_warning(cast, (WARNING, WARNING.replace("known", "contact_police")))
    assert Step.WRITE_WARNING not in limits.by_step


def test_a_holiday_of_the_school_is_not_counted(cast: Cast) -> None:
    days = [("Autumn", dt.date(2026, 9, 1), TODAY), ("Later", TODAY + 14 * DAY, dt.date(2026, 12, 18))]
    for name, first, last in days:
        set_term(by=None, now=NOW, school=cast.school, name=name, starts_on=first, ends_on=last)
    assert open_warning(cast).by_step[Step.WRITE_WARNING] == dt.date(2026, 11, 30)


def test_a_case_is_next_due_by_the_limit_of_its_firm_step(cast: Cast) -> None:
    case = mill_lane_case(cast)
    assert reload_case(case).next_due_on is None, "the talk is normal and no more"
    take(case, Step.MEETING, by=cast.head)
    confirm(case, Fact.EXTREME_CASE, by=cast.head)
    assert reload_case(case).next_due_on == dt.date(2026, 11, 17)


def test_a_follow_up_does_not_put_off_the_limit_of_a_step(cast: Cast) -> None:
    as_a_request = [
        ('done = ["write_warning"]', 'done = ["request_removal"]'),
        ('"write_warning"', '"request_removal"'),
    ]
    case = mill_lane_case(cast, text=change_text(*as_a_request))
    take(case, Step.MEETING, by=cast.head)
    confirm(case, Fact.EXTREME_CASE, by=cast.head)
    take(case, Step.REQUEST_REMOVAL, by=cast.head, outcome=Outcome.NO_REPLY, follow_up_on=TODAY + 14 * DAY)
    assert reload_case(case).next_due_on == dt.date(2026, 11, 17)


def test_what_lasts_ends_so_long_after_it_was_done_and_a_right_counts_from_then(cast: Cast) -> None:
    case = mill_lane_case(cast)
    confirm(case, Fact.REFUSED, by=cast.head)
    before = limits_of(case)
    assert (before.lasting, before.of_rights) == ({}, {})
    take(case, Step.BAN_DEVICES_AT_EVENTS, by=cast.head)
    after = limits_of(case)
    assert after.lasting == {Step.BAN_DEVICES_AT_EVENTS: dt.date(2027, 5, 12)}
    assert after.of_rights == {"ML-4": dt.date(2026, 11, 26)}


def test_a_policy_without_limits_costs_nothing(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    case = make_case(cast)
    given, records = answer(case), list(case.step_records.all())
    with django_assert_num_queries(0):
        assert find_limits(case, given, records, case.confirmations.all()) == Limits()
