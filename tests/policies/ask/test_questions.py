"""The things one may ask the policy: read strictly, and answered by every policy that ships with Rung."""

import pytest

from policies.ask.pages import (
    ASKERS,
    HEADINGS,
    AskQuestion,
    QuestionGroup,
    QuestionsError,
    list_questions,
    parse_questions,
    shipped_questions,
)
from policies.rules.assessment import Facts, assess_version
from policies.rules.pack import Pack
from policies.rules.words import Fact, Finding, Party
from policies.stored_packs import shipped_duties, shipped_packs
from tests.cast import TODAY

GOOD = """
[[question]]
id = "own-child"
group = "friends"
asks = "Be friends online with my own child"
parties = ["staff", "governor"]
findings = ["pupil_contact"]
confirmed = ["own_child"]
"""
# What nobody thinks of doing, or nobody should ask a page about.
NOT_ASKED = {Finding.SEXUAL_ADVANCE, Finding.HATE_COMMENT, Finding.OTHER_BREACH}


def test_a_question_is_read_whole() -> None:
    assert parse_questions(GOOD, "q.toml") == (
        AskQuestion(
            id="own-child",
            group=QuestionGroup.FRIENDS,
            asks="Be friends online with my own child",
            parties=frozenset({Party.STAFF, Party.GOVERNOR}),
            findings=frozenset({Finding.PUPIL_CONTACT}),
            confirmed=frozenset({Fact.OWN_CHILD}),
        ),
    )


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("pupil_contact", "zebra"), "q.toml: question own-child: findings: unknown word 'zebra'"),
        (('"own_child"', '"zebra"'), "q.toml: question own-child: confirmed: unknown word 'zebra'"),
        (('"friends"', '"enemies"'), "q.toml: question own-child: group: unknown word 'enemies'"),
        (('"staff"', '"zebra"'), "q.toml: question own-child: parties: unknown word 'zebra'"),
        (('"staff"', '"parent"'), "q.toml: question own-child: parties: only staff, governors and volunteers ask"),
        (('["pupil_contact"]', "[]"), "q.toml: question own-child: findings is empty"),
        (("Be friends online with my own child", " "), "q.toml: question own-child: asks is empty"),
        (("confirmed", "facts"), "q.toml: question own-child: unknown key 'facts'"),
        (('confirmed = ["own_child"]', ""), "q.toml: question own-child: confirmed is missing"),
        (("[[question]]", "[[questions]]"), "q.toml: the file: holds something else than [[question]]"),
    ],
)
def test_a_faulty_question_is_refused_by_name(change: tuple[str, str], fault: str) -> None:
    with pytest.raises(QuestionsError) as refused:
        parse_questions(GOOD.replace(*change), "q.toml")

    assert str(refused.value) == fault


def test_an_id_given_twice_is_refused() -> None:
    with pytest.raises(QuestionsError, match="question own-child: the id is given twice"):
        parse_questions(GOOD + GOOD, "q.toml")


def test_a_file_that_is_not_toml_is_refused_by_name() -> None:
    with pytest.raises(QuestionsError, match=r"q\.toml: "):
        parse_questions("[[question]", "q.toml")


def test_every_finding_that_staff_may_think_of_is_asked_about() -> None:
    findings = {finding for question in shipped_questions() for finding in question.findings}

    assert findings == set(Finding) - NOT_ASKED


@pytest.mark.parametrize("pack", shipped_packs(), ids=lambda pack: pack.policy.slug)
@pytest.mark.parametrize("party", ASKERS)
def test_every_policy_answers_every_question_by_rule_or_by_silence(party: Party, pack: Pack) -> None:
    unanswered = []
    for question in shipped_questions():
        facts = Facts(pack.policy.slug, TODAY, TODAY, party, question.findings, question.confirmed)
        answer = assess_version(pack, facts, duties=shipped_duties())
        if not answer.steps and len(answer.silent) != len(question.findings):
            unanswered.append(question.id)

    assert unanswered == []


def test_every_group_has_a_heading_and_a_question_for_everybody_who_asks() -> None:
    assert set(HEADINGS) == set(QuestionGroup)
    for party in ASKERS:
        assert [heading for heading, _ in list_questions(party)] == list(HEADINGS.values())


def test_nobody_is_offered_what_makes_no_sense_for_them() -> None:
    offered = {party: {question.id for _, listed in list_questions(party) for question in listed} for party in ASKERS}

    assert "browse-at-work" in offered[Party.STAFF] - offered[Party.GOVERNOR]
    assert "look-up-applicant" in offered[Party.GOVERNOR] - offered[Party.VOLUNTEER]


def test_no_two_questions_are_put_in_the_same_words() -> None:
    words = [question.asks for question in shipped_questions()]

    assert len(words) == len(set(words))
