"""Policies to read: to each member who has not, from a week before their day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from oversight.models import Reminder
from people.models import School, User
from policies.readers import outstanding, to_read
from web.dates import days_left, reminder_stage

DAYS_BEFORE = 7


def find(on: dt.date) -> Iterator[Reminder]:
    """A reminder of each version that somebody is to read within a week, or was to have read."""
    for one in outstanding(on=on):
        if days_left(one.due_on, on=on) <= DAYS_BEFORE:
            yield Reminder(
                kind=Reminder.Kind.ACKNOWLEDGEMENT,
                school_id=one.school_id,
                to_id=one.user_id,
                thing=one.request_id,
                due_on=one.due_on,
                stage=reminder_stage(one.due_on, on=on),
            )


def standing(user: User, reminders: Sequence[Reminder], on: dt.date) -> list[Reminder]:
    """Those that ask for something the user still has to read, by the same day, at a school they still belong to."""
    asked = {
        (waiting.request_id, waiting.due_on)
        for school in School.objects.filter(pk__in={one.school_id for one in reminders})
        for waiting in to_read(user, school, on=on)
    }
    return [one for one in reminders if (one.thing, one.due_on) in asked]
