"""The record of everything: append-only entries, one hash chain for each school."""

from django.conf import settings
from django.db import models


class Chain(models.Model):
    """The end of one school's chain of entries, or of the site's own chain (key "site") where `school` is empty."""

    key = models.CharField(max_length=40, unique=True)
    school = models.OneToOneField("people.School", null=True, on_delete=models.PROTECT, related_name="+")
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.key


class Entry(models.Model):
    """One thing that somebody did or opened: written once, never changed or deleted."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    row_kind = models.CharField(max_length=60)
    row_id = models.CharField(max_length=40)
    changes = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["chain", "number"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="audit_entry_one_number_each"),
        ]
        indexes = [
            models.Index(fields=["row_kind", "row_id", "number"], name="audit_entry_by_row"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"
