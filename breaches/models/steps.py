"""What was done about a case: steps and notes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from breaches.models.cases import Case
from incidents.models import Evidence
from policies.rules.words import Step
from web.dates import day_in_words


class StepRecord(models.Model):
    """What a person did about one step, or why it was left undone."""

    class Kind(models.TextChoices):
        TAKEN = "taken", "Taken"
        LEFT_UNDONE = "left_undone", "Left undone"
        OUTSIDE_POLICY = "outside_policy", "Something the policy does not give"

    class Outcome(models.TextChoices):
        COMPLIED = "complied", "They did what was asked"
        REFUSED = "refused", "They refused"
        NO_REPLY = "no_reply", "No reply yet"
        OTHER = "other", "Something else"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="step_records")
    step = models.CharField(max_length=40, choices=[(word.value, word.value) for word in Step], blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    what = models.TextField(blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.CharField(max_length=150, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    reason = models.TextField(blank=True)
    clauses = models.JSONField(default=list)
    force = models.CharField(max_length=10, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    follow_up_done_at = models.DateTimeField(null=True, blank=True)
    evidence = models.ForeignKey(Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["case", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="taken") | ~Q(reason=""), name="breaches_step_departure_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(kind="left_undone") | Q(done_on__isnull=False), name="breaches_step_taken_has_a_day"
            ),
            models.CheckConstraint(condition=Q(kind="outside_policy") | ~Q(step=""), name="breaches_step_is_named"),
        ]

    def __str__(self) -> str:
        return f"{self.step or self.what}: {self.get_kind_display()}"


class Note(models.Model):
    """A note on a case, never changed once written."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["case", "pk"]

    def __str__(self) -> str:
        return f"Note of {day_in_words(self.at)}"
