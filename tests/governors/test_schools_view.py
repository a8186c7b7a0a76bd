"""The schools of one person side by side."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import Nation, Role, School, User
from people.services import add_member, add_school
from policies.services import adopt
from tests.cast import JOINED_ON, NOW, TODAY, Cast
from tests.governors.factories import make_incidents

pytestmark = pytest.mark.usefixtures("clock")
URL = reverse("governors:schools")


def read_page(client: Client, who: User) -> str:
    """The page as this person sees it, with one space between words."""
    client.force_login(who)
    response = client.get(URL)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def join(user: User, school: School, role: Role) -> None:
    add_member(by=None, now=NOW, school=school, user=user, role=role, from_on=JOINED_ON)


def another_school(number: int, cast: Cast) -> School:
    school = add_school(
        by=None,
        now=NOW,
        name=f"School {number:02}",
        slug=f"school-{number}",
        reference_prefix=f"S{number}",
        nation=Nation.WALES,
        local_authority="Flintshire",
        group="The Estuary Trust",
    )
    adopt(by=None, now=NOW, school=school, policy=cast.version.policy, adopted_on=TODAY)
    return school


def test_who_does_not_oversee_is_refused_and_a_stranger_asked_to_sign_in(cast: Cast, client: Client) -> None:
    assert client.get(URL)["Location"].startswith(reverse("account_login"))
    client.force_login(cast.teacher)
    assert client.get(URL).status_code == 403


def test_each_school_stands_by_itself_with_its_reviews_and_its_last_term(cast: Cast, client: Client) -> None:
    make_incidents(cast, 6)
    join(cast.governor, cast.other_school, Role.CHAIR)
    join(cast.governor, another_school(1, cast), Role.GOVERNOR)
    text = read_page(client, cast.governor).partition("<tbody")[2]
    assert text.index("Bradley Primary") < text.index("Cornist Park Primary") < text.index("The Estuary Trust")
    assert 'Incidents in the last term">6<br>' in text
    assert text.count("Fewer than 5<br>") == 2
    assert text.count('class="rung-late">1</td>') == 2


def test_a_school_where_one_only_administers_gives_no_figures(cast: Cast, client: Client) -> None:
    make_incidents(cast, 6)
    text = read_page(client, cast.administrator)
    assert "Not for your role" in text
    assert ">6<" not in text


def test_a_school_where_one_is_staff_is_not_there(cast: Cast, client: Client) -> None:
    join(cast.governor, cast.other_school, Role.STAFF)
    assert "Bradley" not in read_page(client, cast.governor)


def test_who_leads_at_one_school_is_given_there_what_they_may_know_of(cast: Cast, client: Client) -> None:
    make_incidents(cast, 5)
    make_incidents(cast, 4, affected=[cast.person_of(cast.head)])
    assert 'Incidents in the last term">5<br>' in read_page(client, cast.head)
    assert 'Incidents in the last term">9<br>' in read_page(client, cast.governor)


def test_the_page_takes_seven_queries_for_two_schools_and_for_thirty(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    join(cast.governor, cast.other_school, Role.GOVERNOR)
    client.force_login(cast.governor)
    with django_assert_num_queries(7):  # session, user, roles, terms, incidents, how many are due, what was read
        client.get(URL)
    for number in range(28):
        join(cast.governor, another_school(number, cast), Role.GOVERNOR)
    with django_assert_num_queries(7):
        page = client.get(URL).content.decode()
    assert page.count("The Estuary Trust") == 28
