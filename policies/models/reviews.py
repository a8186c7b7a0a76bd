"""When a school must next review a policy, and what came of each review."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from people.models import School
from policies.models.policies import Policy, Version
from policies.review_querysets import ReviewCycleQuerySet


class ReviewCycle(models.Model):
    """How one school comes back to one policy, who sees to it, and the last day by which it must have done so.

    A month without a day (`whole_month`) is due on its last day. `remind_on` is the next day a reminder goes out.
    """

    class Anchor(models.TextChoices):
        FIXED = "fixed", "By a day"
        MONTH = "month", "By a month, no day given"
        INTERVAL = "interval", "So many months after the governing body approves it"
        NONE = "none", "No review date is set"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="review_cycles")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="review_cycles")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    anchor = models.CharField(max_length=10, choices=Anchor.choices, default=Anchor.NONE)
    interval_months = models.PositiveSmallIntegerField(null=True)
    due_on = models.DateField(null=True)
    brought_forward_because = models.TextField(blank=True)
    remind_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)

    objects: ClassVar[ReviewCycleQuerySet] = ReviewCycleQuerySet.as_manager()  # type: ignore[assignment]  # queryset

    class Meta:
        ordering = ["school", "policy"]
        constraints = [
            models.UniqueConstraint(fields=["school", "policy"], name="policies_cycle_one_each"),
            models.CheckConstraint(
                condition=~Q(anchor="interval") | Q(interval_months__gte=1), name="policies_cycle_interval_has_months"
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | Q(remind_on__isnull=True), name="policies_cycle_reminds_of_a_day"
            ),
            models.CheckConstraint(
                condition=Q(anchor__in=["none", "interval"]) | Q(due_on__isnull=False),
                name="policies_cycle_by_a_day_has_one",
            ),
        ]
        indexes = [
            models.Index(fields=["remind_on"], name="policies_cycle_to_remind"),
            models.Index(fields=["school", "due_on"], name="policies_cycle_by_urgency"),
        ]

    def __str__(self) -> str:
        return f"{self.policy} at {self.school}, review {self.due_on or 'not set'}"

    @property
    def whole_month(self) -> bool:
        """Whether the date is a month without a day."""
        return self.anchor == self.Anchor.MONTH


class Review(models.Model):
    """A review that was held, and its outcome: the only thing that renews a review date."""

    class Outcome(models.TextChoices):
        UNCHANGED = "unchanged", "Renewed unchanged"
        CHANGED = "changed", "Changed by a new version"
        WITHDRAWN = "withdrawn", "Withdrawn: the school no longer keeps to it"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="reviews")
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    held_on = models.DateField()
    minute_reference = models.CharField(max_length=100, blank=True)
    words = models.TextField(blank=True)
    was_due_on = models.DateField(null=True)
    next_due_on = models.DateField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    form_token = models.UUIDField()

    class Meta:
        ordering = ["policy", "-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "form_token"], name="policies_review_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.held_on}"
