"""Each kind of reminder: from which day, to whom, and when it ends by itself."""

import datetime as dt

import pytest

from breaches.letters.kinds import Kind as Letter
from oversight.reminders.kinds import KINDS
from oversight.services.noting import note_due
from people.models import Role
from people.services.schools import set_term
from policies.models import ReviewCycle
from policies.rules.words import Step
from policies.services.acknowledgements import acknowledge, change_deadline
from policies.services.reviews import bring_forward, set_cycle
from tests.breaches.letters.making import drafted
from tests.breaches.making import opened, taken
from tests.cast import NOW, TODAY, Cast
from tests.incidents.making import logged
from tests.incidents.telling import team_keeping_to
from tests.incidents.telling import told as reported
from tests.oversight.post import (
    DAY,
    FRIDAY,
    MONDAY,
    SATURDAY,
    SUNDAY,
    TUESDAY,
    Kind,
    at,
    carried,
    names,
    told,
    worked,
)
from tests.policies.reading import DEADLINE, asked, joined

WEEK = dt.timedelta(days=7)


def test_every_kind_has_its_rules() -> None:
    assert set(KINDS) == set(Kind)


# Cases


def test_whoever_looks_after_a_case_hears_of_what_is_due_on_the_day(cast: Cast) -> None:
    case = opened(cast, by=cast.deputy)
    taken(case, Step.MEETING, by=cast.deputy, follow_up_on=(TODAY + 5 * DAY))

    note_due(now=NOW)

    assert told(Kind.CASE) == [("Dewi Pryce", TODAY, "on the day")]


def test_a_case_a_week_late_is_told_to_the_headteacher_too_and_after_two_weeks_to_all_who_handle_cases(
    cast: Cast,
) -> None:
    opened(cast, by=cast.deputy)

    note_due(now=NOW + WEEK - DAY)
    assert names(Kind.CASE) == {"Dewi Pryce"}

    worked(NOW + WEEK)
    assert carried(Kind.CASE) == {"Dewi Pryce", "Siân Morgan"}

    worked(NOW + 2 * WEEK)
    assert carried(Kind.CASE) == {"Dewi Pryce", "Siân Morgan", "Nia Roberts"}


def test_what_is_due_is_told_again_each_week_and_not_in_between(cast: Cast) -> None:
    opened(cast)

    for days in (0, 1, 6, 7, 8, 13, 14, 15):
        note_due(now=NOW + days * DAY)

    mine = [(day, stage) for name, day, stage in told(Kind.CASE) if name == "Siân Morgan"]
    assert mine == [(TODAY, "on the day"), (TODAY, "1 week late"), (TODAY, "2 weeks late")]


# Letters


def test_a_letter_two_school_days_old_is_told_to_whoever_looks_after_its_case(cast: Cast) -> None:
    drafted(opened(cast, by=cast.deputy), Letter.REMOVAL_REQUEST, by=cast.lead)

    note_due(now=FRIDAY)
    assert told(Kind.LETTER) == []

    note_due(now=MONDAY)
    assert told(Kind.LETTER) == [("Dewi Pryce", MONDAY.date(), "on the day")]


def test_where_a_second_person_approves_letters_everybody_but_the_writer_is_told(cast: Cast) -> None:
    cast.school.second_person_approves_letters = True
    cast.school.save()
    drafted(opened(cast), Letter.REMOVAL_REQUEST, by=cast.head)

    worked(MONDAY)

    assert carried(Kind.LETTER) == {"Dewi Pryce", "Nia Roberts"}


# Incidents


def test_an_incident_two_school_days_old_without_a_case_is_told_to_those_who_may_open_one(cast: Cast) -> None:
    logged(cast)

    worked(FRIDAY)
    assert carried(Kind.INCIDENT) == set()

    worked(MONDAY)
    assert carried(Kind.INCIDENT) == {"Siân Morgan", "Dewi Pryce", "Nia Roberts"}


def test_an_incident_of_the_headteacher_is_told_to_the_chair_alone(cast: Cast) -> None:
    logged(cast, by=cast.deputy, subjects=(cast.person_of(cast.head),))

    worked(MONDAY)

    assert carried(Kind.INCIDENT) == {"Huw Evans"}


def test_school_days_wait_for_the_holiday_to_end(cast: Cast) -> None:
    for name, first, last in (("Autumn", 1, 13), ("Winter", 24, 30)):
        days = {"starts_on": dt.date(2026, 11, first), "ends_on": dt.date(2026, 11, last)}
        set_term(by=cast.head, now=NOW, school=cast.school, name=name, **days)
    logged(cast)

    note_due(now=NOW + 11 * DAY)
    assert told(Kind.INCIDENT) == []

    note_due(now=NOW + 12 * DAY)
    assert {day for _, day, _ in told(Kind.INCIDENT)} == {dt.date(2026, 11, 24)}


# Reports


@pytest.mark.django_db
def test_a_report_the_policy_wants_told_at_once_goes_at_once_on_any_day_and_again_after_two_school_days() -> None:
    team = team_keeping_to("st-peters")
    assert reported(team, now=SATURDAY).at_once

    assert len(worked(SATURDAY)) == 2
    assert carried(Kind.REPORT) == {"Hana Head", "Lea Lead"}
    assert worked(SUNDAY) == []

    worked(TUESDAY)
    assert names(Kind.REPORT, stage="on the day") == {"Hana Head", "Lea Lead"}


def test_another_report_waits_for_the_day_s_mail(cast: Cast) -> None:
    report = reported(cast, now=SATURDAY)
    assert not report.at_once

    assert worked(SATURDAY) == []
    assert worked(at(7, 29, of=MONDAY)) == []
    worked(at(7, 30, of=MONDAY))

    assert carried(Kind.REPORT) == {"Siân Morgan", "Nia Roberts"}


# Policies to read


def test_who_has_not_read_is_told_a_week_before_on_the_day_and_each_week_after(cast: Cast) -> None:
    asked(cast)

    for days in (0, 1, 2, 7, 8, 14, 15, 21, 22):
        note_due(now=NOW + days * DAY)

    mine = [(day, stage) for name, day, stage in told(Kind.ACKNOWLEDGEMENT) if name == "Aled Lloyd"]
    assert mine == [(DEADLINE, stage) for stage in ("7 days before", "on the day", "1 week late", "2 weeks late")]


def test_who_has_read_is_told_no_more(cast: Cast) -> None:
    asked(cast)
    note_due(now=NOW + DAY)
    acknowledge(by=cast.teacher, now=NOW, today=TODAY, school=cast.school, version=cast.version)

    worked(NOW + DAY)

    assert "Aled Lloyd" not in carried(Kind.ACKNOWLEDGEMENT)
    assert "Siân Morgan" in carried(Kind.ACKNOWLEDGEMENT)


def test_a_deadline_moved_after_its_reminder_went_out_is_reminded_of_anew(cast: Cast) -> None:
    request = asked(cast)
    worked(NOW + DAY)
    later = DEADLINE + 28 * DAY
    change_deadline(
        by=cast.head, now=NOW, today=TODAY, request=request, was_on=DEADLINE, deadline_on=later, reason="Illness."
    )

    worked(NOW + 8 * DAY)
    worked(NOW + 29 * DAY)

    mine = [(day, stage) for name, day, stage in told(Kind.ACKNOWLEDGEMENT) if name == "Aled Lloyd"]
    assert mine == [(DEADLINE, "7 days before"), (later, "7 days before")]


def test_a_new_starter_has_days_of_their_own(cast: Cast) -> None:

    asked(cast)
    joined(cast, Role.STAFF, on=DEADLINE)

    note_due(now=NOW + 8 * DAY)

    assert "Mair Newydd" not in names(Kind.ACKNOWLEDGEMENT)


# Reviews


def due_by(cast: Cast, day: dt.date, anchor: ReviewCycle.Anchor = ReviewCycle.Anchor.FIXED) -> ReviewCycle:
    """The review of the other school's policy, which has a Headteacher alone, set to a day."""
    cycle = ReviewCycle.objects.get(school=cast.other_school)
    return set_cycle(
        by=cast.outsider,
        now=NOW,
        today=TODAY,
        cycle=cycle,
        revision=cycle.revision,
        owner=None,
        anchor=anchor,
        due_on=day,
    )


def test_a_review_widens_from_its_owner_to_the_chair(cast: Cast) -> None:
    due_by(cast, TODAY + 100 * DAY)

    for number in (9, 10, 39, 40, 69, 70, 92, 93, 99, 100):
        note_due(now=NOW + number * DAY)

    mine = [stage for name, _, stage in told(Kind.REVIEW) if name == "Olive Grant"]
    assert mine == ["90 days before", "60 days before", "30 days before", "7 days before", "on the day"]


def test_a_review_a_long_time_late_is_told_once_not_once_for_each_week_gone_by(cast: Cast) -> None:
    note_due(now=NOW)
    note_due(now=NOW)

    assert [(name, day) for name, day, _ in told(Kind.REVIEW)] == [
        ("Huw Evans", dt.date(2022, 11, 30)),
        ("Carys Jones", dt.date(2022, 11, 30)),
        ("Siân Morgan", dt.date(2022, 11, 30)),
    ]


def test_a_review_by_a_february_without_a_day_is_due_on_its_29th(cast: Cast) -> None:
    due_by(cast, dt.date(2028, 2, 1), ReviewCycle.Anchor.MONTH)

    for day in (23, 28, 29):
        note_due(now=dt.datetime(2028, 2, day, 10, 0, tzinfo=dt.UTC))

    mine = [(day, stage) for name, day, stage in told(Kind.REVIEW) if name == "Olive Grant"]
    assert mine == [(dt.date(2028, 2, 29), "7 days before"), (dt.date(2028, 2, 29), "on the day")]


def test_a_review_brought_forward_after_a_reminder_went_out_is_reminded_of_by_its_new_day(cast: Cast) -> None:
    cycle = due_by(cast, TODAY + 60 * DAY)
    note_due(now=NOW)
    bring_forward(
        by=cast.outsider,
        now=NOW,
        today=TODAY,
        cycle=cycle,
        revision=cycle.revision,
        due_on=TODAY + 7 * DAY,
        reason="New law.",
    )

    worked(NOW)

    mine = [(day, stage) for name, day, stage in told(Kind.REVIEW) if name == "Olive Grant"]
    assert mine == [(TODAY + 7 * DAY, "7 days before"), (TODAY + 60 * DAY, "60 days before")]
    assert carried(Kind.REVIEW) >= {"Olive Grant"}
