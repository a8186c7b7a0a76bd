import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import Capacity, User
from policies.rules.wording import FINDINGS
from policies.rules.words import Finding
from tests.breaches.factories import close, establish, make_case
from tests.cast import TODAY, Cast
from tests.incidents.factories import make_incident

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.engine]
URL = reverse("breaches:case_list")


def read_list(client: Client, who: User, query: str = "") -> str:
    """The list as this person sees it, with one space between words."""
    client.force_login(who)
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_stranger_is_asked_to_sign_in(cast: Cast, client: Client) -> None:
    assert client.get(URL)["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("role", ["teacher", "governor", "clerk", "administrator"])
def test_who_handles_no_cases_is_refused(cast: Cast, client: Client, role: str) -> None:
    client.force_login(getattr(cast, role))
    assert client.get(URL).status_code == 403


def test_the_list_is_only_read(cast: Cast, client: Client) -> None:
    client.force_login(cast.head)
    assert client.post(URL).status_code == 405


@pytest.mark.parametrize("role", ["head", "deputy", "lead"])
def test_who_handles_cases_sees_each_with_its_subject_findings_and_state(
    cast: Cast, client: Client, role: str
) -> None:
    case = make_case(cast)
    establish(case, Finding.THREAT, by=cast.head)
    listing = read_list(client, getattr(cast, role))
    for words in (case.reference, case.title, "Rhiannon Hughes", "parent or carer", "12 November 2026", "Due today"):
        assert words in listing
    assert "1 case<" in listing
    assert f"{FINDINGS[Finding.DEFAMATION].name}; {FINDINGS[Finding.THREAT].name}" in listing


def test_a_closed_case_is_said_to_be_closed_and_nothing_of_it_is_due(cast: Cast, client: Client) -> None:
    close(make_case(cast), by=cast.head)
    listing = read_list(client, cast.head)
    assert "Closed</td>" in listing
    assert "rung-late" not in listing


def test_the_cases_of_another_school_are_not_there(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    listing = read_list(client, cast.outsider)
    assert case.reference not in listing
    assert "No cases yet" in listing


@pytest.mark.parametrize("query", ["", "q=takings", "status=open", "q=Rhiannon&due=any"])
def test_a_case_somebody_takes_part_in_is_neither_listed_nor_counted_for_them(
    cast: Cast, client: Client, query: str
) -> None:
    incident = make_incident(cast, by=cast.deputy, affected=(cast.person_of(cast.head),), title="Takings of the fair")
    case = make_case(cast, incident=incident, by=cast.deputy)
    assert case.reference in read_list(client, cast.deputy, query)
    listing = read_list(client, cast.head, query)
    assert case.reference not in listing
    assert "1 case<" not in listing
    assert "No cases" in listing


def test_the_case_of_the_headteacher_is_listed_for_the_chair_alone(cast: Cast, client: Client) -> None:
    incident = make_incident(cast, by=cast.chair, subjects=(cast.person_of(cast.head),))
    case = make_case(cast, incident=incident, capacity=Capacity.STAFF, by=cast.chair)
    other = make_case(cast)
    assert case.reference in read_list(client, cast.chair)
    assert other.reference not in read_list(client, cast.chair)
    assert case.reference not in read_list(client, cast.deputy)


def test_what_is_looked_for_stays_in_the_form_and_in_the_addresses(cast: Cast, client: Client) -> None:
    make_case(cast)
    listing = read_list(client, cast.head, 'q="post&status=open')
    assert 'value="&quot;post"' in listing
    assert '<option value="open" selected>' in listing
    assert "?q=%22post&amp;status=open" in listing


def test_nothing_found_says_what_to_do(cast: Cast, client: Client) -> None:
    make_case(cast)
    assert "No cases found" in read_list(client, cast.head, "q=nowhere")


def test_a_page_holds_twenty_five_and_the_next_the_rest(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cases = [make_case(cast) for _ in range(26)]
    first, second, past_the_end = (read_list(client, cast.head, query) for query in ("", "page=2", "page=9"))
    assert "26 cases" in first
    assert [case.reference in first for case in cases] == [False, *[True] * 25]
    assert [case.reference in second for case in cases] == [True, *[False] * 25]
    assert [case.reference in past_the_end for case in cases] == [True, *[False] * 25]
    with django_assert_num_queries(7):  # session, user, roles, count, cases, findings, terms
        client.get(URL)


def test_one_case_takes_as_many_queries_as_a_whole_page(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_case(cast)
    client.force_login(cast.head)
    with django_assert_num_queries(7):
        client.get(URL, {"q": "post", "status": "open", "due": "any", "finding": "defamation", "platform": "facebook"})


def test_the_newest_comes_first(cast: Cast, client: Client) -> None:
    earlier, later = make_case(cast), make_case(cast)
    listing = read_list(client, cast.head)
    assert earlier.opened_on == later.opened_on == TODAY
    assert listing.index(later.reference) < listing.index(earlier.reference)
