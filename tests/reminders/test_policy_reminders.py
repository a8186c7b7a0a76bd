"""Reminders of policies, to read and to review: from which day, to whom, and when they end by themselves."""

import datetime as dt

import pytest

from people.models import Role, User
from policies.models import ReviewCycle
from policies.readers.services import acknowledge, change_deadline
from policies.reviews.services import bring_forward, set_cycle
from reminders.services import create_reminders
from tests.cast import NOW, TODAY, Cast
from tests.policies.factories import DEADLINE, add_joiner, end_roles, request_reading
from tests.reminders.factories import DAY, Kind, list_mailed, list_reminded, reminders_of, run_worker

pytestmark = pytest.mark.engine

# Policies to read


def test_who_has_not_read_is_told_a_week_before_on_the_day_and_each_week_after(cast: Cast) -> None:
    request_reading(cast)

    for days in (0, 1, 2, 7, 8, 14, 15, 21, 22):
        create_reminders(now=NOW + days * DAY)

    mine = [(day, stage) for name, day, stage in reminders_of(Kind.ACKNOWLEDGEMENT) if name == "Aled Lloyd"]
    assert mine == [(DEADLINE, stage) for stage in ("7 days before", "on the day", "1 week late", "2 weeks late")]


def test_who_has_read_is_told_no_more(cast: Cast) -> None:
    request_reading(cast)
    create_reminders(now=NOW + DAY)
    acknowledge(by=cast.teacher, now=NOW, today=TODAY, school=cast.school, version=cast.version)

    run_worker(NOW + DAY)

    assert "Aled Lloyd" not in list_mailed(Kind.ACKNOWLEDGEMENT)
    assert "Siân Morgan" in list_mailed(Kind.ACKNOWLEDGEMENT)


def test_a_deadline_moved_after_its_reminder_went_out_is_reminded_of_anew(cast: Cast) -> None:
    request = request_reading(cast)
    run_worker(NOW + DAY)
    later = DEADLINE + 28 * DAY
    change_deadline(
        by=cast.head,
        now=NOW,
        today=TODAY,
        request=request,
        revision=request.revision,
        deadline_on=later,
        reason="Illness.",
    )

    run_worker(NOW + 8 * DAY)
    run_worker(NOW + 29 * DAY)

    mine = [(day, stage) for name, day, stage in reminders_of(Kind.ACKNOWLEDGEMENT) if name == "Aled Lloyd"]
    assert mine == [(DEADLINE, "7 days before"), (later, "7 days before")]


def test_a_new_starter_has_days_of_their_own(cast: Cast) -> None:

    request_reading(cast)
    add_joiner(cast, Role.STAFF, on=DEADLINE)

    create_reminders(now=NOW + 8 * DAY)

    assert "Mair Newydd" not in list_reminded(Kind.ACKNOWLEDGEMENT)


# Reviews


def due_by(
    cast: Cast, day: dt.date, anchor: ReviewCycle.Anchor = ReviewCycle.Anchor.FIXED, owner: User | None = None
) -> ReviewCycle:
    """The review of the other school's policy, which has a Headteacher alone, set to a day."""
    cycle = ReviewCycle.objects.get(school=cast.other_school)
    return set_cycle(
        by=cast.outsider,
        now=NOW,
        today=TODAY,
        cycle=cycle,
        revision=cycle.revision,
        owner=owner,
        anchor=anchor,
        due_on=day,
    )


def test_a_review_widens_from_its_owner_to_the_chair(cast: Cast) -> None:
    due_by(cast, TODAY + 100 * DAY)

    for number in (9, 10, 39, 40, 69, 70, 92, 93, 99, 100):
        create_reminders(now=NOW + number * DAY)

    mine = [stage for name, _, stage in reminders_of(Kind.REVIEW) if name == "Olive Grant"]
    assert mine == ["90 days before", "60 days before", "30 days before", "7 days before", "on the day"]


def test_the_owner_is_told_first_and_the_headteacher_in_their_stead_once_they_have_left(cast: Cast) -> None:
    due_by(cast, TODAY + 90 * DAY, owner=add_joiner(cast, Role.STAFF, on=TODAY, school=cast.other_school))
    create_reminders(now=NOW)
    assert list_reminded(Kind.REVIEW, stage="90 days before") == {"Mair Newydd"}

    end_roles(cast, User.objects.get(name="Mair Newydd"), on=TODAY)
    run_worker(NOW + 32 * DAY)

    assert list_mailed(Kind.REVIEW) & {"Mair Newydd", "Olive Grant"} == {"Olive Grant"}


def test_a_review_a_long_time_late_is_told_once_not_once_for_each_week_gone_by(cast: Cast) -> None:
    create_reminders(now=NOW)
    create_reminders(now=NOW)

    assert [(name, day) for name, day, _ in reminders_of(Kind.REVIEW)] == [
        ("Huw Evans", dt.date(2022, 11, 30)),
        ("Carys Jones", dt.date(2022, 11, 30)),
        ("Siân Morgan", dt.date(2022, 11, 30)),
    ]


def test_a_review_by_a_february_without_a_day_is_due_on_its_29th(cast: Cast) -> None:
    due_by(cast, dt.date(2028, 2, 1), ReviewCycle.Anchor.MONTH)

    for day in (23, 28, 29):
        create_reminders(now=dt.datetime(2028, 2, day, 10, 0, tzinfo=dt.UTC))

    mine = [(day, stage) for name, day, stage in reminders_of(Kind.REVIEW) if name == "Olive Grant"]
    assert mine == [(dt.date(2028, 2, 29), "7 days before"), (dt.date(2028, 2, 29), "on the day")]


def test_a_review_brought_forward_after_a_reminder_went_out_is_reminded_of_by_its_new_day(cast: Cast) -> None:
    cycle = due_by(cast, TODAY + 60 * DAY)
    create_reminders(now=NOW)
    bring_forward(
        by=cast.outsider,
        now=NOW,
        today=TODAY,
        cycle=cycle,
        revision=cycle.revision,
        due_on=TODAY + 7 * DAY,
        reason="New law.",
    )

    run_worker(NOW)

    mine = [(day, stage) for name, day, stage in reminders_of(Kind.REVIEW) if name == "Olive Grant"]
    assert mine == [(TODAY + 7 * DAY, "7 days before"), (TODAY + 60 * DAY, "60 days before")]
    assert list_mailed(Kind.REVIEW) >= {"Olive Grant"}
