"""What is due on a case, and when."""

import datetime as dt

from breaches.due import (
    find_next_due_on,
    list_due,
    list_to_do,
    update_open_since,
)
from policies.rules.assessment import Assessment
from policies.rules.words import Fact, Finding, Party, Step
from tests.breaches.factories import answer, assess_cornist, assess_shipped, make_case, make_record, reload_case, take
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
