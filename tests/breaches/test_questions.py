"""The questions of a case, read from the answers of a small pack and from answers that are not stored."""

from dataclasses import replace
from pathlib import Path

import pytest

from breaches.models import Confirmation
from breaches.questions import FORBIDS, CaseQuestions, build_questions
from policies.rules.answer import as_stored, from_stored
from policies.rules.assessment import Facts, assess_version
from policies.rules.pack import Pack
from policies.rules.parsing import parse_pack
from policies.rules.words import Fact, Finding, Party, Step
from tests import policies
from tests.cast import TODAY

TEXT = (Path(policies.__file__).parent / "rules" / "second_pack.toml").read_text(encoding="utf-8")
YES, NO = Confirmation.Answer.YES, Confirmation.Answer.NO
REACHES = 'question = { wording_applies = "Does it reach this parent?" }'


def read_pack(*changes: tuple[str, str]) -> Pack:
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return parse_pack(text, "second.toml")


def ask(
    party: Party,
    *findings: Finding,
    answers: dict[str, Confirmation.Answer] | None = None,
    done: frozenset[Step] = frozenset(),
    pack: Pack | None = None,
) -> CaseQuestions:
    """The questions of a case with these answers, each by its fact, or its fact and scope."""
    pack, answers = pack or read_pack(), answers or {}
    rows = [
        Confirmation(fact=word.partition(":")[0], scope=word.partition(":")[2], answer=reply, question=word)
        for word, reply in answers.items()
    ]
    yes = frozenset(word for word, reply in answers.items() if reply == YES)
    facts = Facts("mill-lane", TODAY, TODAY, party, frozenset(findings), yes, done)
    return build_questions(from_stored(as_stored(assess_version(pack, facts))), rows, pack)


def keys(questions: CaseQuestions) -> list[tuple[str, ...]]:
    return [(question.fact, *question.scopes) for question in questions.to_answer]


def test_a_question_is_asked_once_with_every_step_that_waits_for_it() -> None:
    questions = ask(Party.PARENT, Finding.OFFENSIVE_COMMENT)
    assert keys(questions) == [("continued", "ML-2"), ("refused", ""), ("extreme_case", "ML-2")]
    own, usual, _ = questions.to_answer
    assert (own.asks, own.note, own.steps) == ("Is it the third post?", "", ("Write to the parent",))
    assert [clause.place for clause in own.clauses] == ["Parents, second point"]
    assert (usual.asks, usual.clauses) == ("Has the parent or carer refused?", ())
    assert usual.note == "No reply is not a refusal."
    assert usual.steps == ("Write to the parent", "Ban the parent from the premises")


def test_two_clauses_that_ask_in_different_words_ask_two_questions_each_with_its_place() -> None:
    wait = 'waits_for = []\nalternatives = "ML-3"'
    own = f'waits_for = ["wording_applies"]\nalternatives = "ML-3"\n{REACHES}'
    questions = ask(Party.PARENT, Finding.THREAT, pack=read_pack((wait, own))).to_answer
    wording = [question for question in questions if question.fact == Fact.WORDING_APPLIES]
    assert [(question.asks, question.scopes) for question in wording] == [
        ("Does it reach this parent?", ("ML-3",)),
        ("Do you read this clause as reaching the parent or carer, though it does not name them?", ("ML-7",)),
    ]
    assert [question.clauses[0].place for question in wording] == ["Parents, third point", "Everyone, first point"]


def test_clauses_that_ask_alike_ask_once_and_one_answer_counts_for_each() -> None:
    wait, police = 'waits_for = []\nalternatives = "ML-3"', 'waits_for = ["wording_applies"]\nexceptions'
    own = f'waits_for = ["wording_applies"]\nalternatives = "ML-3"\n{REACHES}'
    pack = read_pack((wait, own), (police, police.replace("\n", f"\n{REACHES}\n")))
    (question,) = [
        question
        for question in ask(Party.PARENT, Finding.THREAT, pack=pack).to_answer
        if question.fact == Fact.WORDING_APPLIES
    ]
    assert question.scopes == ("ML-3", "ML-7")
    assert [clause.id for clause in question.clauses] == ["ML-3", "ML-7"]
    assert question.steps == ("Remove the parent from the group", "Contact the police")


def test_one_fact_of_one_finding_may_be_asked_in_the_words_of_a_clause_and_in_the_usual_ones() -> None:
    wait, discipline = 'waits_for = ["wording_applies"]\nexceptions', 'waits_for = ["breach_found"]\nwithin'
    pack = read_pack(
        ('parties = ["staff", "parent"]', 'parties = ["staff"]'),
        (wait, wait.replace("wording_applies", "breach_found")),
        (discipline, discipline.replace("\n", '\nquestion = { breach_found = "Was it in bad faith?" }\n')),
    )
    own, usual = ask(Party.STAFF, Finding.THREAT, pack=pack).to_answer
    assert (own.asks, own.scopes, own.clause) == ("Was it in bad faith?", ("threat",), "ML-5")
    assert (own.anchor, usual.anchor) == ("question-breach_found-threat-ml-5", "question-breach_found-threat")
    assert (usual.asks, usual.scopes, usual.clause) == (
        "Has it been found that the member of staff broke the policy?",
        ("threat",),
        "",
    )
    answered = ask(Party.STAFF, Finding.THREAT, pack=pack, answers={"breach_found:threat": NO})
    assert answered.to_answer == ()


def test_usual_words_are_asked_of_each_clause_apart_and_of_each_finding_apart() -> None:
    questions = ask(Party.STAFF, Finding.THREAT, Finding.PUPIL_CONTACT)
    assert keys(questions) == [
        ("breach_found", "threat"),
        ("breach_found", "pupil_contact"),
        ("wording_applies", "ML-7"),
    ]
    assert [question.about for question in questions.to_answer] == [
        "Threat",
        "Contact with a pupil",
        "",
    ]
    assert questions.to_answer[0].clauses == ()


@pytest.mark.parametrize(
    ("answers", "expected", "dead_ends"),
    [
        ({"continued:ML-2": NO}, [("extreme_case", "ML-2"), ("refused", "")], set()),
        ({"extreme_case:ML-2": NO}, [("continued", "ML-2"), ("refused", "")], set()),
        ({"continued:ML-2": NO, "extreme_case:ML-2": NO}, [("refused", "")], {Step.WRITE_WARNING}),
        ({"refused": NO}, [("extreme_case", "ML-2")], {Step.BAN_DEVICES_AT_EVENTS}),
        ({"refused": NO, "extreme_case": NO}, [("extreme_case", "ML-2")], {Step.BAN_DEVICES_AT_EVENTS}),
        ({"refused": NO, "extreme_case:ML-2": NO}, [], {Step.WRITE_WARNING, Step.BAN_DEVICES_AT_EVENTS}),
        ({"refused": NO, "extreme_case": YES}, [], {Step.BAN_DEVICES_AT_EVENTS}),
    ],
)
def test_a_step_asks_as_long_as_one_set_of_its_facts_has_no_no(
    answers: dict[str, Confirmation.Answer], expected: list[tuple[str, ...]], dead_ends: set[Step]
) -> None:
    questions = ask(Party.PARENT, Finding.OFFENSIVE_COMMENT, answers=answers, done=frozenset({Step.MEETING}))
    assert keys(questions) == expected
    assert questions.dead_ends == dead_ends


def test_a_no_about_one_finding_leaves_the_other_to_be_asked_and_one_about_all_asks_neither() -> None:
    findings = (Finding.OFFENSIVE_COMMENT, Finding.PUPIL_CONTACT)
    of_one = ask(Party.STAFF, *findings, answers={"breach_found:pupil_contact": NO})
    assert keys(of_one) == [("breach_found", "offensive_comment")]
    assert of_one.dead_ends == frozenset()
    of_both = {"breach_found:pupil_contact": NO, "breach_found:offensive_comment": NO}
    for answers in (of_both, {"breach_found": NO}):
        questions = ask(Party.STAFF, *findings, answers=answers)
        assert keys(questions) == []
        assert questions.dead_ends == {Step.DISCIPLINARY_ACTION}


def test_a_step_that_waits_for_another_alone_asks_nothing_and_no_no_is_its_end() -> None:
    answers = {"extreme_case": YES, "refused": NO}
    questions = ask(Party.PARENT, Finding.OFFENSIVE_COMMENT, answers=answers)
    assert keys(questions) == []
    assert questions.dead_ends == {Step.BAN_DEVICES_AT_EVENTS}


def test_a_step_that_is_open_asks_nothing() -> None:
    questions = ask(Party.STAFF, Finding.PUPIL_CONTACT, answers={"breach_found:pupil_contact": YES})
    assert (questions.to_answer, questions.dead_ends) == ((), frozenset())


def test_a_no_stays_listed_whatever_waits_for_it_and_a_yes_or_one_taken_back_is_not() -> None:
    questions = ask(Party.STAFF, Finding.THREAT, answers={"refused": NO, "continued": YES})
    assert [no.row.fact for no in questions.noes] == ["refused"]
    taken_back = Confirmation(fact="refused", answer=NO, withdrawn_at=TODAY)
    answer = assess_version(read_pack(), Facts("mill-lane", TODAY, TODAY, Party.PARENT, frozenset({Finding.THREAT})))
    assert build_questions(answer, [taken_back]).noes == ()


def test_without_its_pack_an_answer_asks_what_the_clauses_in_it_ask() -> None:
    pack = read_pack()
    answer = assess_version(pack, Facts("mill-lane", TODAY, TODAY, Party.PARENT, frozenset({Finding.THREAT})))
    assert build_questions(answer, []) == build_questions(answer, [], pack)


def test_what_another_finding_asks_by_the_same_clause_is_asked_once_the_nearest_has_a_no() -> None:
    rule = TEXT[TEXT.index('[[rule]]\nid = "ml-discipline"') : TEXT.index('[[rule]]\nid = "ml-police"')]
    one = rule.replace('findings = ["threat", "pupil_contact", "offensive_comment"]', 'findings = ["threat"]')
    other = (
        rule.replace('findings = ["threat", "pupil_contact", "offensive_comment"]', 'findings = ["pupil_contact"]')
        .replace('"ml-discipline"', '"ml-discipline-contact"')
        .replace('["breach_found"]', '["teacher", "under_18"]')
    )
    third = rule.replace('["threat", "pupil_contact", "offensive_comment"]', '["offensive_comment"]').replace(
        '"ml-discipline"', '"ml-discipline-comment"'
    )
    pack = read_pack((rule, one + other + third))
    questions = ask(Party.STAFF, Finding.THREAT, Finding.PUPIL_CONTACT, pack=pack, answers={"breach_found:threat": NO})
    assert keys(questions)[:2] == [("teacher", ""), ("under_18", "")]
    assert questions.dead_ends == frozenset()


def test_what_a_policy_forbids_asks_for_the_fact_that_it_waits_for_until_it_has_an_answer() -> None:
    pack = read_pack(
        (
            'parties = ["staff"]\nfindings = ["offensive_comment"]\nsays',
            'parties = ["parent"]\nfindings = "every"\nsays',
        ),
        (
            'says = "Nobody replies online."\nwaits_for = ["breach_found"]',
            'says = "Nobody replies."\nwaits_for = ["child_harmed"]',
        ),
    )
    facts = Facts("mill-lane", TODAY, TODAY, Party.PARENT, frozenset({Finding.DEFAMATION}))
    answer = assess_version(pack, facts)
    [question] = build_questions(answer, [], pack).to_answer
    no = Confirmation(fact=Fact.CHILD_HARMED, scope="", answer="no", question="", why="")
    confirmed = assess_version(pack, replace(facts, confirmed=frozenset({Fact.CHILD_HARMED})))

    assert (question.fact, question.steps) == (Fact.CHILD_HARMED, (FORBIDS,))
    assert build_questions(answer, [no], pack).to_answer == ()
    assert build_questions(confirmed, [], pack).to_answer == ()
    assert build_questions(answer, []).to_answer == ()


def test_a_no_of_one_clause_settles_no_fact_for_a_duty_and_one_of_everything_does() -> None:
    pack, rows = read_pack(), {}
    answer = assess_version(pack, Facts("mill-lane", TODAY, TODAY, Party.OTHER, frozenset({Finding.DEFAMATION})))
    for scope in ("", "ML-7"):
        no = Confirmation(fact=Fact.CHILD_HARMED, scope=scope, answer="no", question="Was it so?", why="")
        rows[scope] = build_questions(answer, [no], pack).facts

    assert rows == {"": {Fact.CHILD_HARMED}, "ML-7": frozenset()}
