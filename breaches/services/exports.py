"""Put on record that a list of cases left Rung."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from audit.services import record
from people.models import School, User


@transaction.atomic
def record_export(*, by: User, now: dt.datetime, school: School, asked: Mapping[str, str]) -> None:
    """Say who took the list of cases away, narrowed by what; words searched for may be names and are left out."""
    record(school=school, by=by, now=now, action="cases.exported", row=school, after=dict(asked))
