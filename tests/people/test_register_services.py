"""Adding, changing and relating people of the register."""

import pytest

from audit.models import Entry
from people.models import Capacity, Person, Relationship
from people.services import OnePersonTwice, add_person, change_person, relate, unrelate
from tests.cast import NOW, Cast
from web.submit import Stale

pytestmark = pytest.mark.engine


def test_a_person_is_added_with_each_standing_they_have(cast: Cast) -> None:
    person = add_person(
        by=cast.head,
        now=NOW,
        school=cast.school,
        name="Llŷr Gwyn-Ellis",
        capacities={Capacity.STAFF: "Class teacher", Capacity.PARENT: ""},
    )
    assert {(capacity.capacity, capacity.title) for capacity in person.capacities.all()} == {
        ("staff", "Class teacher"),
        ("parent", ""),
    }


def test_the_record_of_a_new_person_holds_no_name(cast: Cast) -> None:
    add_person(by=cast.head, now=NOW, school=cast.school, name="Unusual Name", capacities={Capacity.PARENT: ""})
    entry = Entry.objects.get(
        action="person.added",
        chain__school=cast.school,
        number=Entry.objects.filter(chain__school=cast.school).count(),
    )
    assert "Unusual" not in str(entry.changes)


def test_a_change_is_stored_and_counted(cast: Cast) -> None:
    changed = change_person(
        by=cast.head,
        now=NOW,
        person=cast.parent,
        revision=cast.parent.revision,
        capacities={Capacity.PARENT: ""},
        telephone="01352 000000",
    )
    assert (changed.telephone, changed.revision) == ("01352 000000", cast.parent.revision + 1)


def test_a_change_from_an_old_form_is_refused_and_stores_nothing(cast: Cast) -> None:
    stale = cast.parent.revision
    change_person(
        by=cast.head, now=NOW, person=cast.parent, revision=stale, capacities={Capacity.PARENT: ""}, note="First"
    )
    with pytest.raises(Stale):
        change_person(
            by=cast.deputy,
            now=NOW,
            person=cast.parent,
            revision=stale,
            capacities={Capacity.PARENT: ""},
            note="Second",
        )
    assert Person.objects.get(pk=cast.parent.pk).note == "First"


def test_a_standing_left_out_of_a_change_is_taken_away(cast: Cast) -> None:
    change_person(
        by=cast.head,
        now=NOW,
        person=cast.parent,
        revision=cast.parent.revision,
        capacities={Capacity.VOLUNTEER: "Reading helper"},
    )
    assert [capacity.capacity for capacity in cast.parent.capacities.all()] == ["volunteer"]


def test_nobody_is_related_to_themselves_or_to_another_school(cast: Cast) -> None:
    elsewhere = add_person(
        by=cast.outsider, now=NOW, school=cast.other_school, name="Jo Field", capacities={Capacity.PARENT: ""}
    )
    for relative in (cast.parent, elsewhere):
        with pytest.raises(OnePersonTwice):
            relate(by=cast.head, now=NOW, person=cast.parent, kind=Relationship.Kind.SIBLING, relative=relative)


def test_a_relationship_can_be_taken_back_and_the_record_keeps_it(cast: Cast) -> None:
    tie = Relationship.objects.get(person=cast.parent, relative=cast.pupil)
    unrelate(by=cast.head, now=NOW, tie=tie)
    assert not Relationship.objects.filter(person=cast.parent).exists()
    assert Entry.objects.get(action="relationship.removed").changes["before"]["relative"] == cast.pupil.pk
