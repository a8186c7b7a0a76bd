"""Opening an incident or its evidence is on record too."""

import datetime as dt

from django.db import transaction

from audit.services import record
from incidents.models import Evidence, Incident
from people.models import User


@transaction.atomic
def record_reading(*, by: User, now: dt.datetime, incident: Incident) -> None:
    """Put on record that somebody opened an incident."""
    record(school=incident.school, by=by, now=now, action="incident.read", row=incident)


@transaction.atomic
def record_download(*, by: User, now: dt.datetime, evidence: Evidence) -> None:
    """Put on record that somebody took a copy of a file of evidence."""
    after = {"sha256": evidence.sha256}
    record(school=evidence.incident.school, by=by, now=now, action="evidence.read", row=evidence, after=after)
