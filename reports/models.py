"""What staff report, and low-level concerns."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from incidents.models import Incident
from people.models import Person, School
from policies.models import Version
from reports.querysets import ConcernQuerySet, StaffReportQuerySet


class StaffReport(models.Model):
    """One report, as it was made: never changed, only added to; and what became of it.

    `answer` is what the policy said at that moment, stored whole; `at_once` whether it asks that somebody be told
    at once. The other person is one of the register (`person`), or described in words.
    """

    class Kind(models.TextChoices):
        FRIEND_REQUEST = "friend_request", "A friend request or a message"
        PRIOR_RELATIONSHIP = "prior_relationship", "Somebody I already know"
        EXCEPTIONAL_CONTACT = "exceptional_contact", "I needed to contact a parent from a personal account"
        CLOSURE_CONTACT = "closure_contact", "Contact while the school was closed"
        THIRD_PARTY_POST = "third_party_post", "Somebody else’s post"
        SCHOOL_ACCOUNT = "school_account", "A school account in trouble"
        OTHER = "other", "Something else"

    class Who(models.TextChoices):
        PUPIL = "pupil", "A pupil"
        FORMER_PUPIL = "former_pupil", "A former pupil"
        PARENT = "parent", "A parent or carer"
        COLLEAGUE = "colleague", "Somebody who works or helps at the school"
        OTHER = "other", "Somebody else, or I do not know"

    class Way(models.TextChoices):
        RECEIVED = "received", "They contacted me"
        SENT = "sent", "I contacted them"

    class Response(models.TextChoices):
        NOTHING = "nothing", "Nothing yet"
        DECLINED = "declined", "I declined it"
        BLOCKED = "blocked", "I blocked the account"
        ACCEPTED = "accepted", "I accepted it"
        REPLIED = "replied", "I replied"

    class Tie(models.TextChoices):
        OWN_CHILD = "own_child", "My own child"
        RELATIVE = "relative", "Another relative of mine"
        FRIEND_BEFORE = "friend_before", "A friend from before"

    class Outcome(models.TextChoices):
        NOTED = "noted", "Noted. Nothing more is asked of you"
        TALKED_OVER = "talked_over", "Talked over with you"
        PASSED_ON = "passed_on", "Passed to the safeguarding lead"
        BEING_DEALT_WITH = "being_dealt_with", "Being dealt with. You may hear no more of it"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    form_token = models.UUIDField()
    about_headteacher = models.BooleanField(default=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    described = models.CharField(max_length=200, blank=True)
    who = models.CharField(max_length=12, choices=Who.choices, blank=True)
    age = models.PositiveSmallIntegerField(null=True)
    tie = models.CharField(max_length=14, choices=Tie.choices, blank=True)
    happened_on = models.DateField(null=True)
    platform = models.CharField(max_length=20, choices=Incident.Platform.choices, blank=True)
    platform_name = models.CharField(max_length=80, blank=True)
    way = models.CharField(max_length=10, choices=Way.choices, blank=True)
    response = models.CharField(max_length=10, choices=Response.choices, blank=True)
    words = models.TextField(blank=True)
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.JSONField(null=True)
    at_once = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    outcome_line = models.CharField(max_length=200, blank=True)
    outcome_at = models.DateTimeField(null=True)
    outcome_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, null=True, on_delete=models.PROTECT, related_name="reports")
    revision = models.PositiveIntegerField(default=1)

    objects: ClassVar[StaffReportQuerySet] = StaffReportQuerySet.as_manager()  # type: ignore[assignment]  # queryset

    class Meta:
        ordering = ["-reported_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "form_token"], name="reports_report_once"),
            models.CheckConstraint(
                condition=Q(age__isnull=True) | Q(who="former_pupil"), name="reports_report_age_of_a_former_pupil"
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome_at__isnull=False), name="reports_report_outcome_has_a_time"
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(read_by__isnull=False), name="reports_report_read_by_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "-reported_at"], name="reports_report_by_school"),
            models.Index(fields=["reported_by", "-reported_at"], name="reports_report_by_writer"),
            models.Index(fields=["school"], condition=Q(read_at__isnull=True), name="reports_report_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.reported_at:%Y-%m-%d}"


class ReportAddition(models.Model):
    """Something the writer of a report told later: written once, never changed."""

    report = models.ForeignKey(StaffReport, on_delete=models.PROTECT, related_name="additions")
    words = models.TextField()
    at = models.DateTimeField()
    form_token = models.UUIDField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["report", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "form_token"], name="reports_report_addition_once"),
        ]

    def __str__(self) -> str:
        return f"Added {self.at:%Y-%m-%d}"


class LowLevelConcern(models.Model):
    """One entry about one member of staff; `report` makes it a neutral entry, told by that person themselves."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="concerns")
    about = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="concerns")
    happened_on = models.DateField()
    words = models.TextField()
    done = models.TextField(blank=True, help_text="What was said or done about it, and why")
    report = models.OneToOneField(StaffReport, null=True, on_delete=models.PROTECT, related_name="concern")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    form_token = models.UUIDField()

    objects: ClassVar[ConcernQuerySet] = ConcernQuerySet.as_manager()  # type: ignore[assignment]  # from queryset

    class Meta:
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "form_token"], name="reports_concern_once"),
        ]
        indexes = [models.Index(fields=["about", "-happened_on"], name="reports_concern_by_person")]

    def __str__(self) -> str:
        return f"Concern of {self.happened_on:%Y-%m-%d}"

    @property
    def is_self_report(self) -> bool:
        """Whether the person told of it themselves, which counts against nobody."""
        return self.report_id is not None


class ConcernReview(models.Model):
    """Somebody looked at a person's entries together, and said what they make of them."""

    about = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="concern_reviews")
    entries = models.PositiveSmallIntegerField(help_text="How many entries, self-reports apart, there were to look at")
    words = models.TextField()
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()
    form_token = models.UUIDField()

    class Meta:
        ordering = ["about", "-reviewed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["about", "form_token"], name="reports_concern_review_once"),
        ]

    def __str__(self) -> str:
        return f"Reviewed {self.reviewed_at:%Y-%m-%d}"
