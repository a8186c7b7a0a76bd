"""Policies to read: to each member who has not, from a week before their day."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence

from django.db.models import Max

from people.models import School, User
from policies.readers.querysets import ReaderKey, iterate_outstanding, list_unread
from reminders.lookup import make_reminders
from reminders.models import Reminder
from web.dates import days_left

DAYS_BEFORE = 7


def find_due(on: dt.date) -> Iterator[Reminder]:
    """A reminder of each version that somebody is to read within a week, or was to have read."""
    for waiting in iterate_outstanding(on=on):
        if days_left(waiting.due_on, on=on) <= DAYS_BEFORE:
            yield from make_reminders(
                Reminder.Kind.ACKNOWLEDGEMENT,
                waiting.request_id,
                school_id=waiting.school_id,
                users=[waiting.user_id],
                due_on=waiting.due_on,
                on=on,
            )


def filter_still_due(user: User, reminders: Sequence[Reminder], on: dt.date) -> list[Reminder]:
    """Those that ask for something the user still has to read, by the same day, at a school they still belong to."""
    still_to_read = {
        (waiting.request_id, waiting.due_on)
        for school in School.objects.filter(pk__in={reminder.school_id for reminder in reminders})
        for waiting in list_unread(user, school, on=on)
    }
    return [reminder for reminder in reminders if (reminder.object_id, reminder.due_on) in still_to_read]


def find_last_reminders(readers: Collection[ReaderKey]) -> Mapping[ReaderKey, dt.datetime]:
    """When the last mail that spoke of the request was sent to each reader; those without one are left out."""
    reminders = Reminder.objects.filter(
        kind=Reminder.Kind.ACKNOWLEDGEMENT,
        object_id__in={request for request, _ in readers},
        to__in={user for _, user in readers},
        mailing__sent_at__isnull=False,
    )
    rows = reminders.order_by().values("object_id", "to").annotate(last=Max("mailing__sent_at"))
    return {(row["object_id"], row["to"]): row["last"] for row in rows}
