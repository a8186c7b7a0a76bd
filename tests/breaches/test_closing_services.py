import pytest

from breaches.models import Case
from breaches.services.cases import add_note
from breaches.services.closing import RoleMayNot, StepsUnfinished, close_case, reopen_case
from people.models import User
from policies.rules.words import Fact, Step
from tests.breaches.factories import LATER, OTHER_TOKEN, TOKEN, close, confirm, make_case, reload_case, take
from tests.cast import TODAY, Cast
from tests.incidents.factories import make_incident
from web.submit import ReasonNeeded, Stale


def close_on_form(case: Case, by: User, **about: object) -> Case:
    values = {
        "revision": reload_case(case).revision,
        "outcome": Case.Outcome.RESOLVED,
        "note": "The post is gone.",
        "left_undone": {},
    } | about
    return close_case(by=by, now=LATER, case=case, **values)  # type: ignore[arg-type]  # named above


def test_a_case_is_not_closed_while_a_step_the_policy_binds_the_school_to_is_undone(cast: Cast) -> None:
    case = make_case(cast)
    with pytest.raises(StepsUnfinished, match="Report the post"):
        close_on_form(case, cast.head)
    assert reload_case(case).is_open


def test_a_case_with_each_such_step_done_is_closed_and_nothing_is_due(cast: Cast) -> None:
    case = make_case(cast)
    take(case, Step.REPORT_TO_PLATFORM, by=cast.head, follow_up_on=TODAY)
    take(case, Step.MEETING, by=cast.head)
    shut = close_on_form(case, cast.head)
    assert (shut.status, shut.closed_on, shut.outcome, shut.next_due_on) == ("closed", TODAY, "resolved", None)
    assert shut.step_records.count() == 2


def test_each_undone_step_may_be_left_with_a_reason_as_the_case_closes(cast: Cast) -> None:
    case = make_case(cast)
    take(case, Step.REPORT_TO_PLATFORM, by=cast.head)
    close_on_form(case, cast.head, left_undone={Step.MEETING: ("The family has moved away.", OTHER_TOKEN)})
    left = case.step_records.get(kind="left_undone")
    assert (left.step, left.reason) == (Step.MEETING, "The family has moved away.")


def test_a_case_is_not_closed_while_a_step_to_consider_has_no_line(cast: Cast) -> None:
    case = make_case(cast)
    confirm(case, Fact.REFUSED, Fact.CONTINUED, by=cast.head)
    for step in (Step.REPORT_TO_PLATFORM, Step.MEETING, Step.WRITE_WARNING, Step.COMPLAIN_TO_HOST):
        take(case, step, by=cast.head)
    with pytest.raises(StepsUnfinished, match=r"consider these.*“Take legal advice"):
        close_on_form(case, cast.head)
    close_on_form(case, cast.head, left_undone={Step.LEGAL_ADVICE: ("The post is gone.", OTHER_TOKEN)})
    left = case.step_records.get(kind="left_undone")
    assert (left.step, left.force, left.left_as) == (Step.LEGAL_ADVICE, "consider", "Considered and not taken")


def test_a_step_to_consider_that_was_begun_needs_no_line(cast: Cast) -> None:
    case = make_case(cast)
    confirm(case, Fact.REFUSED, Fact.CONTINUED, by=cast.head)
    for step in (Step.REPORT_TO_PLATFORM, Step.MEETING, Step.WRITE_WARNING, Step.COMPLAIN_TO_HOST, Step.LEGAL_ADVICE):
        take(case, step, by=cast.head)
    assert close_on_form(case, cast.head).status == "closed"


def test_a_case_is_not_closed_with_half_of_its_reasons(cast: Cast) -> None:
    case = make_case(cast)
    with pytest.raises(ReasonNeeded):
        close_on_form(
            case, cast.head, left_undone={Step.MEETING: ("Moved.", TOKEN), Step.REPORT_TO_PLATFORM: ("", OTHER_TOKEN)}
        )
    assert not case.step_records.exists()
    with pytest.raises(ReasonNeeded):
        close_on_form(case, cast.head, note=" ")


def test_closing_twice_closes_once(cast: Cast) -> None:
    case = close(make_case(cast), by=cast.head)
    assert close_on_form(case, cast.deputy, revision=1) == case
    assert case.closings.count() == 1


def test_an_old_form_does_not_close_a_case(cast: Cast) -> None:
    case = make_case(cast)
    take(case, Step.REPORT_TO_PLATFORM, by=cast.deputy)
    with pytest.raises(Stale):
        close_on_form(case, cast.head, revision=1)


@pytest.mark.parametrize("who", ["teacher", "governor", "clerk", "administrator", "outsider"])
def test_nobody_closes_a_case_who_does_not_handle_them(cast: Cast, who: str) -> None:
    case = make_case(cast)
    take(case, Step.REPORT_TO_PLATFORM, by=cast.head)
    take(case, Step.MEETING, by=cast.head)
    with pytest.raises(RoleMayNot, match="Ask the Headteacher"):
        close_on_form(case, getattr(cast, who))
    assert reload_case(case).is_open


@pytest.mark.parametrize("who", ["head", "deputy"])
def test_the_headteacher_and_the_deputy_reopen_a_case_with_a_reason(cast: Cast, who: str) -> None:
    case = close(make_case(cast), by=cast.head)
    by = getattr(cast, who)
    with pytest.raises(ReasonNeeded):
        reopen_case(by=by, now=LATER, case=case, revision=case.revision, why=" ")
    for _ in range(2):
        again = reopen_case(by=by, now=LATER, case=case, revision=case.revision, why="It is up again.")
    assert (again.status, again.closed_on, again.outcome) == ("open", None, "")
    closing = case.closings.get()
    assert (closing.reopened_by, closing.reopened_why, closing.outcome) == (by, "It is up again.", "resolved")
    assert close(again, by=cast.head).closings.count() == 2


def test_a_reopened_case_is_due_again_for_its_follow_ups(cast: Cast) -> None:
    case = make_case(cast)
    take(case, Step.REPORT_TO_PLATFORM, by=cast.head, follow_up_on=TODAY)
    shut = close(case, by=cast.head)
    again = reopen_case(by=cast.head, now=LATER, case=shut, revision=shut.revision, why="It is up again.")
    assert again.next_due_on == TODAY


@pytest.mark.parametrize("who", ["lead", "teacher", "outsider"])
def test_nobody_else_reopens_a_case(cast: Cast, who: str) -> None:
    case = close(make_case(cast), by=cast.head)
    with pytest.raises(RoleMayNot, match="to reopen the case"):
        reopen_case(by=getattr(cast, who), now=LATER, case=case, revision=case.revision, why="It is up again.")


def test_the_chair_reopens_the_case_of_the_headteacher(cast: Cast) -> None:
    incident = make_incident(cast, by=cast.chair, subjects=(cast.person_of(cast.head),))
    case = close(make_case(cast, incident=incident, by=cast.chair), by=cast.chair)
    again = reopen_case(by=cast.chair, now=LATER, case=case, revision=case.revision, why="It is up again.")
    assert again.is_open


def test_an_old_form_does_not_reopen_a_case(cast: Cast) -> None:
    case = close(make_case(cast), by=cast.head)
    with pytest.raises(Stale):
        reopen_case(by=cast.head, now=LATER, case=case, revision=1, why="It is up again.")


def test_a_note_is_added_once_to_an_open_case_or_a_closed_one(cast: Cast) -> None:
    case = close(make_case(cast), by=cast.head)
    for _ in range(2):
        add_note(by=cast.head, now=LATER, case=case, text=" The mother rang. ", form_token=TOKEN)
    assert case.notes.get().text == "The mother rang."
    with pytest.raises(ReasonNeeded):
        add_note(by=cast.head, now=LATER, case=case, text=" ", form_token=OTHER_TOKEN)
