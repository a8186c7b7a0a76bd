"""Who is asked to read a version and say so, by when, and who has."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from people.models import Role, School
from policies.acknowledgement_querysets import AcknowledgementRequestQuerySet
from policies.models.policies import Version


class AcknowledgementRequest(models.Model):
    """A school asks an audience to read a version by a day; somebody who joins later has days of their own."""

    class Audience(models.TextChoices):
        STAFF = "staff", "Staff"
        GOVERNORS = "governors", "Governors"
        VOLUNTEERS = "volunteers", "Volunteers"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="acknowledgement_requests")
    audience = models.CharField(max_length=10, choices=Audience.choices)
    deadline_on = models.DateField()
    days_for_new_starters = models.PositiveSmallIntegerField(default=14)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    asked_at = models.DateTimeField()

    objects: ClassVar[AcknowledgementRequestQuerySet] = AcknowledgementRequestQuerySet.as_manager()  # type: ignore[assignment]  # manager from queryset

    class Meta:
        ordering = ["school", "-asked_at", "audience"]
        constraints = [
            models.UniqueConstraint(fields=["school", "version", "audience"], name="policies_request_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_audience_display()} asked to read {self.version_id} by {self.deadline_on}"


AUDIENCE_ROLES: dict[str, tuple[Role, ...]] = {
    AcknowledgementRequest.Audience.STAFF: (
        Role.HEADTEACHER,
        Role.DEPUTY,
        Role.SAFEGUARDING_LEAD,
        Role.STAFF,
        Role.ADMINISTRATOR,
    ),
    AcknowledgementRequest.Audience.GOVERNORS: (Role.GOVERNOR, Role.CHAIR),
    AcknowledgementRequest.Audience.VOLUNTEERS: (Role.VOLUNTEER,),
}


class Acknowledgement(models.Model):
    """Somebody at a school says they have read a version and will keep to it: said once, never taken back."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="acknowledgements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="acknowledgements")
    at = models.DateTimeField()

    class Meta:
        ordering = ["version", "at"]
        constraints = [
            models.UniqueConstraint(fields=["school", "version", "user"], name="policies_acknowledged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.version_id}"
