"""Who took part in an incident: one part and one capacity for each person."""

import datetime as dt

from django.db import transaction

from audit.services import record
from incidents.models import Incident, Involvement
from incidents.services.drafts import changed_draft, locked_draft
from people.models import Capacity, Person, User
from people.services import add_person


class AlreadyInvolved(Exception):
    """Somebody was chosen who has a part already."""

    def __init__(self, there: Involvement) -> None:
        part = there.get_part_display().lower()
        super().__init__(f"{there.person} is already in this incident ({part}). Take them out first to change that.")


class NameTaken(Exception):
    """The register has somebody of this name, and a second entry would slip past exclusion."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The register already has somebody called {name}. Go back and choose them, "
            "or say below that this is a different person."
        )


class PersonOfAnotherSchool(Exception):
    """Somebody was chosen from the register of another school."""

    def __init__(self) -> None:
        super().__init__("Choose somebody from the register of this school.")


@transaction.atomic
def add_involvement(
    *,
    by: User,
    now: dt.datetime,
    incident: Incident,
    person: Person,
    part: Involvement.Part,
    capacity: Capacity,
) -> Involvement:
    """Give somebody of the register their one part in a draft; doing so twice over changes nothing.

    Raises NotADraft, PersonOfAnotherSchool, or AlreadyInvolved where they have another part or capacity.
    """
    draft = locked_draft(incident)
    if person.school_id != draft.school_id:
        raise PersonOfAnotherSchool
    there = draft.involvements.select_related("person").filter(person=person).first()
    if there is None:
        return _involve(by=by, now=now, draft=draft, person=person, part=part, capacity=capacity)
    if (there.part, there.capacity) != (part, capacity):
        raise AlreadyInvolved(there)
    return there


@transaction.atomic
def add_involvement_of_new_person(
    *,
    by: User,
    now: dt.datetime,
    incident: Incident,
    name: str,
    title: str,
    part: Involvement.Part,
    capacity: Capacity,
    another_of_this_name: bool = False,
) -> Involvement:
    """Add somebody to the register and give them their part in a draft; `title` is of their capacity, or empty.

    A double click adds them once. Raises NotADraft, or NameTaken unless `another_of_this_name`.
    """
    draft = locked_draft(incident)
    namesakes = Person.objects.filter(school=draft.school).called(name)
    same = draft.involvements.filter(person__in=namesakes, part=part, capacity=capacity).first()
    if same and not another_of_this_name:
        return same
    if not another_of_this_name and namesakes.exists():
        raise NameTaken(name)
    person = add_person(by=by, now=now, school=draft.school, name=name, capacities={capacity: title})
    return _involve(by=by, now=now, draft=draft, person=person, part=part, capacity=capacity)


@transaction.atomic
def remove_involvement(*, by: User, now: dt.datetime, involvement: Involvement) -> None:
    """Take somebody out of a draft. They stay in the register. Raises NotADraft."""
    draft = locked_draft(involvement.incident)
    before = {"person": involvement.person_id, "part": involvement.part, "capacity": involvement.capacity}
    involvement.delete()
    changed_draft(draft)
    record(school=draft.school, by=by, now=now, action="incident.person_removed", row=draft, before=before)


def _involve(
    *, by: User, now: dt.datetime, draft: Incident, person: Person, part: Involvement.Part, capacity: Capacity
) -> Involvement:
    involvement = Involvement.objects.create(incident=draft, person=person, part=part, capacity=capacity)
    changed_draft(draft)
    after = {"person": person.pk, "part": part, "capacity": capacity}
    record(school=draft.school, by=by, now=now, action="incident.person_added", row=draft, after=after)
    return involvement
