"""Every kind of thing that people are reminded of: how it is found, and how one asks whether it is still due."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from people.models import User
from reminders.kinds import acknowledgements, cases, incidents, letters, reports, reviews
from reminders.models import Reminder


@dataclass(frozen=True)
class KindOfReminder:
    """`find_due` gives unsaved reminders of a day; `filter_still_due` those still due, and still the user's."""

    find_due: Callable[[dt.date], Iterator[Reminder]]
    filter_still_due: Callable[[User, Sequence[Reminder], dt.date], list[Reminder]]


Kind = Reminder.Kind
KINDS: Mapping[Kind, KindOfReminder] = {
    Kind.REVIEW: KindOfReminder(reviews.find_due, reviews.filter_still_due),
    Kind.CASE: KindOfReminder(cases.find_due, cases.filter_still_due),
    Kind.LETTER: KindOfReminder(letters.find_due, letters.filter_still_due),
    Kind.ACKNOWLEDGEMENT: KindOfReminder(acknowledgements.find_due, acknowledgements.filter_still_due),
    Kind.REPORT: KindOfReminder(reports.find_due, reports.filter_still_due),
    Kind.INCIDENT: KindOfReminder(incidents.find_due, incidents.filter_still_due),
}


def filter_still_due(user: User, reminders: Iterable[Reminder], *, on: dt.date) -> list[Reminder]:
    """Those of this user's reminders that are still due and still theirs on the day, asked once for each kind."""
    if not user.is_active:
        return []
    by_kind: dict[Kind, list[Reminder]] = defaultdict(list)
    for reminder in reminders:
        by_kind[Kind(reminder.kind)].append(reminder)
    return [reminder for kind, alike in by_kind.items() for reminder in KINDS[kind].filter_still_due(user, alike, on)]


def count_by_kind(reminders: Iterable[Reminder]) -> Counter[Kind]:
    """How many things of each kind these speak of: a thing of which there are two reminders is one."""
    return Counter(Kind(kind) for kind, _ in {(reminder.kind, reminder.object_id) for reminder in reminders})
