"""Roles and exclusion, under attack: chosen by force, ended, held at two schools, given to namesakes."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from people.acting import SESSION_KEY
from people.models import Capacity, Membership, Person, Relationship, Role, User
from people.services import add_member, add_person, end_membership, relate
from tests.breaches.factories import make_case
from tests.cast import JOINED_ON, NOW, TODAY, Cast
from tests.signing_in import browser_of

pytestmark = pytest.mark.usefixtures("clock")

DAY = dt.timedelta(days=1)


def stranger_at_the_other_school(cast: Cast) -> Person:
    return add_person(by=None, now=NOW, school=cast.other_school, name="Tomos Hughes", capacities={Capacity.PUPIL: ""})


def test_a_role_that_is_not_ones_own_cannot_be_chosen(cast: Cast) -> None:
    client = browser_of(cast.teacher)
    heads = Membership.objects.get(user=cast.head)

    assert client.post(reverse("people:choose_membership"), {"membership": heads.pk}).status_code == 404
    assert client.get(reverse("breaches:case_list")).status_code == 403


@pytest.mark.parametrize("kept", ["head", "outsider", "nobody"])
def test_a_session_that_says_otherwise_gives_no_role(cast: Cast, kept: str) -> None:
    client = browser_of(cast.teacher)
    session = client.session
    session[SESSION_KEY] = 987654 if kept == "nobody" else Membership.objects.get(user=getattr(cast, kept)).pk
    session.save()

    assert client.get(reverse("breaches:case_list")).status_code == 403
    assert client.get(reverse("breaches:home")).context["acting"].role == Role.STAFF


def test_a_role_holds_on_its_last_day_and_not_on_the_day_after(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case, client = make_case(cast), browser_of(cast.deputy)
    ending = Membership.objects.get(user=cast.deputy)
    client.post(reverse("people:choose_membership"), {"membership": ending.pk})
    end_membership(by=cast.head, now=NOW, membership=ending, to_on=TODAY)
    url = reverse("breaches:case", args=[case.pk])

    assert client.get(url).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: NOW + DAY)
    client.force_login(cast.deputy)
    assert client.get(url)["Location"] == reverse("people:no_role")


def test_a_role_does_not_hold_before_its_first_day(cast: Cast) -> None:
    add_member(
        by=None, now=NOW, school=cast.school, user=cast.stranger, role=Role.DEPUTY, from_on=TODAY + DAY, title="Deputy"
    )

    assert browser_of(cast.stranger).get("/cases/")["Location"] == reverse("people:no_role")


def test_whoever_has_roles_at_two_schools_sees_one_school_at_a_time(cast: Cast) -> None:
    case = make_case(cast)
    here = add_member(by=None, now=NOW, school=cast.school, user=cast.outsider, role=Role.DEPUTY, from_on=JOINED_ON)
    client = browser_of(cast.outsider)
    url = reverse("breaches:case", args=[case.pk])

    assert client.get(url).status_code == 404
    assert case.reference not in client.get("/cases/").content.decode()
    assert case.reference not in client.get("/").content.decode()
    assert client.get(reverse("people:person", args=[cast.parent.pk])).status_code == 404
    client.post(reverse("people:choose_membership"), {"membership": here.pk})
    assert client.get(url).status_code == 200


def test_nobody_takes_back_a_family_tie_of_their_own_to_see_what_it_keeps_from_them(cast: Cast) -> None:
    own = cast.person_of(cast.deputy)
    relate(by=None, now=NOW, person=cast.parent, kind=Relationship.Kind.SIBLING, relative=own)
    case, client = make_case(cast), browser_of(cast.deputy)

    client.post(reverse("people:relationship_remove", args=[cast.parent.pk, own.pk]))

    page = client.get(reverse("people:person", args=[cast.parent.pk])).content.decode()
    assert "You cannot take back a relationship of your own" in page
    assert client.get(reverse("breaches:case", args=[case.pk])).status_code == 404


def becomes_deputy(cast: Cast, name: str, email: str, **fields: Any) -> Any:
    body = {"name": name, "email": email, "role": "deputy", "from_on": TODAY} | fields
    return browser_of(cast.administrator).post(reverse("people:member_add"), body)


def test_whoever_is_in_a_case_and_then_gets_a_role_is_asked_about_before_they_could_read_it(cast: Cast) -> None:
    make_case(cast)

    page = becomes_deputy(cast, "rhiannon  hughes", "r@home.example").content.decode()

    assert "Say whether it is the same person as in the register" in page
    assert "Yes: Rhiannon Hughes, parent or carer" in page
    assert not User.objects.filter(email="r@home.example").exists()


def test_the_same_person_keeps_their_entry_and_is_kept_from_their_own_case(cast: Cast) -> None:
    case = make_case(cast)

    becomes_deputy(cast, "Rhiannon Hughes", "r@home.example", entry=cast.parent.pk)

    added = User.objects.get(email="r@home.example")
    assert Person.objects.get(user=added) == cast.parent
    client = browser_of(added)
    assert client.get("/cases/").status_code == 200
    assert client.get(reverse("breaches:case", args=[case.pk])).status_code == 404


def test_another_person_of_the_name_gets_an_entry_of_their_own(cast: Cast) -> None:
    case = make_case(cast)

    becomes_deputy(cast, "Rhiannon Hughes", "r@work.example", entry="another")

    added = User.objects.get(email="r@work.example")
    assert Person.objects.get(user=added) != cast.parent
    assert browser_of(added).get(reverse("breaches:case", args=[case.pk])).status_code == 200


def test_the_entry_of_somebody_else_cannot_be_taken(cast: Cast) -> None:
    for entry in (cast.other_parent.pk, cast.person_of(cast.head).pk, stranger_at_the_other_school(cast).pk):
        becomes_deputy(cast, "Rhiannon Hughes", "r@home.example", entry=entry)

    assert not User.objects.filter(email="r@home.example").exists()


def test_nobody_takes_another_email_address_as_their_own(cast: Cast) -> None:
    client = browser_of(cast.teacher)

    for body in (
        {"action_add": "", "email": "new@cornist-park.example"},
        {"action_primary": "", "email": "x@y.example"},
    ):
        assert client.post("/accounts/email/", body).status_code == 404
    assert client.get("/accounts/confirm-email/").status_code == 404
