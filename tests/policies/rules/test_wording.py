from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise

import pytest

from policies.rules.wording import (
    ACTORS,
    FINDINGS,
    FORCES,
    NOTICES,
    PARTIES,
    PARTY_TITLES,
    QUESTIONS,
    STATES,
    STEPS,
    question,
)
from policies.rules.words import Actor, Fact, Finding, Force, Notice, Party, State, Step


@pytest.mark.parametrize(
    ("table", "vocabulary"),
    [
        (PARTIES, Party),
        (PARTY_TITLES, Party),
        (FINDINGS, Finding),
        (QUESTIONS, Fact),
        (STEPS, Step),
        (FORCES, Force),
        (STATES, State),
        (NOTICES, Notice),
        (ACTORS, Actor),
    ],
)
def test_every_word_has_a_meaning(table: Mapping[StrEnum, object], vocabulary: type[StrEnum]) -> None:
    assert set(table) == set(vocabulary)


def test_no_two_findings_share_a_name() -> None:
    names = [meaning.name for meaning in FINDINGS.values()]

    assert len(set(names)) == len(names)


def test_findings_under_one_heading_stand_together() -> None:
    headings = [meaning.heading for meaning in FINDINGS.values()]
    changes = sum(here != before for before, here in pairwise(headings))

    assert changes == len(set(headings)) - 1


def test_a_question_names_the_party() -> None:
    assert question(Fact.REFUSED, Party.PARENT) == "Has the parent or carer refused?"


@pytest.mark.parametrize("party", Party)
@pytest.mark.parametrize("fact", Fact)
def test_every_fact_is_a_question_for_every_party(fact: Fact, party: Party) -> None:
    asked = question(fact, party)

    assert asked.endswith("?")
    assert "{" not in asked
