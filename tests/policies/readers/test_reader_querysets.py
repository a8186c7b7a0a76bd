"""Who is asked to read what, and by when: every edge of a role, a version and a deadline."""

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from people.models import Role, User
from policies.models import AcknowledgementRequest, Adoption
from policies.readers.querysets import (
    Share,
    count_shares,
    find_read_status,
    iterate_outstanding,
    list_readers,
    list_unread,
)
from policies.readers.services import acknowledge
from tests.cast import NOW, TODAY, Cast
from tests.policies.factories import DAY, DEADLINE, Audience, add_joiner, end_roles, load_next_version, request_reading

pytestmark = pytest.mark.engine

STAFF = ["head", "deputy", "lead", "teacher", "administrator"]
GOVERNORS = ["governor", "chair"]


def days(cast: Cast, user: User, *, on: dt.date = TODAY) -> list[dt.date]:
    """By when this user has what to read at the first school."""
    return [unread.due_on for unread in list_unread(user, cast.school, on=on)]


def read(cast: Cast, user: User, *, on: dt.date = TODAY) -> None:
    acknowledge(by=user, now=NOW, today=on, school=cast.school, version=cast.version)


@pytest.mark.parametrize(("audience", "who"), [(Audience.STAFF, STAFF), (Audience.GOVERNORS, GOVERNORS)])
def test_an_audience_is_whoever_holds_one_of_its_roles(cast: Cast, audience: Audience, who: list[str]) -> None:
    request_reading(cast, audience)
    everybody = [*STAFF, *GOVERNORS, "clerk", "outsider", "stranger"]
    assert [name for name in everybody if days(cast, getattr(cast, name)) == [DEADLINE]] == who
    assert {reader.user_id for reader in iterate_outstanding(on=TODAY)} == {getattr(cast, name).pk for name in who}


def test_volunteers_are_asked_apart_from_staff(cast: Cast) -> None:
    volunteer = add_joiner(cast, Role.VOLUNTEER, on=TODAY - DAY)
    request_reading(cast, Audience.STAFF)
    assert days(cast, volunteer) == []
    request_reading(cast, Audience.VOLUNTEERS)
    assert days(cast, volunteer) == [DEADLINE]


def test_nobody_is_asked_twice_for_one_version_however_many_roles_they_hold(cast: Cast) -> None:
    add_joiner(cast, Role.GOVERNOR, on=TODAY - DAY, user=cast.teacher)
    add_joiner(cast, Role.DEPUTY, on=TODAY - DAY, user=cast.teacher)
    request_reading(cast, Audience.STAFF)
    sooner = request_reading(cast, Audience.GOVERNORS, deadline_on=TODAY)
    assert days(cast, cast.teacher) == [TODAY]
    mine = [reader for reader in iterate_outstanding(on=TODAY) if reader.user_id == cast.teacher.pk]
    assert [(reader.request_id, reader.due_on) for reader in mine] == [(sooner.pk, TODAY)]
    assert count_shares([cast.school], on=TODAY) == {(cast.school.pk, cast.version.pk): Share(read=0, asked=7)}


@pytest.mark.parametrize(
    ("after_asking", "due_on"),
    [
        (-1, DEADLINE),
        (0, DEADLINE),
        (1, TODAY + 15 * DAY),
        (300, TODAY + 314 * DAY),
    ],
)
def test_somebody_who_joins_after_it_was_asked_has_days_of_their_own(
    cast: Cast, after_asking: int, due_on: dt.date
) -> None:
    request_reading(cast)
    day = TODAY + after_asking * DAY
    newcomer = add_joiner(cast, Role.STAFF, on=day)
    assert days(cast, newcomer, on=day) == [due_on]


def test_a_newcomers_days_never_end_before_the_deadline(cast: Cast) -> None:
    request_reading(cast, deadline_on=TODAY + 16 * DAY)
    newcomer = add_joiner(cast, Role.STAFF, on=TODAY + DAY)
    other = add_joiner(cast, Role.DEPUTY, on=TODAY + 3 * DAY)
    assert days(cast, newcomer, on=TODAY + DAY) == [TODAY + 16 * DAY]
    assert days(cast, other, on=TODAY + 3 * DAY) == [TODAY + 17 * DAY]


def test_nobody_is_asked_before_they_join_or_after_they_leave(cast: Cast) -> None:
    request_reading(cast)
    newcomer = add_joiner(cast, Role.STAFF, on=TODAY + DAY)
    end_roles(cast, cast.teacher, on=TODAY)
    assert days(cast, newcomer) == []
    assert days(cast, cast.teacher) == [DEADLINE]
    assert days(cast, cast.teacher, on=TODAY + DAY) == []
    assert cast.teacher.pk not in {reader.user_id for reader in iterate_outstanding(on=TODAY + DAY)}


def test_somebody_whose_role_changes_keeps_the_day_they_had(cast: Cast) -> None:
    request_reading(cast)
    end_roles(cast, cast.teacher, on=TODAY + 3 * DAY)
    add_joiner(cast, Role.DEPUTY, on=TODAY + 4 * DAY, user=cast.teacher)
    assert days(cast, cast.teacher, on=TODAY + 4 * DAY) == [DEADLINE]


def test_somebody_who_left_long_ago_comes_back_as_a_newcomer(cast: Cast) -> None:
    end_roles(cast, cast.teacher, on=TODAY - DAY)
    request_reading(cast)
    add_joiner(cast, Role.STAFF, on=TODAY + DAY, user=cast.teacher)
    assert days(cast, cast.teacher, on=TODAY + DAY) == [TODAY + 15 * DAY]


def test_a_role_at_another_school_asks_nobody_here(cast: Cast) -> None:
    request_reading(cast)
    assert list_unread(cast.teacher, cast.other_school, on=TODAY) == []
    add_joiner(cast, Role.STAFF, on=TODAY, user=cast.teacher, school=cast.other_school)
    assert list_unread(cast.teacher, cast.other_school, on=TODAY) == []
    assert days(cast, cast.outsider) == []


def test_somebody_who_can_no_longer_sign_in_is_not_asked(cast: Cast) -> None:
    request_reading(cast)
    cast.teacher.is_active = False
    cast.teacher.save()
    assert days(cast, cast.teacher) == []


def test_nobody_is_asked_for_a_version_once_another_is_in_force(cast: Cast) -> None:
    request_reading(cast)
    after = load_next_version(in_force_from=TODAY + DAY)
    assert days(cast, cast.teacher) == [DEADLINE]
    assert days(cast, cast.teacher, on=TODAY + DAY) == []
    assert list(iterate_outstanding(on=TODAY + DAY)) == []
    assert count_shares([cast.school], on=TODAY + DAY) == {}
    request_reading(cast, today=TODAY + DAY, version=after)
    [waiting] = list_unread(cast.teacher, cast.school, on=TODAY + DAY)
    assert waiting.version == after


def test_nobody_is_asked_once_the_school_keeps_to_the_policy_no_longer(cast: Cast) -> None:
    request_reading(cast)
    Adoption.objects.filter(school=cast.school).update(ended_on=TODAY)
    assert days(cast, cast.teacher) == [DEADLINE]
    assert days(cast, cast.teacher, on=TODAY + DAY) == []


def test_what_was_read_no_longer_waits(cast: Cast) -> None:
    request = request_reading(cast)
    read(cast, cast.teacher)
    assert days(cast, cast.teacher) == []
    rows = {row["name"]: (row["due_on"], row["read_at"]) for row in readers_of_all(request)}
    assert rows["Aled Lloyd"] == (DEADLINE, NOW)
    assert rows["Siân Morgan"] == (DEADLINE, None)
    assert cast.teacher.pk not in {reader.user_id for reader in iterate_outstanding(on=TODAY)}


def readers_of_all(request: AcknowledgementRequest) -> list[dict[str, object]]:
    return list(list_readers(AcknowledgementRequest.objects.filter(pk=request.pk), on=TODAY))


def test_how_somebody_stands_to_a_version(cast: Cast) -> None:
    def read_status(user: User) -> tuple[object, object] | None:
        status = find_read_status(user, cast.school, cast.version, on=TODAY)
        return (status.read_at, status.due_on) if status else None

    assert read_status(cast.teacher) is None
    request_reading(cast)
    assert read_status(cast.teacher) == (None, DEADLINE)
    assert read_status(cast.clerk) is None
    read(cast, cast.teacher)
    assert read_status(cast.teacher) == (NOW, None)


def test_the_share_counts_who_is_asked_today_and_has_read_it(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request_reading(cast)
    request_reading(cast, Audience.GOVERNORS)
    for user in (cast.teacher, cast.chair, cast.deputy):
        read(cast, user)
    end_roles(cast, cast.deputy, on=TODAY)
    key = (cast.school.pk, cast.version.pk)
    with django_assert_num_queries(1):
        assert count_shares([cast.school, cast.other_school], on=TODAY) == {key: Share(read=3, asked=7)}
    assert count_shares([cast.school], on=TODAY + DAY) == {key: Share(read=2, asked=6)}
    assert count_shares([cast.other_school], on=TODAY) == {}


def test_everybody_at_every_school_is_found_with_one_query(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request_reading(cast)
    there = Adoption.objects.get(school=cast.other_school).policy.versions.get()
    request_reading(cast, by=cast.outsider, school=cast.other_school, version=there)
    with django_assert_num_queries(1):
        readers = {(reader.school_id, reader.user_id) for reader in iterate_outstanding(on=TODAY)}
    assert (cast.other_school.pk, cast.outsider.pk) in readers
    assert (cast.school.pk, cast.outsider.pk) not in readers
    assert len(readers) == 6
