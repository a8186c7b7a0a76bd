"""Letters that wait for approval: to whoever may approve them, two school days after they were drafted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from breaches.models import Letter
from breaches.querysets import LetterQuerySet
from people.models import Role, User
from people.permissions import Action
from reminders.lookup import AT_LEAST, Roles, in_batches, roles_at, waited_by
from reminders.models import Reminder
from web.dates import reminder_stage


def find(on: dt.date) -> Iterator[Reminder]:
    """A reminder of each draft that has waited long enough, on an open case."""
    drafts = _waiting().filter(drafted_at__date__lte=on - AT_LEAST).order_by("pk")
    for letters in in_batches(drafts.iterator()):
        roles = roles_at([one.case.school_id for one in letters], on=on)
        since = waited_by({one.pk: (one.case.school_id, one.drafted_at) for one in letters})
        for letter in letters:
            if since[letter.pk] <= on:
                yield from _reminders_of(letter, since[letter.pk], roles, on)


def standing(user: User, reminders: Sequence[Reminder], on: dt.date) -> list[Reminder]:
    """Those whose letter still waits, and which the user may still see and approve."""
    visible = Letter.objects.visible_to(user, on=on).values("pk")
    found = _waiting().filter(pk__in=visible).in_bulk([one.thing for one in reminders])
    roles = roles_at([one.case.school_id for one in found.values()], on=on)
    return [one for one in reminders if (letter := found.get(one.thing)) and user.pk in _told(letter, roles)]


def _waiting() -> LetterQuerySet:
    drafts = Letter.objects.filter(status=Letter.Status.DRAFT, case__status="open")
    return drafts.select_related("case__school")


def _reminders_of(letter: Letter, due_on: dt.date, roles: Roles, on: dt.date) -> Iterator[Reminder]:
    for to in sorted(_told(letter, roles)):
        yield Reminder(
            kind=Reminder.Kind.LETTER,
            school_id=letter.case.school_id,
            to_id=to,
            thing=letter.pk,
            due_on=due_on,
            stage=reminder_stage(due_on, on=on),
        )


def _told(letter: Letter, roles: Roles) -> set[int]:
    """Whoever may approve it: where a second person must, everybody but its writers; else the owner of the case."""
    case = letter.case
    if case.school.second_person_approves_letters:
        return roles.that_may(Action.APPROVE_LETTER, case.school_id) - {letter.drafted_by_id, letter.changed_by_id}
    if roles.is_at(case.school_id, case.owner_id):
        return {case.owner_id}
    return roles.holders(case.school_id, Role.HEADTEACHER)
