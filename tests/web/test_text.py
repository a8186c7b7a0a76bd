"""Text as people type it, look for it and read it."""

import pytest

from web.text import fold, join_words, whole_number


@pytest.mark.parametrize(
    ("words", "sentence"),
    [([], ""), (["one"], "one"), (["one", "two"], "one and two"), (["one", "two", "three"], "one, two and three")],
)
def test_words_are_joined_as_in_a_sentence(words: list[str], sentence: str) -> None:
    assert join_words(words) == sentence


def test_words_are_joined_by_another_word() -> None:
    assert join_words(["one", "two", "three"], "or") == "one, two or three"


def test_what_is_looked_for_has_no_accents_and_no_capitals() -> None:
    assert fold(" Siân\x00 ", "O’Brien") == "sian o brien"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("7", 7),
        ("0", 0),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("-7", None),
        ("٧", None),
        ("seven", None),
        ("", None),
    ],
)
def test_a_number_is_one_that_a_row_could_have(typed: str, number: int | None) -> None:
    assert whole_number(typed) == number
