"""Low-level concerns: conduct of staff short of harm, in a register of its own."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from incidents.concern_querysets import ConcernQuerySet
from incidents.models.reports import StaffReport
from people.models import Person, School


class LowLevelConcern(models.Model):
    """One entry about one member of staff; `report` makes it a neutral entry, told by that person themselves."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="concerns")
    about = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="concerns")
    happened_on = models.DateField()
    words = models.TextField()
    done = models.TextField(blank=True, help_text="What was said or done about it, and why")
    report = models.OneToOneField(StaffReport, null=True, on_delete=models.PROTECT, related_name="concern")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    form_token = models.UUIDField()

    objects: ClassVar[ConcernQuerySet] = ConcernQuerySet.as_manager()  # type: ignore[assignment]  # from queryset

    class Meta:
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "form_token"], name="incidents_concern_once"),
        ]
        indexes = [models.Index(fields=["about", "-happened_on"], name="incidents_concern_by_person")]

    def __str__(self) -> str:
        return f"Concern of {self.happened_on:%Y-%m-%d}"

    @property
    def is_self_report(self) -> bool:
        """Whether the person told of it themselves, which counts against nobody."""
        return self.report_id is not None


class ConcernReview(models.Model):
    """Somebody looked at a person's entries together, and said what they make of them."""

    about = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="concern_reviews")
    entries = models.PositiveSmallIntegerField(help_text="How many entries, self-reports apart, there were to look at")
    words = models.TextField()
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()
    form_token = models.UUIDField()

    class Meta:
        ordering = ["about", "-reviewed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["about", "form_token"], name="incidents_concern_review_once"),
        ]

    def __str__(self) -> str:
        return f"Reviewed {self.reviewed_at:%Y-%m-%d}"
