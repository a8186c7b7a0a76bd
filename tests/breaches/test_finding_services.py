import pytest

from audit.models import Entry
from breaches.services.cases import CaseIsClosed
from breaches.services.findings import confirm_fact, establish_finding, withdraw
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
    take,
)
from tests.cast import Cast
from web.submit import ReasonNeeded, Stale


def test_a_finding_is_kept_with_who_when_and_why_and_the_policy_is_asked_again(cast: Cast) -> None:
    case = make_case(cast)
    row = establish_finding(
        by=cast.deputy, now=LATER, case=case, revision=1, finding=Finding.ONLINE_ARGUMENT, why=" A long post. "
    )
    assert (row.established_by, row.established_at, row.why) == (cast.deputy, LATER, "A long post.")
    assert read_latest(case).cause == "Found: Online argument"
    assert read_latest(case).changed == ["No step given for: “Online argument”."]
    assert reload_case(case).revision == 2


def test_a_finding_that_stands_is_not_added_twice_even_by_an_old_form(cast: Cast) -> None:
    case = make_case(cast)
    establish(case, Finding.THREAT, by=cast.head)
    again = establish_finding(by=cast.head, now=LATER, case=case, revision=1, finding=Finding.THREAT, why="Seen.")
    assert case.findings.filter(finding=Finding.THREAT).get() == again
    assert reload_case(case).revision == 2


def test_something_else_needs_a_written_reason(cast: Cast) -> None:
    case = make_case(cast)
    with pytest.raises(ReasonNeeded):
        establish_finding(by=cast.head, now=LATER, case=case, revision=1, finding=Finding.OTHER_BREACH, why="\n ")
    assert not case.findings.filter(finding=Finding.OTHER_BREACH).exists()


def test_a_withdrawn_finding_stays_with_its_reason_and_its_steps_go(cast: Cast) -> None:
    case = make_case(cast)
    label = find_step(case, Step.MEETING).label
    withdraw(by=cast.deputy, now=LATER, row=case.findings.get(), revision=1, why="It was another page.")
    row = case.findings.get()
    assert (row.withdrawn_by, row.withdrawn_why) == (cast.deputy, "It was another page.")
    assert answer(case).steps == ()
    assert read_latest(case).changed[0].startswith("No longer given: ")
    assert f"“{label}”" in read_latest(case).changed[0]
    assert reload_case(case).next_due_on is None


def test_a_withdrawn_finding_may_be_established_anew(cast: Cast) -> None:
    case = make_case(cast)
    withdraw(by=cast.head, now=LATER, row=case.findings.get(), revision=1, why="Wrong page.")
    establish(case, Finding.DEFAMATION, by=cast.head)
    assert case.findings.count() == 2
    assert answer(case).steps


def test_withdrawing_twice_changes_nothing_more(cast: Cast) -> None:
    case = make_case(cast)
    row = case.findings.get()
    for why in ("Wrong page.", "Again."):
        withdraw(by=cast.head, now=LATER, row=row, revision=1, why=why)
    assert case.findings.get().withdrawn_why == "Wrong page."
    assert Entry.objects.filter(action="finding.withdrawn").count() == 1


def test_a_withdrawal_needs_a_reason(cast: Cast) -> None:
    case = make_case(cast)
    with pytest.raises(ReasonNeeded):
        withdraw(by=cast.head, now=LATER, row=case.findings.get(), revision=1, why="")


def test_a_form_older_than_the_case_is_refused(cast: Cast) -> None:
    case = make_case(cast)
    establish(case, Finding.THREAT, by=cast.deputy)
    with pytest.raises(Stale):
        establish_finding(by=cast.head, now=LATER, case=case, revision=1, finding=Finding.HARASSMENT, why="Seen.")
    with pytest.raises(Stale):
        withdraw(by=cast.head, now=LATER, row=case.findings.all()[0], revision=1, why="No.")
    assert not case.findings.filter(finding=Finding.HARASSMENT).exists()


def test_a_closed_case_takes_no_findings(cast: Cast) -> None:
    case = close(make_case(cast), by=cast.head)
    with pytest.raises(CaseIsClosed):
        establish_finding(
            by=cast.head, now=LATER, case=case, revision=case.revision, finding=Finding.THREAT, why="Seen."
        )
    with pytest.raises(CaseIsClosed):
        withdraw(by=cast.head, now=LATER, row=case.findings.get(), revision=case.revision, why="Wrong.")


def test_confirmations_and_steps_done_are_asked_about_again_with_a_new_finding(cast: Cast) -> None:
    case = make_case(cast)
    take(case, Step.REPORT_TO_PLATFORM, by=cast.head)
    confirm(case, Fact.REFUSED, by=cast.head)
    establish(case, Finding.THREAT, by=cast.head)
    facts = answer(case).facts
    assert facts.done == {Step.REPORT_TO_PLATFORM}
    assert facts.confirmed == {Fact.REFUSED}
    assert facts.findings == {Finding.DEFAMATION, Finding.THREAT}


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


def test_a_fact_is_confirmed_once_however_often_the_form_is_sent(cast: Cast) -> None:
    case = make_case(cast)
    first = confirm_fact(by=cast.head, now=LATER, case=case, revision=1, fact=Fact.REFUSED, why="She said so.")
    again = confirm_fact(by=cast.head, now=LATER, case=case, revision=1, fact=Fact.REFUSED, why="She said so.")
    assert again == first
    assert reload_case(case).revision == 2


def test_taking_a_confirmation_back_makes_the_steps_wait_again_and_keeps_the_row(cast: Cast) -> None:
    case = make_case(cast)
    _, continued = confirm(case, Fact.REFUSED, Fact.CONTINUED, by=cast.head)
    for _ in range(2):
        withdraw(by=cast.deputy, now=LATER, row=continued, revision=3, why="It was the same post again.")
    continued.refresh_from_db()
    assert (continued.withdrawn_by, continued.withdrawn_why) == (cast.deputy, "It was the same post again.")
    assert find_step(case, Step.WRITE_WARNING).state == State.WAITING
    assert reload_case(case).revision == 4
    confirm(case, Fact.CONTINUED, by=cast.head)
    assert case.confirmations.count() == 3


def test_confirming_and_taking_back_need_a_reason(cast: Cast) -> None:
    case = make_case(cast)
    with pytest.raises(ReasonNeeded):
        confirm_fact(by=cast.head, now=LATER, case=case, revision=1, fact=Fact.REFUSED, why=" ")
    (row,) = confirm(case, Fact.REFUSED, by=cast.head)
    with pytest.raises(ReasonNeeded):
        withdraw(by=cast.head, now=LATER, row=row, revision=2, why=" ")


def test_an_old_form_and_a_closed_case_confirm_nothing(cast: Cast) -> None:
    case = make_case(cast)
    (row,) = confirm(case, Fact.REFUSED, by=cast.head)
    establish(case, Finding.THREAT, by=cast.deputy)
    with pytest.raises(Stale):
        confirm_fact(by=cast.head, now=LATER, case=case, revision=2, fact=Fact.CONTINUED, why="Seen.")
    with pytest.raises(Stale):
        withdraw(by=cast.head, now=LATER, row=row, revision=2, why="Wrong.")
    close(case, by=cast.head)
    with pytest.raises(CaseIsClosed):
        confirm_fact(by=cast.head, now=LATER, case=case, revision=9, fact=Fact.CONTINUED, why="Seen.")
    with pytest.raises(CaseIsClosed):
        withdraw(by=cast.head, now=LATER, row=row, revision=9, why="Wrong.")
