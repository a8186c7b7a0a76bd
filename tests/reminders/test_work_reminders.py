"""Reminders of work: cases, letters, incidents and reports, from which day and to whom."""

import datetime as dt
import uuid

import pytest

from breaches.letters.kinds import LetterKind
from people.services import set_term
from policies.rules.words import Finding, Step
from reminders.kinds.registry import KINDS
from reminders.services import create_reminders
from reports.services import add_to_report, read_report
from tests.breaches.factories import close, make_case, take
from tests.breaches.letters.factories import draft
from tests.cast import NOW, TODAY, Cast
from tests.incidents.factories import make_incident
from tests.policies.factories import end_roles
from tests.reminders.factories import (
    DAY,
    FRIDAY,
    MONDAY,
    SATURDAY,
    SUNDAY,
    TUESDAY,
    Kind,
    at,
    list_mailed,
    list_reminded,
    reminders_of,
    run_worker,
)
from tests.reports.factories import make_staff_report, team_keeping_to

pytestmark = pytest.mark.engine

WEEK = dt.timedelta(days=7)


def test_every_kind_has_its_rules() -> None:
    assert set(KINDS) == set(Kind)


# Cases


def test_whoever_looks_after_a_case_hears_of_what_is_due_on_the_day(cast: Cast) -> None:
    case = make_case(cast, by=cast.deputy)
    take(case, Step.MEETING, by=cast.deputy, follow_up_on=(TODAY + 5 * DAY))

    create_reminders(now=NOW)

    assert reminders_of(Kind.CASE) == [("Dewi Pryce", TODAY, "on the day")]


def test_a_case_a_week_late_is_told_to_the_headteacher_too_and_after_two_weeks_to_all_who_handle_cases(
    cast: Cast,
) -> None:
    make_case(cast, by=cast.deputy)

    create_reminders(now=NOW + WEEK - DAY)
    assert list_reminded(Kind.CASE) == {"Dewi Pryce"}

    run_worker(NOW + WEEK)
    assert list_mailed(Kind.CASE) == {"Dewi Pryce", "Siân Morgan"}

    run_worker(NOW + 2 * WEEK)
    assert list_mailed(Kind.CASE) == {"Dewi Pryce", "Siân Morgan", "Nia Roberts"}


def test_where_whoever_looked_after_a_case_has_left_the_headteacher_is_told(cast: Cast) -> None:
    make_case(cast, by=cast.deputy)
    end_roles(cast, cast.deputy, on=TODAY)

    run_worker(FRIDAY)

    assert list_mailed(Kind.CASE) == {"Siân Morgan"}


def test_what_is_due_is_told_again_each_week_and_not_in_between(cast: Cast) -> None:
    make_case(cast)

    for days in (0, 1, 6, 7, 8, 13, 14, 15):
        create_reminders(now=NOW + days * DAY)

    mine = [(day, stage) for name, day, stage in reminders_of(Kind.CASE) if name == "Siân Morgan"]
    assert mine == [(TODAY, "on the day"), (TODAY, "1 week late"), (TODAY, "2 weeks late")]


def test_what_is_to_decide_is_told_after_a_week_and_then_each_week(cast: Cast) -> None:
    case = make_case(cast, by=cast.deputy, findings={Finding.THREAT: "Seen."})
    assert case.decide_since == TODAY

    for days in (0, 6, 7, 8, 13, 14):
        create_reminders(now=NOW + days * DAY)

    told = [("Dewi Pryce", TODAY + WEEK, "on the day"), ("Dewi Pryce", TODAY + WEEK, "1 week late")]
    assert reminders_of(Kind.DECISION) == told
    assert reminders_of(Kind.CASE) == []


def test_what_was_decided_is_told_to_nobody(cast: Cast) -> None:
    case = make_case(cast, by=cast.deputy, findings={Finding.THREAT: "Seen."})
    create_reminders(now=NOW + WEEK)
    close(case, by=cast.deputy)

    run_worker(NOW + WEEK)

    assert list_mailed(Kind.DECISION) == set()


def test_where_whoever_had_to_decide_has_left_the_headteacher_is_told(cast: Cast) -> None:
    make_case(cast, by=cast.deputy, findings={Finding.THREAT: "Seen."})
    end_roles(cast, cast.deputy, on=TODAY)

    run_worker(NOW + WEEK + DAY)

    assert list_mailed(Kind.DECISION) == {"Siân Morgan"}


# Letters


def test_a_letter_two_school_days_old_is_told_to_whoever_looks_after_its_case(cast: Cast) -> None:
    draft(make_case(cast, by=cast.deputy), LetterKind.REMOVAL_REQUEST, by=cast.lead)

    create_reminders(now=FRIDAY)
    assert reminders_of(Kind.LETTER) == []

    create_reminders(now=MONDAY)
    assert reminders_of(Kind.LETTER) == [("Dewi Pryce", MONDAY.date(), "on the day")]


def test_where_a_second_person_approves_letters_everybody_but_the_writer_is_told(cast: Cast) -> None:
    cast.school.second_person_approves_letters = True
    cast.school.save()
    draft(make_case(cast), LetterKind.REMOVAL_REQUEST, by=cast.head)

    run_worker(MONDAY)

    assert list_mailed(Kind.LETTER) == {"Dewi Pryce", "Nia Roberts"}


# Incidents


def test_an_incident_two_school_days_old_without_a_case_is_told_to_those_who_may_open_one(cast: Cast) -> None:
    make_incident(cast)

    run_worker(FRIDAY)
    assert list_mailed(Kind.INCIDENT) == set()

    run_worker(MONDAY)
    assert list_mailed(Kind.INCIDENT) == {"Siân Morgan", "Dewi Pryce", "Nia Roberts"}


def test_an_incident_of_the_headteacher_is_told_to_the_chair_alone(cast: Cast) -> None:
    make_incident(cast, by=cast.deputy, subjects=(cast.person_of(cast.head),))

    run_worker(MONDAY)

    assert list_mailed(Kind.INCIDENT) == {"Huw Evans"}


def test_school_days_wait_for_the_holiday_to_end(cast: Cast) -> None:
    for name, first, last in (("Autumn", 1, 13), ("Winter", 24, 30)):
        days = {"starts_on": dt.date(2026, 11, first), "ends_on": dt.date(2026, 11, last)}
        set_term(by=cast.head, now=NOW, school=cast.school, name=name, **days)
    make_incident(cast)

    create_reminders(now=NOW + 11 * DAY)
    assert reminders_of(Kind.INCIDENT) == []

    create_reminders(now=NOW + 12 * DAY)
    assert {day for _, day, _ in reminders_of(Kind.INCIDENT)} == {dt.date(2026, 11, 24)}


# Reports


@pytest.mark.django_db
def test_a_report_the_policy_wants_told_at_once_goes_at_once_on_any_day_and_again_after_two_school_days() -> None:
    team = team_keeping_to("st-peters")
    assert make_staff_report(team, now=SATURDAY).at_once

    assert len(run_worker(SATURDAY)) == 2
    assert list_mailed(Kind.REPORT) == {"Hana Head", "Lea Lead"}
    assert run_worker(SUNDAY) == []

    run_worker(TUESDAY)
    assert list_reminded(Kind.REPORT, stage="on the day") == {"Hana Head", "Lea Lead"}


def test_another_report_waits_for_the_day_s_mail(cast: Cast) -> None:
    report = make_staff_report(cast, now=SATURDAY)
    assert not report.at_once

    assert run_worker(SATURDAY) == []
    assert run_worker(at(7, 29, of=MONDAY)) == []
    run_worker(at(7, 30, of=MONDAY))

    assert list_mailed(Kind.REPORT) == {"Siân Morgan", "Nia Roberts"}


def test_what_was_added_to_a_report_after_it_was_read_is_told_in_the_day_s_mail(cast: Cast) -> None:
    report = make_staff_report(cast)
    run_worker(NOW)
    read_report(by=cast.head, now=NOW, report=report)
    token = uuid.UUID("0f6d6a52-6c51-4a0e-8a39-0a0f3f4a1b77")
    add_to_report(by=cast.teacher, now=FRIDAY, report=report, words="He wrote again.", form_token=token)

    run_worker(FRIDAY)
    assert list_reminded(Kind.REPORT, stage="when it was added to") == {"Siân Morgan", "Nia Roberts"}

    read_report(by=cast.head, now=FRIDAY, report=report)
    run_worker(TUESDAY)
    assert list_reminded(Kind.REPORT, stage="on the day") == set()
