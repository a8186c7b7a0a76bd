"""Who took part: one part and one capacity each."""

import pytest

from audit.models import Entry
from incidents.services.drafts import (
    NameTaken,
    NotADraft,
    PersonOfAnotherSchool,
    add_involvement_of_new_person,
    remove_involvement,
)
from people.models import Capacity, Person
from people.services import add_person
from tests.cast import NOW, Cast
from tests.incidents.factories import Part, involve, make_draft, make_incident, reload_incident
from web.submit import Refused

WELSH = "Llŷr ap Gruffydd-Ŵyn"


def test_somebody_gets_one_part_and_one_capacity(cast: Cast) -> None:
    draft = make_draft(cast.head, cast.school)

    involvement = involve(draft, cast.head, cast.parent, Part.SUBJECT)

    assert (involvement.person, involvement.part, involvement.capacity) == (cast.parent, "subject", "parent")
    after = Entry.objects.get(action="incident.person_added").changes["after"]
    assert after == {"person": cast.parent.pk, "part": "subject", "capacity": "parent"}


def test_choosing_the_same_twice_over_adds_them_once(cast: Cast) -> None:
    draft = make_draft(cast.head, cast.school)

    first = involve(draft, cast.head, cast.parent, Part.SUBJECT)

    assert involve(draft, cast.head, cast.parent, Part.SUBJECT) == first


@pytest.mark.parametrize(("part", "capacity"), [(Part.WITNESS, Capacity.PARENT), (Part.SUBJECT, Capacity.GOVERNOR)])
def test_nobody_has_a_second_part_or_capacity(cast: Cast, part: Part, capacity: Capacity) -> None:
    draft = make_draft(cast.head, cast.school)
    involve(draft, cast.head, cast.parent, Part.SUBJECT)

    with pytest.raises(Refused, match="Rhiannon Hughes is already in this incident"):
        involve(draft, cast.head, cast.parent, part, capacity)


def test_nobody_is_taken_from_another_schools_register(cast: Cast) -> None:
    draft = make_draft(cast.head, cast.school)
    theirs = add_person(by=None, now=NOW, school=cast.other_school, name="Pat Low", capacities={Capacity.PARENT: ""})

    with pytest.raises(PersonOfAnotherSchool):
        involve(draft, cast.head, theirs, Part.SUBJECT)


def test_somebody_new_joins_the_register_and_the_incident_at_once(cast: Cast) -> None:
    draft = make_draft(cast.head, cast.school)

    involvement = add_involvement_of_new_person(
        by=cast.head,
        now=NOW,
        incident=draft,
        name=WELSH,
        title="Lunchtime supervisor",
        part=Part.WITNESS,
        capacity=Capacity.STAFF,
    )

    assert (involvement.person.name, involvement.person.school) == (WELSH, cast.school)
    assert str(involvement.person.capacities.get()) == "Lunchtime supervisor"


def add(cast: Cast, name: str, *, another: bool = False) -> Person:
    draft = make_draft(cast.head, cast.school)
    return add_involvement_of_new_person(
        by=cast.head,
        now=NOW,
        incident=draft,
        name=name,
        title="",
        part=Part.SUBJECT,
        capacity=Capacity.PARENT,
        another_of_this_name=another,
    ).person


@pytest.mark.parametrize("name", ["Dewi Pryce", "dewi pryce"])
def test_a_second_entry_for_somebody_of_the_register_is_refused(cast: Cast, name: str) -> None:
    with pytest.raises(NameTaken, match="already has somebody called"):
        add(cast, name)


def test_a_different_person_of_the_same_name_can_be_added(cast: Cast) -> None:
    namesake = add(cast, "Dewi Pryce", another=True)

    assert Person.objects.filter(school=cast.school, name="Dewi Pryce").count() == 2
    assert namesake.user is None


def test_a_double_click_adds_a_new_person_once(cast: Cast) -> None:
    draft = make_draft(cast.head, cast.school)
    fields = {"name": WELSH, "title": "", "part": Part.SUBJECT, "capacity": Capacity.PARENT}

    first = add_involvement_of_new_person(by=cast.head, now=NOW, incident=draft, **fields)  # type: ignore[arg-type]  # one dictionary
    second = add_involvement_of_new_person(by=cast.head, now=NOW, incident=draft, **fields)  # type: ignore[arg-type]  # one dictionary

    assert first == second
    assert Person.objects.filter(name=WELSH).count() == 1


def test_whoever_is_taken_out_stays_in_the_register(cast: Cast) -> None:
    draft = make_draft(cast.head, cast.school)
    involvement = involve(draft, cast.head, cast.parent, Part.SUBJECT)
    revision = reload_incident(draft).revision

    remove_involvement(by=cast.head, now=NOW, involvement=involvement)

    assert not reload_incident(draft).involvements.exists()
    assert reload_incident(draft).revision == revision + 1
    assert Person.objects.filter(pk=cast.parent.pk).exists()
    before = Entry.objects.get(action="incident.person_removed").changes["before"]
    assert before["person"] == cast.parent.pk


def test_nobody_joins_or_leaves_once_it_is_logged(cast: Cast) -> None:
    incident = make_incident(cast)

    with pytest.raises(NotADraft):
        involve(incident, cast.head, cast.other_parent, Part.WITNESS)
    with pytest.raises(NotADraft):
        remove_involvement(by=cast.head, now=NOW, involvement=incident.involvements.get())
