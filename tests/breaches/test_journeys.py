"""One case on each of the five policies, from the incident to the end, through the services alone."""

import datetime as dt
import uuid

import pytest

from breaches.models import Case
from breaches.services.closing import close_case
from people.models import Capacity, School
from policies.models import Adoption
from policies.rules.words import Fact, Finding, Notice, State, Step
from policies.services import adopt
from tests.breaches.factories import LATER, TOKEN, Outcome, answer, confirm, find_step, make_case, reload_case, take
from tests.cast import NOW, TODAY, Cast, load_pack
from tests.incidents.factories import make_incident

pytestmark = pytest.mark.engine

DAY = dt.timedelta(days=1)


def keep_to(school: School, slug: str) -> None:
    """The school keeps to this policy, and to this alone."""
    Adoption.objects.filter(school=school).delete()
    adopt(by=None, now=NOW, school=school, policy=load_pack(slug).policy, adopted_on=dt.date(2021, 1, 1))


def states(case: Case) -> dict[Step, State]:
    return {step.step: step.state for step in answer(case).steps}


def staff_case(cast: Cast, finding: Finding, *, by_the_draft: bool = False) -> Case:
    """A case of the teacher of the cast."""
    return make_case(
        cast,
        incident=make_incident(cast, subjects=(cast.person_of(cast.teacher),), title="A teacher's account"),
        capacity=Capacity.STAFF,
        findings={finding: "Seen."},
        by_the_draft=by_the_draft,
    )


def end(case: Case, cast: Cast, *considered: Step) -> Case:
    """The case closed; these steps were considered and not taken."""
    return close_case(
        by=cast.head,
        now=LATER,
        case=case,
        revision=reload_case(case).revision,
        outcome=Case.Outcome.RESOLVED,
        note="It has ended.",
        left_undone={step: ("It is over.", uuid.uuid5(TOKEN, step)) for step in considered},
    )


def test_cornist_park_a_parent_refuses_goes_on_and_is_warned(cast: Cast) -> None:
    case = make_case(cast)
    take(case, Step.REPORT_TO_PLATFORM, by=cast.head, note="reference 88213")
    take(case, Step.REQUEST_REMOVAL, by=cast.head, outcome=Outcome.NO_REPLY, follow_up_on=TODAY + DAY)
    take(case, Step.REQUEST_REMOVAL, by=cast.head, outcome=Outcome.REFUSED)
    take(case, Step.MEETING, by=cast.head)
    assert states(case)[Step.WRITE_WARNING] == State.WAITING
    confirm(case, Fact.REFUSED, Fact.CONTINUED, by=cast.head)
    assert states(case)[Step.WRITE_WARNING] == State.OPEN
    take(case, Step.WRITE_WARNING, by=cast.head)
    assert reload_case(case).next_due_on is None
    assert end(case, cast, Step.LEGAL_ADVICE, Step.COMPLAIN_TO_HOST).status == "closed"


def test_bradley_misconduct_may_be_disciplined_and_dismissal_waits(cast: Cast) -> None:
    keep_to(cast.school, "bradley")
    case = staff_case(cast, Finding.PUPIL_CONTACT)
    assert states(case)[Step.DISCIPLINARY_ACTION] == State.OPEN
    assert states(case)[Step.DISMISSAL] == State.WAITING
    assert reload_case(case).next_due_on is None, "nothing here is more than a choice"
    take(case, Step.DISCIPLINARY_ACTION, by=cast.head, outcome=None)
    assert end(case, cast).status == "closed"


def test_bradley_says_nothing_of_a_parent(cast: Cast) -> None:
    keep_to(cast.school, "bradley")
    case = make_case(cast)
    assert states(case) == {}
    assert [silence.finding for silence in answer(case).silent] == [Finding.DEFAMATION]
    assert end(case, cast).status == "closed"


def test_cavendish_answers_from_its_draft_when_asked_by_name(cast: Cast) -> None:
    keep_to(cast.school, "cavendish")
    case = staff_case(cast, Finding.SCHOOL_ACCOUNT_MISUSE, by_the_draft=True)
    assert answer(case).notices == (Notice.DRAFT, Notice.APPROVAL_NOT_RECORDED, Notice.NO_REVIEW_DATE)
    assert states(case)[Step.REMOVE_CONTENT] == State.WAITING
    confirm(case, Fact.ON_SCHOOL_CHANNEL, by=cast.head)
    assert reload_case(case).next_due_on == TODAY
    take(case, Step.REMOVE_CONTENT, by=cast.head, outcome=None)
    assert states(case)[Step.BLOCK_ACCESS] == State.WAITING
    assert end(case, cast).status == "closed"


def test_st_peters_the_headteacher_is_told_and_a_sanction_waits_for_a_breach(cast: Cast) -> None:
    keep_to(cast.school, "st-peters")
    case = staff_case(cast, Finding.PUPIL_CONTACT)
    assert states(case)[Step.INFORM_HEADTEACHER] == State.OPEN
    assert states(case)[Step.SUSPEND] == State.WAITING
    take(case, Step.INFORM_HEADTEACHER, by=cast.head, outcome=None)
    confirm(case, Fact.BREACH_FOUND, Fact.LEGAL_OR_REPUTATION_RISK, by=cast.head)
    take(case, Step.REMOVE_CONTENT, by=cast.head, outcome=None)
    assert states(case)[Step.CLOSE_APPLICATION] == State.OPEN
    assert end(case, cast).status == "closed"


def test_avenue_a_parent_is_met_refuses_and_is_reported_to_one_of_two(cast: Cast) -> None:
    keep_to(cast.school, "avenue-recreation-road")
    case = make_case(cast, findings={Finding.MALICIOUS_COMMENT: "Seen."})
    assert Notice.NO_DATE_STATED in answer(case).notices
    confirm(case, Fact.ABOUT_SCHOOL_OR_TEACHER, by=cast.head)
    take(case, Step.MEETING, by=cast.head)
    take(case, Step.REQUEST_REMOVAL, by=cast.head, outcome=Outcome.REFUSED)
    confirm(case, Fact.REFUSED, by=cast.head)
    assert states(case)[Step.REPORT_TO_PLATFORM] == State.OPEN
    take(case, Step.REPORT_TO_LOCAL_AUTHORITY, by=cast.head)
    take(case, Step.OWN_ACTION, by=cast.head, outcome=None, note="The parent helps at no more events this term.")
    assert reload_case(case).next_due_on is None
    assert end(case, cast).status == "closed"


def test_avenue_a_threat_goes_to_the_police_at_once(cast: Cast) -> None:
    keep_to(cast.school, "avenue-recreation-road")
    case = make_case(cast, findings={Finding.THREAT: "Seen."})
    assert find_step(case, Step.CONTACT_POLICE).force == "always"
    assert reload_case(case).next_due_on == TODAY


def test_a_policy_without_a_date_answers_from_the_day_the_school_adopted_it(cast: Cast) -> None:
    keep_to(cast.school, "avenue-recreation-road")
    before = make_case(cast, incident=make_incident(cast, happened_on=dt.date(2020, 12, 31)))
    on_the_day = make_case(cast, incident=make_incident(cast, happened_on=dt.date(2021, 1, 1)))
    assert before.version is None
    assert on_the_day.version is not None
    assert answer(on_the_day).in_force_from == dt.date(2021, 1, 1)
