"""What is due on a case, and when."""

import datetime as dt

import pytest

from breaches.due import (
    find_choices,
    find_next_due_on,
    find_undone_binding_steps,
    has_something_to_decide,
    list_due,
    list_to_do,
    update_open_since,
)
from breaches.models import Confirmation, StepRecord
from breaches.questions import build_questions
from breaches.services.closing import reopen_case
from policies.rules.assessment import Assessment
from policies.rules.words import Fact, Finding, Party, Step
from tests.breaches.factories import (
    LATER,
    answer,
    assess_cornist,
    assess_shipped,
    close,
    confirm,
    make_case,
    make_record,
    reload_case,
    take,
)
from tests.cast import NOW, TODAY, Cast

DAY = dt.timedelta(days=1)


def test_a_follow_up_is_due_on_its_day_and_a_firm_step_from_the_day_it_opened() -> None:
    records = [make_record(Step.REQUEST_REMOVAL, outcome="no_reply", follow_up_on=TODAY + 3 * DAY)]
    steps = assess_cornist().steps
    since = update_open_since({}, steps, today=TODAY - DAY)
    due = list_due(since=since, steps=steps, records=records)
    assert [(due_step.step, due_step.on) for due_step in due] == [
        (Step.REPORT_TO_PLATFORM, TODAY - DAY),
        (Step.MEETING, TODAY - DAY),
        (Step.REQUEST_REMOVAL, TODAY + 3 * DAY),
    ]
    assert find_next_due_on(is_open=True, since=since, steps=steps, records=records) == TODAY - DAY
    assert find_next_due_on(is_open=False, since=since, steps=steps, records=records) is None


def test_nothing_is_due_when_each_follow_up_was_seen_to_and_each_firm_step_left_with_a_reason() -> None:
    records = [
        make_record(Step.REPORT_TO_PLATFORM, "left_undone", "", reason="Gone."),
        make_record(Step.MEETING, "left_undone", "", reason="Gone."),
        make_record(Step.REQUEST_REMOVAL, follow_up_on=TODAY, follow_up_done_at=NOW),
    ]
    steps = assess_cornist().steps
    since = update_open_since({}, steps, today=TODAY)
    assert find_next_due_on(is_open=True, since=since, steps=steps, records=records) is None


def test_a_firm_step_that_opens_later_is_due_from_the_day_it_opens_and_no_earlier() -> None:
    findings = {Finding.MALICIOUS_COMMENT}
    before = assess_shipped("avenue-recreation-road", Party.PARENT, findings).steps
    after = assess_shipped("avenue-recreation-road", Party.PARENT, findings, {Fact.ABOUT_SCHOOL_OR_TEACHER}).steps
    since = update_open_since(update_open_since({}, before, today=TODAY - 5 * DAY), after, today=TODAY)
    due = {due_step.step: due_step.on for due_step in list_due(since=since, steps=after, records=[])}
    assert (due[Step.OWN_ACTION], due[Step.MEETING]) == (TODAY - 5 * DAY, TODAY)
    assert Step.MEETING not in update_open_since(since, before, today=TODAY + DAY)


def test_a_follow_up_without_a_refusal_is_something_to_come_back_to(cast: Cast) -> None:
    case = make_case(cast)
    take(case, Step.REPORT_TO_PLATFORM, by=cast.head, follow_up_on=TODAY + DAY)
    records = list(case.step_records.all())
    to_do = list_to_do(reload_case(case), answer(case), records, [], today=TODAY)
    assert to_do[-1].text.startswith("Come back to: Report the post")
    gone = Assessment(answer(case).facts, None, None, ())
    assert (
        list_to_do(reload_case(case), gone, records, [], today=TODAY)[-1].text
        == "Come back to: a step no longer given"
    )


def test_a_firm_step_is_due_and_a_choice_and_a_question_are_to_decide() -> None:
    answer = assess_cornist(Fact.REFUSED)
    due = find_undone_binding_steps(answer.steps, [])
    choices = find_choices(answer.steps, [])
    assert {str(step.force) for step in due} == {"will"}
    assert [(step.step, str(step.force)) for step in choices] == [(Step.REQUEST_REMOVAL, "expected")]
    facts = {question.fact for question in build_questions(answer, []).to_answer}
    assert Fact.CONTINUED in facts
    assert Fact.REFUSED not in facts


@pytest.mark.parametrize(("kind", "outcome"), [("taken", "no_reply"), ("taken", "other"), ("left_undone", "")])
def test_a_choice_is_decided_once_it_was_begun_or_left(kind: str, outcome: str) -> None:
    answer = assess_cornist()
    record = make_record(Step.REQUEST_REMOVAL, kind, outcome, force="expected", reason="Seen to.")
    assert find_choices(answer.steps, []) != []
    assert find_choices(answer.steps, [record]) == []


def test_a_reason_given_while_the_step_was_a_choice_does_not_settle_it_once_it_is_firm() -> None:
    steps = assess_cornist().steps
    as_choice = make_record(Step.MEETING, "left_undone", "", reason="Not yet.", force="consider")
    as_duty = make_record(Step.MEETING, "left_undone", "", reason="Moved away.", force="will")
    assert Step.MEETING in {step.step for step in find_undone_binding_steps(steps, [as_choice])}
    assert Step.MEETING not in {step.step for step in find_undone_binding_steps(steps, [as_choice, as_duty])}


def test_a_silent_policy_leaves_something_to_decide_until_it_is_on_record_what_was_done() -> None:
    answer = assess_shipped("cornist-park", Party.PARENT, {Finding.IMPERSONATION})
    outside = StepRecord(kind="outside_policy", what="Rang the police.", done_on=TODAY)
    assert has_something_to_decide(answer, [], [])
    assert not has_something_to_decide(answer, [outside], [])


def test_nothing_is_to_decide_where_the_policy_gives_firm_steps_alone() -> None:
    answer = assess_shipped("cornist-park", Party.PUPIL, {Finding.DEFAMATION})
    assert not has_something_to_decide(answer, [], build_questions(answer, []).to_answer)


def test_a_question_is_to_decide_until_it_is_answered_yes_or_no() -> None:
    answer = assess_shipped("cornist-park", Party.STAFF, {Finding.PUPIL_CONTACT})
    investigated = [StepRecord(step=Step.INVESTIGATE, kind="taken", done_on=TODAY, outcome="")]
    no = Confirmation(fact=Fact.BREACH_FOUND, scope="", answer="no", question="", why="")
    assert has_something_to_decide(answer, investigated, build_questions(answer, []).to_answer)
    assert not has_something_to_decide(answer, investigated, build_questions(answer, [no]).to_answer)


def test_a_case_knows_since_when_something_is_to_decide(cast: Cast) -> None:
    case = make_case(cast, findings={Finding.THREAT: "Seen."})
    assert reload_case(case).decide_since == TODAY
    confirm(case, Fact.EXTREME_CASE, by=cast.head)
    assert reload_case(case).decide_since == TODAY
    shut = close(case, by=cast.head)
    assert shut.decide_since is None
    again = reopen_case(by=cast.head, now=LATER + DAY, case=shut, revision=shut.revision, why="Another one.")
    assert again.decide_since == TODAY + DAY
