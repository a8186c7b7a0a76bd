"""Which packs one may see."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models

from people.models import Membership, School, User
from people.permissions import Action

if TYPE_CHECKING:
    from governors.models import GovernorPack  # noqa: F401 - named in quotes, as it imports this


class GovernorPackQuerySet(models.QuerySet["GovernorPack"]):
    def visible_to(self, user: User, *, on: dt.date) -> Self:
        """Those of the schools where the user governs, clerks or leads on the day."""
        memberships = Membership.objects.held_by(user, on=on).that_may(Action.MAKE_GOVERNORS_PACK)
        return self.filter(school__in=memberships.values("school"))

    def at_school(self, school: School) -> Self:
        return self.filter(school=school)
