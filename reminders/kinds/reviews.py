"""Reviews of policies: whoever the stage of the review is for, in a circle that widens as the day comes nearer."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from people.models import Role, User
from policies.models import ReviewCycle
from policies.querysets import ReviewCycleQuerySet
from policies.reviews.schedule import ReviewRecipient, choose_recipients
from reminders.lookup import Roles, in_batches, load_roles, make_reminders
from reminders.models import Reminder
from web.dates import reminder_stage

ROLE_OF = {
    ReviewRecipient.HEADTEACHER: Role.HEADTEACHER,
    ReviewRecipient.CLERK: Role.CLERK,
    ReviewRecipient.CHAIR: Role.CHAIR,
}


class Cycle(NamedTuple):
    """What is read of a review cycle: of thousands on one day, whole rows would take twice as long."""

    pk: int
    school_id: int
    owner_id: int | None
    due_on: dt.date | None
    remind_on: dt.date | None


def find_due(on: dt.date) -> Iterator[Reminder]:
    """A reminder to each person of the stage that each cycle has reached by the day."""
    for cycles in find_cycles(on):
        for reminders in reminders_by_cycle(cycles, on).values():
            yield from reminders


def find_cycles(on: dt.date) -> Iterator[list[Cycle]]:
    """The cycles whose reminder has come, in batches: the order in which they are claimed."""
    return in_batches(
        _read(ReviewCycle.objects.to_remind(on=on).of_adopted_policies(on=on).order_by("remind_on", "pk"))
    )


def reminders_by_cycle(cycles: Sequence[Cycle], on: dt.date) -> dict[int, list[Reminder]]:
    """The reminders that each of these cycles gives on the day, by its key."""
    roles = load_roles([cycle.school_id for cycle in cycles], on=on)
    return {cycle.pk: list(_make_reminders(cycle, roles, on)) for cycle in cycles}


def filter_still_due(user: User, reminders: Sequence[Reminder], on: dt.date) -> list[Reminder]:
    """Those whose review is still due on that day, at a school that still keeps to the policy, and still theirs."""
    visible = ReviewCycle.objects.visible_to(user, on=on).of_adopted_policies(on=on)
    rows = _read(visible.filter(pk__in=[reminder.object_id for reminder in reminders]))
    cycles = {cycle.pk: cycle for cycle in rows}
    roles = load_roles([cycle.school_id for cycle in cycles.values()], on=on)
    return [
        reminder
        for reminder in reminders
        if (cycle := cycles.get(reminder.object_id))
        and cycle.due_on == reminder.due_on
        and user.pk in _find_recipients(cycle, reminder.stage, roles)
    ]


def _read(cycles: ReviewCycleQuerySet) -> Iterator[Cycle]:
    return map(Cycle._make, cycles.values_list(*Cycle._fields).iterator())


def _make_reminders(cycle: Cycle, roles: Roles, on: dt.date) -> Iterator[Reminder]:
    if cycle.due_on is None or not (stage := reminder_stage(cycle.due_on, on=on)):
        return
    users = _find_recipients(cycle, stage, roles)
    yield from make_reminders(
        Reminder.Kind.REVIEW, cycle.pk, school_id=cycle.school_id, users=users, due_on=cycle.due_on, on=on
    )


def _find_recipients(cycle: Cycle, stage: str, roles: Roles) -> set[int]:
    """The users of this stage; an owner who left the school owns nothing any more."""
    has_owner = roles.is_at(cycle.school_id, cycle.owner_id)
    audience = choose_recipients(stage, has_owner=has_owner)
    users = roles.holders(cycle.school_id, *(ROLE_OF[member] for member in audience if member in ROLE_OF))
    if has_owner and cycle.owner_id and ReviewRecipient.OWNER in audience:
        users.add(cycle.owner_id)
    return users
