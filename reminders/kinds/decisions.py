"""Cases with something to decide for a week: to whoever looks after the case, again each week that it stays so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from breaches.models import Case
from people.models import Role, User
from reminders.lookup import Roles, in_batches, load_roles
from reminders.models import Reminder
from web.dates import WEEK, reminder_stage


def find_due(on: dt.date) -> Iterator[Reminder]:
    """A reminder of each open case on which something has been to decide for a week."""
    undecided = Case.objects.open().filter(decide_since__lte=on - WEEK).order_by("pk")
    for cases in in_batches(undecided.only("school", "decide_since", "owner").iterator()):
        roles = load_roles([case.school_id for case in cases], on=on)
        for case in cases:
            yield from _make_reminders(case, roles, on)


def filter_still_due(user: User, reminders: Sequence[Reminder], on: dt.date) -> list[Reminder]:
    """Those whose case still has something to decide, which the user may still see and still looks after."""
    undecided = Case.objects.visible_to(user, on=on).open().filter(decide_since__lte=on - WEEK)
    cases = undecided.in_bulk([reminder.object_id for reminder in reminders])
    roles = load_roles([case.school_id for case in cases.values()], on=on)
    theirs = {pk for pk, case in cases.items() if user.pk in _find_recipients(case, roles)}
    return [reminder for reminder in reminders if reminder.object_id in theirs]


def _make_reminders(case: Case, roles: Roles, on: dt.date) -> Iterator[Reminder]:
    if case.decide_since is None:
        return
    due_on = case.decide_since + WEEK
    for user in sorted(_find_recipients(case, roles)):
        yield Reminder(
            kind=Reminder.Kind.DECISION,
            school_id=case.school_id,
            to_id=user,
            object_id=case.pk,
            due_on=due_on,
            stage=reminder_stage(due_on, on=on),
        )


def _find_recipients(case: Case, roles: Roles) -> set[int]:
    """Whoever looks after the case, or the Headteacher once they have left."""
    if not roles.is_at(case.school_id, case.owner_id):
        return roles.holders(case.school_id, Role.HEADTEACHER)
    return {case.owner_id}
