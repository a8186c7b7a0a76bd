"""What the policies answer, school by school, to one who thinks of doing something."""

import datetime as dt

import pytest

from policies.ask.pages import AskAnswer, answer_question, shipped_questions
from policies.models import Version
from policies.rules.words import Fact, Force, Party, State, Step
from tests.cast import TODAY, Cast, load_pack

QUESTIONS = {question.id: question for question in shipped_questions()}


def answer(cast: Cast, slug: str, question: str, party: Party = Party.STAFF) -> AskAnswer:
    version: Version = load_pack(slug)
    return answer_question(QUESTIONS[question], party, version, cast.school, today=TODAY)


def steps(answer: AskAnswer) -> list[tuple[Step, Force, State]]:
    return [(step.step, step.force, State.WAITING if step.is_waiting else State.OPEN) for step in answer.steps]


def conduct(answer: AskAnswer) -> list[tuple[str, str]]:
    return [(clause.id, clause.modality) for clause in answer.conduct]


@pytest.mark.parametrize(
    ("slug", "clauses"),
    [
        ("cornist-park", [("CP-ST-4a", "must not"), ("CP-ST-4b", "must not")]),
        ("bradley", [("BP-4.1(v)", "strongly discouraged")]),
        ("cavendish", []),
        ("st-peters", [("SPC-4", "must not")]),
        ("avenue-recreation-road", [("AVR-S1", "expected")]),
    ],
)
def test_a_former_pupil_of_17_is_answered_in_each_policys_own_words(
    cast: Cast, slug: str, clauses: list[tuple[str, str]]
) -> None:
    assert conduct(answer(cast, slug, "former-pupil-under-18")) == clauses


def test_a_grown_up_former_pupil_is_another_question_at_st_peters(cast: Cast) -> None:
    clause = answer(cast, "st-peters", "former-pupil-grown-up").conduct[0]

    assert clause.id == "SPC-4"
    assert clause.only_if == ("Is the former pupil under 18?",)


def test_what_the_question_says_already_is_waited_for_no_more(cast: Cast) -> None:
    given = answer(cast, "st-peters", "former-pupil-under-18")

    assert given.conduct[0].only_if == ()
    assert steps(given)[0] == (Step.INFORM_HEADTEACHER, Force.MUST, State.OPEN)


def test_a_request_left_alone_is_to_be_told_of_at_st_peters(cast: Cast) -> None:
    assert steps(answer(cast, "st-peters", "leave-pupil-request")) == [
        (Step.INFORM_HEADTEACHER, Force.MUST, State.OPEN),
        (Step.SAFEGUARDING_PROCEDURES, Force.MUST, State.OPEN),
    ]


def test_a_request_left_alone_is_told_to_the_parents_at_avenue_and_recreation_road(cast: Cast) -> None:
    assert steps(answer(cast, "avenue-recreation-road", "leave-pupil-request")) == [
        (Step.NOTIFY_PARENTS, Force.EXPECTED, State.OPEN)
    ]


@pytest.mark.parametrize("slug", ["cornist-park", "bradley", "cavendish"])
def test_a_request_left_alone_finds_the_other_policies_silent_with_the_nearest_clauses(cast: Cast, slug: str) -> None:
    given = answer(cast, slug, "leave-pupil-request")

    assert given.steps == ()
    assert [silence.title for silence in given.silences] == ["A pupil got in touch"]
    assert given.silences[0].clauses


def test_an_exception_stands_with_its_clause_and_is_pointed_to(cast: Cast) -> None:
    given = answer(cast, "cavendish", "own-child")

    assert conduct(given) == [("CAV-PA2a", "should not")]
    assert len(given.conduct[0].exceptions) == 1
    assert given.has_exceptions


def test_a_policy_that_makes_no_exception_shows_none(cast: Cast) -> None:
    assert not answer(cast, "cornist-park", "accept-parent").has_exceptions


def test_a_step_says_in_words_what_it_waits_for(cast: Cast) -> None:
    discipline = answer(cast, "cornist-park", "former-pupil-under-18").steps[1]

    assert discipline.is_waiting
    assert [row.fact for row in discipline.asks] == [Fact.BREACH_FOUND]
    assert discipline.questions == ("Has it been found that the member of staff broke the policy?",)


def test_a_clause_that_names_somebody_else_says_so_to_a_governor(cast: Cast) -> None:
    given = answer(cast, "cornist-park", "former-pupil-under-18", Party.GOVERNOR)

    assert [clause.only_if for clause in given.conduct] == [
        ("Do you read this clause as reaching the governor, though it does not name them?",)
    ] * 2


def test_cautions_are_said_once_each(cast: Cast) -> None:
    for step in answer(cast, "st-peters", "accept-pupil").steps:
        assert len(step.cautions) == len(set(step.cautions))


def test_notices_say_what_the_version_is_and_what_follows(cast: Cast) -> None:
    draft = {notice.title: notice.text for notice in answer(cast, "cavendish", "accept-parent").notices}
    overdue = {notice.title: notice.text for notice in answer(cast, "cornist-park", "accept-parent").notices}

    assert draft["This is a draft. It is not the school's policy."] == (
        "Your school has no other yet, so this answer comes from the draft."
    )
    assert overdue["The policy is past its review date."] == "It has not been replaced, so it still counts."


def test_what_law_and_guidance_ask_stays_apart_and_is_the_nations_own(cast: Cast) -> None:
    wales, england = answer(cast, "cornist-park", "accept-pupil"), answer(cast, "bradley", "accept-pupil")

    assert [duty.id for duty in wales.duties] == ["wales-designated-officer"]
    assert [duty.id for duty in england.duties] == ["england-allegation-threshold", "england-low-level-concern"]


def test_what_law_asks_is_that_of_the_day(cast: Cast) -> None:
    before = dt.date(2026, 10, 31)
    given = answer_question(QUESTIONS["accept-pupil"], Party.STAFF, load_pack("bradley"), cast.school, today=before)

    assert given.duties == ()
