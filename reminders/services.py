"""The queue of reminders, told in the order it runs: `run_cycle` every few minutes, then `send_mailing` for each mail.

A cycle creates a reminder for whatever is due, puts a person's reminders into a mail, and dispatches the mails whose
time has come. Whoever sends a mail claims it first and asks again of everything in it. Of several workers at any of
this at once, the database lets one do it: docs/decisions/0008-the-database-is-the-queue.md.
"""

import datetime as dt
import smtplib
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from people.calendar import clocks_show
from people.models import User
from policies.reviews.services import claim_reminder
from reminders.kinds import reports, reviews
from reminders.kinds.registry import KINDS, Kind, count_by_kind, filter_still_due
from reminders.lookup import filter_at_open_schools, filter_new, in_batches
from reminders.mail import build_mail
from reminders.models import Heartbeat, Mailing, Reminder
from reminders.querysets import CLAIM_HOLDS

# Everything is looked through this often; reports, which may go at once, in every cycle.
SEARCH_EVERY = dt.timedelta(minutes=15)
FIRST_WAIT, LONGEST_WAIT = dt.timedelta(minutes=2), dt.timedelta(hours=1)
HEARTBEAT_PK = 1


def run_cycle(*, now: dt.datetime) -> list[int]:
    """Create reminders, make the mails whose time has come, and answer the keys of those to send now."""
    Heartbeat.objects.get_or_create(pk=HEARTBEAT_PK, defaults={"at": now})
    long_ago = Q(searched_at__isnull=True) | Q(searched_at__lte=now - SEARCH_EVERY)
    if Heartbeat.objects.filter(long_ago, pk=HEARTBEAT_PK).exists():
        create_reminders(now=now)
        Heartbeat.objects.filter(pk=HEARTBEAT_PK).update(searched_at=now)
    else:
        _insert_new(reports.find_due(timezone.localdate(now)), now=now)
    make_mailings(now=now)
    Heartbeat.objects.filter(pk=HEARTBEAT_PK).update(at=now)
    return dispatch(now=now)


def create_reminders(*, now: dt.datetime) -> None:
    """A row for everything that is due on the day of this moment and of which there is none yet."""
    today = timezone.localdate(now)
    for cycles in reviews.find_cycles(today):
        _claim_reviews(cycles, now=now, today=today)
    for kind, rules in KINDS.items():
        if kind != Kind.REVIEW:
            _insert_new(rules.find_due(today), now=now)


@transaction.atomic
def _claim_reviews(cycles: Sequence[reviews.Cycle], *, now: dt.datetime, today: dt.date) -> None:
    """Claim the reminder of each review, and create what it is claimed for in the same transaction."""
    reminders = reviews.reminders_by_cycle(cycles, today)
    claimed: list[Reminder] = []
    for cycle in cycles:
        if cycle.remind_on and claim_reminder(cycle_pk=cycle.pk, remind_on=cycle.remind_on, today=today):
            claimed += reminders[cycle.pk]
    _insert(claimed, now=now)


def _insert_new(reminders: Iterable[Reminder], *, now: dt.datetime) -> None:
    for batch in in_batches(reminders):
        _insert(filter_new(batch), now=now)


def _insert(reminders: Sequence[Reminder], *, now: dt.datetime) -> None:
    """Store them, but for those that another worker stored first: the key of a reminder is unique."""
    for reminder in reminders:
        reminder.created_at = now
    Reminder.objects.bulk_create(reminders, ignore_conflicts=True)


def make_mailings(*, now: dt.datetime) -> None:
    """Put what waits into mails: at once what goes at once, the rest once a school day, at the time each chose."""
    waiting = Reminder.objects.waiting().order_by("to", "pk")
    for user, reminders in _by_user(waiting.filter(at_once=True)):
        _make_mailing(now=now, to=user, reminders=reminders, at_once=True)
    today = timezone.localdate(now)
    had_todays = Mailing.objects.filter(at_once=False, day=today).values("to")
    due = waiting.filter(at_once=False, to__daily_mail_at__lte=clocks_show(now)).exclude(to__in=had_todays)
    for user, reminders in _by_user(filter_at_open_schools(due, on=today)):
        _make_mailing(now=now, to=user, reminders=reminders, at_once=False)


def _by_user(reminders: Iterable[Reminder]) -> Iterator[tuple[User, list[Reminder]]]:
    waiting: dict[int, list[Reminder]] = defaultdict(list)
    for reminder in reminders:
        waiting[reminder.to_id].append(reminder)
    users = User.objects.in_bulk(waiting)
    return ((users[pk], theirs) for pk, theirs in waiting.items())


def _make_mailing(*, now: dt.datetime, to: User, reminders: Sequence[Reminder], at_once: bool) -> None:
    """One mail that carries those of these reminders that are still due; the others are dropped.

    No mail where nothing is left to carry, or where another worker was quicker.
    """
    still_due = {reminder.pk for reminder in filter_still_due(to, reminders, on=timezone.localdate(now))}
    to_drop = {reminder.pk for reminder in reminders} - still_due
    Reminder.objects.waiting().filter(pk__in=to_drop).update(dropped_at=now)
    if not still_due:
        return
    try:
        _carry(still_due, now=now, to=to, at_once=at_once)
    except (IntegrityError, CarriedAlready):
        return


class CarriedAlready(Exception):
    """Another worker put these reminders into a mail first."""


@transaction.atomic
def _carry(reminders: Collection[int], *, now: dt.datetime, to: User, at_once: bool) -> None:
    """Make the mail and tie the reminders to it, each by a conditional update. Raises CarriedAlready."""
    mailing = Mailing.objects.create(
        to=to,
        day=timezone.localdate(now),
        at_once=at_once,
        message_id=_new_message_id(),
        made_at=now,
        dispatch_at=now,
    )
    if not Reminder.objects.waiting().filter(pk__in=reminders).update(mailing=mailing):
        raise CarriedAlready


def _new_message_id() -> str:
    """A Message-ID of its own for a mail, which it keeps however often it is sent."""
    return f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}>"


def dispatch(*, now: dt.datetime) -> list[int]:
    """The keys of the mails to send now; one whose message gets lost is dispatched again later."""
    keys = list(Mailing.objects.to_dispatch(now=now).values_list("pk", flat=True))
    for batch in in_batches(keys):
        Mailing.objects.filter(pk__in=batch).update(dispatch_at=now + CLAIM_HOLDS)
    return keys


def send_mailing(*, now: dt.datetime, mailing_pk: int) -> None:
    """Send the mail, unless it was sent, or dropped, or somebody is sending it.

    What is done by now, or no longer theirs to see, is dropped from it; with nothing left, so is the mail. Where the
    mail server refuses it or does not answer, it stays and is tried again later. Killed after the server took it and
    before that is on record, it goes out once more, with the same Message-ID.
    """
    if not _claim(mailing_pk, now=now):
        return
    mailing = Mailing.objects.select_related("to").get(pk=mailing_pk)
    things = _drop_settled(mailing, now=now)
    if not things:
        return
    try:
        build_mail(mailing, things=things).send()
    except (OSError, smtplib.SMTPException) as fault:
        _put_off(mailing, fault, now=now)
    else:
        Mailing.objects.filter(pk=mailing.pk).update(sent_at=now, failure="")


def _claim(mailing_pk: int, *, now: dt.datetime) -> bool:
    """Take the mail: of several who try, one is told True."""
    unclaimed = Mailing.objects.unclaimed(now=now).filter(pk=mailing_pk)
    return unclaimed.update(claimed_at=now, attempts=F("attempts") + 1) == 1


@transaction.atomic
def _drop_settled(mailing: Mailing, *, now: dt.datetime) -> int:
    """Drop what is no longer due, and the mail with its last thing; how many things are left."""
    carried = Reminder.objects.filter(mailing=mailing, dropped_at__isnull=True)
    still_due = filter_still_due(mailing.to, carried, on=timezone.localdate(now))
    carried.exclude(pk__in=[reminder.pk for reminder in still_due]).update(dropped_at=now)
    if not still_due:
        Mailing.objects.filter(pk=mailing.pk).update(dropped_at=now)
    return count_by_kind(still_due).total()


def _put_off(mailing: Mailing, fault: Exception, *, now: dt.datetime) -> None:
    """Let go of the mail and try again later, each time after twice as long. The kind of fault alone is kept."""
    wait = min(FIRST_WAIT * 2 ** min(mailing.attempts - 1, 10), LONGEST_WAIT)
    Mailing.objects.filter(pk=mailing.pk).update(claimed_at=None, dispatch_at=now + wait, failure=type(fault).__name__)
