import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from policies.rules.words import Fact, Step
from tests.breaches.factories import close, confirm, make_case, take
from tests.breaches.mill_lane import mill_lane_case
from tests.cast import NOW, TODAY, Cast
from tests.incidents.factories import make_incident

pytestmark = pytest.mark.usefixtures("clock")
DAY = dt.timedelta(days=1)
URL = reverse("breaches:case_calendar")


def test_a_limit_of_the_policy_stands_on_its_day(cast: Cast, client: Client) -> None:
    case = mill_lane_case(cast)
    take(case, Step.MEETING, by=cast.head)
    confirm(case, Fact.EXTREME_CASE, by=cast.head)
    client.force_login(cast.head)
    response = client.get(URL)
    (month,) = response.context["months"]
    assert (month.starts_on, month.cases) == (dt.date(2026, 11, 1), (case,))
    assert "Tuesday 17 November" in response.content.decode()


@pytest.mark.parametrize(("days", "is_overdue"), [(-1, False), (0, False), (1, True)])
def test_what_is_overdue_stands_apart_from_the_day_after(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch, days: int, *, is_overdue: bool
) -> None:
    make_case(cast)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + days * DAY)
    client.force_login(cast.head)
    (month,) = client.get(URL).context["months"]
    assert (month.starts_on is None) is is_overdue


def test_months_follow_each_other_and_a_closed_case_is_in_none(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    later = make_case(cast)
    for step in (Step.REPORT_TO_PLATFORM, Step.MEETING):
        take(later, step, by=cast.head, follow_up_on=dt.date(2026, 12, 1))
    now, shut = make_case(cast), make_case(cast)
    close(shut, by=cast.head)
    client.force_login(cast.head)
    client.get(URL)
    with django_assert_num_queries(4):
        months = client.get(URL).context["months"]
    assert [(month.starts_on, month.cases) for month in months] == [
        (TODAY.replace(day=1), (now,)),
        (dt.date(2026, 12, 1), (later,)),
    ]


def test_nothing_of_what_somebody_takes_part_in_is_in_their_calendar(cast: Cast, client: Client) -> None:
    incident = make_incident(cast, by=cast.deputy, affected=(cast.person_of(cast.head),))
    case = make_case(cast, incident=incident, by=cast.deputy)
    for who, sees in ((cast.deputy, True), (cast.head, False)):
        client.force_login(who)
        assert (case.reference in client.get(URL).content.decode()) is sees
