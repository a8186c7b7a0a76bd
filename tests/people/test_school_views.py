"""The pages of the school itself."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Membership, School, User
from tests.cast import Cast
from tests.signing_in import browser_of

KEEPERS_PAGES = ("school", "school_change", "member_add", "term_add")


@pytest.mark.parametrize("name", KEEPERS_PAGES)
def test_the_schools_pages_open_for_the_headteacher_and_the_administrator_alone(cast: Cast, name: str) -> None:
    url = reverse(f"people:{name}")
    assert Client().get(url).status_code == 302
    for user in (cast.head, cast.administrator):
        assert browser_of(user).get(url).status_code == 200
    for user in (cast.deputy, cast.teacher, cast.governor, cast.chair, cast.clerk, cast.lead):
        assert browser_of(user).get(url).status_code == 403


def test_the_schools_details_are_changed(cast: Cast) -> None:
    fields = {"address": "2 New Road", "telephone": "", "email": "", "second_person_approves_letters": "on"}
    assert browser_of(cast.head).post(reverse("people:school_change"), fields).status_code == 302
    school = School.objects.get(pk=cast.school.pk)
    assert (school.address, school.second_person_approves_letters) == ("2 New Road", True)


def test_the_designated_officer_is_kept_with_the_school_and_shown(cast: Cast) -> None:
    client = browser_of(cast.administrator)
    page = reverse("people:school")
    assert "Not given. Add a telephone number or an email address" in client.get(page).content.decode()
    fields = {
        "address": "",
        "designated_officer": "Safeguarding team",
        "designated_officer_telephone": "01352 000000",
        "designated_officer_email": "officer@flintshire.example",
    }
    assert client.post(reverse("people:school_change"), fields).status_code == 302
    assert "Safeguarding team, 01352 000000, officer@flintshire.example" in client.get(page).content.decode()


def test_an_address_that_is_none_is_refused_for_the_designated_officer(cast: Cast) -> None:
    refused = browser_of(cast.head).post(reverse("people:school_change"), {"designated_officer_email": "officer"})
    assert refused.status_code == 200
    assert list(refused.context["form"].errors) == ["designated_officer_email"]


@pytest.mark.parametrize(
    ("name", "telephone", "email", "contact"),
    [
        ("Jo Parry", "", "", ""),
        ("", "01352 000000", "", "01352 000000"),
        ("Jo Parry", "", "officer@flintshire.example", "Jo Parry, officer@flintshire.example"),
    ],
)
def test_a_designated_officer_is_known_by_a_way_to_reach_them(
    cast: Cast, name: str, telephone: str, email: str, contact: str
) -> None:
    school = cast.school
    school.designated_officer, school.designated_officer_telephone = name, telephone
    school.designated_officer_email = email
    assert school.designated_officer_contact == contact


def test_a_newcomer_is_added_to_rung_and_to_the_school(cast: Cast) -> None:
    fields = {"name": "Mair Owen", "email": "mair@cornist-park.example", "role": "staff", "from_on": "2026-11-02"}
    assert browser_of(cast.administrator).post(reverse("people:member_add"), fields).status_code == 302
    newcomer = User.objects.get(email="mair@cornist-park.example")
    assert newcomer.has_usable_password() is False
    assert Membership.objects.get(user=newcomer).role == "staff"


def test_nobody_makes_themselves_headteacher(cast: Cast) -> None:
    fields = {
        "name": cast.administrator.name,
        "email": cast.administrator.email.upper(),
        "role": "headteacher",
        "from_on": "2026-11-02",
    }
    response = browser_of(cast.administrator).post(reverse("people:member_add"), fields)
    assert "You cannot give yourself a role" in response.content.decode()
    assert Membership.objects.filter(user=cast.administrator).count() == 1


def test_a_role_is_ended_on_a_day_and_not_before_it_began(cast: Cast) -> None:
    membership = Membership.objects.get(user=cast.teacher)
    url = reverse("people:member_end", args=[membership.pk])
    client = browser_of(cast.administrator)
    refused = client.post(url, {"to_on": "2020-08-31"})
    assert "on or after the first day" in refused.content.decode()
    assert list(refused.context["form"].errors) == ["to_on"]
    assert client.post(url, {"to_on": "2026-11-30"}).status_code == 302
    membership.refresh_from_db()
    assert f"{membership.to_on:%Y-%m-%d}" == "2026-11-30"


def test_a_term_is_added_and_a_second_one_may_not_share_its_days(cast: Cast) -> None:
    url = reverse("people:term_add")
    client = browser_of(cast.head)
    autumn = {"name": "Autumn 2026", "starts_on": "2026-09-01", "ends_on": "2026-12-18"}
    assert client.post(url, autumn).status_code == 302
    shares = client.post(url, {**autumn, "name": "Winter 2026"})
    assert "shares a day" in shares.content.decode()
    assert list(shares.context["form"].errors) == ["name"]
    backwards = client.post(url, {"name": "Odd", "starts_on": "2027-02-02", "ends_on": "2027-02-01"})
    assert "on or after the first day" in backwards.content.decode()
    assert list(backwards.context["form"].errors) == ["ends_on"]
    assert [term.name for term in cast.school.terms.all()] == ["Autumn 2026"]


def test_a_role_of_another_school_cannot_be_ended(cast: Cast) -> None:
    theirs = Membership.objects.get(user=cast.outsider)
    url = reverse("people:member_end", args=[theirs.pk])
    assert browser_of(cast.head).post(url, {"to_on": "2026-11-12"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.to_on is None


def test_somebody_without_a_role_is_told_so(cast: Cast) -> None:
    client = browser_of(cast.stranger)
    response = client.get(reverse("policies:policy_list"), follow=True)
    assert "You have no role at a school" in response.content.decode()


def test_the_chosen_role_is_one_of_ones_own(cast: Cast) -> None:
    client = browser_of(cast.head)
    url = reverse("people:choose_membership")
    theirs = Membership.objects.get(user=cast.outsider)
    for person in (str(theirs.pk), "nonsense", ""):
        assert client.post(url, {"membership": person}).status_code == 404
    mine = Membership.objects.get(user=cast.head)
    assert client.post(url, {"membership": mine.pk}).status_code == 302


@pytest.mark.django_db
def test_anybody_may_read_about_accessibility_and_privacy() -> None:
    for name in ("accessibility", "privacy"):
        assert Client().get(reverse(f"people:{name}")).status_code == 200
