"""Who may see low-level concerns: the Headteacher and the safeguarding lead, never those about themselves."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models

from incidents.access import is_headteacher, may_read_about
from people.models import Role, School, User

if TYPE_CHECKING:
    from incidents.models import LowLevelConcern  # noqa: F401 - named in quotes, as it imports this

# Who reads the register, but for what is about the Headteacher.
REGISTER_ROLES = (Role.HEADTEACHER, Role.SAFEGUARDING_LEAD)


class ConcernQuerySet(models.QuerySet["LowLevelConcern"]):
    """Low-level concerns."""

    def visible_to(self, user: User, *, on: dt.date) -> Self:
        """Those of the schools where the user is Headteacher or safeguarding lead, less what is not for them.

        Nobody sees an entry about themselves or a relative. An entry about the Headteacher is the Chair's alone.
        """
        of_headteacher = is_headteacher(on=on, person="about")
        return self.filter(
            may_read_about(user, on=on, person="about", of_headteacher=of_headteacher, roles=REGISTER_ROLES)
        )

    def at_school(self, school: School) -> Self:
        """Those of one school."""
        return self.filter(school=school)

    def raised(self) -> Self:
        """Those somebody else raised: a self-report is neutral and never counted."""
        return self.filter(report__isnull=True)
