"""Note what is due: one row for each thing, stage and person, however many workers find it, and how often."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from oversight.models import Reminder
from oversight.reminders import reports, reviews
from oversight.reminders.batches import in_batches
from oversight.reminders.kinds import KINDS, Kind, not_noted
from policies.services.reviews import claim_reminder


def note_due(*, now: dt.datetime) -> None:
    """Note everything that is due on the day of this moment."""
    today = timezone.localdate(now)
    note_reviews(now=now, today=today)
    for kind, rules in KINDS.items():
        if kind != Kind.REVIEW:
            _note(rules.find(today), now=now)


def note_reports(*, now: dt.datetime) -> None:
    """Note the unread reports alone: of some, people are told at once."""
    _note(reports.find(timezone.localdate(now)), now=now)


def note_reviews(*, now: dt.datetime, today: dt.date) -> None:
    """Claim the reminder of each review that has come, and note whom it is for in the same transaction."""
    for cycles in reviews.cycles_to_remind(today):
        _claim_and_note(cycles, now=now, today=today)


def _note(found: Iterable[Reminder], *, now: dt.datetime) -> None:
    for batch in in_batches(found):
        _insert(not_noted(batch), now=now)


@transaction.atomic
def _claim_and_note(cycles: Sequence[reviews.Cycle], *, now: dt.datetime, today: dt.date) -> None:
    """Take the reminders of these cycles: of several workers, one is given each."""
    reminders = reviews.reminders_of(cycles, today)
    mine: list[Reminder] = []
    for cycle in cycles:
        if cycle.remind_on and claim_reminder(cycle_pk=cycle.pk, remind_on=cycle.remind_on, today=today):
            mine += reminders[cycle.pk]
    _insert(mine, now=now)


def _insert(reminders: Sequence[Reminder], *, now: dt.datetime) -> None:
    for one in reminders:
        one.noted_at = now
    Reminder.objects.bulk_create(reminders, ignore_conflicts=True)
