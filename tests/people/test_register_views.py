"""The pages of the register of parties."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Capacity, Person, Relationship
from people.services import add_person, relate
from tests.cast import NOW, Cast
from tests.signing_in import browser_of

pytestmark = pytest.mark.engine


def answers(**changes: object) -> dict[str, object]:
    return {"name": "Llŷr Gwyn", "capacities": ["parent"], "born_on": "", **changes}


def test_a_stranger_is_sent_to_sign_in(cast: Cast) -> None:
    for name in ("person_list", "person_add"):
        response = Client().get(reverse(f"people:{name}"))
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("role", ["teacher", "governor", "chair", "clerk"])
def test_the_register_is_closed_to_roles_that_do_not_keep_it(cast: Cast, role: str) -> None:
    assert browser_of(getattr(cast, role)).get(reverse("people:person_list")).status_code == 403


def test_the_list_shows_the_school_and_no_other(cast: Cast) -> None:
    page = browser_of(cast.outsider).get(reverse("people:person_list")).content.decode()
    assert "Olive Grant" in page
    assert "Rhiannon Hughes" not in page


def test_a_name_is_found_by_any_part_of_it(cast: Cast) -> None:
    page = browser_of(cast.head).get(reverse("people:person_list"), {"q": "hugh rhi"}).content.decode()
    assert "Rhiannon Hughes" in page
    assert "Tomos Hughes" not in page


def test_a_name_is_found_without_its_accents_and_with_them(cast: Cast) -> None:
    client = browser_of(cast.head)
    for text in ("sian", "SIÂN", "siân morg"):
        assert "Siân Morgan" in client.get(reverse("people:person_list"), {"q": text}).content.decode()


def test_what_is_no_text_narrows_nothing(cast: Cast) -> None:
    page = browser_of(cast.head).get(reverse("people:person_list"), {"q": "\x00 sian"}).content.decode()
    assert "Siân Morgan" in page
    assert "Rhiannon Hughes" in page


def test_a_list_without_a_match_says_so_and_keeps_what_was_typed(cast: Cast) -> None:
    page = browser_of(cast.head).get(reverse("people:person_list"), {"q": "Zebedee"}).content.decode()
    assert "Nobody of that name" in page
    assert 'value="Zebedee"' in page


def test_the_list_takes_the_same_queries_for_one_person_and_for_fifty(
    cast: Cast, django_assert_num_queries: object
) -> None:
    client = browser_of(cast.head)
    for number in range(60):
        add_person(
            by=cast.head, now=NOW, school=cast.school, name=f"Parent {number:02}", capacities={Capacity.PARENT: ""}
        )
    with django_assert_num_queries(6):  # type: ignore[operator]  # session, user, roles, count, page, standings
        response = client.get(reverse("people:person_list"))
    assert "Page 2" in response.content.decode() or "page=2" in response.content.decode()


def test_a_person_of_another_school_does_not_exist(cast: Cast) -> None:
    client = browser_of(cast.outsider)
    for name in ("person", "person_change", "relationship_add"):
        assert client.get(reverse(f"people:{name}", args=[cast.parent.pk])).status_code == 404
    assert client.post(reverse("people:person_change", args=[cast.parent.pk]), answers()).status_code == 404


def test_a_person_is_added(cast: Cast) -> None:
    response = browser_of(cast.head).post(
        reverse("people:person_add"), answers(capacities=["staff", "pupil"], job_title="Teacher", year_group="Year 5")
    )
    added = Person.objects.get(name="Llŷr Gwyn")
    assert response["Location"] == reverse("people:person", args=[added.pk])
    assert {(capacity.capacity, capacity.title) for capacity in added.capacities.all()} == {
        ("staff", "Teacher"),
        ("pupil", "Year 5"),
    }


def test_a_form_without_a_name_is_shown_again_with_what_was_typed(cast: Cast) -> None:
    response = browser_of(cast.head).post(reverse("people:person_add"), answers(name="", note="Kept as typed"))
    page = response.content.decode()
    assert response.status_code == 200
    assert "There is a problem" in page
    assert "Kept as typed" in page


def test_a_date_of_birth_lies_in_the_past(cast: Cast) -> None:
    page = browser_of(cast.head).post(reverse("people:person_add"), answers(born_on="2999-01-01")).content.decode()
    assert "Date of birth must be in the past" in page


def test_a_form_opened_before_somebody_elses_change_is_refused_and_shows_both(cast: Cast) -> None:
    url = reverse("people:person_change", args=[cast.parent.pk])
    mine = answers(name="Rhiannon Hughes", note="Typed by me", revision=cast.parent.revision)
    theirs = answers(name="Rhiannon Hughes", note="Typed by them", revision=cast.parent.revision)
    assert browser_of(cast.deputy).post(url, theirs).status_code == 302
    response = browser_of(cast.head).post(url, mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Typed by me" in page
    assert "Typed by them" in page
    assert "Somebody changed this entry while you were writing" in page


def test_what_was_refused_as_stale_is_saved_once_it_is_read(cast: Cast) -> None:
    url = reverse("people:person_change", args=[cast.parent.pk])
    client = browser_of(cast.head)
    stale = answers(name="Rhiannon Hughes", note="Typed by me", revision=cast.parent.revision - 1)
    form = client.post(url, stale).context["form"]
    assert form["revision"].value() == str(cast.parent.revision)
    assert client.post(url, stale | {"revision": form["revision"].value()}).status_code == 302
    assert Person.objects.get(pk=cast.parent.pk).note == "Typed by me"


def test_the_stored_entry_beside_a_stale_form_does_not_show_the_flag(cast: Cast) -> None:
    Person.objects.filter(pk=cast.parent.pk).update(safeguarding_flag=True)
    url = reverse("people:person_change", args=[cast.parent.pk])
    stale = answers(name="Rhiannon Hughes", revision=cast.parent.revision - 1)
    page = browser_of(cast.administrator).post(url, stale).content.decode()
    assert "What is stored now" in page
    assert "Take advice" not in page


def test_nobody_takes_back_a_tie_of_their_own(cast: Cast) -> None:
    own = cast.person_of(cast.head)
    relate(by=cast.deputy, now=NOW, person=own, kind=Relationship.Kind.PARENT, relative=cast.pupil)
    url = reverse("people:relationship_remove", args=[own.pk, cast.pupil.pk])
    page = browser_of(cast.head).post(url, follow=True).content.decode()
    assert "You cannot take back a relationship of your own" in page
    assert Relationship.objects.filter(person=own).exists()


def test_the_safeguarding_flag_is_hidden_from_the_administrator(cast: Cast) -> None:
    cast.parent.safeguarding_flag = True
    Person.objects.filter(pk=cast.parent.pk).update(safeguarding_flag=True)
    url = reverse("people:person", args=[cast.parent.pk])
    assert "Take advice first" in browser_of(cast.lead).get(url).content.decode()
    assert "Take advice first" not in browser_of(cast.administrator).get(url).content.decode()


def test_a_change_by_the_administrator_leaves_the_flag_alone(cast: Cast) -> None:
    Person.objects.filter(pk=cast.parent.pk).update(safeguarding_flag=True)
    url = reverse("people:person_change", args=[cast.parent.pk])
    fields = answers(name="Rhiannon Hughes", revision=cast.parent.revision, safeguarding_flag="")
    assert browser_of(cast.administrator).post(url, fields).status_code == 302
    assert Person.objects.get(pk=cast.parent.pk).safeguarding_flag is True


def test_a_relative_is_found_and_added(cast: Cast) -> None:
    url = reverse("people:relationship_add", args=[cast.other_parent.pk])
    client = browser_of(cast.head)
    assert "Tomos Hughes" in client.get(url, {"q": "tomos"}).content.decode()
    response = client.post(f"{url}?q=tomos", {"kind": "relative", "relative": cast.pupil.pk})
    assert response.status_code == 302
    assert Relationship.objects.filter(person=cast.other_parent, relative=cast.pupil).exists()


def test_a_relationship_is_removed_by_post_alone(cast: Cast) -> None:
    url = reverse("people:relationship_remove", args=[cast.parent.pk, cast.pupil.pk])
    client = browser_of(cast.head)
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 302
    assert not Relationship.objects.exists()
