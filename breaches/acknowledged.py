"""Whether the subject of a case had said that they had read the version they are judged by."""

import datetime as dt

from django.utils import timezone

from breaches.judged_by import day_of
from breaches.models import Case
from policies.standing import Standing
from web.dates import day_in_words


def acknowledgement_of(case: Case, standing: Standing | None) -> str:
    """A sentence about a subject who can sign in; nothing about anybody else, or where no version judges the case."""
    if standing is None or case.subject.user_id is None:
        return ""
    said_on = timezone.localdate(standing.read_at) if standing.read_at else None
    return in_words(said_on, happened_on=day_of(case.incident))


def in_words(said_on: dt.date | None, *, happened_on: dt.date) -> str:
    """When somebody said that they had read a version, against the day of the incident."""
    if said_on is None:
        return "No record that they had read this version"
    day = day_in_words(said_on)
    if said_on < happened_on:
        return f"Said on {day}, before it happened, that they had read this version"
    if said_on == happened_on:
        return f"Said on {day}, the day it happened, that they had read this version"
    return f"Said on {day}, only after it happened, that they had read this version"
