from enum import StrEnum

import pytest

from policies.rules.words import Actor, Fact, Finding, Force, Notice, PackNation, Party, State, Step


@pytest.mark.parametrize(
    ("vocabulary", "size"),
    [
        (Party, 8),
        (Finding, 48),
        (Fact, 24),
        (Step, 41),
        (Force, 9),
        (State, 4),
        (Notice, 7),
        (Actor, 15),
        (PackNation, 4),
    ],
)
def test_each_vocabulary_holds_the_words_of_the_contract(vocabulary: type[StrEnum], size: int) -> None:
    assert len(vocabulary) == size


def test_force_runs_from_the_strongest_to_the_weakest() -> None:
    assert list(Force) == ["always", "must", "will", "normally", "expected", "should", "likely", "consider", "may"]


def test_notices_stand_in_the_order_answers_show_them() -> None:
    assert list(Notice) == [
        "draft",
        "approval_not_recorded",
        "review_overdue",
        "no_review_date",
        "no_date_stated",
        "no_version_in_force",
        "no_draft",
    ]
