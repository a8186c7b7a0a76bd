"""Answers to what the policy leaves open: yes, no, changed, taken back."""

import pytest
from django.db import IntegrityError, transaction

from audit.models import Entry
from breaches.models import Case, Confirmation
from breaches.services.answers import take_answer_back
from breaches.services.cases import CaseIsClosed
from breaches.services.closing import close_case
from people.models import User
from policies.rules.words import Fact, Finding, State, Step
from tests.breaches.factories import (
    LATER,
    answer,
    close,
    confirm,
    establish,
    find_step,
    make_case,
    read_latest,
    reload_case,
    reply,
    take,
)
from tests.cast import Cast
from web.submit import ReasonNeeded, Refused, Stale

YES, NO = Confirmation.Answer.YES, Confirmation.Answer.NO


def test_one_fact_of_two_opens_nothing_and_the_second_opens_what_waits(cast: Cast) -> None:
    case = make_case(cast)
    confirm(case, Fact.REFUSED, by=cast.head)
    assert find_step(case, Step.WRITE_WARNING).state == State.WAITING
    confirm(case, Fact.CONTINUED, by=cast.head)
    assert find_step(case, Step.WRITE_WARNING).state == State.OPEN
    assert find_step(case, Step.CONTACT_POLICE).waiting_for == (Fact.POLICE_APPROPRIATE,)


def test_what_a_confirmation_changes_is_said_in_plain_sentences(cast: Cast) -> None:
    case = make_case(cast)
    confirm(case, Fact.REFUSED, by=cast.head)
    assert read_latest(case).cause == "Confirmed: The parent or carer has refused"
    warning, police = (find_step(case, word).label for word in (Step.WRITE_WARNING, Step.CONTACT_POLICE))
    (alone, with_the_police, on_a_forum) = read_latest(case).changed
    assert alone.startswith("Waiting for word that it has gone on: ")
    assert f"“{warning}”" in alone
    assert with_the_police == (
        "Waiting for word that it has gone on, and whether it is right to involve the police: " + f"“{police}”."
    )
    assert on_a_forum.startswith("Waiting for word that it has gone on, and whether it was on a channel")
    confirm(case, Fact.CONTINUED, by=cast.head)
    assert read_latest(case).changed[0].startswith("Now open: ")
    assert f"“{warning}”" in read_latest(case).changed[0]


def test_a_confirmation_is_kept_with_who_when_and_why(cast: Cast) -> None:
    (row,) = confirm(make_case(cast), Fact.REFUSED, by=cast.deputy)
    assert (row.confirmed_by, row.confirmed_at, row.why) == (cast.deputy, LATER, "Seen.")


@pytest.mark.parametrize("word", [YES, NO])
def test_an_answer_is_recorded_once_however_often_the_form_is_sent(cast: Cast, word: Confirmation.Answer) -> None:
    case = make_case(cast)
    first = reply(case, Fact.REFUSED, by=cast.head, answer=word, revision=1)
    again = reply(case, Fact.REFUSED, by=cast.head, answer=word, revision=1)
    assert again == first
    assert reload_case(case).revision == 2
    assert Entry.objects.filter(action__startswith="fact.").count() == 1


def test_a_no_is_kept_with_its_question_reason_who_and_when(cast: Cast) -> None:
    case = make_case(cast)
    row = reply(case, Fact.REFUSED, by=cast.deputy, answer=NO, why=" She said that she would. ")
    assert (row.answer, row.scope, row.question) == (NO, "", "Has the parent or carer refused?")
    assert (row.confirmed_by, row.confirmed_at, row.why) == (cast.deputy, LATER, "She said that she would.")
    entry = Entry.objects.get(action="fact.denied")
    assert (entry.by, entry.changes["after"]["answer"], entry.reason) == (
        cast.deputy,
        "no",
        "She said that she would.",
    )
    assert read_latest(case).cause == "Answered no: Has the parent or carer refused?"


def test_to_the_rules_a_no_is_the_same_as_nothing_confirmed(cast: Cast) -> None:
    case = make_case(cast)
    before, due = answer(case), reload_case(case).next_due_on
    reply(case, Fact.REFUSED, by=cast.head, answer=NO)
    assert answer(case).steps == before.steps
    assert answer(case).facts.confirmed == frozenset()
    assert read_latest(case).changed == []
    assert reload_case(case).next_due_on == due


def test_a_no_closes_no_step_that_is_open(cast: Cast) -> None:
    case = make_case(cast)
    confirm(case, Fact.REFUSED, Fact.CONTINUED, by=cast.head)
    for fact in (Fact.POLICE_APPROPRIATE, Fact.ON_SCHOOL_CHANNEL):
        reply(case, fact, by=cast.head, answer=NO)
    assert find_step(case, Step.WRITE_WARNING).state == State.OPEN
    assert find_step(case, Step.CONTACT_POLICE).state == State.WAITING


@pytest.mark.parametrize(("first", "then"), [(YES, NO), (NO, YES)])
def test_a_changed_answer_is_a_new_row_and_the_old_one_stays_with_who_when_and_why(
    cast: Cast, first: Confirmation.Answer, then: Confirmation.Answer
) -> None:
    case = make_case(cast)
    old = reply(case, Fact.REFUSED, by=cast.head, answer=first)
    new = reply(case, Fact.REFUSED, by=cast.deputy, answer=then, why="She rang again.")
    old.refresh_from_db()
    assert (old.answer, old.withdrawn_by, old.withdrawn_at, old.withdrawn_why) == (
        first,
        cast.deputy,
        LATER,
        "She rang again.",
    )
    assert (new.answer, new.withdrawn_at) == (then, None)
    assert answer(case).facts.confirmed == ({Fact.REFUSED} if then == YES else set())
    entry = Entry.objects.get(row_id=str(new.pk), action__startswith="fact.")
    assert (entry.changes["before"], entry.changes["after"]["answer"]) == ({"answer": first}, then)


@pytest.mark.parametrize("word", [YES, NO])
def test_an_answer_taken_back_leaves_the_question_open_and_keeps_the_row(
    cast: Cast, word: Confirmation.Answer
) -> None:
    case = make_case(cast)
    row = reply(case, Fact.REFUSED, by=cast.head, answer=word)
    for _ in range(2):
        take_answer_back(by=cast.deputy, now=LATER, case=case, revision=2, fact=Fact.REFUSED, why="Too early.")
    row.refresh_from_db()
    assert (row.withdrawn_by, row.withdrawn_why) == (cast.deputy, "Too early.")
    assert answer(case).facts.confirmed == frozenset()
    assert Entry.objects.get(action="fact.unconfirmed").changes["before"]["answer"] == word
    reply(case, Fact.REFUSED, by=cast.head)
    assert case.confirmations.count() == 2


def test_nothing_answered_is_nothing_to_take_back(cast: Cast) -> None:
    case = make_case(cast)
    take_answer_back(by=cast.head, now=LATER, case=case, revision=1, fact=Fact.REFUSED, why="")
    assert reload_case(case).revision == 1


def test_every_answer_and_every_taking_back_needs_a_reason(cast: Cast) -> None:
    case = make_case(cast)
    for word, sentence in ((YES, "Say how you know."), (NO, "Say why not.")):
        with pytest.raises(ReasonNeeded, match=sentence):
            reply(case, Fact.REFUSED, by=cast.head, answer=word, why=" ")
    confirm(case, Fact.REFUSED, by=cast.head)
    with pytest.raises(ReasonNeeded):
        reply(case, Fact.REFUSED, by=cast.head, answer=NO, why="")
    with pytest.raises(ReasonNeeded):
        take_answer_back(by=cast.head, now=LATER, case=case, revision=2, fact=Fact.REFUSED, why=" ")
    assert case.confirmations.get().withdrawn_at is None


def test_an_old_form_and_a_closed_case_answer_nothing(cast: Cast) -> None:
    case = make_case(cast)
    confirm(case, Fact.REFUSED, by=cast.head)
    establish(case, Finding.THREAT, by=cast.deputy)
    _refuses_every_answer(case, revision=2, by=cast.head, refusal=Stale)
    close(case, by=cast.head)
    _refuses_every_answer(case, revision=reload_case(case).revision, by=cast.head, refusal=CaseIsClosed)
    assert case.confirmations.get().answer == YES


def _refuses_every_answer(case: Case, *, revision: int, by: User, refusal: type[Refused]) -> None:
    for fact, word in ((Fact.CONTINUED, YES), (Fact.CONTINUED, NO), (Fact.REFUSED, NO)):
        with pytest.raises(refusal):
            reply(case, fact, by=by, answer=word, revision=revision)
    with pytest.raises(refusal):
        take_answer_back(by=by, now=LATER, case=case, revision=revision, fact=Fact.REFUSED, why="Wrong.")


def test_a_fact_of_one_finding_reaches_no_other(cast: Cast) -> None:
    case = make_case(cast)
    row = reply(case, Fact.BREACH_FOUND, by=cast.head, scopes=("defamation",))
    assert row.scope == "defamation"
    assert answer(case).facts.confirmed == {"breach_found:defamation"}
    assert read_latest(case).cause == "Confirmed: The school has found a breach (Possible defamation or libel)"
    reply(case, Fact.BREACH_FOUND, by=cast.head, scopes=("threat",), answer=NO)
    assert answer(case).facts.confirmed == {"breach_found:defamation"}
    reply(case, Fact.WORDING_APPLIES, by=cast.head, scopes=("CP-BR-2",))
    assert answer(case).facts.confirmed == {"breach_found:defamation", "wording_applies:CP-BR-2"}


def test_a_fact_of_the_whole_incident_is_given_to_the_rules_without_a_clause(cast: Cast) -> None:
    case = make_case(cast)
    reply(case, Fact.CONTINUED, by=cast.head, scopes=("CP-PR-2.1", "CP-PR-2.2"), asks="A second post?")
    assert answer(case).facts.confirmed == {Fact.CONTINUED}
    assert [(row.scope, row.question) for row in case.confirmations.all()] == [
        ("CP-PR-2.1", "A second post?"),
        ("CP-PR-2.2", "A second post?"),
    ]
    assert read_latest(case).cause == "Answered yes: A second post? (CP-PR-2.1; CP-PR-2.2)"


def test_the_database_keeps_one_answer_that_stands_for_each_fact_and_scope(cast: Cast) -> None:
    case = make_case(cast)
    row = reply(case, Fact.BREACH_FOUND, by=cast.head, scopes=("defamation",))
    reply(case, Fact.BREACH_FOUND, by=cast.head, scopes=("threat",))
    reply(case, Fact.BREACH_FOUND, by=cast.head)
    row.pk, row.answer = None, NO
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    assert case.confirmations.count() == 3


def test_a_case_whose_every_question_has_a_no_may_be_closed(cast: Cast) -> None:
    case = make_case(cast)
    for fact in (Fact.REFUSED, Fact.CONTINUED, Fact.POLICE_APPROPRIATE, Fact.ON_SCHOOL_CHANNEL):
        reply(case, fact, by=cast.head, answer=NO)
    for step in (Step.REPORT_TO_PLATFORM, Step.REQUEST_REMOVAL, Step.MEETING):
        take(case, step, by=cast.head)
    closed = close_case(
        by=cast.head,
        now=LATER,
        case=case,
        revision=reload_case(case).revision,
        outcome=case.Outcome.RESOLVED,
        note="The post is gone.",
        left_undone={},
    )
    assert not closed.is_open
