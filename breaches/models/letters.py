"""Letters of a case."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from breaches.models.cases import Case
from breaches.querysets import LetterQuerySet
from people.models import Person
from policies.rules.words import Step
from web.files import private_files


class Letter(models.Model):
    """A letter of a case, from draft to sent. Once produced its bytes are sealed by their hash.

    `body` may hold the marks of breaches.letters.text, such as [reply by], which become the days of the fields.
    """

    class Kind(models.TextChoices):
        REMOVAL_REQUEST = "removal_request", "Request to remove a post"
        MEETING_INVITATION = "meeting_invitation", "Invitation to a meeting"
        WRITTEN_WARNING = "written_warning", "Written concerns, with a warning"
        BLOCK_NOTICE = "block_notice", "Notice of a block from a school page or forum"
        EVENT_BAN = "event_ban", "Notice that devices are not allowed at events"
        HOST_COMPLAINT = "host_complaint", "Complaint to the site's host"
        PLATFORM_REPORT = "platform_report", "Report to the platform"
        LOCAL_AUTHORITY = "local_authority", "Report to the local authority"
        POLICE_SUMMARY = "police_summary", "Summary for the police"
        FRIEND_REQUEST_NOTICE = "friend_request_notice", "Notice to parents of a child's friend request"
        INVESTIGATION_NOTICE = "investigation_notice", "Notice of an investigation"
        COMPLAINTS_SIGNPOST = "complaints_signpost", "How to make a complaint"

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        APPROVED = "approved", "Approved"
        PRODUCED = "produced", "Produced"
        SENT = "sent", "Sent"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Way(models.TextChoices):
        POST = "post", "By post"
        EMAIL = "email", "By email, from the school's own account"
        HAND = "hand", "By hand"
        ONLINE_FORM = "online_form", "Through an online form"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    step = models.CharField(max_length=40, choices=[(word.value, word.value) for word in Step], blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    recipient = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="letters")
    addressee = models.CharField(max_length=150)
    address = models.TextField(blank=True)
    salutation = models.CharField(max_length=150, blank=True)
    subject = models.CharField(max_length=150)
    body = models.TextField()
    signature = models.TextField(blank=True)
    outside_reason = models.TextField(blank=True)
    reply_by = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    clauses = models.JSONField(default=list)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    produced_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    produced_at = models.DateTimeField(null=True, blank=True)
    pdf = models.FileField(storage=private_files, max_length=200, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    verification_code = models.CharField(max_length=24, unique=True, null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_way = models.CharField(max_length=12, choices=Way.choices, blank=True)
    sent_note = models.CharField(max_length=200, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    form_token = models.UUIDField(unique=True)

    objects: ClassVar[LetterQuerySet] = LetterQuerySet.as_manager()  # type: ignore[assignment]  # from queryset

    class Meta:
        ordering = ["case", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "approved", "withdrawn"])
                | (~Q(pdf="") & ~Q(pdf_sha256="") & Q(verification_code__isnull=False)),
                name="breaches_produced_letter_is_sealed",
            ),
            models.CheckConstraint(
                condition=~Q(status="sent") | Q(sent_on__isnull=False), name="breaches_sent_letter_has_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | ~Q(withdrawn_why=""), name="breaches_withdrawn_letter_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(step="") | ~Q(outside_reason=""), name="breaches_letter_outside_policy_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_status_display()}"

    @property
    def is_sealed(self) -> bool:
        """Whether its bytes are kept and can no longer change."""
        return bool(self.pdf_sha256)
