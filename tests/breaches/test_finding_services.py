import pytest

from audit.models import Entry
from breaches.services.cases import CaseIsClosed
from breaches.services.findings import establish_finding, withdraw
from policies.rules.words import Fact, Finding, Step
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
