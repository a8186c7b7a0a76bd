from dataclasses import dataclass
from datetime import date

import pytest

from policies.rules.entries import EntryError, PackEntry, iterate_entries, name_table
from policies.rules.words import Party


@dataclass(frozen=True)
class Shape:
    """Some fields to read."""

    id: str
    note: str
    rank: int


def entry(**table: object) -> PackEntry:
    return PackEntry("thing", table, Shape)


def test_a_key_that_is_not_a_field_is_refused() -> None:
    with pytest.raises(EntryError, match=r"^thing: unknown key 'nope' \(did you mean 'note'\?\)$"):
        entry(nope=1)


def test_a_field_that_is_worked_out_is_not_a_key() -> None:
    with pytest.raises(EntryError, match="unknown key 'rank'"):
        entry(rank=1)


def test_an_entry_that_is_not_a_table_is_refused() -> None:
    with pytest.raises(EntryError, match=r"^thing: must be a table$"):
        PackEntry("thing", "text", Shape)


def test_text_must_be_there_quoted_and_not_empty() -> None:
    assert entry(id="a").text("id") == "a"
    with pytest.raises(EntryError, match="id is missing"):
        entry().text("id")
    with pytest.raises(EntryError, match="id must be quoted text, not 5"):
        entry(id=5).text("id")
    with pytest.raises(EntryError, match="id is empty"):
        entry(id=" ").text("id")


def test_a_note_may_be_empty_and_optional_text_may_be_left_out() -> None:
    assert entry(note="").text("note") == ""
    assert entry().text_if_any("note") == ""
    assert entry(note="n").text_if_any("note") == "n"


def test_a_flag_is_true_or_false_and_nothing_else() -> None:
    assert entry(id=True).flag("id") is True
    with pytest.raises(EntryError, match="id must be true or false, not 1"):
        entry(id=1).flag("id")


def test_a_list_of_texts_holds_each_once() -> None:
    assert entry(id=["a", "b"]).texts("id") == ("a", "b")
    with pytest.raises(EntryError, match="id must be a list, not 'a'"):
        entry(id="a").texts("id")
    with pytest.raises(EntryError, match="id must hold quoted text, not 1"):
        entry(id=[1]).texts("id")
    with pytest.raises(EntryError, match="id holds 'a' twice"):
        entry(id=["a", "a"]).texts("id")


def test_every_stands_for_all_the_words() -> None:
    assert entry(id="every").words("id", Party) == tuple(Party)


def test_a_word_must_be_known() -> None:
    assert entry(id="parent").word("id", Party) == Party.PARENT
    with pytest.raises(EntryError, match="id: unknown word 'aunt'"):
        entry(id="aunt").word("id", Party)
    with pytest.raises(EntryError, match="id: unknown word 'aunt'"):
        entry(id=["aunt"]).words("id", Party)


def test_a_set_of_words_may_not_be_empty() -> None:
    assert entry(id=["parent"]).some_words("id", Party) == {Party.PARENT}
    with pytest.raises(EntryError, match="id is empty"):
        entry(id=[]).some_words("id", Party)


def test_a_day_has_no_quotes() -> None:
    assert entry(id=date(2021, 11, 1)).day("id") == date(2021, 11, 1)
    with pytest.raises(EntryError, match="id must be a date such as 2021-11-01, not '2021-11-01'"):
        entry(id="2021-11-01").day("id")


@pytest.mark.parametrize(
    ("table", "label"),
    [
        ({"id": "x"}, "rule x"),
        ({"clause": "C-1"}, "rule 2 (C-1)"),
        ({"id": 5}, "rule 2"),
        ("text", "rule 2"),
    ],
)
def test_an_entry_is_named_by_what_it_has(table: object, label: str) -> None:
    assert name_table("rule", 2, table) == label


def test_entries_must_be_a_list_of_tables() -> None:
    assert [entry.label for entry in iterate_entries({"rule": [{"id": "x"}]}, "rule", Shape)] == ["rule x"]
    assert list(iterate_entries({}, "rule", Shape)) == []
    with pytest.raises(EntryError, match=r"rule: write \[\[rule\]\], once for each rule"):
        list(iterate_entries({"rule": {"id": "x"}}, "rule", Shape))
