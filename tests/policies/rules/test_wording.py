from collections.abc import Mapping
from dataclasses import astuple
from enum import StrEnum
from itertools import pairwise

import pytest

from policies.rules.questions import QUESTIONS
from policies.rules.wording import ACTORS, FINDINGS, FORCES, NOTICES, PARTIES, STEPS
from policies.rules.wordings import CORE_WORDINGS
from policies.rules.words import Actor, Fact, Finding, Force, Notice, Party, Step


@pytest.mark.parametrize(
    ("table", "vocabulary"),
    [
        (PARTIES, Party),
        (FINDINGS, Finding),
        (QUESTIONS, Fact),
        (STEPS, Step),
        (FORCES, Force),
        (NOTICES, Notice),
        (ACTORS, Actor),
    ],
)
def test_every_word_has_its_wording(table: Mapping[StrEnum, object], vocabulary: type[StrEnum]) -> None:
    assert set(table) == set(vocabulary)


def test_no_two_findings_share_a_name() -> None:
    names = [row.name for row in FINDINGS.values()]

    assert len(set(names)) == len(names)


def test_findings_under_one_heading_stand_together() -> None:
    headings = [row.heading for row in FINDINGS.values()]
    changes = sum(here != before for before, here in pairwise(headings))

    assert changes == len(set(headings)) - 1


@pytest.mark.parametrize("finding", Finding)
def test_every_finding_is_said_as_what_the_school_considers(finding: Finding) -> None:
    sentence = CORE_WORDINGS.careful_sentence([finding])

    assert sentence == f"The school considers that it may {FINDINGS[finding].careful}."
    assert FINDINGS[finding].careful


def test_several_findings_are_said_in_one_sentence_and_none_says_so() -> None:
    sentence = CORE_WORDINGS.careful_sentence([Finding.THREAT, Finding.DEFAMATION, Finding.RACIST_COMMENT])

    assert sentence == "The school considers that it may be defamatory, may be racist and may be threatening."
    assert CORE_WORDINGS.careful_sentence([]) == "The school has not established anything yet."


def test_a_finding_is_worded_for_the_writer_of_a_report_and_its_reader_or_for_neither() -> None:
    assert all(bool(row.by_writer) == bool(row.by_colleague) for row in FINDINGS.values())


def test_a_question_names_the_party() -> None:
    assert CORE_WORDINGS.question(Fact.REFUSED, Party.PARENT).asks == "Has the parent or carer refused?"


@pytest.mark.parametrize("party", Party)
@pytest.mark.parametrize("fact", Fact)
def test_every_fact_is_asked_and_confirmed_of_every_party(fact: Fact, party: Party) -> None:
    row = CORE_WORDINGS.question(fact, party)

    assert row.fact == fact
    assert row.asks.endswith("?")
    assert row.confirmed[0].isupper()
    assert row.waits_for
    assert not any("{" in text for text in astuple(row))


def test_a_step_waits_in_one_phrase() -> None:
    assert (
        CORE_WORDINGS.waits_for([Fact.REFUSED, Fact.CONTINUED], Party.PARENT)
        == "a refusal, and word that it has gone on"
    )


@pytest.mark.parametrize("force", Force)
def test_every_force_is_said_of_the_policy(force: Force) -> None:
    assert FORCES[force].says.startswith("the policy ")
    assert FORCES[force].of_the_school.startswith("The policy ")


def test_a_tag_names_who_takes_a_step_only_where_the_policy_binds_or_expects_them() -> None:
    actors = (Actor.SCHOOL, Actor.HEADTEACHER, Actor.STAFF, Actor.NOT_STATED)
    tags = {force: [CORE_WORDINGS.force_tag(force, who) for who in actors] for force in Force}

    assert tags == {
        Force.ALWAYS: ["The school always", "The Headteacher always", "Staff always", "Always"],
        Force.MUST: ["The school must", "The Headteacher must", "Staff must", "Must"],
        Force.WILL: ["The school will", "The Headteacher will", "Staff will", "Will"],
        Force.NORMALLY: ["Normally"] * 4,
        Force.EXPECTED: ["The school expects", "Expected", "Expected", "Expected"],
        Force.SHOULD: ["Should"] * 4,
        Force.LIKELY: ["Likely"] * 4,
        Force.CONSIDER: ["Will consider"] * 4,
        Force.MAY: ["May"] * 4,
    }
