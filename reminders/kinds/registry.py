"""Every kind of thing that people are reminded of: how it is found, and how one asks whether it still stands."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from people.models import User
from reminders.kinds import acknowledgements, cases, incidents, letters, reports, reviews
from reminders.models import Reminder


@dataclass(frozen=True)
class KindOfReminder:
    """`find` gives unsaved reminders of what is due by a day; `standing` those still due, and still the user's."""

    find: Callable[[dt.date], Iterator[Reminder]]
    standing: Callable[[User, Sequence[Reminder], dt.date], list[Reminder]]


Kind = Reminder.Kind
Key = tuple[str, int, dt.date, str, int]
KINDS: Mapping[Kind, KindOfReminder] = {
    Kind.REVIEW: KindOfReminder(reviews.find, reviews.standing),
    Kind.CASE: KindOfReminder(cases.find, cases.standing),
    Kind.LETTER: KindOfReminder(letters.find, letters.standing),
    Kind.ACKNOWLEDGEMENT: KindOfReminder(acknowledgements.find, acknowledgements.standing),
    Kind.REPORT: KindOfReminder(reports.find, reports.standing),
    Kind.INCIDENT: KindOfReminder(incidents.find, incidents.standing),
}


def still_standing(user: User, reminders: Iterable[Reminder], *, on: dt.date) -> list[Reminder]:
    """Those of this user's reminders that are still due and still theirs on the day, asked once for each kind."""
    if not user.is_active:
        return []
    by_kind: dict[Kind, list[Reminder]] = defaultdict(list)
    for one in reminders:
        by_kind[Kind(one.kind)].append(one)
    return [one for kind, some in by_kind.items() for one in KINDS[kind].standing(user, some, on)]


def things_in(reminders: Iterable[Reminder]) -> int:
    """How many things to do these speak of: a thing that is told of twice is one."""
    return len({(one.kind, one.thing) for one in reminders})


def not_noted(found: Sequence[Reminder]) -> list[Reminder]:
    """Those of which there is no row yet."""
    things = {one.thing for one in found}
    kinds = {one.kind for one in found}
    rows = Reminder.objects.filter(kind__in=kinds, thing__in=things)
    known: set[Key] = set(rows.values_list("kind", "thing", "due_on", "stage", "to"))
    return [one for one in found if _key(one) not in known]


def _key(one: Reminder) -> Key:
    return one.kind, one.thing, one.due_on, one.stage, one.to_id
