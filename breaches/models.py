"""Cases: what was established, what the policy answered, what was done about it, and the letters sent."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from breaches.letters.kinds import LetterKind, Needs, list_choices
from breaches.querysets import CaseQuerySet, LetterQuerySet
from incidents.models import Evidence, Incident
from people.models import Person, School, User, name_capacity
from policies.models import Version
from policies.rules.words import FIRM, Force
from web.dates import day_in_words
from web.files import private_files


class Case(models.Model):
    """One incident, one subject, one capacity, judged by the version in force on the day it happened.

    `owner` looks after it now: at first whoever opened it. `decide_since` is the day from which something has been to
    decide, None while nothing is.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    class Outcome(models.TextChoices):
        RESOLVED = "resolved", "Put right"
        UNFOUNDED = "unfounded", "Nothing in it"
        PASSED_ON = "passed_on", "Passed to someone else"
        NO_FURTHER = "no_further", "Nothing further can usefully be done"
        OTHER = "other", "Something else"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="cases")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="cases")
    subject = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    capacity = models.CharField(max_length=40)
    version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="cases")
    reference = models.CharField(max_length=24)
    title = models.CharField(max_length=120)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    opened_on = models.DateField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    closing_note = models.TextField(blank=True)
    open_since = models.JSONField(default=dict)
    next_due_on = models.DateField(null=True, blank=True)
    decide_since = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    search_text = models.TextField(blank=True)

    objects: ClassVar[CaseQuerySet] = CaseQuerySet.as_manager()  # type: ignore[assignment]  # manager from queryset

    class Meta:
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "subject"], name="breaches_one_case_each_subject"),
            models.UniqueConstraint(fields=["school", "reference"], name="breaches_case_reference_once"),
            models.CheckConstraint(
                condition=Q(status="open", closed_on__isnull=True) | Q(status="closed", closed_on__isnull=False),
                name="breaches_closed_has_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "status", "-opened_on", "-id"], name="breaches_case_list"),
            models.Index(fields=["school", "-opened_on", "-id"], name="breaches_case_list_all"),
            models.Index(fields=["school", "status", "next_due_on"], name="breaches_case_due"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    def get_capacity_display(self) -> str:
        return name_capacity(self.capacity, lambda: self.school)


class Closing(models.Model):
    """One time that a case was closed, and, where it was reopened, who did so and why."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="closings")
    outcome = models.CharField(max_length=12, choices=Case.Outcome.choices)
    note = models.TextField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_why = models.TextField(blank=True)

    class Meta:
        ordering = ["case", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(reopened_at__isnull=True), name="breaches_closed_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True) | ~Q(reopened_why=""), name="breaches_reopening_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}, closed {day_in_words(self.closed_at)}"


class CaseFinding(models.Model):
    """Something a person established happened; withdrawn ones stay, with who, when and why."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="findings")
    finding = models.CharField(max_length=40)
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
    """A person's answer to what the policy leaves open; absent means not confirmed, never false.

    `scope` is the finding or the clause that it is answered of, empty where it is answered of all; `question` is what
    was asked. An answer that was changed or taken back stays.
    """

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="confirmations")
    fact = models.CharField(max_length=40)
    scope = models.CharField(max_length=40, blank=True)
    question = models.TextField()
    answer = models.CharField(max_length=3, choices=Answer.choices)
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
                fields=["case", "fact", "scope"],
                condition=Q(withdrawn_at__isnull=True),
                name="breaches_confirmation_once",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="breaches_confirmation_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.fact}: {self.get_answer_display()}"


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


def word_leaving(force: str) -> str:
    """How a step that was left is spoken of: one that binds the school is left undone, a choice is not taken."""
    if force == Force.CONSIDER:
        return "Considered and not taken"
    return "Left undone" if not force or force in FIRM else "Not taken"


class StepRecord(models.Model):
    class Kind(models.TextChoices):
        TAKEN = "taken", "Taken"
        LEFT_UNDONE = "left_undone", "Left undone"
        OUTSIDE_POLICY = "outside_policy", "Something the policy does not give"

    class Outcome(models.TextChoices):
        COMPLIED = "complied", "They did what was asked"
        REFUSED = "refused", "They refused"
        NO_REPLY = "no_reply", "No reply yet"
        TAKEN_DOWN = "taken_down", "They took it down"
        LEFT_UP = "left_up", "They left it up"
        REFERENCE = "reference", "They gave a reference"
        NO_ACTION = "no_action", "They took no action"
        OTHER = "other", "Something else"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="step_records")
    step = models.CharField(max_length=40, blank=True)
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

    @property
    def was_choice(self) -> bool:
        """Whether the document did not bind the school to the step when this was recorded."""
        return bool(self.force) and self.force not in FIRM

    @property
    def left_as(self) -> str:
        return word_leaving(self.force)


class Note(models.Model):
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    form_token = models.UUIDField(unique=True)

    class Meta:
        ordering = ["case", "pk"]

    def __str__(self) -> str:
        return f"Note of {day_in_words(self.at)}"


class Letter(models.Model):
    """A letter of a case, from draft to sent. Once produced its bytes are sealed by their hash.

    `body` may hold the placeholders of breaches.letters.text, such as [reply by], filled with the days of the fields.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        APPROVED = "approved", "Approved"
        PRODUCED = "produced", "Produced"
        SENT = "sent", "Sent"
        WITHDRAWN = "withdrawn", "Withdrawn"

    UNFINISHED = (Status.DRAFT, Status.APPROVED, Status.PRODUCED)

    class Way(models.TextChoices):
        POST = "post", "By post"
        EMAIL = "email", "By email, from the school's own account"
        HAND = "hand", "By hand"
        ONLINE_FORM = "online_form", "Through an online form"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=24, choices=list_choices)
    step = models.CharField(max_length=40, blank=True)
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
    def is_unfinished(self) -> bool:
        """Whether it was begun and neither sent nor withdrawn."""
        return self.status in self.UNFINISHED

    @property
    def is_sealed(self) -> bool:
        return bool(self.pdf_sha256)

    @property
    def needs(self) -> Needs:
        return LetterKind(self.kind).needs

    def is_written_by(self, user: User) -> bool:
        return user.pk in (self.drafted_by_id, self.changed_by_id)
