"""From what is due to a mail that is sent: note it, gather it into mails, hand them out, send each once."""

import datetime as dt
import smtplib
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from people.calendar import clocks_show
from people.models import User
from policies.reviews.services import claim_reminder
from reminders.kinds import reports, reviews
from reminders.kinds.registry import KINDS, Kind, not_noted, still_standing, things_in
from reminders.lookup import in_batches, school_days_of
from reminders.mail import written
from reminders.models import Mailing, Poke, Reminder
from reminders.querysets import CLAIM_HOLDS


def make_mailings(*, now: dt.datetime) -> None:
    """Put what waits into mails, where the time of those mails has come."""
    waiting = Reminder.objects.waiting().order_by("to", "pk")
    for user, reminders in _by_user(waiting.filter(at_once=True)):
        make_mailing(now=now, to=user, reminders=reminders, at_once=True)
    today = timezone.localdate(now)
    sent_today = Mailing.objects.filter(at_once=False, day=today).values("to")
    due = waiting.filter(at_once=False, to__daily_mail_at__lte=clocks_show(now)).exclude(to__in=sent_today)
    for user, reminders in _by_user(at_open_schools(due, on=today)):
        make_mailing(now=now, to=user, reminders=reminders, at_once=False)


def at_open_schools(reminders: Iterable[Reminder], *, on: dt.date) -> list[Reminder]:
    """Those of schools that are open on the day."""
    told = list(reminders)
    days = school_days_of({one.school_id for one in told})
    is_open = {school: one.is_school_day(on) for school, one in days.items()}
    return [one for one in told if is_open[one.school_id]]


def make_mailing(*, now: dt.datetime, to: User, reminders: Sequence[Reminder], at_once: bool) -> Mailing | None:
    """One mail that carries those of these reminders that still stand; the others are dropped.

    None where nothing is left to carry, or where another worker was quicker.
    """
    today = timezone.localdate(now)
    standing = [one.pk for one in still_standing(to, reminders, on=today)]
    gone = {one.pk for one in reminders} - set(standing)
    Reminder.objects.waiting().filter(pk__in=gone).update(dropped_at=now)
    if not standing:
        return None
    try:
        return _carry(now=now, today=today, to=to, reminders=standing, at_once=at_once)
    except (IntegrityError, CarriedAlready):
        return None


class CarriedAlready(Exception):
    """Another worker put these reminders into a mail first."""


@transaction.atomic
def _carry(*, now: dt.datetime, today: dt.date, to: User, reminders: Sequence[int], at_once: bool) -> Mailing:
    """Make the mail and tie the reminders to it, each by a conditional update. Raises CarriedAlready."""
    mailing = Mailing.objects.create(
        to=to, day=today, at_once=at_once, message_id=new_message_id(), made_at=now, hand_out_at=now
    )
    if not Reminder.objects.waiting().filter(pk__in=reminders).update(mailing=mailing):
        raise CarriedAlready
    return mailing


def new_message_id() -> str:
    """A Message-ID of its own for a mail, which it keeps however often it is sent."""
    return f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}>"


def _by_user(reminders: Iterable[Reminder]) -> Iterator[tuple[User, list[Reminder]]]:
    """Each person with what waits for them."""
    waiting: dict[int, list[Reminder]] = defaultdict(list)
    for one in reminders:
        waiting[one.to_id].append(one)
    users = User.objects.in_bulk(waiting)
    return ((users[pk], some) for pk, some in waiting.items())


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


# Everything is looked through this often; reports, which may go at once, at every poke.
NOTE_EVERY = dt.timedelta(minutes=15)
THE_ROW = 1


def poke(*, now: dt.datetime) -> list[int]:
    """Note what is due, make the mails whose time has come, and answer the keys of those to send now."""
    Poke.objects.get_or_create(pk=THE_ROW, defaults={"at": now})
    long_ago = Q(noted_at__isnull=True) | Q(noted_at__lte=now - NOTE_EVERY)
    if Poke.objects.filter(long_ago, pk=THE_ROW).exists():
        note_due(now=now)
        Poke.objects.filter(pk=THE_ROW).update(noted_at=now)
    else:
        note_reports(now=now)
    make_mailings(now=now)
    Poke.objects.filter(pk=THE_ROW).update(at=now)
    return hand_out(now=now)


def hand_out(*, now: dt.datetime) -> list[int]:
    """The keys of the mails to send now; one whose message gets lost is handed out again later."""
    keys = list(Mailing.objects.to_hand_out(now=now).values_list("pk", flat=True))
    for some in in_batches(keys):
        Mailing.objects.filter(pk__in=some).update(hand_out_at=now + CLAIM_HOLDS)
    return keys


FIRST_WAIT, LONGEST_WAIT = dt.timedelta(minutes=2), dt.timedelta(hours=1)


def send(*, now: dt.datetime, mailing_pk: int) -> None:
    """Send the mail, unless it was sent, or dropped, or somebody is sending it.

    What is done by now, or no longer theirs to see, is dropped from it; with nothing left, so is the mail. Where the
    mail server refuses it or does not answer, it stays and is tried again later. Killed after the server took it and
    before that is on record, it goes out once more, with the same Message-ID.
    """
    if not _claim(mailing_pk, now=now):
        return
    mailing = Mailing.objects.select_related("to").get(pk=mailing_pk)
    things = _settle(mailing, now=now)
    if not things:
        return
    try:
        written(mailing, things=things).send()
    except (OSError, smtplib.SMTPException) as fault:
        _put_off(mailing, fault, now=now)
    else:
        Mailing.objects.filter(pk=mailing.pk).update(sent_at=now, failure="")


def _claim(mailing_pk: int, *, now: dt.datetime) -> bool:
    """Take the mail: of several who try, one is told True."""
    this = Mailing.objects.unclaimed(now=now).filter(pk=mailing_pk)
    return this.update(claimed_at=now, attempts=F("attempts") + 1) == 1


@transaction.atomic
def _settle(mailing: Mailing, *, now: dt.datetime) -> int:
    """Drop what no longer stands, and the mail with its last thing; how many things are left."""
    carried = Reminder.objects.filter(mailing=mailing, dropped_at__isnull=True)
    standing = still_standing(mailing.to, carried, on=timezone.localdate(now))
    carried.exclude(pk__in=[one.pk for one in standing]).update(dropped_at=now)
    if not standing:
        Mailing.objects.filter(pk=mailing.pk).update(dropped_at=now)
    return things_in(standing)


def _put_off(mailing: Mailing, fault: Exception, *, now: dt.datetime) -> None:
    """Let go of the mail and try again later, each time after twice as long. The kind of fault alone is kept."""
    wait = min(FIRST_WAIT * 2 ** min(mailing.attempts - 1, 10), LONGEST_WAIT)
    Mailing.objects.filter(pk=mailing.pk).update(claimed_at=None, hand_out_at=now + wait, failure=type(fault).__name__)
