from datetime import date

import pytest

from policies.rules.duties import DutiesError, Duty, find_duties, parse_duties
from policies.rules.words import Finding, PackNation, Party

ROW = """
[[duty]]
id = "tell"
nation = "england"
source = "A source"
begins = 2024-01-01
ends = 2024-12-31
checked_on = 2024-02-01
parties = ["staff"]
findings = ["sexual_advance", "pupil_contact"]
says = "Tell somebody."
"""


def asked(
    text: str = ROW,
    nation: PackNation = PackNation.ENGLAND,
    today: date = date(2024, 6, 1),
    party: Party = Party.STAFF,
    finding: Finding = Finding.PUPIL_CONTACT,
) -> tuple[Duty, ...]:
    """Return the duties answered."""
    return find_duties(parse_duties(text, "duties.toml"), nation, today, party, frozenset({finding}))


def test_a_duty_is_answered_for_its_nation_party_and_finding() -> None:
    assert [duty.says for duty in asked()] == ["Tell somebody."]
    assert asked(nation=PackNation.WALES) == ()
    assert asked(party=Party.PARENT) == ()
    assert asked(finding=Finding.DEFAMATION) == ()


@pytest.mark.parametrize(
    ("today", "holds"),
    [
        (date(2023, 12, 31), False),
        (date(2024, 1, 1), True),
        (date(2024, 12, 31), True),
        (date(2025, 1, 1), False),
    ],
)
def test_a_duty_holds_from_its_first_day_to_its_last(today: date, holds: bool) -> None:
    assert bool(asked(today=today)) is holds


def test_a_duty_without_an_end_still_holds() -> None:
    assert asked(ROW.replace("ends = 2024-12-31\n", ""), today=date(2099, 1, 1))


def test_a_dormant_duty_is_never_answered() -> None:
    assert asked(ROW.replace("begins = 2024-01-01\n", "")) == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (ROW + ROW, "duties.toml: duty tell: the id is given twice"),
        (ROW.replace("says", "sais"), "duties.toml: duty tell: unknown key 'sais'"),
        ("[other]", r"duties.toml: the file: holds something else than \[\[duty\]\]"),
        ("duty = ", "duties.toml: Invalid value"),
    ],
)
def test_bad_rows_are_refused_with_their_file_and_fault(text: str, sentence: str) -> None:
    with pytest.raises(DutiesError, match=sentence):
        parse_duties(text, "duties.toml")
