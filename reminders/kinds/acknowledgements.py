"""Policies to read: to each member who has not, from a week before their day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence

from django.db.models import Max

from people.models import School, User
from policies.readers.querysets import ReaderKey, iterate_outstanding, list_unread
from reminders.models import Reminder
from web.dates import days_left, reminder_stage

DAYS_BEFORE = 7


def find(on: dt.date) -> Iterator[Reminder]:
    """A reminder of each version that somebody is to read within a week, or was to have read."""
    for one in iterate_outstanding(on=on):
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
        for waiting in list_unread(user, school, on=on)
    }
    return [one for one in reminders if (one.thing, one.due_on) in asked]


def last_reminders(readers: Collection[ReaderKey]) -> Mapping[ReaderKey, dt.datetime]:
    """When the last mail that spoke of the request was sent to each reader; those without one are left out."""
    sent = Reminder.objects.filter(
        kind=Reminder.Kind.ACKNOWLEDGEMENT,
        thing__in={request for request, _ in readers},
        to__in={user for _, user in readers},
        mailing__sent_at__isnull=False,
    )
    last = sent.order_by().values("thing", "to").annotate(last=Max("mailing__sent_at"))
    return {(row["thing"], row["to"]): row["last"] for row in last}
