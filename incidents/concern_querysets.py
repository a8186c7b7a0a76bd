"""Who may see low-level concerns: the Headteacher and the safeguarding lead, never those about themselves."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from people.models import Membership, Person, Relationship, Role, School, User

if TYPE_CHECKING:
    from incidents.models import LowLevelConcern  # noqa: F401 - named in quotes, as it imports this


class ConcernQuerySet(models.QuerySet["LowLevelConcern"]):
    """Low-level concerns."""

    def visible_to(self, user: User, *, on: dt.date) -> Self:
        """Those of the schools where the user is Headteacher or safeguarding lead, less what is not for them.

        Nobody sees an entry about themselves or a relative. An entry about the Headteacher is the Chair's alone.
        """
        held = Membership.objects.held_by(user, on=on)
        keeps = Q(school__in=held.with_roles(Role.HEADTEACHER, Role.SAFEGUARDING_LEAD).values("school"))
        chairs = Q(school__in=held.with_roles(Role.CHAIR).values("school"))
        heads = Q(about__in=Person.objects.headteachers(on=on).values("pk"))
        own = Person.objects.filter(user=user).values("pk")
        theirs = (
            Q(about__in=own)
            | Q(about__in=Relationship.objects.filter(person__in=own).values("relative"))
            | Q(about__in=Relationship.objects.filter(relative__in=own).values("person"))
        )
        return self.filter((keeps & ~heads) | (chairs & heads)).exclude(theirs)

    def at_school(self, school: School) -> Self:
        """Those of one school."""
        return self.filter(school=school)

    def raised(self) -> Self:
        """Those somebody else raised: a self-report is neutral and never counted."""
        return self.filter(report__isnull=True)
