"""How the text of a letter becomes headings, paragraphs, lists and days."""

import datetime as dt
from dataclasses import replace

import pytest

from breaches.letters.kinds import NEEDS, Kind, kinds_for
from breaches.letters.text import REPLY_BY, Part, marks_in, parts_of, tidy, without_a_day, without_marks
from policies.rules.words import Step


def test_a_body_is_read_as_headings_paragraphs_and_lists() -> None:
    assert parts_of("One\ntwo\n\n# Head\nText\n- a\n- b\n\n\nEnd") == [
        Part("paragraph", ("One", "two")),
        Part("heading", ("Head",)),
        Part("paragraph", ("Text",)),
        Part("list", ("a", "b")),
        Part("paragraph", ("End",)),
    ]


def test_two_headings_in_a_row_stay_two() -> None:
    assert [part.kind for part in parts_of("# One\n# Two")] == ["heading", "heading"]


def test_an_empty_body_has_no_parts() -> None:
    assert parts_of(" \n\n ") == []


def test_lines_of_another_machine_read_the_same() -> None:
    assert parts_of("One\r\n\r\nTwo") == parts_of("One\n\nTwo")
    assert tidy("One  \r\n\r\n\r\n\r\nTwo \n") == "One\n\nTwo"


@pytest.mark.parametrize("mark", ["[reply by]", "[Reply by]", "[REPLY BY]"])
def test_a_mark_becomes_its_day_however_it_is_written(mark: str) -> None:
    assert without_marks(f"by {mark}.", {REPLY_BY: dt.date(2026, 11, 26)}) == "by 26\N{NO-BREAK SPACE}November 2026."
    assert marks_in(mark) == {REPLY_BY}


def test_other_brackets_are_left_alone() -> None:
    assert without_marks("[sic] [reply]", {}) == "[sic] [reply]"
    assert without_a_day("[sic]", {}) == []


def test_every_kind_of_letter_has_its_needs_and_its_wording() -> None:
    assert set(NEEDS) == set(Kind)


def test_a_step_may_have_several_kinds_of_letter_and_a_kind_no_step() -> None:
    warning, meeting, removal = Kind.WRITTEN_WARNING, Kind.MEETING_INVITATION, Kind.REMOVAL_REQUEST
    needs = {
        warning: replace(NEEDS[warning], step=Step.MEETING),
        meeting: NEEDS[meeting],
        removal: replace(NEEDS[removal], step=None),
    }

    assert kinds_for(Step.MEETING, needs) == (warning, meeting)
    assert kinds_for(Step.REQUEST_REMOVAL, needs) == ()
    assert kinds_for(Step.MEETING) == (meeting,)
