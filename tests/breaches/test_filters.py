import datetime as dt

import pytest
from django.http import QueryDict

from breaches.listing import CaseFilter
from breaches.models import Case
from breaches.services.cases import hand_over
from breaches.services.findings import withdraw
from people.models import Capacity
from people.services import set_term
from policies.rules.words import Finding
from tests.breaches.factories import LATER, begin_letter, close, establish, make_case, reload_case
from tests.cast import NOW, TODAY, Cast
from tests.incidents.factories import HAPPENED_ON, make_incident

pytestmark = pytest.mark.engine

DAY = dt.timedelta(days=1)


def filter_cases(cast: Cast, query: str, *, today: dt.date = TODAY) -> set[Case]:
    """What the Headteacher sees of the cases that this asks for."""
    cases = Case.objects.visible_to(cast.head, on=today).at_school(cast.school)
    case_filter = CaseFilter(QueryDict(query), cases=cases, school=cast.school, reader=cast.head, today=today)
    return set(case_filter.qs)


@pytest.mark.parametrize(
    ("due", "days_until_due", "is_shown"),
    [
        ("overdue", -1, True), ("overdue", 0, False), ("overdue", 1, False),
        ("today", -1, False), ("today", 0, True), ("today", 1, False),
        ("week", -1, True), ("week", 0, True), ("week", 7, True), ("week", 8, False),
        ("any", -1, True), ("any", 0, True), ("any", 60, True),
    ],
)  # fmt: skip
def test_a_case_is_found_by_the_day_on_which_something_is_due(
    cast: Cast, due: str, days_until_due: int, *, is_shown: bool
) -> None:
    case = reload_case(make_case(cast))
    assert case.next_due_on == TODAY
    assert (case in filter_cases(cast, f"due={due}", today=TODAY - days_until_due * DAY)) is is_shown


@pytest.mark.parametrize("due", ["overdue", "today", "week", "any"])
def test_a_closed_case_is_never_due(cast: Cast, due: str) -> None:
    close(make_case(cast), by=cast.head)
    assert filter_cases(cast, f"due={due}", today=TODAY + DAY) == set()


def test_a_case_is_found_by_what_is_to_decide_and_by_what_is_unfinished(cast: Cast) -> None:
    pupils = [make_incident(cast, subjects=(cast.pupil,)) for _ in range(2)]
    plain, written = [make_case(cast, incident=incident, capacity=Capacity.PUPIL) for incident in pupils]
    silent = make_case(cast, findings={Finding.THREAT: "Seen."})
    begin_letter(written, cast)
    assert filter_cases(cast, "due=decide") == {silent}
    assert filter_cases(cast, "due=unfinished") == {written}
    assert filter_cases(cast, "due=any") == {plain, written}
    close(silent, by=cast.head)
    close(written, by=cast.head)
    assert filter_cases(cast, "due=decide") | filter_cases(cast, "due=unfinished") == set()


def test_a_case_is_found_by_its_state(cast: Cast) -> None:
    done = close(make_case(cast), by=cast.head)
    under_way = make_case(cast)
    assert filter_cases(cast, "status=open") == {under_way}
    assert filter_cases(cast, "status=closed") == {done}
    assert filter_cases(cast, "") == {done, under_way}


def test_a_case_is_found_by_the_capacity_it_is_judged_in(cast: Cast) -> None:
    of_a_parent = make_case(cast)
    of_staff = make_case(
        cast, incident=make_incident(cast, subjects=(cast.person_of(cast.teacher),)), capacity=Capacity.STAFF
    )
    assert filter_cases(cast, "capacity=parent") == {of_a_parent}
    assert filter_cases(cast, "capacity=staff") == {of_staff}


def test_a_case_is_found_by_a_finding_until_it_is_withdrawn(cast: Cast) -> None:
    case, other = make_case(cast), make_case(cast)
    establish(case, Finding.THREAT, by=cast.head)
    assert filter_cases(cast, "finding=threat") == {case}
    assert filter_cases(cast, "finding=defamation") == {case, other}
    row = case.findings.get(finding=Finding.THREAT)
    withdraw(by=cast.head, now=LATER, row=row, revision=reload_case(case).revision, why="Misread.")
    assert filter_cases(cast, "finding=threat") == set()


def test_a_case_is_found_by_the_platform(cast: Cast) -> None:
    case = make_case(cast)
    assert filter_cases(cast, "platform=facebook") == {case}
    assert filter_cases(cast, "platform=tiktok") == set()


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_shown"),
    [
        (HAPPENED_ON, HAPPENED_ON, True),
        (HAPPENED_ON - 9 * DAY, HAPPENED_ON - DAY, False),
        (HAPPENED_ON + DAY, HAPPENED_ON + 9 * DAY, False),
    ],
)
def test_a_term_holds_what_happened_on_its_first_and_on_its_last_day(
    cast: Cast, starts_on: dt.date, ends_on: dt.date, *, is_shown: bool
) -> None:
    case = make_case(cast)
    term = set_term(by=None, now=NOW, school=cast.school, name="Autumn", starts_on=starts_on, ends_on=ends_on)
    assert (case in filter_cases(cast, f"term={term.pk}")) is is_shown


def test_the_term_of_another_school_narrows_nothing(cast: Cast) -> None:
    case = make_case(cast)
    term = set_term(by=None, now=NOW, school=cast.other_school, name="Spring", starts_on=TODAY, ends_on=TODAY)
    assert filter_cases(cast, f"term={term.pk}") == {case}


def test_filters_narrow_together(cast: Cast) -> None:
    case = make_case(cast)
    close(make_case(cast), by=cast.head)
    everything = "q=school&status=open&capacity=parent&finding=defamation&platform=facebook&due=today"
    assert filter_cases(cast, everything) == {case}
    assert filter_cases(cast, everything.replace("parent", "pupil")) == set()


@pytest.mark.parametrize("query", ["status=lost", "due=soon", "finding=nothing", "term=x", "platform=", "q=%00"])
def test_what_no_filter_offers_narrows_nothing(cast: Cast, query: str) -> None:
    case = make_case(cast)
    assert filter_cases(cast, query) == {case}


def test_one_finds_the_cases_one_looks_after(cast: Cast) -> None:
    mine, theirs, given = make_case(cast), make_case(cast, by=cast.deputy), make_case(cast, by=cast.deputy)
    taken = make_case(cast)
    for case, to in ((given, cast.head), (taken, cast.deputy)):
        hand_over(by=case.owner, now=LATER, case=case, revision=reload_case(case).revision, to=to)
    assert filter_cases(cast, "mine=yes") == {mine, given}
    assert filter_cases(cast, "") == {mine, theirs, given, taken}
