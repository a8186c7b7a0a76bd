"""Who may look after a case."""

import datetime as dt

from breaches.models import Case
from incidents.access import who_could_lead
from people.models import User


def who_may_lead(case: Case, *, on: dt.date) -> list[User]:
    """Those at the case's school who may see it on the day, by name."""
    leads = who_could_lead(case.incident_id, on=on).values("user")
    return list(User.objects.filter(pk__in=leads, is_active=True).order_by("name", "pk"))
