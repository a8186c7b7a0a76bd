"""Policies, their versions, who adopted them, and whose approval is on record."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from people.models import Nation, School
from policies.querysets import AdoptionQuerySet, PolicyQuerySet, VersionQuerySet
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
    def called(self) -> str:
        """What a page calls it: the policy and the version."""
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
