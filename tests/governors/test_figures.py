"""What is counted of a term, for whom, and what of it is let out."""

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from governors.figures import Figures, FiguresScope, count_figures, count_incidents
from governors.terms import Period
from incidents.services.drafts import step_back
from people.models import Capacity, Role, User
from people.services import add_member, end_membership
from policies.rules.wording import FINDINGS
from policies.rules.wordings import CORE_WORDINGS
from policies.rules.words import Finding, Step
from tests.cast import TODAY, Cast
from tests.governors.factories import (
    IN_TERM,
    TERM_BEFORE,
    case_at,
    close_at,
    make_incident_at,
    make_incidents,
    take_at,
)

pytestmark = pytest.mark.engine

SUMMER = Period("Summer 2026", dt.date(2026, 5, 1), dt.date(2026, 8, 31), is_a_third=True)
SPRING = Period("Spring 2026", dt.date(2026, 1, 1), dt.date(2026, 4, 30), is_a_third=True)
DAY = dt.timedelta(days=1)


def make_scope(cast: Cast, *, period: Period = SUMMER, viewer: User | None = None) -> FiguresScope:
    return FiguresScope(school_id=cast.school.pk, period=period, today=TODAY, viewer=viewer)


def figures(cast: Cast, *, period: Period = SUMMER, viewer: User | None = None) -> Figures:
    return count_figures(make_scope(cast, period=period, viewer=viewer), CORE_WORDINGS)


def test_a_term_with_nothing_in_it_shows_no_nought(cast: Cast) -> None:
    term = figures(cast)
    assert (term.incidents, term.reports, term.days_to_first_step, term.days_to_close) == (None,) * 4
    assert set(term.parties.values()) | set(term.kinds.values()) == {None}
    assert term.steps == ()


def test_each_subject_of_an_incident_counts_once_in_their_own_capacity(cast: Cast) -> None:
    make_incidents(cast, 5)
    both = [(cast.parent, Capacity.PARENT), (cast.pupil, Capacity.PUPIL)]
    for _ in range(5):
        make_incident_at(IN_TERM, by=cast.deputy, school=cast.school, subjects=both)
    term = figures(cast)
    assert term.incidents == 15
    assert term.parties[Capacity.PARENT] == 10
    assert term.parties[Capacity.PUPIL] is None  # alone it would say that there are none of the rest


def test_affected_people_and_witnesses_are_not_counted(cast: Cast) -> None:
    make_incidents(cast, 5, affected=[cast.pupil])
    assert figures(cast).incidents == 5


def test_a_kind_of_finding_counts_each_incident_once_however_many_of_its_findings_it_has(cast: Cast) -> None:
    make_incidents(cast, 6, findings=(Finding.DEFAMATION, Finding.ALLEGATION, Finding.THREAT))
    make_incidents(cast, 5, findings=(Finding.DISREPUTE,))
    make_incidents(cast, 4, findings=(Finding.CHILD_IMAGE,))
    kinds = figures(cast).kinds
    assert kinds[FINDINGS[Finding.THREAT].heading] == 6
    assert kinds[FINDINGS[Finding.DEFAMATION].heading] is None  # eleven of fifteen leave four
    assert kinds[FINDINGS[Finding.CHILD_IMAGE].heading] is None


@pytest.mark.parametrize(
    ("moment", "counted"),
    [
        (dt.datetime(2026, 4, 30, 22, 59, tzinfo=dt.UTC), False),
        (dt.datetime(2026, 4, 30, 23, 0, tzinfo=dt.UTC), True),
        (dt.datetime(2026, 8, 31, 22, 59, tzinfo=dt.UTC), True),
        (dt.datetime(2026, 8, 31, 23, 0, tzinfo=dt.UTC), False),
    ],
)
def test_an_incident_counts_by_the_day_it_was_logged_at_the_school(
    cast: Cast, moment: dt.datetime, counted: bool
) -> None:
    make_incidents(cast, 4)
    make_incidents(cast, 1, now=moment, known_days_ago=20)
    assert figures(cast).incidents == (5 if counted else None)


def test_an_incident_about_the_headteacher_is_counted_for_nobody(cast: Cast) -> None:
    make_incidents(cast, 5)
    make_incidents(cast, 5, subject=cast.person_of(cast.head), capacity=Capacity.STAFF)
    assert figures(cast).incidents == 5
    assert figures(cast, viewer=cast.deputy).incidents == 5
    assert figures(cast, viewer=cast.head).incidents == 5


def test_somebody_who_becomes_headteacher_later_does_not_move_the_figures(cast: Cast) -> None:
    make_incidents(cast, 5)
    make_incidents(cast, 1, subject=cast.person_of(cast.lead), capacity=Capacity.STAFF)
    assert figures(cast).incidents == 6
    membership = cast.head.memberships.get()
    end_membership(by=cast.administrator, now=IN_TERM, membership=membership, to_on=TODAY - DAY)
    add_member(
        by=cast.administrator, now=IN_TERM, school=cast.school, user=cast.lead, role=Role.HEADTEACHER, from_on=TODAY
    )
    assert figures(cast).incidents == 6


def test_who_handles_cases_is_given_what_they_may_know_of_and_governors_all(cast: Cast) -> None:
    make_incidents(cast, 5)
    make_incidents(cast, 2, affected=[cast.person_of(cast.head)])
    recused, *_ = make_incidents(cast, 1)
    step_back(by=cast.head, now=IN_TERM, incident=recused, why="A friend.")
    assert figures(cast).incidents == 8
    assert figures(cast, viewer=cast.head).incidents == 5
    assert figures(cast, viewer=cast.deputy).incidents == 8


def test_another_school_and_a_draft_are_not_counted(cast: Cast) -> None:
    make_incidents(cast, 5)
    other = FiguresScope(school_id=cast.other_school.pk, period=SUMMER, today=TODAY)
    assert count_figures(other, CORE_WORDINGS).incidents is None


def test_a_step_counts_in_the_term_it_was_recorded_whenever_the_incident_was_logged(cast: Cast) -> None:
    cases = [case_at(cast, incident, TERM_BEFORE) for incident in make_incidents(cast, 11, now=TERM_BEFORE)]
    for number, case in enumerate(cases):
        take_at(cast, case, IN_TERM, complied=number < 6)
    (step,) = figures(cast).steps
    assert (step.step, step.cases, step.complied) == (Step.MEETING, 11, 6)
    assert figures(cast, period=SPRING).steps == ()


def test_a_step_is_withheld_where_nearly_all_took_it_and_its_share_where_nearly_all_complied(cast: Cast) -> None:
    incidents = make_incidents(cast, 15)
    for number, incident in enumerate(incidents[:10]):
        take_at(cast, case_at(cast, incident, IN_TERM), IN_TERM, complied=number < 6)
    (step,) = figures(cast).steps
    assert (step.cases, step.complied) == (10, None)
    take_at(cast, case_at(cast, incidents[10], IN_TERM), IN_TERM, complied=False)
    assert figures(cast).steps == ()


def test_a_case_counts_once_at_a_step_however_often_it_was_taken(cast: Cast) -> None:
    incidents = make_incidents(cast, 10)
    for incident in incidents[:4]:
        case = case_at(cast, incident, IN_TERM)
        take_at(cast, case, IN_TERM, complied=False, step=Step.REQUEST_REMOVAL)
        take_at(cast, case, IN_TERM, complied=True, step=Step.REQUEST_REMOVAL)
    assert figures(cast).steps == ()


def test_the_time_to_the_first_step_is_an_average_over_five_or_more(cast: Cast) -> None:
    cases = [case_at(cast, incident, IN_TERM) for incident in make_incidents(cast, 5, known_days_ago=3)]
    for number, case in enumerate(cases[:4]):
        take_at(cast, case, IN_TERM + DAY * number, complied=True)
    assert figures(cast).days_to_first_step is None
    take_at(cast, cases[4], IN_TERM + DAY * 10, complied=True)
    take_at(cast, cases[0], IN_TERM + DAY * 50, complied=True)  # its second step
    assert figures(cast).days_to_first_step == 6  # 3, 4, 5, 6 and 13


def test_the_time_to_close_is_an_average_over_five_or_more(cast: Cast) -> None:
    cases = [case_at(cast, incident, IN_TERM) for incident in make_incidents(cast, 5, known_days_ago=1)]
    for case in cases[:4]:
        close_at(cast, case, IN_TERM + DAY * 10)
    assert figures(cast).days_to_close is None
    close_at(cast, cases[4], IN_TERM + DAY * 20)
    assert figures(cast).days_to_close == 13


def test_the_figures_of_a_term_take_six_queries(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_incidents(cast, 5)
    with django_assert_num_queries(6):  # parties, findings, steps, first steps, closings, reports
        figures(cast)


def test_many_terms_and_many_schools_take_one_query(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_incidents(cast, 5)
    make_incidents(cast, 6, now=TERM_BEFORE)
    other = FiguresScope(school_id=cast.other_school.pk, period=SUMMER, today=TODAY)
    with django_assert_num_queries(1):
        counts = count_incidents([make_scope(cast), other, make_scope(cast, period=SPRING)])
    assert counts == [5, None, 6]


def test_nothing_asked_is_nothing_answered(cast: Cast) -> None:
    assert count_incidents([]) == []
