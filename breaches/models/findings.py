"""What a person established, what they confirmed since, and what the policy answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from breaches.models.cases import Case
from policies.models import Version
from policies.rules.words import Fact, Finding
from web.dates import day_in_words


class CaseFinding(models.Model):
    """Something a person established happened; withdrawn ones stay, with who, when and why."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="findings")
    finding = models.CharField(max_length=40, choices=[(word.value, word.value) for word in Finding])
    why = models.TextField()
    established_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    established_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering = ["case", "established_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "finding"], condition=Q(withdrawn_at__isnull=True), name="breaches_finding_once"
            ),
        ]

    def __str__(self) -> str:
        return self.finding


class Confirmation(models.Model):
    """A fact a person confirmed; absent means not confirmed, never false. Withdrawn ones stay."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="confirmations")
    fact = models.CharField(max_length=40, choices=[(word.value, word.value) for word in Fact])
    why = models.TextField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering = ["case", "confirmed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "fact"], condition=Q(withdrawn_at__isnull=True), name="breaches_confirmation_once"
            ),
        ]

    def __str__(self) -> str:
        return self.fact


class StoredAssessment(models.Model):
    """What the policy said at one moment, kept with the facts and the hash of the pack that said it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    cause = models.CharField(max_length=200)
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    pack_sha256 = models.CharField(max_length=64, blank=True)
    facts = models.JSONField()
    answer = models.JSONField()
    changed = models.JSONField(default=list)

    class Meta:
        ordering = ["case", "-pk"]
        get_latest_by = "pk"

    def __str__(self) -> str:
        return f"{self.case}, {day_in_words(self.made_at)}"
