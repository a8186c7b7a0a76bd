"""The list of incidents."""

import datetime as dt

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from incidents.models import Incident
from tests.cast import Cast
from tests.incidents.factories import make_draft, make_incident, whole_draft
from tests.signing_in import browser_of

pytestmark = pytest.mark.engine

URL = reverse("incidents:incident_list")


def test_an_empty_list_says_what_to_do(cast: Cast) -> None:
    for show, sentence in [
        ("all", "No incidents yet"),
        ("drafts", "You have no drafts"),
        ("without-a-case", "Every incident has a case"),
    ]:
        assertContains(browser_of(cast.head).get(URL, {"show": show}), sentence)


def test_incidents_and_ones_own_drafts_are_listed(cast: Cast) -> None:
    make_incident(cast, title="The first post")
    make_draft(cast.head, cast.school)

    answer = browser_of(cast.head).get(URL)

    for text in ("2 incidents", "CP-2026-0001", "The first post", "Rhiannon Hughes", "9 November 2026", "Your draft"):
        assertContains(answer, text)
    assertContains(browser_of(cast.deputy).get(URL), "1 incident<")


@pytest.mark.parametrize(
    ("show", "there", "not_there"), [("drafts", "Half", "Done"), ("without-a-case", "Done", "Half")]
)
def test_the_list_is_narrowed(cast: Cast, show: str, there: str, not_there: str) -> None:
    make_incident(cast, title="Done")
    whole_draft(cast, title="Half")

    answer = browser_of(cast.head).get(URL, {"show": show})

    assertContains(answer, there)
    assertNotContains(answer, f">{not_there}")


def test_a_draft_without_a_day_stands_first_and_then_the_latest(cast: Cast) -> None:
    make_incident(cast, title="Earlier", happened_on=dt.date(2026, 11, 2))
    make_incident(cast, title="Later")
    browser = browser_of(cast.head)
    browser.post(reverse("incidents:log_start"))

    page = browser.get(URL).content.decode()

    assert page.index("No title yet") < page.index("Later") < page.index("Earlier")


def test_an_unknown_filter_shows_everything(cast: Cast) -> None:
    make_incident(cast)

    assertContains(browser_of(cast.head).get(URL, {"show": "nonsense", "page": "x"}), "CP-2026-0001")


def test_an_excluded_headteacher_sees_neither_the_row_nor_a_count_of_it(cast: Cast) -> None:
    make_incident(cast, affected=(cast.person_of(cast.head),))

    answer = browser_of(cast.head).get(URL)

    assertContains(answer, "No incidents yet")
    assertContains(browser_of(cast.deputy).get(URL), "1 incident<")


def test_a_long_list_is_paged_at_the_same_number_of_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_incident(cast)
    browser = browser_of(cast.head)
    queries_of_one = 7
    with django_assert_num_queries(queries_of_one):
        browser.get(URL)

    for number in range(26):
        make_incident(cast, title=f"Post {number}")
    with django_assert_num_queries(queries_of_one):
        first = browser.get(URL)

    assertContains(first, "27 incidents")
    assertContains(first, "page=2")
    assertContains(browser.get(URL, {"page": "2"}), "CP-2026-0001")


@pytest.mark.parametrize(("more", "sentence"), [(999, "1000 incidents"), (1000, "More than 1000 incidents")])
def test_a_list_longer_than_can_be_counted_says_where_older_ones_are_found(
    cast: Cast, more: int, sentence: str
) -> None:
    first = make_incident(cast)
    columns = {field.attname: getattr(first, field.attname) for field in Incident._meta.concrete_fields}
    # Rows like the first, as to log each would take a minute.
    Incident.objects.bulk_create(
        Incident(**columns | {"id": None, "reference": f"CP-2025-{number:04d}"}) for number in range(more)
    )

    answer = browser_of(cast.head).get(URL)

    assertContains(answer, sentence)
    assert (reverse("breaches:case_list") in answer.content.decode().partition("rung-found")[2]) is (more == 1000)
