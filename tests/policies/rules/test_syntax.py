import pytest

from policies.rules.entries import EntryError
from policies.rules.parsing import PackError, decode_pack, parse_pack
from policies.rules.syntax import LARGEST, decode_text, load_tables
from tests.policies.rules.factories import TEXT


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"\xff\xfef\x00", "the file: is saved as UTF-16; save it as UTF-8"),
        (b"PK\x03\x04\x00\x01", "the file: is not text; a pack is a text file"),
        (b"a = 1\nb = '\xe9'\n", "the file: line 2 is not text in UTF-8; save the file as UTF-8"),
        (b"#" * (LARGEST + 1), "the file: is too large; a pack has at most 2,000,000 characters"),
    ],
)
def test_what_is_not_text_in_utf_8_is_refused_in_a_sentence(raw: bytes, fault: str) -> None:
    with pytest.raises(EntryError) as refused:
        decode_text(raw)
    with pytest.raises(PackError) as whole:
        decode_pack(raw, "x.toml")

    assert str(refused.value) == fault
    assert str(whole.value) == f"x.toml: {fault}"


def test_a_file_of_the_largest_size_is_read() -> None:
    assert decode_pack(b"#" * LARGEST, "x.toml") == "#" * LARGEST
    assert load_tables("#" * LARGEST) == {}


def test_a_byte_order_mark_is_accepted() -> None:
    assert decode_text(b"\xef\xbb\xbfformat = 1") == "format = 1"
    assert parse_pack(f"\ufeff{TEXT}", "x.toml") == parse_pack(TEXT, "x.toml")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("#" * (LARGEST + 1), "the file: is too large; a pack has at most 2,000,000 characters"),
        (f"a = {'[' * 100_000}", "the file: is nested too deeply to be read"),
        ("[[rule]]\nid = “a”", 'rule 1: line 2: write straight quotation marks, "like this", not curly ones'),
        ("[condition]\na = 1\n[condition]\na = 2", "[condition]: line 3: write [[condition]], once"),
        ("[policy]\n[policy]\n", "[policy]: Cannot declare"),
        ("[[rule]]\nid = a", "rule 1: line 2: the id must be quoted"),
    ],
    ids=["too large", "too deep", "curly", "single brackets", "policy twice", "unquoted"],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(text: str, fault: str) -> None:
    with pytest.raises(EntryError) as refused:
        load_tables(text)
    with pytest.raises(PackError) as whole:
        parse_pack(text, "x.toml")

    assert str(refused.value).startswith(fault)
    assert str(whole.value).startswith(f"x.toml: {fault}")


def test_curly_quotes_inside_of_a_text_are_text() -> None:
    assert load_tables('a = "“or”"') == {"a": "“or”"}


def test_a_single_condition_in_single_brackets_is_told_how_to_write_it() -> None:
    text = TEXT.replace('[[condition]]\nid = "comment"', '[condition]\nid = "comment"', 1)
    begins = text.index('[[condition]]\nid = "threat"')
    text = text[:begins] + text[text.index("[[rule]]") :]
    with pytest.raises(PackError) as refused:
        parse_pack(text, "x.toml")

    assert refused.value.faults[0] == "condition: write [[condition]], once for each condition"
