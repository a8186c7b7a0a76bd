"""Cases with something due: to whoever looks after the case, and each week that goes by to more of those who may."""

import datetime as dt
from collections.abc import Iterator, Sequence

from breaches.models import Case
from people.models import Role, User
from reminders.lookup import Roles, in_batches, load_roles, make_reminders
from reminders.models import Reminder
from web.dates import weeks_late

# Who else is told once it is so many weeks late: the Chair sees the cases of a Headteacher alone.
WIDENING = ((1, (Role.HEADTEACHER, Role.CHAIR)), (2, (Role.DEPUTY, Role.SAFEGUARDING_LEAD)))


def find_due(on: dt.date) -> Iterator[Reminder]:
    """A reminder of each open case on which something is due by the day."""
    due = Case.objects.open().filter(next_due_on__lte=on).order_by("pk")
    rows = due.only("school", "next_due_on", "owner")
    for cases in in_batches(rows.iterator()):
        roles = load_roles([case.school_id for case in cases], on=on)
        for case in cases:
            if case.next_due_on:
                users = _find_recipients(case, roles, on)
                yield from make_reminders(
                    Reminder.Kind.CASE, case.pk, school_id=case.school_id, users=users, due_on=case.next_due_on, on=on
                )


def filter_still_due(user: User, reminders: Sequence[Reminder], on: dt.date) -> list[Reminder]:
    """Those whose case still has something due, which the user may still see and is still told of."""
    due = Case.objects.visible_to(user, on=on).open().filter(next_due_on__lte=on)
    cases = due.in_bulk([reminder.object_id for reminder in reminders])
    roles = load_roles([case.school_id for case in cases.values()], on=on)
    theirs = {pk for pk, case in cases.items() if user.pk in _find_recipients(case, roles, on)}
    return [reminder for reminder in reminders if reminder.object_id in theirs]


def _find_recipients(case: Case, roles: Roles, on: dt.date) -> set[int]:
    """Whoever looks after the case, or the Headteacher once they have left; and those of the weeks gone by."""
    late = weeks_late(case.next_due_on, on=on) if case.next_due_on else 0
    wider = [role for weeks, more in WIDENING if late >= weeks for role in more]
    if not roles.is_at(case.school_id, case.owner_id):
        return roles.holders(case.school_id, Role.HEADTEACHER, *wider)
    return {case.owner_id, *roles.holders(case.school_id, *wider)}
