"""A case: one incident, one subject, one capacity; and the times it was closed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from breaches.querysets import CaseQuerySet
from incidents.models import Incident
from people.models import Capacity, Person, School, User
from policies.models import Version
from web.dates import day_in_words


class Case(models.Model):
    """One incident, one subject, one capacity, judged by the version in force on the day it happened.

    `lead` is who sees to it now; empty means whoever opened it.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    class Outcome(models.TextChoices):
        RESOLVED = "resolved", "Put right"
        UNFOUNDED = "unfounded", "Nothing in it"
        PASSED_ON = "passed_on", "Passed to someone else"
        NO_FURTHER = "no_further", "Nothing further can usefully be done"
        OTHER = "other", "Something else"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="cases")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="cases")
    subject = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    capacity = models.CharField(max_length=12, choices=Capacity.choices)
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="cases")
    reference = models.CharField(max_length=24)
    title = models.CharField(max_length=120)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    opened_on = models.DateField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    closing_note = models.TextField(blank=True)
    open_since = models.JSONField(default=dict)
    next_due_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    search_text = models.TextField(blank=True)

    objects: ClassVar[CaseQuerySet] = CaseQuerySet.as_manager()  # type: ignore[assignment]  # manager from queryset

    class Meta:
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "subject"], name="breaches_one_case_each_subject"),
            models.UniqueConstraint(fields=["school", "reference"], name="breaches_case_reference_once"),
            models.CheckConstraint(
                condition=Q(status="open", closed_on__isnull=True) | Q(status="closed", closed_on__isnull=False),
                name="breaches_closed_has_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "status", "-opened_on", "-id"], name="breaches_case_list"),
            models.Index(fields=["school", "-opened_on", "-id"], name="breaches_case_list_all"),
            models.Index(fields=["school", "status", "next_due_on"], name="breaches_case_due"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Whether steps may still be taken."""
        return self.status == self.Status.OPEN

    @property
    def looked_after_by(self) -> User:
        """Who sees to it now."""
        return self.lead or self.opened_by


class Closing(models.Model):
    """One time that a case was closed, and, where it was reopened, who did so and why."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="closings")
    outcome = models.CharField(max_length=12, choices=Case.Outcome.choices)
    note = models.TextField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_why = models.TextField(blank=True)

    class Meta:
        ordering = ["case", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(reopened_at__isnull=True), name="breaches_closed_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True) | ~Q(reopened_why=""), name="breaches_reopening_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}, closed {day_in_words(self.closed_at)}"
