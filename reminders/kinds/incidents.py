"""Incidents for which nobody opened a case: to those who may, two school days after they were logged."""

import datetime as dt
from collections.abc import Iterator, Sequence

from incidents.models import Incident
from people.models import User
from people.permissions import Action
from reminders.lookup import AT_LEAST, find_ends_of_wait, in_batches, load_roles, make_reminders
from reminders.models import Reminder


def find_due(on: dt.date) -> Iterator[Reminder]:
    """A reminder of each logged incident that has waited long enough for a case."""
    waiting = Incident.objects.without_a_case().filter(logged_at__date__lte=on - AT_LEAST).order_by("pk")
    for rows in in_batches(waiting.values_list("pk", "school", "logged_at").iterator()):
        roles = load_roles([school for _, school, _ in rows], on=on)
        due_on = find_ends_of_wait({pk: (school, logged_at) for pk, school, logged_at in rows if logged_at})
        for pk, school, _ in rows:
            if due_on[pk] <= on:
                # Who of them may see the incident is asked when the mail is made, and again when it is sent.
                users = roles.that_may(Action.OPEN_CASE, school)
                yield from make_reminders(
                    Reminder.Kind.INCIDENT, pk, school_id=school, users=users, due_on=due_on[pk], on=on
                )


def filter_still_due(user: User, reminders: Sequence[Reminder], on: dt.date) -> list[Reminder]:
    """Those whose incident still has no case, and which the user may see."""
    visible = Incident.objects.visible_to(user, on=on).without_a_case()
    theirs = set(visible.filter(pk__in=[reminder.object_id for reminder in reminders]).values_list("pk", flat=True))
    return [reminder for reminder in reminders if reminder.object_id in theirs]
