"""Letters that wait for approval: to whoever may approve them, two school days after they were drafted."""

import datetime as dt
from collections.abc import Iterator, Sequence

from breaches.models import Letter
from breaches.querysets import LetterQuerySet
from people.models import Role, User
from people.permissions import Action
from reminders.lookup import AT_LEAST, Roles, find_ends_of_wait, in_batches, load_roles, make_reminders
from reminders.models import Reminder


def find_due(on: dt.date) -> Iterator[Reminder]:
    """A reminder of each draft that has waited long enough, on an open case."""
    drafts = _drafts().filter(drafted_at__date__lte=on - AT_LEAST).order_by("pk")
    for letters in in_batches(drafts.iterator()):
        roles = load_roles([letter.case.school_id for letter in letters], on=on)
        due_on = find_ends_of_wait({letter.pk: (letter.case.school_id, letter.drafted_at) for letter in letters})
        for letter in letters:
            if due_on[letter.pk] <= on:
                yield from make_reminders(
                    Reminder.Kind.LETTER,
                    letter.pk,
                    school_id=letter.case.school_id,
                    users=_find_recipients(letter, roles),
                    due_on=due_on[letter.pk],
                    on=on,
                )


def filter_still_due(user: User, reminders: Sequence[Reminder], on: dt.date) -> list[Reminder]:
    """Those whose letter still waits, and which the user may still see and approve."""
    visible = Letter.objects.visible_to(user, on=on).values("pk")
    letters = _drafts().filter(pk__in=visible).in_bulk([reminder.object_id for reminder in reminders])
    roles = load_roles([letter.case.school_id for letter in letters.values()], on=on)
    theirs = {pk for pk, letter in letters.items() if user.pk in _find_recipients(letter, roles)}
    return [reminder for reminder in reminders if reminder.object_id in theirs]


def _drafts() -> LetterQuerySet:
    drafts = Letter.objects.filter(status=Letter.Status.DRAFT, case__status="open")
    return drafts.select_related("case__school")


def _find_recipients(letter: Letter, roles: Roles) -> set[int]:
    """Whoever may approve it: where a second person must, everybody but its writers; else the owner of the case."""
    case = letter.case
    if case.school.second_person_approves_letters:
        return roles.that_may(Action.APPROVE_LETTER, case.school_id) - {letter.drafted_by_id, letter.changed_by_id}
    if roles.is_at(case.school_id, case.owner_id):
        return {case.owner_id}
    return roles.holders(case.school_id, Role.HEADTEACHER)
