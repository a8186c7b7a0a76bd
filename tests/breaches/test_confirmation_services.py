import pytest

from breaches.services.cases import CaseIsClosed, ReasonNeeded
from breaches.services.findings import confirm_fact, withdraw
from policies.rules.words import Fact, Finding, State, Step
from tests.breaches.making import LATER, closed, confirmed, found, fresh, latest, opened, step
from tests.cast import Cast
from web.submit import Stale


def test_one_fact_of_two_opens_nothing_and_the_second_opens_what_waits(cast: Cast) -> None:
    case = opened(cast)
    confirmed(case, Fact.REFUSED, by=cast.head)
    assert step(case, Step.WRITE_WARNING).state == State.WAITING
    confirmed(case, Fact.CONTINUED, by=cast.head)
    assert step(case, Step.WRITE_WARNING).state == State.OPEN
    assert step(case, Step.CONTACT_POLICE).waiting_for == (Fact.POLICE_APPROPRIATE,)


def test_what_a_confirmation_changes_is_said_in_plain_sentences(cast: Cast) -> None:
    case = opened(cast)
    confirmed(case, Fact.REFUSED, by=cast.head)
    assert latest(case).cause == "Confirmed: The parent or carer has refused"
    warning, police = (step(case, word).label for word in (Step.WRITE_WARNING, Step.CONTACT_POLICE))
    (alone, with_the_police, on_a_forum) = latest(case).changed
    assert alone.startswith("Waiting for word that it has gone on: ")
    assert f"“{warning}”" in alone
    assert with_the_police == (
        "Waiting for word that it has gone on, and whether it is right to involve the police: " + f"“{police}”."
    )
    assert on_a_forum.startswith("Waiting for word that it has gone on, and whether it was on a channel")
    confirmed(case, Fact.CONTINUED, by=cast.head)
    assert latest(case).changed[0].startswith("Now open: ")
    assert f"“{warning}”" in latest(case).changed[0]


def test_a_confirmation_is_kept_with_who_when_and_why(cast: Cast) -> None:
    (row,) = confirmed(opened(cast), Fact.REFUSED, by=cast.deputy)
    assert (row.confirmed_by, row.confirmed_at, row.why) == (cast.deputy, LATER, "Seen.")


def test_a_fact_is_confirmed_once_however_often_the_form_is_sent(cast: Cast) -> None:
    case = opened(cast)
    first = confirm_fact(by=cast.head, now=LATER, case=case, revision=1, fact=Fact.REFUSED, why="She said so.")
    again = confirm_fact(by=cast.head, now=LATER, case=case, revision=1, fact=Fact.REFUSED, why="She said so.")
    assert again == first
    assert fresh(case).revision == 2


def test_taking_a_confirmation_back_makes_the_steps_wait_again_and_keeps_the_row(cast: Cast) -> None:
    case = opened(cast)
    _, continued = confirmed(case, Fact.REFUSED, Fact.CONTINUED, by=cast.head)
    for _ in range(2):
        withdraw(by=cast.deputy, now=LATER, row=continued, revision=3, why="It was the same post again.")
    continued.refresh_from_db()
    assert (continued.withdrawn_by, continued.withdrawn_why) == (cast.deputy, "It was the same post again.")
    assert step(case, Step.WRITE_WARNING).state == State.WAITING
    assert fresh(case).revision == 4
    confirmed(case, Fact.CONTINUED, by=cast.head)
    assert case.confirmations.count() == 3


def test_confirming_and_taking_back_need_a_reason(cast: Cast) -> None:
    case = opened(cast)
    with pytest.raises(ReasonNeeded):
        confirm_fact(by=cast.head, now=LATER, case=case, revision=1, fact=Fact.REFUSED, why=" ")
    (row,) = confirmed(case, Fact.REFUSED, by=cast.head)
    with pytest.raises(ReasonNeeded):
        withdraw(by=cast.head, now=LATER, row=row, revision=2, why=" ")


def test_an_old_form_and_a_closed_case_are_refused(cast: Cast) -> None:
    case = opened(cast)
    (row,) = confirmed(case, Fact.REFUSED, by=cast.head)
    found(case, Finding.THREAT, by=cast.deputy)
    with pytest.raises(Stale):
        confirm_fact(by=cast.head, now=LATER, case=case, revision=2, fact=Fact.CONTINUED, why="Seen.")
    with pytest.raises(Stale):
        withdraw(by=cast.head, now=LATER, row=row, revision=2, why="Wrong.")
    closed(case, by=cast.head)
    with pytest.raises(CaseIsClosed):
        confirm_fact(by=cast.head, now=LATER, case=case, revision=9, fact=Fact.CONTINUED, why="Seen.")
    with pytest.raises(CaseIsClosed):
        withdraw(by=cast.head, now=LATER, row=row, revision=9, why="Wrong.")
