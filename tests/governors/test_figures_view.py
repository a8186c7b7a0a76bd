"""The page of how the school is doing."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from governors.packs import build_pack, render_html
from governors.suppression import LEAST
from people.models import Capacity, Role, User
from people.services import add_member
from policies.rules.words import Finding
from tests.cast import JOINED_ON, NOW, TODAY, Cast
from tests.governors.factories import (
    BEFORE,
    IN_TERM,
    TERM,
    TERM_BEFORE,
    case_at,
    make_incidents,
    set_terms,
    take_at,
)
from tests.reports.factories import make_staff_report

pytestmark = pytest.mark.usefixtures("clock")
URL = reverse("governors:figures")
COUNT = re.compile(r"rung-chart__value[^>]*>([^<]+)<|rung-card__figure\">([^<]+)<|<td[^>]*>([^<]+)</td>")


def read_page(client: Client, who: User, query: str = "") -> str:
    """The page as this person sees it, with one space between words."""
    client.force_login(who)
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def numbers(page: str) -> set[int]:
    """Every number of a chart, a card or a table."""
    cells = [next(filter(None, groups), "") for groups in COUNT.findall(re.sub("[Ff]ewer than 5", "", page))]
    return {int(number) for cell in cells for number in re.findall(r"\b\d+\b(?!%)", cell)}


def test_a_stranger_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get(URL)["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("role", ["teacher", "lead", "administrator"])
def test_who_is_not_given_figures_is_refused(cast: Cast, client: Client, role: str) -> None:
    client.force_login(getattr(cast, role))
    assert client.get(URL).status_code == 403


def test_the_last_term_to_have_ended_is_shown_in_charts_and_in_tables(cast: Cast, client: Client) -> None:
    make_incidents(cast, 9)
    make_incidents(cast, 6, capacity=Capacity.PUPIL, findings=(Finding.THREAT,))
    for who in (cast.governor, cast.chair, cast.clerk, cast.head, cast.deputy):
        text = read_page(client, who)
        assert '<h2 class="govuk-heading-m">Summer 2026</h2>' in text
        assert "Parents and carers: 9, Pupils: not shown" in text
        assert '<th scope="row">Parents and carers</th><td>9</td>' in text
        assert "Accusations and complaints: 9, Hurtful or threatening comments: 6" in text


def test_no_number_of_any_page_or_term_is_under_five(cast: Cast, client: Client) -> None:
    incidents = make_incidents(cast, 11)
    make_incidents(cast, 3, capacity=Capacity.PUPIL, findings=(Finding.THREAT,))
    make_incidents(cast, 4, now=TERM_BEFORE)
    for number, incident in enumerate(incidents[:8]):
        take_at(cast, case_at(cast, incident, IN_TERM), IN_TERM, complied=number < 2)
    seen = [
        numbers(read_page(client, who, f"term={term}"))
        for who in (cast.governor, cast.head, cast.deputy)
        for term in (TERM, BEFORE, "2025-09-01", "2024-01-01", "zebra", "")
    ]
    assert {14} <= set.union(*seen)
    assert {number for some in seen for number in some if number < LEAST} == set()


def test_the_least_that_is_shown_stands_in_no_template() -> None:
    templates = sorted((Path(settings.BASE_DIR) / "templates" / "governors").glob("*.html"))
    typed = re.compile(r"(?i)\b(fewer|less|under|below) (than )?(\d|five)")
    assert templates
    assert [path.name for path in templates if typed.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("url", "template", "places"), [("figures", "figures.html", 3), ("schools", "schools.html", 2)]
)
def test_a_page_says_the_least_that_its_view_gives_it(
    cast: Cast, client: Client, url: str, template: str, places: int
) -> None:
    client.force_login(cast.governor)
    response = client.get(reverse(f"governors:{url}"))
    given = response.context[0].flatten()  # type: ignore[index]  # a list of contexts, not one
    assert given["least"] == LEAST
    text = render_to_string(f"governors/{template}", given | {"least": 90})
    assert len(re.findall(r"(?:Fewer than|under) 90\b", text)) == places


def test_the_pack_says_the_least_that_it_is_given(cast: Cast) -> None:
    pack = build_pack(cast.school, by=cast.clerk, meeting_on=TODAY, today=TODAY)
    assert render_html(pack).count(f"Fewer than {LEAST}") == 2
    text = render_to_string("governors/pack.html", {"pack": pack, "least": 90})
    assert len(re.findall(r"(?:Fewer than|under) 90\b", text)) == 3


def test_the_term_that_is_running_cannot_be_asked_for(cast: Cast, client: Client) -> None:
    make_incidents(cast, 5, now=NOW)
    text = read_page(client, cast.governor, "term=2026-09-01")
    assert '<h2 class="govuk-heading-m">Summer 2026</h2>' in text
    assert 5 not in numbers(text)


def test_the_terms_of_the_school_are_those_it_gave(cast: Cast, client: Client) -> None:
    make_incidents(cast, 5)
    assert "takes a third of the school year" in read_page(client, cast.governor)
    set_terms(cast.school, TERM_BEFORE.date(), IN_TERM.date(), NOW.date())
    text = read_page(client, cast.governor)
    assert "from 10 June 2026 to 11 November 2026" in text
    assert "takes a third of the school year" not in text


def test_where_no_term_is_over_the_pages_say_so(cast: Cast, client: Client) -> None:
    set_terms(cast.school, dt.date(2022, 9, 1))
    assert "No term is over yet" in read_page(client, cast.governor)
    assert "No term is over yet" in client.get(reverse("governors:schools")).content.decode()
    assert "rung-chart" not in client.get(reverse("governors:reviews")).content.decode()
    pack = build_pack(cast.school, by=cast.clerk, meeting_on=TODAY, today=TODAY)
    assert "How the school is doing" not in render_html(pack)


def test_reports_are_counted_by_the_day_they_were_made(cast: Cast, client: Client) -> None:
    for _ in range(5):
        make_staff_report(cast, now=IN_TERM, happened_on=IN_TERM.date())
    make_staff_report(cast)
    assert '> 5 </span><span class="rung-card__of">reports made' in read_page(client, cast.governor)


def test_a_governor_who_leads_too_is_kept_from_what_they_are_kept_from(cast: Cast, client: Client) -> None:
    add_member(by=None, now=NOW, school=cast.school, user=cast.head, role=Role.GOVERNOR, from_on=JOINED_ON)
    make_incidents(cast, 6)
    make_incidents(cast, 3, affected=[cast.person_of(cast.head)])
    client.force_login(cast.head)
    governing = cast.head.memberships.get(role=Role.GOVERNOR)
    client.post(reverse("people:choose_membership"), {"membership": governing.pk})
    text = " ".join(client.get(URL).content.decode().split())
    assert "leave out everything that you are kept from" in text
    assert "Governor</span>" in text
    assert {6} <= numbers(text)
    assert {9} <= numbers(read_page(client, cast.governor))


def test_the_page_takes_eleven_queries(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_incidents(cast, 5)
    client.force_login(cast.governor)
    with django_assert_num_queries(11):  # session, user, roles, terms, six of the term, incidents by term
        client.get(URL)
