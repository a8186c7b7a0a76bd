import pytest

from policies.rules.parsing import PackError, parse_pack
from policies.rules.words import Finding, Party
from tests.policies.rules.factories import NAME, changed, small_pack


def refusal(*changes: tuple[str, str]) -> str:
    """Return the sentence with which the changed pack is refused."""
    with pytest.raises(PackError) as refused:
        parse_pack(changed(*changes), NAME)
    return str(refused.value)


def test_rules_stand_in_the_order_of_clauses_and_then_of_the_file() -> None:
    assert [rule.id for rule in small_pack().rules] == [
        "ht-removal-threat",
        "ht-removal-complaint",
        "ht-block",
        "ht-police-parent",
        "ht-police-anyone",
    ]
    assert [rule.rank for rule in small_pack().rules] == [0, 1, 2, 3, 4]


def test_a_pair_is_looked_up_in_one_step() -> None:
    pack = small_pack()

    assert [rule.id for rule in pack.rules_for[Party.PARENT, Finding.ONLINE_COMPLAINT]] == [
        "ht-removal-complaint",
        "ht-block",
    ]
    assert pack.silence_for[Party.PUPIL, Finding.ONLINE_COMPLAINT].id == "ht-complaint-others"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("format = 1", "format = 3", "format: must be 1 or 2"),
        ("format = 1", "format = true", "format: must be 1"),
        ("format = 1", "", "format: must be 1"),
        ("format = 1", "format = 1\nextra = 1", "the file: unknown key 'extra'"),
        ("[policy]", "[polity]", "the file: unknown key 'polity'"),
        ('slug = "hill-top"', 'slug = "hill-top"\ntown = "x"', "policy: unknown key 'town'"),
        ('id = "HT-2"', 'id = "HT-1"', "clause HT-1: the id is given twice"),
        ('id = "threat"', 'id = "comment"', "condition comment: the id is given twice"),
        ('id = "ht-police-anyone"', 'id = "ht-police-parent"', "rule ht-police-parent: the id is given twice"),
        ('id = "ht-the-rest"', 'id = "ht-complaint-others"', "silence ht-complaint-others: the id is given twice"),
        ('id = "HT-1"', "id = HT-1", "clause 2: line 29: the id must be quoted"),
        ('id = "HT-1"', "id = 7", "clause 2: id must be quoted text, not 7"),
        ('clause = "HT-3"', "clause = HT-3", "rule 1: line 68: the id must be quoted"),
        ("binds = []", "binds = [", "clause 1: Invalid value (at line 23"),
        ("format = 1", "format = ", "the top of the file: Invalid value (at line 2, column 10)"),
        ('slug = "hill-top"', "slug =", "[policy]: Invalid value (at line 5, column 7)"),
        ("2024-09-01", "2024-02-30", "[version]: Invalid date or datetime (at line 13, column 17)"),
        ('note = "The policy does not speak of it."', 'note = "', "silence 2: "),
    ],
)
def test_a_refusal_names_the_file_the_entry_and_the_fault(old: str, new: str, sentence: str) -> None:
    assert refusal((old, new)).startswith(f"{NAME}: {sentence}")


def test_a_file_that_ends_in_the_middle_of_a_value_is_refused() -> None:
    with pytest.raises(PackError, match=r"^x\.toml: the end of the file: "):
        parse_pack('format = """', "x.toml")


@pytest.mark.parametrize("missing", ["policy", "version"])
def test_a_pack_needs_a_policy_and_a_version(missing: str) -> None:
    other = {"policy": "version", "version": "policy"}[missing]

    with pytest.raises(PackError, match=f"^x.toml: {missing}: is missing$"):
        parse_pack(f"format = 1\n[{other}]\n", "x.toml")


def test_a_refusal_holds_every_fault_and_shows_the_first() -> None:
    with pytest.raises(PackError) as refused:
        parse_pack(changed(('findings = [\n  "defamation", "allegation",', "findings = [")), NAME)

    assert str(refused.value) == f"{NAME}: no answer for staff x defamation (and 13 more)"
    assert len(refused.value.faults) == 14
