"""One look at what there is to do, as the worker takes it every other minute."""

import datetime as dt

from django.db.models import Q

from oversight.models import Mailing, Poke
from oversight.querysets import CLAIM_HOLDS
from oversight.reminders.batches import in_batches
from oversight.services.mailings import make_mailings
from oversight.services.noting import note_due, note_reports

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
