"""What the policy is asked about each kind of report, one row for each way to tell it."""

from itertools import product
from typing import Any

import pytest

from policies.rules.wording import FINDINGS
from policies.rules.words import Fact, Finding
from reports.forms import FORM_SPECS, KIND_HINTS
from reports.policy_answer import (
    Kind,
    PolicyQuestion,
    ReportInput,
    Response,
    Tie,
    Way,
    Who,
    choose_question,
    was_in_touch,
)

CONTACT = {
    Who.PUPIL: Finding.PUPIL_CONTACT,
    Who.FORMER_PUPIL: Finding.FORMER_PUPIL_CONTACT,
    Who.PARENT: Finding.PARENT_CONTACT,
    Who.COLLEAGUE: None,
    Who.OTHER: None,
}
NOT_ANSWERED = (Response.NOTHING, Response.DECLINED, Response.BLOCKED)
ANSWERED = (Response.ACCEPTED, Response.REPLIED)


def request(who: Who, **fields: Any) -> ReportInput:
    return ReportInput(**({"kind": Kind.FRIEND_REQUEST, "who": who, "way": Way.RECEIVED} | fields))


def finding_of(report: ReportInput) -> Finding | None:
    question = choose_question(report)
    return question.finding if question else None


@pytest.mark.parametrize(("who", "response"), [*product(Who, NOT_ANSWERED)])
def test_a_request_merely_received_is_a_finding_where_a_pupil_sent_it_and_no_contact(
    who: Who, response: Response
) -> None:
    report = request(who, response=response)

    assert finding_of(report) == (Finding.PUPIL_REQUEST_RECEIVED if who == Who.PUPIL else None)
    assert not was_in_touch(report)


@pytest.mark.parametrize(("who", "response"), [*product(Who, ANSWERED)])
def test_a_request_accepted_or_answered_is_contact(who: Who, response: Response) -> None:
    report = request(who, response=response)

    assert finding_of(report) == CONTACT[who]
    assert was_in_touch(report)


@pytest.mark.parametrize("who", Who)
def test_writing_first_is_contact_whatever_came_of_it(who: Who) -> None:
    assert finding_of(request(who, way=Way.SENT)) == CONTACT[who]


@pytest.mark.parametrize(("age", "young"), [(None, False), (17, True), (18, False), (19, False)])
def test_a_former_pupil_is_young_until_eighteen_and_where_the_age_is_known(age: int | None, young: bool) -> None:
    question = choose_question(request(Who.FORMER_PUPIL, response=Response.ACCEPTED, age=age))

    assert question == PolicyQuestion(Finding.FORMER_PUPIL_CONTACT, frozenset({Fact.UNDER_18} if young else set()))


@pytest.mark.parametrize(
    ("tie", "fact"),
    [
        (Tie.OWN_CHILD, Fact.OWN_CHILD),
        (Tie.RELATIVE, Fact.PRIOR_RELATIONSHIP),
        (Tie.FRIEND_BEFORE, Fact.PRIOR_RELATIONSHIP),
    ],
)
@pytest.mark.parametrize("kind", [Kind.FRIEND_REQUEST, Kind.PRIOR_RELATIONSHIP, Kind.CLOSURE_CONTACT])
def test_a_tie_from_before_is_a_fact_of_contact(kind: Kind, tie: Tie, fact: Fact) -> None:
    question = choose_question(ReportInput(kind=kind, who=Who.PUPIL, way=Way.SENT, tie=tie))

    assert question == PolicyQuestion(
        Finding.PUPIL_CONTACT, frozenset({fact}), supposed=kind == Kind.PRIOR_RELATIONSHIP
    )


def test_every_tie_has_its_fact() -> None:
    assert all(choose_question(request(Who.PUPIL, way=Way.SENT, tie=tie)).facts for tie in Tie)  # type: ignore[union-attr]


@pytest.mark.parametrize("who", [Who.PUPIL, Who.FORMER_PUPIL, Who.PARENT])
def test_a_prior_relationship_is_asked_as_contact_that_has_not_happened(who: Who) -> None:
    report = ReportInput(kind=Kind.PRIOR_RELATIONSHIP, who=who, tie=Tie.RELATIVE)

    question = choose_question(report)

    assert question is not None
    assert (question.finding, question.supposed) == (CONTACT[who], True)
    assert not was_in_touch(report)


def test_exceptional_contact_is_contact_with_a_parent() -> None:
    report = ReportInput(kind=Kind.EXCEPTIONAL_CONTACT, who=Who.PARENT, way=Way.SENT)

    assert choose_question(report) == PolicyQuestion(Finding.PARENT_CONTACT)
    assert was_in_touch(report)


@pytest.mark.parametrize(("who", "way"), [*product([Who.PUPIL, Who.PARENT], Way)])
def test_contact_while_the_school_was_closed_is_contact_whoever_began(who: Who, way: Way) -> None:
    assert finding_of(ReportInput(kind=Kind.CLOSURE_CONTACT, who=who, way=way)) == CONTACT[who]


@pytest.mark.parametrize("could_harm", [True, False])
def test_somebody_else_s_post_asks_with_what_its_reporter_thinks_of_harm(could_harm: bool) -> None:
    question = choose_question(ReportInput(kind=Kind.THIRD_PARTY_POST, could_harm=could_harm))

    facts = frozenset({Fact.DISREPUTE_POSSIBLE} if could_harm else set())
    assert question == PolicyQuestion(Finding.THIRD_PARTY_POSTING_SEEN, facts)


def test_a_school_account_in_trouble_is_a_compromised_one() -> None:
    assert choose_question(ReportInput(kind=Kind.SCHOOL_ACCOUNT)) == PolicyQuestion(Finding.ACCOUNT_COMPROMISE)


@pytest.mark.parametrize("who", ["", *Who])
def test_something_else_is_for_a_person_alone(who: str) -> None:
    assert choose_question(ReportInput(kind=Kind.OTHER, who=who, words="A question.")) is None


def test_every_kind_has_a_form_and_every_finding_a_sentence_for_silence() -> None:
    question = [choose_question(request(who, response=response)) for who, response in product(Who, Response)]
    question += [choose_question(ReportInput(kind=kind)) for kind in Kind]

    assert (set(FORM_SPECS), set(KIND_HINTS)) == (set(Kind), set(Kind))
    worded = {finding for finding, row in FINDINGS.items() if row.by_writer and row.by_colleague}
    assert {question.finding for question in question if question} == worded
