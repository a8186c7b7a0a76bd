"""Asking people to read a version, moving the deadline, and saying that one has read it."""

import datetime as dt
from typing import Any

import pytest

from audit.models import Entry
from people.models import Role
from policies.models import Acknowledgement, AcknowledgementRequest
from policies.readers.services import (
    AlreadyAsked,
    NotAsked,
    NotInForce,
    acknowledge,
    change_deadline,
)
from tests.cast import NOW, TODAY, Cast, load_pack
from tests.policies.factories import DAY, DEADLINE, add_joiner, end_roles, load_next_version, request_reading
from web.submit import DayOutOfBounds, ReasonNeeded, Stale

pytestmark = pytest.mark.engine


def move(cast: Cast, request: AcknowledgementRequest, to: dt.date, **changed: object) -> AcknowledgementRequest:
    fields = {"revision": 1, "reason": "Half the staff are away.", **changed}
    return change_deadline(by=cast.head, now=NOW, today=TODAY, request=request, deadline_on=to, **fields)  # type: ignore[arg-type]  # some of them changed


def actions() -> list[str]:
    return list(Entry.objects.filter(row_kind__startswith="policies.ack").values_list("action", flat=True))


def test_asking_is_on_record(cast: Cast) -> None:
    request = request_reading(cast)
    entry = Entry.objects.get(action="reading.asked")
    assert (entry.by, entry.row_id) == (cast.head, str(request.pk))
    assert entry.changes["after"]["deadline_on"] == DEADLINE.isoformat()
    assert (request.asked_by, request.asked_on, request.asked_at) == (cast.head, TODAY, NOW)


def test_asking_the_same_twice_asks_once(cast: Cast) -> None:
    assert request_reading(cast) == request_reading(cast)
    assert actions() == ["reading.asked"]


@pytest.mark.parametrize("changed", [{"deadline_on": DEADLINE + DAY}, {"days_for_new_starters": 7}])
def test_asking_again_by_another_day_is_refused(cast: Cast, changed: dict[str, Any]) -> None:
    request_reading(cast)
    with pytest.raises(AlreadyAsked, match="Staff are asked"):
        request_reading(cast, **changed)
    assert AcknowledgementRequest.objects.get().deadline_on == DEADLINE


def test_a_deadline_is_today_at_the_earliest(cast: Cast) -> None:
    with pytest.raises(DayOutOfBounds):
        request_reading(cast, deadline_on=TODAY - DAY)
    assert request_reading(cast, deadline_on=TODAY).deadline_on == TODAY


def test_only_the_version_in_force_is_asked_for(cast: Cast) -> None:
    later = load_next_version(in_force_from=TODAY + DAY)
    with pytest.raises(NotInForce):
        request_reading(cast, version=later)
    with pytest.raises(NotInForce):
        request_reading(cast, today=TODAY + DAY)
    with pytest.raises(NotInForce):
        request_reading(cast, version=load_pack("st-peters"))
    assert request_reading(cast, today=TODAY + DAY, version=later).version == later


def test_somebody_says_once_that_they_have_read_it(cast: Cast) -> None:
    request_reading(cast)
    first = acknowledge(by=cast.teacher, now=NOW, today=TODAY, school=cast.school, version=cast.version)
    again = acknowledge(by=cast.teacher, now=NOW + DAY, today=TODAY + DAY, school=cast.school, version=cast.version)
    assert (again, again.at, again.user) == (first, NOW, cast.teacher)
    assert actions() == ["reading.asked", "version.acknowledged"]
    assert Entry.objects.get(action="version.acknowledged").by == cast.teacher


def test_nobody_says_so_unasked(cast: Cast) -> None:
    request_reading(cast)
    for user in (cast.clerk, cast.outsider, cast.stranger, cast.governor):
        with pytest.raises(NotAsked):
            acknowledge(by=user, now=NOW, today=TODAY, school=cast.school, version=cast.version)
    assert not Acknowledgement.objects.exists()


def test_it_is_too_late_once_one_has_left_and_early_enough_on_the_last_day(cast: Cast) -> None:
    request_reading(cast)
    for user in (cast.teacher, cast.deputy):
        end_roles(cast, user, on=TODAY)
    acknowledge(by=cast.teacher, now=NOW, today=TODAY, school=cast.school, version=cast.version)
    with pytest.raises(NotAsked):
        acknowledge(by=cast.deputy, now=NOW, today=TODAY + DAY, school=cast.school, version=cast.version)


def test_late_is_better_than_never(cast: Cast) -> None:
    request_reading(cast)
    acknowledge(by=cast.teacher, now=NOW, today=DEADLINE + 9 * DAY, school=cast.school, version=cast.version)
    assert Acknowledgement.objects.get().user == cast.teacher


def test_one_reads_at_each_school_for_itself(cast: Cast) -> None:
    request_reading(cast)
    add_joiner(cast, Role.STAFF, on=TODAY, user=cast.teacher, school=cast.other_school)
    acknowledge(by=cast.teacher, now=NOW, today=TODAY, school=cast.school, version=cast.version)
    with pytest.raises(NotAsked):
        acknowledge(by=cast.teacher, now=NOW, today=TODAY, school=cast.other_school, version=cast.version)


@pytest.mark.parametrize("days", [1, -8])
def test_a_deadline_moves_later_or_earlier_with_a_reason_on_record(cast: Cast, days: int) -> None:
    to = DEADLINE + days * DAY
    assert move(cast, request_reading(cast), to).deadline_on == to
    entry = Entry.objects.get(action="reading.deadline_changed")
    assert entry.changes["before"]["deadline_on"] == DEADLINE.isoformat()
    assert entry.changes["after"]["deadline_on"] == to.isoformat()
    assert entry.reason == "Half the staff are away."


def test_a_deadline_does_not_move_into_the_past_or_for_no_reason(cast: Cast) -> None:
    request = request_reading(cast)
    with pytest.raises(DayOutOfBounds):
        move(cast, request, TODAY - DAY)
    with pytest.raises(ReasonNeeded):
        move(cast, request, DEADLINE + DAY, reason=" ")
    request.refresh_from_db()
    assert request.deadline_on == DEADLINE


def test_moving_a_deadline_twice_to_one_day_moves_it_once(cast: Cast) -> None:
    request = request_reading(cast)
    for _ in range(2):
        move(cast, request, DEADLINE + DAY)
    assert actions() == ["reading.asked", "reading.deadline_changed"]


def test_a_deadline_that_somebody_else_moved_is_not_moved_unseen(cast: Cast) -> None:
    request = request_reading(cast)
    move(cast, request, DEADLINE + DAY)
    with pytest.raises(Stale):
        move(cast, request, DEADLINE + 2 * DAY)
    assert move(cast, request, DEADLINE + 2 * DAY, revision=2).deadline_on == DEADLINE + 2 * DAY
