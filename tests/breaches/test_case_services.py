import datetime as dt

import pytest

from audit.models import Entry
from breaches.models import Case
from breaches.services.cases import DraftNotOffered, NotASubject, NothingFound, NotLogged, open_case, read_case
from incidents.models import Incident, Involvement
from people.models import Capacity, School
from people.services import add_person
from policies.models import Adoption
from policies.rules.words import Finding, Notice, State, Step
from policies.services import adopt
from tests.breaches.factories import answer, find_step, make_case, read_latest, subject_of
from tests.cast import NOW, TODAY, Cast, load_pack
from tests.incidents.factories import HAPPENED_ON, Part, involve, make_incident, whole_draft
from web.submit import ReasonNeeded


def test_a_case_has_the_reference_of_its_incident_and_opens_today(cast: Cast) -> None:
    case = make_case(cast)
    assert case.reference == case.incident.reference
    assert case.opened_on == TODAY
    assert case.revision == 1


def test_the_policy_is_asked_when_a_case_opens_and_its_answer_is_stored_with_the_hash_of_its_pack(cast: Cast) -> None:
    case = make_case(cast)
    assert [step.step for step in answer(case).steps][:3] == [
        Step.REPORT_TO_PLATFORM,
        Step.REQUEST_REMOVAL,
        Step.MEETING,
    ]
    assert read_latest(case).pack_sha256 == cast.version.pack_sha256
    assert read_latest(case).facts["findings"] == ["defamation"]
    assert read_latest(case).changed == []


def test_a_second_subject_has_a_case_of_their_own_with_a_letter(cast: Cast) -> None:
    incident = make_incident(cast, subjects=(cast.parent, cast.other_parent))
    first = make_case(cast, incident=incident, subject=cast.parent)
    second = make_case(cast, incident=incident, subject=cast.other_parent)
    assert second.reference == f"{first.reference}-B"


def test_opening_the_case_of_a_subject_twice_gives_the_first(cast: Cast) -> None:
    first = make_case(cast)
    again = make_case(cast, incident=first.incident, capacity=Capacity.STAFF)
    assert again == first
    assert again.capacity == Capacity.PARENT
    assert first.assessments.count() == 1


def test_a_person_may_be_judged_in_a_capacity_other_than_the_one_logged(cast: Cast) -> None:
    case = make_case(cast, capacity=Capacity.STAFF)
    assert [step.step for step in answer(case).steps] == [Step.INVESTIGATE, Step.DISCIPLINARY_ACTION]


def test_only_a_subject_has_a_case(cast: Cast) -> None:
    draft = whole_draft(cast)
    witness = involve(draft, cast.head, cast.other_parent, Part.WITNESS)
    with pytest.raises(NotLogged):
        open_it(cast, draft, subject_of(draft))
    incident = make_incident(cast)
    with pytest.raises(NotASubject):
        open_it(cast, incident, witness)


def test_a_case_needs_a_finding_and_each_finding_its_reason(cast: Cast) -> None:
    incident = make_incident(cast)
    with pytest.raises(NothingFound):
        open_it(cast, incident, subject_of(incident), findings={})
    with pytest.raises(ReasonNeeded):
        open_it(cast, incident, subject_of(incident), findings={Finding.OTHER_BREACH: "  "})
    assert not Case.objects.exists()


@pytest.mark.parametrize(("day", "has_version"), [(dt.date(2021, 10, 31), False), (dt.date(2021, 11, 1), True)])
def test_a_case_is_judged_by_the_version_in_force_on_the_day_it_happened(
    cast: Cast, day: dt.date, has_version: bool
) -> None:
    case = make_case(cast, incident=make_incident(cast, happened_on=day))
    assert (case.version == cast.version) is has_version
    assert bool(answer(case).steps) is has_version
    assert (Notice.NO_VERSION_IN_FORCE in answer(case).notices) is not has_version
    assert case.next_due_on == (TODAY if has_version else None)


def keep_to_the_draft(school: School) -> None:
    Adoption.objects.filter(school=school).delete()
    adopt(by=None, now=NOW, school=school, policy=load_pack("cavendish").policy, adopted_on=dt.date(2024, 1, 1))


def test_a_draft_answers_only_when_somebody_asks_for_it_by_name(cast: Cast) -> None:
    keep_to_the_draft(cast.school)
    unasked = make_case(cast, capacity=Capacity.STAFF)
    assert unasked.version is None
    case = make_case(cast, capacity=Capacity.STAFF, by_the_draft=True)
    assert case.version is not None
    assert case.version.policy.slug == "cavendish"
    assert Notice.DRAFT in answer(case).notices
    assert find_step(case, Step.DISCIPLINARY_ACTION).state == State.OPEN


def test_a_draft_cannot_be_asked_for_where_the_school_has_a_policy(cast: Cast) -> None:
    with pytest.raises(DraftNotOffered):
        make_case(cast, by_the_draft=True)


def test_a_case_can_be_found_by_its_reference_title_subject_account_and_facts(cast: Cast) -> None:
    text = make_case(cast).search_text
    for word in ("2026", "facebook", "rhiannon", "flint", "steals"):
        assert word in text.lower()


def test_opening_and_reading_a_case_are_on_record_without_a_name(cast: Cast) -> None:
    case = make_case(cast)
    read_case(by=cast.deputy, now=NOW, case=case)
    read, was_opened = Entry.objects.filter(row_kind="breaches.case").order_by("-number")
    assert (was_opened.action, was_opened.by) == ("case.opened", cast.head)
    assert (read.action, read.by) == ("case.read", cast.deputy)
    assert "Rhiannon" not in str(was_opened.changes)


def test_a_person_of_the_register_with_another_part_is_not_judged(cast: Cast) -> None:
    grandmother = add_person(
        by=None, now=NOW, school=cast.school, name="Mair Hughes", capacities={Capacity.OTHER: "Grandmother"}
    )
    case = make_case(cast, incident=make_incident(cast, subjects=(grandmother,)), capacity=Capacity.OTHER)
    assert case.subject == grandmother
    assert case.incident.happened_on == HAPPENED_ON


def open_it(cast: Cast, incident: Incident, subject: Involvement, findings: dict[Finding, str] | None = None) -> Case:
    return open_case(
        by=cast.head,
        now=NOW,
        incident=incident,
        subject=subject,
        capacity=Capacity.PARENT,
        findings={Finding.DEFAMATION: "Seen."} if findings is None else findings,
    )
