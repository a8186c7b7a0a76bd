"""Who may look after a case."""

import datetime as dt

from breaches.models import Case
from people.models import CASE_ROLES, Membership, Role, User


def who_may_lead(case: Case, *, on: dt.date) -> list[User]:
    """Those at the case's school who may see it on the day, by name: a question for each who handles cases there."""
    held = Membership.objects.in_force(on=on).with_roles(*CASE_ROLES, Role.CHAIR).filter(school=case.school_id)
    users = User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name", "pk")
    return [one for one in users if Case.objects.visible_to(one, on=on).filter(pk=case.pk).exists()]
