"""Roles held between two days, and terms."""

import datetime as dt

import pytest

from people.models import CAPACITY_OF_ROLE, Capacity, Membership, Person, Role, User
from people.services import (
    AlreadyHeld,
    EndsBeforeItStarts,
    NameInRegister,
    OwnRole,
    TermOverlaps,
    add_member,
    add_member_by_email,
    end_membership,
    set_term,
)
from tests.cast import JOINED_ON, NOW, TODAY, Cast

DAY = dt.timedelta(days=1)


def test_whoever_holds_a_role_is_in_the_register_of_the_school(cast: Cast) -> None:
    person = Person.objects.get(school=cast.school, user=cast.governor)
    assert [capacity.capacity for capacity in person.capacities.all()] == ["governor"]


def test_every_role_has_its_standing() -> None:
    assert set(CAPACITY_OF_ROLE) == set(Role)
    others = {role: capacity for role, capacity in CAPACITY_OF_ROLE.items() if capacity != Capacity.STAFF}
    assert others == {
        Role.VOLUNTEER: Capacity.VOLUNTEER,
        Role.GOVERNOR: Capacity.GOVERNOR,
        Role.CHAIR: Capacity.GOVERNOR,
    }


def test_the_clerk_stands_in_the_register_as_staff_and_no_governor(cast: Cast) -> None:
    person = Person.objects.get(school=cast.school, user=cast.clerk)
    assert [capacity.capacity for capacity in person.capacities.all()] == ["staff"]


def test_nobody_gives_a_role_to_themselves(cast: Cast) -> None:
    with pytest.raises(OwnRole):
        add_member(
            by=cast.administrator,
            now=NOW,
            school=cast.school,
            user=cast.administrator,
            role=Role.HEADTEACHER,
            from_on=TODAY,
        )


def test_the_same_role_is_not_held_twice_at_once(cast: Cast) -> None:
    with pytest.raises(AlreadyHeld):
        add_member(by=cast.head, now=NOW, school=cast.school, user=cast.deputy, role=Role.DEPUTY, from_on=TODAY)


def test_a_role_holds_from_its_first_day_to_its_last_and_no_longer(cast: Cast) -> None:
    membership = Membership.objects.get(user=cast.teacher)
    end_membership(by=cast.head, now=NOW, membership=membership, to_on=TODAY)
    memberships = Membership.objects.filter(user=cast.teacher)
    assert [memberships.in_force(on=day).exists() for day in (JOINED_ON - DAY, JOINED_ON, TODAY, TODAY + DAY)] == [
        False,
        True,
        True,
        False,
    ]


def test_a_role_does_not_end_before_it_began(cast: Cast) -> None:
    membership = Membership.objects.get(user=cast.teacher)
    with pytest.raises(EndsBeforeItStarts):
        end_membership(by=cast.head, now=NOW, membership=membership, to_on=JOINED_ON - DAY)


def test_terms_share_no_day_and_no_name(cast: Cast) -> None:
    first = dt.date(2026, 9, 1)
    last = dt.date(2026, 12, 18)
    set_term(by=cast.head, now=NOW, school=cast.school, name="Autumn 2026", starts_on=first, ends_on=last)
    with pytest.raises(TermOverlaps):
        set_term(by=cast.head, now=NOW, school=cast.school, name="Winter", starts_on=last, ends_on=last + DAY)
    with pytest.raises(TermOverlaps):
        set_term(
            by=cast.head, now=NOW, school=cast.school, name="Autumn 2026", starts_on=last + DAY, ends_on=last + DAY
        )
    set_term(by=cast.head, now=NOW, school=cast.school, name="Spring 2027", starts_on=last + DAY, ends_on=last + DAY)


def test_a_term_does_not_end_before_it_starts(cast: Cast) -> None:
    with pytest.raises(EndsBeforeItStarts):
        set_term(by=cast.head, now=NOW, school=cast.school, name="Odd", starts_on=TODAY, ends_on=TODAY - DAY)


def test_somebody_new_is_not_added_to_rung_where_the_role_is_refused(cast: Cast) -> None:
    email = "parent@cornist-park.example"
    with pytest.raises(NameInRegister):
        add_member_by_email(
            by=cast.head,
            now=NOW,
            school=cast.school,
            email=email,
            name=cast.parent.name,
            role=Role.GOVERNOR,
            from_on=TODAY,
        )
    assert User.objects.with_email(email) is None


def test_somebody_known_by_their_address_is_given_the_role_and_not_added_again(cast: Cast) -> None:
    added = add_member_by_email(
        by=cast.head,
        now=NOW,
        school=cast.school,
        email=f" {cast.outsider.email.upper()}",
        name="Somebody",
        role=Role.GOVERNOR,
        from_on=TODAY,
    )
    assert (added.user, added.user.name) == (cast.outsider, cast.outsider.name)
