"""Who may see a staff report, and who a low-level concern."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from incidents.access import is_headteacher, may_read_about
from people.models import Role, School, User
from people.permissions import CASE_STAFF

if TYPE_CHECKING:
    from reports.models import (
        LowLevelConcern,  # noqa: F401 - named in quotes, as it imports this
        StaffReport,  # noqa: F401 - named in quotes, as it imports this
    )


class StaffReportQuerySet(models.QuerySet["StaffReport"]):
    def written_by(self, user: User) -> Self:
        return self.filter(reported_by=user)

    def visible_to(self, user: User, *, on: dt.date) -> Self:
        """The user's own, and those of others that they read."""
        return self.filter(Q(reported_by=user) | self._readable_q(user, on))

    def readable_by(self, user: User, *, on: dt.date) -> Self:
        """Those this user reads and deals with on the day.

        Whoever handles cases at the school, except reports they wrote, reports of themselves or of a relative of
        theirs, and all about or by the Headteacher. Those go to the Chair of governors and no one else.
        """
        return self.filter(self._readable_q(user, on)).exclude(reported_by=user)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def unread_first(self) -> Self:
        """With `is_unread` and `is_added_to`: unread ones, those added to since, then the rest, latest first."""
        from reports.models import ReportAddition

        added = ReportAddition.objects.filter(report=OuterRef("pk"), read_at__isnull=True)
        is_unread, is_added_to = Q(read_at__isnull=True), Exists(added)
        return self.annotate(is_unread=ExpressionWrapper(is_unread, BooleanField()), is_added_to=is_added_to).order_by(
            "-is_unread", "-is_added_to", "-reported_at", "-pk"
        )

    def prior_relationships(self) -> Self:
        return self.filter(kind="prior_relationship")

    def with_details(self) -> Self:
        """With everything that the pages of one report show, fetched at once."""
        return self.select_related(
            "school", "reported_by", "person", "read_by", "outcome_by", "version__policy", "incident__started_by"
        ).prefetch_related("additions")

    def at_school(self, school: School) -> Self:
        return self.filter(school=school)

    def _readable_q(self, user: User, on: dt.date) -> Q:
        return may_read_about(user, on=on, person="person", of_headteacher=Q(about_headteacher=True), roles=CASE_STAFF)


# Who reads the register, but for what is about the Headteacher.
REGISTER_ROLES = (Role.HEADTEACHER, Role.SAFEGUARDING_LEAD)


class ConcernQuerySet(models.QuerySet["LowLevelConcern"]):
    def visible_to(self, user: User, *, on: dt.date) -> Self:
        """Those of the schools where the user is Headteacher or safeguarding lead, less what is not for them.

        Nobody sees an entry about themselves or a relative. An entry about the Headteacher is the Chair's alone.
        """
        of_headteacher = is_headteacher(on=on, person="about")
        return self.filter(
            may_read_about(user, on=on, person="about", of_headteacher=of_headteacher, roles=REGISTER_ROLES)
        )

    def at_school(self, school: School) -> Self:
        return self.filter(school=school)

    def raised(self) -> Self:
        """Those somebody else raised: a self-report is neutral and never counted."""
        return self.filter(report__isnull=True)
