"""The terms of a rule, and what a document grants, in words."""

from dataclasses import replace
from pathlib import Path

import pytest

from policies.rules.pack import Right, TimeLimit
from policies.rules.parsing import parse_pack
from policies.rules.terms import describe_right
from policies.rules.wordings import CORE_WORDINGS
from policies.rules.words import Actor, RightKind, Start, Step, Unit

NAME = "second_pack.toml"
(APPEAL,) = parse_pack((Path(__file__).parent / NAME).read_text(encoding="utf-8"), NAME).rights


@pytest.mark.parametrize(
    ("person", "says"),
    [
        ("parent", "The parent may appeal to a panel, within 10 school days."),
        ("", "You may appeal to a panel, within 10 school days."),
    ],
)
def test_a_right_is_said_of_the_person_or_to_them(person: str, says: str) -> None:
    assert describe_right(APPEAL, CORE_WORDINGS, person) == says


@pytest.mark.parametrize(
    ("right", "says"),
    [
        (replace(APPEAL, within=None), "You may appeal to a panel."),
        (replace(APPEAL, within=None, to=Actor.NOT_STATED), "You may appeal."),
        (replace(APPEAL, within=None, right=RightKind.REPRESENTATIONS), "You may put your side to a panel."),
        (replace(APPEAL, within=None, right=RightKind.COMPANION), "You may bring somebody to a meeting."),
        (
            replace(APPEAL, within=TimeLimit(1, Unit.WEEKS, Start.KNOWN)),
            "You may appeal to a panel, within 1 week from the day the school knew.",
        ),
        (
            replace(APPEAL, within=TimeLimit(2, Unit.MONTHS, Step.MEETING)),
            "You may appeal to a panel, within 2 months from “Hold a meeting”.",
        ),
    ],
)
def test_a_right_says_to_whom_and_by_when_where_the_document_does(right: Right, says: str) -> None:
    assert describe_right(right, CORE_WORDINGS) == says


@pytest.mark.parametrize("kind", RightKind)
def test_every_kind_of_right_has_words(kind: RightKind) -> None:
    assert describe_right(replace(APPEAL, right=kind), CORE_WORDINGS, "parent").startswith("The parent may ")
