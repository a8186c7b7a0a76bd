"""The text of a pack: its version rewrite_version, and the line of a fault."""

import datetime as dt
import tomllib

import pytest

from policies.pack_text import Value, locate_faults, rewrite_version
from policies.rules.parsing import PackError, parse_pack
from policies.stored_packs import shipped_texts
from tests.policies.rules.factories import TEXT, changed

ADOPTED: dict[str, Value | None] = {"status": "adopted", "in_force_from": dt.date(2027, 1, 1), "date_stated": True}


@pytest.mark.parametrize("name", list(shipped_texts()))
def test_the_version_of_every_shipped_pack_may_be_rewritten_and_nothing_else_changes(name: str) -> None:
    text = shipped_texts()[name]
    written = tomllib.loads(rewrite_version(text, name, ADOPTED | {"number": 'The "third"'}))
    before = tomllib.loads(text)
    assert written.pop("version") == before.pop("version") | ADOPTED | {"number": 'The "third"'}
    assert written == before


def test_a_value_of_none_leaves_the_key_out() -> None:
    draft = parse_pack(rewrite_version(TEXT, "small", {"status": "draft", "in_force_from": None}), "small")
    assert draft.version.in_force_from is None


@pytest.mark.parametrize(
    "change",
    [
        ('note = ""', 'note = """\nstatus = "never mind"\n"""'),
        ("[version]", "[ version ]"),
        ('status = "adopted"', 'status = "adopted'),
    ],
)
def test_a_version_that_cannot_be_changed_line_by_line_is_refused_and_not_spoilt(change: tuple[str, str]) -> None:
    with pytest.raises(PackError, match="on a line of its own"):
        rewrite_version(changed(change), "small", {"status": "draft", "in_force_from": None})


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (('id = "HT-3"\nplace', 'id = "HT-3"\nplaces'), '[[clause]]\nid = "HT-3"', "clause HT-3: unknown key"),
        (('step = "block_access"', 'step = "block"'), '[[rule]]\nid = "ht-block"', "rule ht-block: step: unknown"),
        (('exceptions = []', 'exceptions = [1]'), "[[engagement]]", "engagement 1 (HT-1): exceptions must hold"),
        (('status = "adopted"', 'status = "maybe"'), "[version]", "version: status: unknown word"),
        (('slug = "hill-top"', 'slug = "Hill"'), "[policy]", "policy: slug"),
    ],
)  # fmt: skip
def test_a_fault_is_shown_with_the_line_of_its_entry(change: tuple[str, str], line: str, says: str) -> None:
    text = changed(change)
    [fault] = locate_faults(text, fault_in(text))
    number = text[: text.index(line)].count("\n") + 1
    assert fault.startswith(f"Line {number}: {says}")


def test_a_fault_of_syntax_names_its_line_itself() -> None:
    text = changed(("[[condition]]", "[[condition"))
    [fault] = locate_faults(text, fault_in(text))
    assert "at line" in fault


def test_a_fault_of_no_entry_is_shown_as_it_is() -> None:
    text = changed(('"other_breach",\n', ""))
    faults = locate_faults(text, fault_in(text))
    assert faults[0].startswith("no answer for staff x other_breach")
    assert len(faults) > 1


def fault_in(text: str) -> PackError:
    with pytest.raises(PackError) as refused:
        parse_pack(text, "small")
    return refused.value
