"""Makes mails to send in the database of the environment, and does with them what a measurement asks.

python -m bench.mailings make: of each school one review is due, of which everybody there is told in a mail
python -m bench.mailings unsend: as if none of them had been dispatched
python -m bench.mailings later: as if the time for which a worker holds a mail had passed
python -m bench.mailings left: how many are still to be sent
python -m bench.mailings send PART OF: send every one whose key leaves this rest, once a line is read
python -m bench.mailings send-bare PART OF: the same without asking whether it still stands
"""

import datetime as dt
import os
import sys
from collections.abc import Callable
from time import perf_counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.db import connection
from django.db.models import F, Min, Q
from django.utils import timezone

from people.calendar import LONDON, SchoolDays
from people.models import Membership, Role
from policies.models import ReviewCycle
from reminders.mail import build_mail
from reminders.models import Heartbeat, Mailing, Reminder
from reminders.querysets import CLAIM_HOLDS
from reminders.services import HEARTBEAT_PK, create_reminders, make_mailings, send_mailing
from reports.models import StaffReport

NOON = dt.time(12)


def make() -> None:
    """Create reminders of what is due and make the mails, as of noon of the last school day."""
    now = last_school_day(timezone.localdate())
    due_everywhere(on=now.date())
    StaffReport.objects.unread().update(read_at=now, read_by=F("reported_by"))
    start = perf_counter()
    create_reminders(now=now)
    created = perf_counter()
    make_mailings(now=now)
    made = perf_counter()
    Reminder.objects.waiting().update(dropped_at=now)
    Heartbeat.objects.update_or_create(pk=HEARTBEAT_PK, defaults={"at": timezone.now(), "searched_at": timezone.now()})
    print(
        f"{Reminder.objects.count():,} reminders created in {created - start:.1f} s,"
        f" {Mailing.objects.count():,} mails made in {made - created:.1f} s on {connection.vendor}"
    )


def last_school_day(today: dt.date) -> dt.datetime:
    """Noon of the last day before this one on which every school is open."""
    schools = [SchoolDays("england"), SchoolDays("wales")]
    day = today - dt.timedelta(days=1)
    while not all(school.is_school_day(day) for school in schools):
        day -= dt.timedelta(days=1)
    return dt.datetime.combine(day, NOON, LONDON)


def due_everywhere(*, on: dt.date) -> None:
    """One review of each school is due today, and its deputy sees to it; no other review is."""
    ReviewCycle.objects.update(remind_on=None)
    firsts = ReviewCycle.objects.filter(due_on__isnull=False).values("school").annotate(first=Min("pk"))
    deputies = dict(Membership.objects.filter(role=Role.DEPUTY).values_list("school", "user"))
    cycles = list(ReviewCycle.objects.filter(pk__in=firsts.values("first")))
    for cycle in cycles:
        cycle.due_on = cycle.remind_on = on
        cycle.owner_id = deputies.get(cycle.school_id)
    ReviewCycle.objects.bulk_update(cycles, ["due_on", "remind_on", "owner"], batch_size=500)


def unsend() -> None:
    """Take back that they were dispatched, claimed and sent."""
    Mailing.objects.update(dispatch_at=F("made_at"), claimed_at=None, attempts=0, sent_at=None, failure="")


def later() -> None:
    """Let what was dispatched or claimed have been so long ago that it may be again."""
    Mailing.objects.unsent().update(
        dispatch_at=F("dispatch_at") - CLAIM_HOLDS, claimed_at=F("claimed_at") - CLAIM_HOLDS
    )


def in_turn(one: Callable[[int], None], part: int, of: int) -> None:
    """Do this with every mail of one part once a line is read, then wait for another."""
    Mailing.objects.exists()
    print("ready", flush=True)
    sys.stdin.readline()
    for pk in keys_of(part, of):
        one(pk)
    print("done", flush=True)
    sys.stdin.readline()


def keys_of(part: int, of: int) -> list[int]:
    """The keys of the mails of one part."""
    mails = Mailing.objects.to_dispatch(now=timezone.now()).values_list("pk", flat=True)
    return [pk for pk in mails if pk % of == part]


def send_one(pk: int) -> None:
    """Send as a worker does."""
    send_mailing(now=timezone.now(), mailing_pk=pk)


def send_bare(pk: int) -> None:
    """Claim, send and put on record, with nothing asked between."""
    now = timezone.now()
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lte=now - CLAIM_HOLDS)
    this = Mailing.objects.filter(free, pk=pk, sent_at__isnull=True, dropped_at__isnull=True)
    if this.update(claimed_at=now, attempts=F("attempts") + 1):
        build_mail(Mailing.objects.select_related("to").get(pk=pk), things=1).send()
        Mailing.objects.filter(pk=pk).update(sent_at=now, failure="")


def main(what: str, *rest: str) -> None:
    """Do what is asked."""
    match what:
        case "make":
            make()
        case "unsend":
            unsend()
        case "later":
            later()
        case "left":
            print(Mailing.objects.unsent().count())
        case "send":
            in_turn(send_one, *map(int, rest))
        case "send-bare":
            in_turn(send_bare, *map(int, rest))


if __name__ == "__main__":
    main(*sys.argv[1:])
