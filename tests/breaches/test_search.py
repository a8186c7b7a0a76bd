import pytest

from breaches.listing import search_cases
from breaches.models import Case
from people.models import Capacity
from people.services import add_person
from tests.breaches.factories import make_case
from tests.cast import NOW, TODAY, Cast
from tests.incidents.factories import make_incident

pytestmark = pytest.mark.engine

TITLE = "Photograph of Siân’s class"


def case_of(cast: Cast, *, title: str = TITLE, name: str = "Zoë Llewellyn-Ðavies") -> Case:
    """A case with accents in its title and in its subject's name."""
    subject = add_person(by=None, now=NOW, school=cast.school, name=name, capacities={Capacity.PARENT: ""})
    return make_case(cast, incident=make_incident(cast, subjects=(subject,), title=title))


def search(cast: Cast, text: str) -> set[Case]:
    return set(search_cases(Case.objects.visible_to(cast.head, on=TODAY), text))


@pytest.mark.parametrize(
    "text",
    [
        "photograph", "Photo", "PHOTO", "photo class", "class photo", "Siân", "sian", "SIÂN’S", "zoe", "Zoë",
        "llewellyn", "Llewellyn-Ðav", "llew", "CP-2026-0001", "cp 0001", "flint mums", "head fund", "  photo  ",
        '"photo', "photo*", "*photo*", "'photo'", "-photo", "photo:* class", "(photo", "photo)", "^photo",
        "photo + class", "photo, class", "photo; class", "{photo}", "photo & class", "photo | class", "!photo",
    ],
)  # fmt: skip
def test_a_case_is_found_by_the_beginnings_of_its_words_however_they_are_typed(cast: Cast, text: str) -> None:
    case = case_of(cast)
    assert search(cast, text) == {case}


@pytest.mark.parametrize(
    "text",
    [
        "hotograph", "photographs", "photo police", "photo AND class", "photo OR police", "NOT police", "sianx",
        "photo NEAR class", "NEAR(photo class)", "search_text:photo", "-photo police", "photo <-> police", "2026-0002",
    ],
)  # fmt: skip
def test_every_word_is_looked_for_as_it_is_and_none_commands_the_search(cast: Cast, text: str) -> None:
    case_of(cast)
    assert search(cast, text) == set()


def test_words_that_command_other_searches_are_found_as_words(cast: Cast) -> None:
    case = case_of(cast, title="Near and not or")
    assert search(cast, "NEAR") == search(cast, "and NOT") == search(cast, "OR") == {case}


@pytest.mark.parametrize("text", ["", "   ", "*", '"', "-", ":", "'; --", "%"])
def test_a_search_without_a_word_narrows_nothing(cast: Cast, text: str) -> None:
    case = case_of(cast)
    assert search(cast, text) == {case}


def test_a_search_of_very_many_words_is_answered(cast: Cast) -> None:
    case = case_of(cast)
    assert search(cast, "photo " * 1000) == {case}
    assert search(cast, " ".join(f"w{number}" for number in range(1000))) == set()


def test_a_case_follows_what_its_words_become(cast: Cast) -> None:
    case = case_of(cast)
    case.search_text = "something else"
    case.save()
    assert search(cast, "photo") == set()
    assert search(cast, "else") == {case}


def test_what_somebody_is_kept_from_is_not_found_by_any_word(cast: Cast) -> None:
    incident = make_incident(cast, by=cast.deputy, affected=(cast.person_of(cast.head),), title="Takings of the fair")
    case = make_case(cast, incident=incident, by=cast.deputy)
    for text in ("takings", "Rhiannon", case.reference, ""):
        assert search(cast, text) == set()
        assert set(search_cases(Case.objects.visible_to(cast.deputy, on=TODAY), text)) == {case}
