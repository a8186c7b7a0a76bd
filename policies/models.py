"""Policies: their versions, who adopted and approved them, when they are reviewed, and who has read them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from people.models import Nation, Role, School
from policies.querysets import (
    AcknowledgementRequestQuerySet,
    AdoptionQuerySet,
    PolicyQuerySet,
    ReviewCycleQuerySet,
    VersionQuerySet,
)
from web.files import private_files


class Policy(models.Model):
    """One school's, or several schools' joint, social-networking policy, whatever its version."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    nation = models.CharField(max_length=10, choices=Nation.choices)
    schools = models.ManyToManyField(School, through="Adoption", related_name="policies")

    objects: ClassVar[PolicyQuerySet] = PolicyQuerySet.as_manager()  # type: ignore[assignment]  # manager from queryset

    class Meta:
        ordering = ["title", "slug"]
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """One version of a policy: its pack, word for word, and when it came into force.

    A policy without a pack (`pack_text` empty) is kept for its reviews, approvals and readers alone: no case is
    judged by it. Once adopted the database refuses to change its pack, its hash or its dates.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PROPOSED = "proposed", "Proposed"
        ADOPTED = "adopted", "Adopted"
        WITHDRAWN = "withdrawn", "Withdrawn before it came into force"

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=Status.choices)
    in_force_from = models.DateField(null=True, blank=True)
    date_stated = models.BooleanField(default=True)
    pack_text = models.TextField(blank=True)
    pack_sha256 = models.CharField(max_length=64, blank=True)
    document = models.FileField(storage=private_files, upload_to="documents", blank=True)
    document_name = models.CharField(max_length=200, blank=True)
    document_sha256 = models.CharField(max_length=64, blank=True)
    loaded_at = models.DateTimeField()
    started_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    objects: ClassVar[VersionQuerySet] = VersionQuerySet.as_manager()  # type: ignore[assignment]  # as above

    class Meta:
        ordering = ["policy", "-in_force_from", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="policies_version_number_once"),
            models.UniqueConstraint(fields=["policy", "in_force_from"], name="policies_version_one_for_each_day"),
            models.CheckConstraint(
                condition=~Q(status="adopted") | Q(in_force_from__isnull=False),
                name="policies_version_adopted_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy.title} {self.number}"

    @property
    def title_and_number(self) -> str:
        """The policy and the version, as the top of a page names them."""
        return f"{self.policy.title}, version {self.number}"


class Adoption(models.Model):
    """A school keeps to a policy, from the day it adopted it until, perhaps, the day it stopped."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="adoptions")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="adoptions")
    adopted_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects: ClassVar[AdoptionQuerySet] = AdoptionQuerySet.as_manager()  # type: ignore[assignment]  # as above

    class Meta:
        ordering = ["school", "-adopted_on"]
        constraints = [
            models.UniqueConstraint(fields=["school", "policy", "adopted_on"], name="policies_adoption_once"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("adopted_on")),
                name="policies_adoption_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} keeps to {self.policy}"


class Approval(models.Model):
    """An approval of a version at a school, on record with its day and minute."""

    class Body(models.TextChoices):
        HEADTEACHER = "headteacher", "Headteacher"
        GOVERNING_BODY = "governing_body", "Governing body"

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="approvals")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=20, choices=Body.choices)
    approved_on = models.DateField()
    minute_reference = models.CharField(max_length=100, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["version", "approved_on"]
        constraints = [
            models.UniqueConstraint(fields=["version", "school", "body"], name="policies_approval_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_body_display()}, {self.approved_on}"


class ReviewCycle(models.Model):
    """How one school comes back to one policy, who sees to it, and the last day by which it must have done so.

    A month without a day is due on its last day. `remind_on` is the next day a reminder goes out.
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
    revision = models.PositiveIntegerField(default=1)

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
