"""Stepping back from an incident."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from audit.services import record
from incidents.access import NobodyCouldSeeIt, who_could_lead
from incidents.models import Incident, Recusal
from people.models import User


class NoReason(Exception):
    """Somebody stepped back without saying why."""

    def __init__(self) -> None:
        super().__init__("Say why you are stepping back.")


@transaction.atomic
def step_back(*, by: User, now: dt.datetime, incident: Incident, why: str) -> Recusal:
    """Step back from a logged incident for good; from now on it does not exist for this user.

    Raises NoReason, or NobodyCouldSeeIt where nobody else could take it on.
    """
    if not why.strip():
        raise NoReason
    # Two who step back at once must not leave it to each other.
    held = Incident.objects.select_for_update().logged().get(pk=incident.pk)
    if not who_could_lead(held.pk, on=timezone.localdate(now)).exclude(user=by).exists():
        raise NobodyCouldSeeIt
    recusal, made = Recusal.objects.get_or_create(incident=held, user=by, defaults={"why": why, "at": now})
    if made:
        record(school=held.school, by=by, now=now, action="incident.stepped_back", row=held, reason=why)
    return recusal
