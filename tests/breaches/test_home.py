import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import Capacity
from policies.rules.words import Finding
from tests.breaches.factories import HANDLERS, HOME, OTHERS, begin_letter, close, make_case, read_home
from tests.cast import NOW, TODAY, Cast
from tests.incidents.factories import make_incident, whole_draft

pytestmark = pytest.mark.engine

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock(clock: None) -> None:
    """Every test is at the moment of the cast, unless it goes on."""


def test_a_stranger_is_asked_to_sign_in(cast: Cast, client: Client) -> None:
    assert client.get(HOME)["Location"].startswith(reverse("account_login"))


def test_somebody_without_a_role_is_told_so(cast: Cast, client: Client) -> None:
    client.force_login(cast.stranger)
    assert client.get(HOME)["Location"] == reverse("people:no_role")


def test_home_is_only_read(cast: Cast, client: Client) -> None:
    client.force_login(cast.head)
    assert client.post(HOME).status_code == 405


@pytest.mark.parametrize("role", [*HANDLERS, *OTHERS])
def test_everybody_finds_the_policies(cast: Cast, client: Client, role: str) -> None:
    assert reverse("policies:policy", args=["cornist-park"]) in read_home(client, getattr(cast, role))


@pytest.mark.parametrize("role", OTHERS)
def test_who_handles_no_cases_sees_nothing_of_any(cast: Cast, client: Client, role: str) -> None:
    case = make_case(cast)
    home = read_home(client, getattr(cast, role))
    assert case.reference not in home
    assert "What to do now" not in home
    assert reverse("incidents:log_start") not in home


@pytest.mark.parametrize(("role", "sees"), [("head", True), ("deputy", True), ("lead", True), ("chair", False)])
def test_who_handles_cases_sees_what_is_due(cast: Cast, client: Client, role: str, *, sees: bool) -> None:
    case = make_case(cast)
    home = read_home(client, getattr(cast, role))
    assert reverse("incidents:log_start") in home
    assert (case.reference in home) is sees
    assert ("No case has anything due, to decide or unfinished." in home) is not sees


@pytest.mark.parametrize(
    ("days_until_due", "when", "is_late"),
    [(-1, "Overdue", True), (0, "Today", True), (1, "12 November 2026", False), (7, "12 November 2026", False)],
)
def test_what_is_due_says_when(
    cast: Cast,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    days_until_due: int,
    when: str,
    *,
    is_late: bool,
) -> None:
    case = make_case(cast)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW - days_until_due * DAY)
    client.force_login(cast.head)
    [due] = client.get(HOME).context["due"]
    assert (due["case"], due["when"], due["late"]) == (case, when, is_late)
    assert case.opened_on == TODAY


def test_home_tells_what_is_due_from_what_is_to_decide_and_what_is_unfinished(cast: Cast, client: Client) -> None:
    incident = make_incident(cast, subjects=(cast.pupil,))
    plain = make_case(cast, incident=incident, capacity=Capacity.PUPIL)
    silent = make_case(cast, findings={Finding.THREAT: "He said that he would wait at the gate."})
    written = make_case(cast, incident=make_incident(cast, subjects=(cast.pupil,)), capacity=Capacity.PUPIL)
    begin_letter(written, cast)
    client.force_login(cast.head)
    home = client.get(HOME).context
    assert {row["case"] for row in home["due"]} == {plain, written}
    assert home["to_decide"] == [silent]
    assert home["unfinished"] == [written]
    assert home["recent"] == [written, silent, plain]


def test_drafts_are_shown_to_who_began_them_alone(cast: Cast, client: Client) -> None:
    whole_draft(cast, title="Half written")
    assert "Half written" in read_home(client, cast.head)
    assert "Half written" not in read_home(client, cast.deputy)


def test_an_incident_waits_until_it_has_a_case(cast: Cast, client: Client) -> None:
    incident = make_incident(cast)
    assert "Logged, without a case yet" in read_home(client, cast.deputy)
    make_case(cast, incident=incident)
    assert "Logged, without a case yet" not in read_home(client, cast.deputy)


def test_a_closed_case_is_neither_due_nor_open(cast: Cast, client: Client) -> None:
    case = close(make_case(cast), by=cast.head)
    home = read_home(client, cast.head)
    assert case.reference not in home
    assert "No open cases" in home


def test_ten_are_shown_and_a_way_to_the_rest(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(10):
        make_case(cast)
    assert "See everything that is due" not in read_home(client, cast.head)
    make_case(cast)
    assert "See everything that is due" in read_home(client, cast.head)
    with django_assert_num_queries(15):
        assert len(client.get(HOME).context["due"]) == 10


def test_nothing_of_what_somebody_takes_part_in_is_on_their_home(cast: Cast, client: Client) -> None:
    head = cast.person_of(cast.head)
    waits = make_incident(cast, by=cast.deputy, affected=(head,), title="Takings of the fair")
    case = make_case(
        cast, incident=make_incident(cast, by=cast.deputy, affected=(head,), title="Late bus"), by=cast.deputy
    )
    for words in (waits.reference, "Takings of the fair", case.reference, "Late bus"):
        assert words in read_home(client, cast.deputy)
        assert words not in read_home(client, cast.head)
