"""How the text of a letter becomes headings, paragraphs, lists and days."""

import datetime as dt

import pytest

from breaches.letters.text import (
    REPLY_BY,
    Part,
    fill_placeholders,
    find_placeholders,
    find_placeholders_without_day,
    split_parts,
    tidy,
)


def test_a_body_is_read_as_headings_paragraphs_and_lists() -> None:
    assert split_parts("One\ntwo\n\n# Head\nText\n- a\n- b\n\n\nEnd") == [
        Part("paragraph", ("One", "two")),
        Part("heading", ("Head",)),
        Part("paragraph", ("Text",)),
        Part("list", ("a", "b")),
        Part("paragraph", ("End",)),
    ]


def test_two_headings_in_a_row_stay_two() -> None:
    assert [part.kind for part in split_parts("# One\n# Two")] == ["heading", "heading"]


def test_an_empty_body_has_no_parts() -> None:
    assert split_parts(" \n\n ") == []


def test_lines_of_another_machine_read_the_same() -> None:
    assert split_parts("One\r\n\r\nTwo") == split_parts("One\n\nTwo")
    assert tidy("One  \r\n\r\n\r\n\r\nTwo \n") == "One\n\nTwo"


@pytest.mark.parametrize("mark", ["[reply by]", "[Reply by]", "[REPLY BY]"])
def test_a_mark_becomes_its_day_however_it_is_written(mark: str) -> None:
    assert (
        fill_placeholders(f"by {mark}.", {REPLY_BY: dt.date(2026, 11, 26)}) == "by 26\N{NO-BREAK SPACE}November 2026."
    )
    assert find_placeholders(mark) == {REPLY_BY}


def test_other_brackets_are_left_alone() -> None:
    assert fill_placeholders("[sic] [reply]", {}) == "[sic] [reply]"
    assert find_placeholders_without_day("[sic]", {}) == []
