"""Reviews of policies: whoever the stage of the review is for, in a circle that widens as the day comes nearer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from people.models import Role, User
from policies.models import ReviewCycle
from policies.querysets import ReviewCycleQuerySet
from policies.reviews.schedule import ReviewRecipient, choose_recipients
from reminders.lookup import Roles, in_batches, roles_at
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


def find(on: dt.date) -> Iterator[Reminder]:
    """A reminder to each person of the stage that each cycle has reached by the day."""
    for cycles in cycles_to_remind(on):
        for reminders in reminders_of(cycles, on).values():
            yield from reminders


def cycles_to_remind(on: dt.date) -> Iterator[list[Cycle]]:
    """The cycles whose reminder has come, in batches: the order in which they are claimed."""
    return in_batches(
        _read(ReviewCycle.objects.to_remind(on=on).of_adopted_policies(on=on).order_by("remind_on", "pk"))
    )


def reminders_of(cycles: Sequence[Cycle], on: dt.date) -> dict[int, list[Reminder]]:
    """What each of these cycles tells people on the day, by its key."""
    roles = roles_at([one.school_id for one in cycles], on=on)
    return {one.pk: list(_reminders_of(one, roles, on)) for one in cycles}


def standing(user: User, reminders: Sequence[Reminder], on: dt.date) -> list[Reminder]:
    """Those whose review is still due on that day, at a school that still keeps to the policy, and still theirs."""
    kept = ReviewCycle.objects.visible_to(user, on=on).of_adopted_policies(on=on)
    cycles = {one.pk: one for one in _read(kept.filter(pk__in=[one.thing for one in reminders]))}
    roles = roles_at([one.school_id for one in cycles.values()], on=on)
    return [
        one
        for one in reminders
        if (cycle := cycles.get(one.thing))
        and cycle.due_on == one.due_on
        and user.pk in _told(cycle, one.stage, roles)
    ]


def _read(cycles: ReviewCycleQuerySet) -> Iterator[Cycle]:
    return map(Cycle._make, cycles.values_list(*Cycle._fields).iterator())


def _reminders_of(cycle: Cycle, roles: Roles, on: dt.date) -> Iterator[Reminder]:
    if cycle.due_on is None or not (stage := reminder_stage(cycle.due_on, on=on)):
        return
    for to in sorted(_told(cycle, stage, roles)):
        yield Reminder(
            kind=Reminder.Kind.REVIEW,
            school_id=cycle.school_id,
            to_id=to,
            thing=cycle.pk,
            due_on=cycle.due_on,
            stage=stage,
        )


def _told(cycle: Cycle, stage: str, roles: Roles) -> set[int]:
    """The users of this stage; an owner who left the school owns nothing any more."""
    has_owner = roles.is_at(cycle.school_id, cycle.owner_id)
    audience = choose_recipients(stage, has_owner=has_owner)
    told = roles.holders(cycle.school_id, *(ROLE_OF[one] for one in audience if one in ROLE_OF))
    if has_owner and cycle.owner_id and ReviewRecipient.OWNER in audience:
        told.add(cycle.owner_id)
    return told
