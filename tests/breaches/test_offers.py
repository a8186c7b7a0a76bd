"""What is on record about a question: offered on both sides of each boundary, and to nobody who may not see it."""

import datetime as dt

import pytest

from breaches.models import Case
from breaches.offers import Offer, find_offer
from incidents.journey import Page
from incidents.models import Incident, Involvement
from incidents.services.drafts import log_incident
from people.models import Capacity, Person, Relationship, User
from people.services import add_person, relate
from policies.rules.words import Fact, Finding
from tests.breaches.factories import make_case
from tests.cast import NOW, TODAY, Cast
from tests.incidents.factories import fill, involve, make_incident, reload_incident, whole_draft, with_findings

HAPPENED_ON = dt.date(2026, 11, 9)


def offer(case: Case, fact: Fact, *, reader: User) -> Offer | None:
    return find_offer(case, fact, people=Person.objects.visible_to(reader, on=TODAY))


def log(cast: Cast, draft: Incident) -> Incident:
    return log_incident(by=cast.head, now=NOW, incident=draft, revision=reload_incident(draft).revision)


def someone(cast: Cast, name: str, capacity: Capacity, title: str = "", born_on: dt.date | None = None) -> Person:
    return add_person(by=None, now=NOW, school=cast.school, name=name, capacities={capacity: title}, born_on=born_on)


def case_with(cast: Cast, person: Person, *, part: Involvement.Part = Involvement.Part.AFFECTED) -> Case:
    """The case of the parent of the cast, with somebody else involved."""
    draft = whole_draft(cast)
    involve(draft, cast.head, person, part, Capacity.OTHER)
    return make_case(cast, incident=log(cast, draft))


@pytest.mark.parametrize(
    ("platform", "offers"), [("school_channel", True), ("facebook", False), ("other", False), ("not_online", False)]
)
def test_a_channel_of_the_school_is_offered_where_it_was_logged_as_one(
    cast: Cast, platform: str, *, offers: bool
) -> None:
    draft = whole_draft(cast)
    name = "A news site" if platform == "other" else ""
    fill(draft, cast.head, Page.WHERE, platform=platform, audience="public", platform_name=name)
    result = offer(make_case(cast, incident=log(cast, draft)), Fact.ON_SCHOOL_CHANNEL, reader=cast.head)
    assert (result is not None and result.is_yes) == offers


@pytest.mark.parametrize(
    ("title", "offers"),
    [
        ("Teacher", True),
        ("Class teacher", True),
        ("Headteacher", True),
        ("Teaching assistant", False),
        ("Teacher’s assistant", False),
        ("Cook", False),
        ("", False),
    ],
)
def test_a_teacher_is_one_whose_title_in_the_register_says_so(cast: Cast, title: str, *, offers: bool) -> None:
    person = someone(cast, "Ffion Rees", Capacity.STAFF, title)
    incident = make_incident(cast, subjects=(person,))
    case = make_case(cast, incident=incident, subject=person, capacity=Capacity.STAFF)
    result = offer(case, Fact.TEACHER, reader=cast.head)
    assert result == (Offer(f"The register has Ffion Rees as: {title}.") if offers else None)


def test_the_title_of_another_capacity_offers_nothing(cast: Cast) -> None:
    person = someone(cast, "Ffion Rees", Capacity.STAFF, "Teacher")
    case = make_case(cast, incident=make_incident(cast, subjects=(person,)), subject=person)
    assert offer(case, Fact.TEACHER, reader=cast.head) is None


@pytest.mark.parametrize(
    ("born_on", "offers"),
    [(dt.date(2008, 11, 9), False), (dt.date(2008, 11, 10), True), (dt.date(2015, 1, 1), True), (None, False)],
)
def test_somebody_is_under_18_until_the_day_they_turn_18(cast: Cast, born_on: dt.date | None, *, offers: bool) -> None:
    case = case_with(cast, someone(cast, "Mali Rees", Capacity.OTHER, born_on=born_on))
    result = offer(case, Fact.UNDER_18, reader=cast.head)
    assert (result is not None) == offers
    assert result is None or result.ground.startswith("The register has Mali Rees as born on ")


@pytest.mark.parametrize(("capacity", "offers"), [(Capacity.OTHER, True), (Capacity.STAFF, False)])
def test_the_subject_counts_only_where_the_case_judges_them_as_a_former_pupil(
    cast: Cast, capacity: Capacity, *, offers: bool
) -> None:
    young = someone(cast, "Mali Rees", capacity, born_on=dt.date(2009, 1, 1))
    case = make_case(cast, incident=make_incident(cast, subjects=(young,)), subject=young, capacity=capacity)
    assert (offer(case, Fact.UNDER_18, reader=cast.head) is not None) == offers


def test_somebody_born_on_29_february_turns_18_on_1_march(cast: Cast) -> None:
    person = someone(cast, "Mali Rees", Capacity.OTHER, born_on=dt.date(2008, 2, 29))
    for day, is_under_18 in ((dt.date(2026, 2, 28), True), (dt.date(2026, 3, 1), False)):
        draft = whole_draft(cast, happened_on=day)
        involve(draft, cast.head, person, Involvement.Part.AFFECTED, Capacity.OTHER)
        case = make_case(cast, incident=log(cast, draft))
        assert (offer(case, Fact.UNDER_18, reader=cast.head) is not None) == is_under_18


def test_their_own_child_is_one_the_register_has_as_theirs_and_who_was_involved(cast: Cast) -> None:
    result = offer(case_with(cast, cast.pupil), Fact.OWN_CHILD, reader=cast.head)
    assert result == Offer("The register has Rhiannon Hughes as parent or carer of Tomos Hughes.")
    assert offer(make_case(cast), Fact.OWN_CHILD, reader=cast.head) is None
    other = someone(cast, "Elis Tudur", Capacity.PUPIL)
    relate(by=None, now=NOW, person=cast.parent, kind=Relationship.Kind.RELATIVE, relative=other)
    assert offer(case_with(cast, other), Fact.OWN_CHILD, reader=cast.head) is None


def test_whoever_reported_it_is_not_whom_it_is_about(cast: Cast) -> None:
    case = case_with(cast, cast.pupil, part=Involvement.Part.REPORTER)
    assert offer(case, Fact.OWN_CHILD, reader=cast.head) is None
    young = someone(cast, "Mali Rees", Capacity.OTHER, born_on=dt.date(2015, 1, 1))
    case = case_with(cast, young, part=Involvement.Part.REPORTER)
    assert offer(case, Fact.UNDER_18, reader=cast.head) is None


def test_a_child_is_involved_where_a_pupil_was_logged(cast: Cast) -> None:
    draft = whole_draft(cast)
    involve(draft, cast.head, cast.pupil, Involvement.Part.AFFECTED, Capacity.PUPIL)
    case = make_case(cast, incident=log(cast, draft))
    result = offer(case, Fact.CHILD_INVOLVED, reader=cast.head)
    assert result == Offer("It was logged that Tomos Hughes, a pupil, was involved.")
    assert offer(make_case(cast), Fact.CHILD_INVOLVED, reader=cast.head) is None


def test_use_at_work_is_said_and_no_answer_is_offered_as_it_is_not_both(cast: Cast) -> None:
    draft = with_findings(whole_draft(cast), cast.head, {Finding.USE_AT_WORK: ""})
    case = make_case(cast, incident=log(cast, draft), findings={Finding.USE_AT_WORK: "Seen."})
    result = offer(case, Fact.WORK_AND_EQUIPMENT, reader=cast.head)
    assert result is not None
    assert not result.is_yes
    assert offer(make_case(cast), Fact.WORK_AND_EQUIPMENT, reader=cast.head) is None


def test_nothing_of_the_register_is_offered_to_a_reader_who_may_not_see_it(cast: Cast) -> None:
    young = someone(cast, "Mali Rees", Capacity.OTHER, born_on=dt.date(2015, 1, 1))
    assert offer(case_with(cast, young), Fact.UNDER_18, reader=cast.chair) is None
    assert offer(case_with(cast, cast.pupil), Fact.OWN_CHILD, reader=cast.chair) is None


def test_nothing_is_on_record_about_most_questions(cast: Cast) -> None:
    assert offer(make_case(cast), Fact.REFUSED, reader=cast.head) is None
