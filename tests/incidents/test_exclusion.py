"""Who sees an incident, and who sees nothing of it."""

import datetime as dt

import pytest

from incidents.access import who_could_see
from incidents.models import Evidence, Incident
from incidents.services.drafts import discard_draft, step_back
from incidents.services.evidence import add_evidence
from people.models import Capacity, Membership, Person, Relationship, Role, User
from people.services import add_member, add_person, add_user, end_membership, relate
from tests.cast import JOINED_ON, NOW, TODAY, Cast
from tests.incidents.factories import HAPPENED_ON, Part, involve, make_incident, upload, whole_draft

pytestmark = pytest.mark.engine

EVERYBODY = (
    "head", "deputy", "lead", "teacher", "governor", "chair", "clerk", "administrator", "outsider", "stranger",
)  # fmt: skip
YESTERDAY = TODAY - dt.timedelta(days=1)


def sees(user: User, incident: Incident, *, on: dt.date = TODAY) -> bool:
    return Incident.objects.visible_to(user, on=on).filter(pk=incident.pk).exists()


def viewers(cast: Cast, incident: Incident) -> set[str]:
    names = (
        "head",
        "deputy",
        "lead",
        "teacher",
        "governor",
        "chair",
        "clerk",
        "administrator",
        "outsider",
        "stranger",
    )
    return {name for name in names if sees(getattr(cast, name), incident)}


def test_those_who_handle_cases_see_a_parents_incident_and_nobody_else_does(cast: Cast) -> None:
    assert viewers(cast, make_incident(cast)) == {"head", "deputy", "lead"}


@pytest.mark.parametrize("excluded", ["head", "deputy", "lead"])
def test_whoever_is_affected_sees_nothing_of_it(cast: Cast, excluded: str) -> None:
    incident = make_incident(cast, affected=(cast.person_of(getattr(cast, excluded)),))

    assert viewers(cast, incident) == {"head", "deputy", "lead"} - {excluded}


@pytest.mark.parametrize("excluded", ["deputy", "lead"])
def test_whoever_did_it_sees_nothing_of_it(cast: Cast, excluded: str) -> None:
    incident = make_incident(cast, subjects=(cast.person_of(getattr(cast, excluded)),))

    assert viewers(cast, incident) == {"head", "deputy", "lead"} - {excluded}


@pytest.mark.parametrize("part", [Part.WITNESS, Part.REPORTER])
def test_whoever_saw_or_reported_it_may_still_deal_with_it(cast: Cast, part: Part) -> None:
    draft = whole_draft(cast)
    involve(draft, cast.head, cast.person_of(cast.deputy), part, Capacity.STAFF)

    incident = make_incident(cast)

    assert "deputy" in viewers(cast, incident)


def test_only_the_chair_sees_what_the_headteacher_did(cast: Cast) -> None:
    assert viewers(cast, make_incident(cast, subjects=(cast.person_of(cast.head),))) == {"chair"}


def test_only_the_chair_sees_it_where_the_headteacher_is_one_of_several(cast: Cast) -> None:
    assert viewers(cast, make_incident(cast, subjects=(cast.parent, cast.person_of(cast.head)))) == {"chair"}


def test_the_chair_sees_nothing_where_the_headteacher_is_merely_affected(cast: Cast) -> None:
    incident = make_incident(cast, affected=(cast.person_of(cast.head),))

    assert viewers(cast, incident) == {"deputy", "lead"}


@pytest.mark.parametrize("kind", list(Relationship.Kind))
@pytest.mark.parametrize("way_round", [True, False])
def test_a_relative_of_the_subject_sees_nothing_whichever_way_it_was_entered(
    cast: Cast, kind: Relationship.Kind, way_round: bool
) -> None:
    deputy = cast.person_of(cast.deputy)
    one, other = (deputy, cast.parent) if way_round else (cast.parent, deputy)
    relate(by=None, now=NOW, person=one, kind=kind, relative=other)

    assert viewers(cast, make_incident(cast)) == {"head", "lead"}


def test_a_tie_entered_after_logging_counts_from_then_on(cast: Cast) -> None:
    incident = make_incident(cast)
    assert sees(cast.deputy, incident)

    relate(
        by=None,
        now=NOW,
        person=cast.person_of(cast.deputy),
        kind=Relationship.Kind.RELATIVE,
        relative=cast.parent,
    )

    assert not sees(cast.deputy, incident)


def test_a_relative_of_somebody_affected_may_still_deal_with_it(cast: Cast) -> None:
    relate(by=None, now=NOW, person=cast.person_of(cast.deputy), kind=Relationship.Kind.PARENT, relative=cast.pupil)

    assert "deputy" in viewers(cast, make_incident(cast, affected=(cast.pupil,)))


def test_a_tie_between_other_people_excludes_nobody(cast: Cast) -> None:
    relate(
        by=None,
        now=NOW,
        person=cast.person_of(cast.deputy),
        kind=Relationship.Kind.PARTNER,
        relative=cast.other_parent,
    )

    assert viewers(cast, make_incident(cast)) == {"head", "deputy", "lead"}


def test_whoever_stepped_back_sees_nothing_and_the_others_still_do(cast: Cast) -> None:
    incident = make_incident(cast)

    step_back(by=cast.lead, now=NOW, incident=incident, why="The parent is a close friend.")

    assert viewers(cast, incident) == {"head", "deputy"}
    assert sees(cast.lead, make_incident(cast))


def test_an_excluded_headteacher_still_sees_every_other_incident(cast: Cast) -> None:
    hidden = make_incident(cast, affected=(cast.person_of(cast.head),))
    other = make_incident(cast)

    assert list(Incident.objects.visible_to(cast.head, on=TODAY)) == [other]
    assert sees(cast.deputy, hidden)


def test_a_chair_who_takes_part_in_what_the_headteacher_did_leaves_it_to_another_chair(cast: Cast) -> None:
    add_member(by=None, now=NOW, school=cast.school, user=cast.governor, role=Role.CHAIR, from_on=JOINED_ON)
    head, chair = cast.person_of(cast.head), cast.person_of(cast.chair)

    assert viewers(cast, make_incident(cast, subjects=(head,), affected=(chair,))) == {"governor"}


def test_a_chair_who_turns_out_to_be_a_relative_of_the_headteacher_sees_no_more_of_it(cast: Cast) -> None:
    head, chair = cast.person_of(cast.head), cast.person_of(cast.chair)
    incident = make_incident(cast, subjects=(head,))

    relate(by=None, now=NOW, person=chair, kind=Relationship.Kind.PARTNER, relative=head)

    assert viewers(cast, incident) == set()


def test_a_draft_is_seen_by_its_writer_alone_whatever_it_says(cast: Cast) -> None:
    draft = whole_draft(cast, affected=(cast.person_of(cast.head),))

    assert viewers(cast, draft) == {"head"}
    discard_draft(by=cast.head, now=NOW, incident=draft)
    assert viewers(cast, draft) == set()


def test_a_writer_who_lost_the_role_sees_neither_drafts_nor_incidents(cast: Cast) -> None:
    draft, incident = whole_draft(cast, by=cast.deputy), make_incident(cast)
    end_membership(by=cast.head, now=NOW, membership=Membership.objects.get(user=cast.deputy), to_on=TODAY)

    assert sees(cast.deputy, draft)
    assert sees(cast.deputy, incident)
    assert not sees(cast.deputy, draft, on=TODAY + dt.timedelta(days=1))
    assert not sees(cast.deputy, incident, on=TODAY + dt.timedelta(days=1))


def head_leaves(cast: Cast, *, on: dt.date) -> None:
    heading = Membership.objects.get(user=cast.head, role=Role.HEADTEACHER)
    end_membership(by=cast.administrator, now=NOW, membership=heading, to_on=on)


def new_head(cast: Cast, *, from_on: dt.date) -> User:
    user = add_user(by=None, now=NOW, email="new.head@cornist-park.example", name="Lowri Bowen")
    add_member(by=None, now=NOW, school=cast.school, user=user, role=Role.HEADTEACHER, from_on=from_on)
    return user


def test_a_headteacher_who_leaves_does_not_hand_their_own_incident_to_the_next(cast: Cast) -> None:
    incident = make_incident(cast, subjects=(cast.person_of(cast.head),))
    head_leaves(cast, on=YESTERDAY)
    successor = new_head(cast, from_on=TODAY)

    assert not sees(successor, incident)
    assert viewers(cast, incident) == {"chair"}


def test_what_somebody_did_after_they_were_headteacher_is_not_the_chairs(cast: Cast) -> None:
    former = cast.person_of(cast.head)
    head_leaves(cast, on=HAPPENED_ON - dt.timedelta(days=1))
    new_head(cast, from_on=HAPPENED_ON)

    assert viewers(cast, make_incident(cast, by=cast.deputy, subjects=(former,))) == {"deputy", "lead"}


def test_what_somebody_did_on_their_last_day_as_headteacher_is_the_chairs(cast: Cast) -> None:
    former = cast.person_of(cast.head)
    head_leaves(cast, on=HAPPENED_ON)

    assert viewers(cast, make_incident(cast, by=cast.deputy, subjects=(former,))) == {"chair"}


def test_a_deputy_who_becomes_headteacher_is_from_then_on_the_chairs(cast: Cast) -> None:
    incident = make_incident(cast, subjects=(cast.person_of(cast.deputy),))
    assert viewers(cast, incident) == {"head", "lead"}

    add_member(by=None, now=NOW, school=cast.school, user=cast.deputy, role=Role.HEADTEACHER, from_on=TODAY)

    assert sees(cast.lead, incident, on=YESTERDAY)
    assert viewers(cast, incident) == {"chair"}


def test_the_headteacher_of_another_school_is_nobody_special_here(cast: Cast) -> None:
    visitor = add_person(
        by=None, now=NOW, school=cast.school, name="Olive Grant", capacities={Capacity.VISITOR: ""}, user=cast.outsider
    )

    assert viewers(cast, make_incident(cast, subjects=(visitor,))) == {"head", "deputy", "lead"}


def test_exclusion_follows_somebody_with_roles_at_two_schools(cast: Cast) -> None:
    add_member(
        by=None, now=NOW, school=cast.school, user=cast.outsider, role=Role.SAFEGUARDING_LEAD, from_on=JOINED_ON
    )
    own_entry = Person.objects.get(school=cast.school, user=cast.outsider)

    assert sees(cast.outsider, make_incident(cast))
    assert not sees(cast.outsider, make_incident(cast, affected=(own_entry,)))


def test_evidence_is_seen_by_those_who_see_its_incident(cast: Cast) -> None:
    incident = make_incident(cast, affected=(cast.person_of(cast.head),))
    add_evidence(by=cast.deputy, now=NOW, incident=incident, title="Screenshot", upload=upload())

    seen_by = {
        name
        for name in ("head", "deputy", "lead", "chair", "teacher", "outsider")
        if Evidence.objects.visible_to(getattr(cast, name), on=TODAY).exists()
    }
    assert seen_by == {"deputy", "lead"}


def test_who_could_lead_a_draft_are_those_who_see_it_once_logged(cast: Cast) -> None:
    plain = whole_draft(cast)
    of_the_head = whole_draft(cast, subjects=(cast.person_of(cast.head),))
    about_the_head = whole_draft(cast, affected=(cast.person_of(cast.head),))

    def leads(draft: Incident) -> list[User]:
        return [member.user for member in who_could_see(draft.pk, on=TODAY)]

    assert leads(plain) == [cast.deputy, cast.lead, cast.head]
    assert leads(of_the_head) == [cast.chair]
    assert leads(about_the_head) == [cast.deputy, cast.lead]
