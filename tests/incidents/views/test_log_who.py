"""Who took part: the page, its search, adding in place, taking out."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from incidents.journey import Page
from incidents.models import Incident
from people.models import Capacity, Person
from people.services import add_person
from tests.cast import NOW, Cast
from tests.incidents.factories import Part, involve, make_draft
from tests.incidents.views.addresses import page_url
from tests.signing_in import browser_of

pytestmark = pytest.mark.engine


@pytest.fixture
def draft(cast: Cast) -> Incident:
    return make_draft(cast.head, cast.school)


def chosen(person: Person, part: str = "subject", capacity: str = "parent") -> dict[str, str]:
    return {"q": person.name, "person": str(person.pk), "part": part, "capacity": capacity, "add": ""}


@pytest.mark.parametrize("address", ["log_page", "person_search"])
def test_people_are_found_by_any_part_of_a_name_with_or_without_script(
    cast: Cast, draft: Incident, address: str
) -> None:
    args = [draft.pk, Page.WHO] if address == "log_page" else [draft.pk]

    answer = browser_of(cast.head).get(reverse(f"incidents:{address}", args=args), {"q": "hugh rhi"})

    assertContains(answer, "Rhiannon Hughes")
    assertNotContains(answer, "Tomos Hughes")
    assertContains(answer, "Parent or carer")


def test_the_search_without_a_page_around_it_can_still_be_sent(cast: Cast, draft: Incident) -> None:
    answer = browser_of(cast.head).get(reverse("incidents:person_search", args=[draft.pk]), {"q": "Hughes"})

    assertContains(answer, "csrfmiddlewaretoken")
    assertNotContains(answer, "<html")


def test_an_empty_search_finds_nobody_and_an_unknown_name_offers_to_add_it(cast: Cast, draft: Incident) -> None:
    url = page_url(draft, Page.WHO)

    assertNotContains(browser_of(cast.head).get(url, {"q": " "}), "Who is it?")
    answer = browser_of(cast.head).get(url, {"q": "Llŷr & Co"})
    assertContains(answer, "Nobody else in the register is called “Llŷr &amp; Co”.")
    assertContains(answer, "?name=Ll%C5%B7r%20%26%20Co")


def test_a_search_for_what_no_name_can_hold_finds_nobody(cast: Cast, draft: Incident) -> None:
    for text in ("\0", "%", "Hughes\0", "9" * 400):
        assert browser_of(cast.head).get(page_url(draft, Page.WHO), {"q": text}).status_code == 200
    fields = chosen(cast.parent) | {"person": "9" * 40}
    assertContains(browser_of(cast.head).post(page_url(draft, Page.WHO), fields), "Choose one of the people found.")


def test_people_of_another_school_are_not_found(cast: Cast, draft: Incident) -> None:
    assertNotContains(browser_of(cast.head).get(page_url(draft, Page.WHO), {"q": "Olive"}), "Olive Grant")


def test_a_chair_finds_the_headteacher_alone(cast: Cast) -> None:
    draft = make_draft(cast.chair, cast.school)
    url = page_url(draft, Page.WHO)

    assertContains(browser_of(cast.chair).get(url, {"q": "Siân"}), "Siân Morgan")
    assertNotContains(browser_of(cast.chair).get(url, {"q": "Hughes"}), "Rhiannon Hughes")


def test_somebody_found_gets_their_part(cast: Cast, draft: Incident) -> None:
    answer = browser_of(cast.head).post(page_url(draft, Page.WHO), chosen(cast.parent), follow=True)

    assertRedirects(answer, page_url(draft, Page.WHO))
    assertContains(answer, "Rhiannon Hughes is added.")
    assertContains(answer, "judged as parent or carer")


def test_a_choice_without_a_part_or_capacity_is_shown_again_as_made(cast: Cast, draft: Incident) -> None:
    fields = chosen(cast.parent) | {"part": "", "capacity": ""}

    answer = browser_of(cast.head).post(page_url(draft, Page.WHO), fields)

    assertContains(answer, "Choose their part.")
    assertContains(answer, "Choose their capacity.")
    assertContains(answer, 'checked="checked"', count=1)
    assert not draft.involvements.exists()


def test_somebody_of_another_school_cannot_be_chosen_by_number(cast: Cast, draft: Incident) -> None:
    theirs = add_person(by=None, now=NOW, school=cast.other_school, name="Pat Low", capacities={Capacity.PARENT: ""})

    answer = browser_of(cast.head).post(page_url(draft, Page.WHO), chosen(theirs))

    assert answer.status_code == 200
    assert not draft.involvements.exists()


def test_a_second_part_is_refused_with_the_part_they_have(cast: Cast, draft: Incident) -> None:
    involve(draft, cast.head, cast.parent, Part.SUBJECT)

    answer = browser_of(cast.head).post(page_url(draft, Page.WHO), chosen(cast.parent, part="witness"))

    assertContains(answer, "Rhiannon Hughes is already in this incident")


def test_whoever_has_a_part_is_not_found_again(cast: Cast, draft: Incident) -> None:
    involve(draft, cast.head, cast.parent, Part.SUBJECT)

    answer = browser_of(cast.head).get(page_url(draft, Page.WHO), {"q": "Hughes"})

    assertContains(answer, "Tomos Hughes")
    assertContains(answer, "Rhiannon Hughes", count=2)


def test_somebody_is_taken_out_again(cast: Cast, draft: Incident) -> None:
    involvement = involve(draft, cast.head, cast.parent, Part.SUBJECT)

    answer = browser_of(cast.head).post(reverse("incidents:involvement_remove", args=[involvement.pk]), follow=True)

    assertRedirects(answer, page_url(draft, Page.WHO))
    assertContains(answer, "Rhiannon Hughes is taken out.")
    assert not draft.involvements.exists()


def add_url(draft: Incident) -> str:
    return reverse("incidents:person_add", args=[draft.pk])


NEW = {"name": "Llŷr ap Ŵyn", "title": "Coach driver", "part": "witness", "capacity": "visitor"}


def test_somebody_new_is_added_in_place(cast: Cast, draft: Incident) -> None:
    answer = browser_of(cast.head).post(add_url(draft), NEW, follow=True)

    assertContains(answer, "Llŷr ap Ŵyn is added here and to the register.")
    assert draft.involvements.get().person.name == "Llŷr ap Ŵyn"


def test_the_name_that_was_searched_for_is_filled_in(cast: Cast, draft: Incident) -> None:
    assertContains(browser_of(cast.head).get(add_url(draft), {"name": "Llŷr"}), 'value="Llŷr"')


def test_a_new_person_without_a_name_is_shown_again_as_typed(cast: Cast, draft: Incident) -> None:
    answer = browser_of(cast.head).post(add_url(draft), NEW | {"name": ""})

    assertContains(answer, "Enter their name.")
    assertContains(answer, "Coach driver")
    assertContains(answer, 'checked="checked"', count=2)


def test_a_name_in_the_register_is_added_again_only_as_a_different_person(cast: Cast, draft: Incident) -> None:
    browser, namesake = browser_of(cast.head), NEW | {"name": "Owain Tudur"}

    refused = browser.post(add_url(draft), namesake)

    assertContains(refused, "already has somebody called Owain Tudur")
    assertContains(refused, "This is a different person of the same name")
    assert not draft.involvements.exists()
    assert browser.post(add_url(draft), namesake | {"another_of_this_name": "on"}).status_code == 302
    assert draft.involvements.get().person != cast.other_parent
