"""Reminders on their way, and the mails that carry them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from people.models import School
from reminders.querysets import MailingQuerySet, ReminderQuerySet


class Mailing(models.Model):
    """One mail to one person: the day's digest, or one that goes at once. Its Message-ID never changes.

    Claimed while somebody is sending it; claimed long ago and not sent means that they died, and it is sent again.
    """

    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    at_once = models.BooleanField(default=False)
    message_id = models.CharField(max_length=120, unique=True)
    made_at = models.DateTimeField()
    dispatch_at = models.DateTimeField(help_text="When it may next be given to a worker")
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True, help_text="When nothing in it was left to do before it was sent")
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["to", "day"], condition=Q(at_once=False), name="reminders_one_digest_a_day"
            ),
        ]
        indexes = [
            models.Index(
                fields=["dispatch_at"],
                condition=Q(sent_at__isnull=True, dropped_at__isnull=True),
                name="reminders_mailing_unsent",
            ),
        ]

    objects: ClassVar[MailingQuerySet] = MailingQuerySet.as_manager()  # type: ignore[assignment]  # from queryset

    def __str__(self) -> str:
        return f"{'At once' if self.at_once else 'Digest'} of {self.day}"


class Reminder(models.Model):
    """One thing to do, told to one person once for each stage of each due day.

    `object_id` is the key of the row the kind speaks of; `stage` which reminder of it this is, such as 30 days before.
    """

    class Kind(models.TextChoices):
        REVIEW = "review", "A policy to review"
        CASE = "case", "Something due on a case"
        LETTER = "letter", "A letter waiting for approval"
        ACKNOWLEDGEMENT = "acknowledgement", "A policy to read"
        REPORT = "report", "A report to read"
        INCIDENT = "incident", "An incident without a case"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    object_id = models.PositiveBigIntegerField()
    due_on = models.DateField()
    stage = models.CharField(max_length=20)
    at_once = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    mailing = models.ForeignKey(Mailing, null=True, on_delete=models.PROTECT, related_name="reminders")
    dropped_at = models.DateTimeField(null=True, help_text="When it was no longer due, or no longer for them")

    objects: ClassVar[ReminderQuerySet] = ReminderQuerySet.as_manager()  # type: ignore[assignment]  # from queryset

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "due_on", "stage", "to"], name="reminders_reminder_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["to"],
                condition=Q(mailing__isnull=True, dropped_at__isnull=True),
                name="reminders_reminder_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, due {self.due_on}"


class Heartbeat(models.Model):
    """When a worker last ran a cycle, and last searched everything: one row, so that a page shows if they stop."""

    at = models.DateTimeField()
    searched_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Ran at {self.at}"
