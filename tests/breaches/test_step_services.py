import datetime as dt
from collections.abc import Callable

import pytest

from audit.models import Entry
from breaches.models import Case, StepRecord
from breaches.services.cases import CaseIsClosed
from breaches.services.steps import (
    FollowUpNeeded,
    NotEvidenceOfThis,
    OutcomeDoesNotFit,
    StepIsWaiting,
    StepNotGiven,
    finish_follow_up,
    leave_undone,
    step_outside_policy,
)
from incidents.services.evidence import add_evidence
from policies.rules.words import Fact, Finding, State, Step
from tests.breaches.factories import (
    LATER,
    OTHER_TOKEN,
    TOKEN,
    Outcome,
    answer,
    close,
    confirm,
    establish,
    find_step,
    make_case,
    reload_case,
    take,
)
from tests.cast import NOW, TODAY, Cast
from tests.incidents.factories import HAPPENED_ON, make_incident, upload
from web.submit import DayOutOfBounds, ReasonNeeded, Stale

DAY = dt.timedelta(days=1)


def left(case: Case, cast: Cast, word: Step, reason: str = "The post is gone.", **about: object) -> StepRecord:
    values = {"revision": reload_case(case).revision, "form_token": OTHER_TOKEN} | about
    return leave_undone(by=cast.head, now=LATER, case=case, step=word, reason=reason, **values)  # type: ignore[arg-type]  # test


def outside(case: Case, cast: Cast, **about: object) -> StepRecord:
    values = {
        "revision": reload_case(case).revision,
        "what": "Rang the parent.",
        "reason": "It was quicker.",
        "done_on": TODAY,
        "done_by": "Siân Morgan",
        "follow_up_on": None,
        "form_token": OTHER_TOKEN,
    } | about
    return step_outside_policy(by=cast.head, now=LATER, case=case, **values)  # type: ignore[arg-type]  # test


def test_a_step_taken_is_done_and_keeps_the_clauses_and_the_force_it_rested_on(cast: Cast) -> None:
    case = make_case(cast)
    row = take(case, Step.REPORT_TO_PLATFORM, by=cast.head, note=" Reference 88213 ")
    assert (row.clauses, row.force, row.what) == (["CP-PR-1a"], "will", "Reference 88213")
    assert find_step(case, Step.REPORT_TO_PLATFORM).state == State.DONE
    assert Entry.objects.get(action="step.taken").by == cast.head


def test_the_same_form_sent_twice_records_once(cast: Cast) -> None:
    case = make_case(cast)
    first = take(case, Step.REPORT_TO_PLATFORM, by=cast.head, form_token=TOKEN, revision=1)
    assert take(case, Step.REPORT_TO_PLATFORM, by=cast.head, form_token=TOKEN, revision=1) == first
    assert case.step_records.count() == 1
    assert reload_case(case).revision == 2


@pytest.mark.parametrize("day", [HAPPENED_ON, TODAY])
def test_a_step_may_be_taken_from_the_day_of_the_incident_until_today(cast: Cast, day: dt.date) -> None:
    assert take(make_case(cast), Step.MEETING, by=cast.head, done_on=day).done_on == day


@pytest.mark.parametrize("day", [HAPPENED_ON - DAY, TODAY + DAY])
def test_a_step_is_not_taken_before_the_incident_or_in_the_future(cast: Cast, day: dt.date) -> None:
    with pytest.raises(DayOutOfBounds):
        take(make_case(cast), Step.MEETING, by=cast.head, done_on=day)


@pytest.mark.parametrize(("day", "is_right"), [(-1, False), (0, True), (366, True), (367, False)])
def test_a_follow_up_is_today_or_later_and_within_a_year(cast: Cast, day: int, is_right: bool) -> None:
    case = make_case(cast)
    if is_right:
        assert take(case, Step.MEETING, by=cast.head, follow_up_on=TODAY + day * DAY).follow_up_on
    else:
        with pytest.raises(DayOutOfBounds):
            take(case, Step.MEETING, by=cast.head, follow_up_on=TODAY + day * DAY)


def test_no_reply_asks_for_a_day_to_ask_again_and_is_never_a_refusal(cast: Cast) -> None:
    case = make_case(cast)
    with pytest.raises(FollowUpNeeded):
        take(case, Step.REQUEST_REMOVAL, by=cast.head, outcome=Outcome.NO_REPLY)
    take(case, Step.REQUEST_REMOVAL, by=cast.head, outcome=Outcome.NO_REPLY, follow_up_on=TODAY + 7 * DAY)
    assert find_step(case, Step.REQUEST_REMOVAL).state == State.OPEN
    assert answer(case).facts.confirmed == frozenset()


@pytest.mark.parametrize("outcome", [Outcome.TAKEN_DOWN, Outcome.LEFT_UP, Outcome.NO_REPLY, Outcome.OTHER])
def test_a_platform_takes_it_down_leaves_it_or_has_not_answered(cast: Cast, outcome: Outcome) -> None:
    row = take(make_case(cast), Step.REPORT_TO_PLATFORM, by=cast.head, outcome=outcome)
    assert row.outcome == outcome


@pytest.mark.parametrize("outcome", [Outcome.COMPLIED, Outcome.REFUSED, Outcome.REFERENCE])
def test_a_platform_neither_refuses_nor_gives_a_reference(cast: Cast, outcome: Outcome) -> None:
    case = make_case(cast)
    with pytest.raises(OutcomeDoesNotFit):
        take(case, Step.REPORT_TO_PLATFORM, by=cast.head, outcome=outcome)
    assert not case.step_records.exists()


@pytest.mark.parametrize("outcome", [Outcome.TAKEN_DOWN, Outcome.NO_ACTION])
def test_a_parent_is_not_a_platform_and_not_the_police(cast: Cast, outcome: Outcome) -> None:
    with pytest.raises(OutcomeDoesNotFit):
        take(make_case(cast), Step.REQUEST_REMOVAL, by=cast.head, outcome=outcome)


def test_the_police_give_a_reference_or_take_no_action_and_never_refuse(cast: Cast) -> None:
    case = make_case(cast)
    confirm(case, Fact.REFUSED, Fact.CONTINUED, Fact.POLICE_APPROPRIATE, by=cast.head)
    with pytest.raises(OutcomeDoesNotFit):
        take(case, Step.CONTACT_POLICE, by=cast.head, outcome=Outcome.REFUSED)
    for outcome in (Outcome.REFERENCE, Outcome.NO_ACTION):
        assert take(case, Step.CONTACT_POLICE, by=cast.head, outcome=outcome).outcome == outcome


def test_a_refusal_recorded_confirms_nothing_by_itself(cast: Cast) -> None:
    case = make_case(cast)
    take(case, Step.REQUEST_REMOVAL, by=cast.head, outcome=Outcome.REFUSED)
    assert find_step(case, Step.REQUEST_REMOVAL).state == State.DONE
    assert not case.confirmations.exists()
    assert find_step(case, Step.WRITE_WARNING).waiting_for == (Fact.REFUSED, Fact.CONTINUED)


def test_a_waiting_step_is_refused_until_its_facts_are_confirmed(cast: Cast) -> None:
    case = make_case(cast)
    with pytest.raises(StepIsWaiting, match="It waits for a refusal, and word that it has gone on"):
        take(case, Step.WRITE_WARNING, by=cast.head)
    with pytest.raises(StepIsWaiting):
        left(case, cast, Step.WRITE_WARNING)
    confirm(case, Fact.REFUSED, Fact.CONTINUED, by=cast.head)
    assert take(case, Step.WRITE_WARNING, by=cast.head).force == "consider"


def test_a_step_the_policy_does_not_give_is_refused(cast: Cast) -> None:
    case = make_case(cast)
    with pytest.raises(StepNotGiven):
        take(case, Step.SUSPEND, by=cast.head)
    with pytest.raises(StepNotGiven):
        left(case, cast, Step.SUSPEND)


def test_only_a_file_of_the_same_incident_may_be_attached(cast: Cast) -> None:
    case = make_case(cast)
    elsewhere = make_incident(cast, subjects=(cast.other_parent,))
    own = add_evidence(by=cast.head, now=NOW, incident=case.incident, title="Screenshot", upload=upload())
    other = add_evidence(by=cast.head, now=NOW, incident=elsewhere, title="Screenshot", upload=upload())
    with pytest.raises(NotEvidenceOfThis):
        take(case, Step.MEETING, by=cast.head, evidence=other)
    assert take(case, Step.MEETING, by=cast.head, evidence=own).evidence == own


def test_leaving_a_step_undone_needs_a_reason_and_is_kept_as_such(cast: Cast) -> None:
    case = make_case(cast)
    with pytest.raises(ReasonNeeded):
        left(case, cast, Step.MEETING, reason=" ")
    row = left(case, cast, Step.MEETING)
    assert left(case, cast, Step.MEETING) == row
    assert (row.kind, row.reason, row.clauses) == ("left_undone", "The post is gone.", ["CP-PR-1d"])
    assert find_step(case, Step.MEETING).state == State.OPEN


def test_something_outside_the_policy_needs_a_reason_and_does_no_step_of_it(cast: Cast) -> None:
    case = make_case(cast)
    for lacking in ({"reason": ""}, {"what": " "}):
        with pytest.raises(ReasonNeeded):
            outside(case, cast, **lacking)
    row = outside(case, cast)
    assert outside(case, cast) == row
    assert (row.kind, row.step, row.reason) == ("outside_policy", "", "It was quicker.")
    assert answer(case).facts.done == frozenset()


def test_something_outside_the_policy_keeps_to_the_same_days(cast: Cast) -> None:
    with pytest.raises(DayOutOfBounds):
        outside(make_case(cast), cast, done_on=TODAY + DAY)


def test_what_is_due_next_follows_what_was_done(cast: Cast) -> None:
    case = make_case(cast)
    assert reload_case(case).next_due_on == TODAY
    take(case, Step.REPORT_TO_PLATFORM, by=cast.head, follow_up_on=TODAY + 3 * DAY)
    assert reload_case(case).next_due_on == TODAY, "the meeting is due still"
    left(case, cast, Step.MEETING)
    assert reload_case(case).next_due_on == TODAY + 3 * DAY
    take(case, Step.REQUEST_REMOVAL, by=cast.head, outcome=Outcome.NO_REPLY, follow_up_on=TODAY + DAY)
    assert reload_case(case).next_due_on == TODAY + DAY


def test_a_firm_step_with_no_reply_is_due_on_the_day_to_ask_again(cast: Cast) -> None:
    case = make_case(cast)
    take(case, Step.REPORT_TO_PLATFORM, by=cast.head)
    take(case, Step.MEETING, by=cast.head, outcome=Outcome.NO_REPLY, follow_up_on=TODAY + DAY)
    assert reload_case(case).next_due_on == TODAY + DAY


def test_saying_more_of_a_step_settles_the_follow_up_set_on_it(cast: Cast) -> None:
    case = make_case(cast)
    request = take(case, Step.REQUEST_REMOVAL, by=cast.head, outcome=Outcome.NO_REPLY, follow_up_on=TODAY + DAY)
    take(case, Step.REQUEST_REMOVAL, by=cast.head)
    request.refresh_from_db()
    assert request.follow_up_done_at == LATER


def test_a_follow_up_seen_to_is_no_longer_due_and_is_seen_to_once(cast: Cast) -> None:
    case = make_case(cast)
    row = outside(case, cast, follow_up_on=TODAY)
    with pytest.raises(Stale):
        finish_follow_up(by=cast.head, now=LATER, step_record=row, revision=1)
    for _ in range(2):
        finish_follow_up(by=cast.head, now=LATER, step_record=row, revision=2)
    row.refresh_from_db()
    assert row.follow_up_done_at == LATER
    assert reload_case(case).revision == 3


def test_an_old_form_and_a_closed_case_are_refused(cast: Cast) -> None:
    case = make_case(cast)
    row = outside(case, cast, follow_up_on=TODAY)
    establish(case, Finding.THREAT, by=cast.deputy)
    acts: tuple[Callable[[int], StepRecord], ...] = (
        lambda revision: take(case, Step.MEETING, by=cast.head, revision=revision),
        lambda revision: left(case, cast, Step.MEETING, revision=revision, form_token=TOKEN),
        lambda revision: outside(case, cast, revision=revision, form_token=TOKEN),
        lambda revision: finish_follow_up(by=cast.head, now=LATER, step_record=row, revision=revision),
    )
    for act in acts:
        with pytest.raises(Stale):
            act(2)
    close(case, by=cast.head)
    with pytest.raises(CaseIsClosed):
        take(case, Step.MEETING, by=cast.head)
    with pytest.raises(CaseIsClosed):
        finish_follow_up(by=cast.head, now=LATER, step_record=row, revision=reload_case(case).revision)
