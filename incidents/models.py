"""What happened: incidents, who took part in them, what was found and kept as evidence."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import IsNull

from incidents.querysets import EvidenceQuerySet, IncidentQuerySet
from people.models import Person, School, name_capacity
from web.files import private_files


class ReferenceCounter(models.Model):
    """The last number given to an incident of one school in one year."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "year"], name="incidents_counter_one_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.year}: {self.last}"


class Incident(models.Model):
    """Something posted or done, kept as its writer's draft until it is logged and gets a reference."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        LOGGED = "logged", "Logged"
        DISCARDED = "discarded", "Discarded draft"

    class Platform(models.TextChoices):
        FACEBOOK = "facebook", "Facebook"
        INSTAGRAM = "instagram", "Instagram"
        WHATSAPP = "whatsapp", "WhatsApp"
        X = "x", "X (Twitter)"
        TIKTOK = "tiktok", "TikTok"
        SNAPCHAT = "snapchat", "Snapchat"
        YOUTUBE = "youtube", "YouTube"
        SCHOOL_CHANNEL = "school_channel", "A page, account or forum the school runs"
        OTHER = "other", "Somewhere else"
        NOT_ONLINE = "not_online", "Not on a platform"

    class Audience(models.TextChoices):
        PUBLIC = "public", "Anyone"
        GROUP = "group", "The members of a group"
        FRIENDS = "friends", "Friends or followers of the account"
        PRIVATE = "private", "Only the people in the conversation"
        UNKNOWN = "unknown", "Not known"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="incidents")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    reference = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=120, blank=True)
    happened_on = models.DateField(null=True, blank=True)
    happened_at_time = models.TimeField(null=True, blank=True)
    known_on = models.DateField(null=True, blank=True)
    platform = models.CharField(max_length=20, choices=Platform.choices, blank=True)
    platform_name = models.CharField(max_length=80, blank=True)
    account = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=500, blank=True)
    audience = models.CharField(max_length=10, choices=Audience.choices, blank=True)
    facts = models.TextField(blank=True)
    opinion = models.TextField(blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    involved = models.ManyToManyField(Person, through="Involvement", related_name="incidents")

    objects: ClassVar[IncidentQuerySet] = IncidentQuerySet.as_manager()  # type: ignore[assignment]  # from queryset

    class Meta:
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "reference"], condition=~Q(reference=""), name="incidents_reference_once"
            ),
            models.CheckConstraint(
                condition=~Q(status="logged")
                | (~Q(reference="") & Q(happened_on__isnull=False, known_on__isnull=False, logged_at__isnull=False)),
                name="incidents_logged_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(known_on__isnull=True) | Q(happened_on__isnull=True) | Q(known_on__gte=F("happened_on")),
                name="incidents_known_after_it_happened",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "status", "-happened_on"], name="incidents_by_school"),
            models.Index(fields=["school", "status", "logged_at"], name="incidents_by_day_logged"),
            models.Index(
                "school",
                IsNull(F("happened_on"), True).desc(),  # noqa: FBT003 - Django's own
                F("happened_on").desc(),
                F("id").desc(),
                name="incidents_latest_first",
            ),
        ]

    def __str__(self) -> str:
        return self.reference or "Draft incident"

    @property
    def platform_label(self) -> str:
        """The platform in words: its own name where it is none of the listed ones."""
        return self.platform_name or self.get_platform_display()

    @property
    def subjects(self) -> list[Involvement]:
        return [involvement for involvement in self.involvements.all() if involvement.part == Involvement.Part.SUBJECT]

    @property
    def files(self) -> list[Evidence]:
        return [file for file in self.evidence.all() if file.taken_back_at is None]


class Involvement(models.Model):
    """One person's one part in an incident, and the one capacity they had in it."""

    class Part(models.TextChoices):
        SUBJECT = "subject", "Did it, or is said to have"
        AFFECTED = "affected", "Affected by it"
        WITNESS = "witness", "Saw it"
        REPORTER = "reporter", "Reported it"

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="involvements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="involvements")
    part = models.CharField(max_length=10, choices=Part.choices)
    capacity = models.CharField(max_length=40)

    class Meta:
        ordering = ["incident", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "person"], name="incidents_one_part_each"),
        ]
        indexes = [
            models.Index(fields=["person", "part"], name="incidents_by_person_and_part"),
            models.Index(fields=["incident", "part", "capacity"], name="incidents_parts_to_count"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_part_display()}"

    def get_capacity_display(self) -> str:
        return name_capacity(self.capacity, lambda: self.incident.school)


class IncidentFinding(models.Model):
    """What the person who logs the incident says it shows; a case's own findings start from these."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="findings")
    finding = models.CharField(max_length=40)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["incident", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "finding"], name="incidents_finding_once"),
            models.CheckConstraint(
                condition=~Q(finding="other_breach") | ~Q(reason=""), name="incidents_other_breach_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.finding


class Recusal(models.Model):
    """Somebody stepped back from an incident, and sees nothing of it from then on."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="recusals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["incident", "at"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "user"], name="incidents_recusal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} stepped back from {self.incident}"


class Evidence(models.Model):
    """A file kept as evidence: what it was called, what it is, and the hash of its bytes."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(max_length=120)
    file = models.FileField(storage=private_files, max_length=200)
    original_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[EvidenceQuerySet] = EvidenceQuerySet.as_manager()  # type: ignore[assignment]  # from queryset

    class Meta:
        ordering = ["incident", "added_at", "pk"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.title
