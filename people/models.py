"""Who there is: users, schools, roles held between two days, and the register of parties."""

import datetime as dt
from collections.abc import Callable
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.text import capfirst

from people.querysets import (
    MembershipQuerySet,
    PersonQuerySet,
    SchoolQuerySet,
    UserAccounts,
)


class Nation(models.TextChoices):
    ENGLAND = "england", "England"
    WALES = "wales", "Wales"


class Role(models.TextChoices):
    """What a user may do at one school."""

    HEADTEACHER = "headteacher", "Headteacher"
    DEPUTY = "deputy", "Deputy Headteacher"
    SAFEGUARDING_LEAD = "safeguarding_lead", "Safeguarding lead"
    STAFF = "staff", "Staff"
    VOLUNTEER = "volunteer", "Volunteer"
    GOVERNOR = "governor", "Governor"
    CHAIR = "chair", "Chair of governors"
    CLERK = "clerk", "Clerk to the governors"
    ADMINISTRATOR = "administrator", "Administrator"


class Capacity(models.TextChoices):
    """The standing in which a person may act: the parties of an assessment. A policy may declare others beside."""

    STAFF = "staff", "Staff"
    GOVERNOR = "governor", "Governor"
    VOLUNTEER = "volunteer", "Volunteer"
    PARENT = "parent", "Parent or carer"
    PUPIL = "pupil", "Pupil"
    CONTRACTOR = "contractor", "Contractor, agency or supply worker, or trainee"
    VISITOR = "visitor", "Visitor"
    OTHER = "other", "Someone else"


# In which standing the holder of a role acts, in the register, in a report and when asking the policy alike.
CAPACITY_OF_ROLE: dict[Role, Capacity] = {
    Role.HEADTEACHER: Capacity.STAFF,  # what a policy asks of staff it asks of the Headteacher too
    Role.DEPUTY: Capacity.STAFF,
    Role.SAFEGUARDING_LEAD: Capacity.STAFF,  # a member of staff by law and guidance, in both nations
    Role.STAFF: Capacity.STAFF,
    Role.VOLUNTEER: Capacity.VOLUNTEER,
    Role.GOVERNOR: Capacity.GOVERNOR,
    Role.CHAIR: Capacity.GOVERNOR,
    # Works for the governing body and may not sit on it: reg. 8 of the School Governance (Roles, Procedures and
    # Allowances) (England) Regulations 2013, reg. 42 of the Government of Maintained Schools (Wales) Regulations 2005.
    Role.CLERK: Capacity.STAFF,
    Role.ADMINISTRATOR: Capacity.STAFF,
}


class User(AbstractUser):
    username = None  # type: ignore[assignment]  # AbstractUser's field, taken away: people sign in by email
    first_name = None  # type: ignore[assignment]  # one field for the whole name instead
    last_name = None  # type: ignore[assignment]  # as above
    email = models.EmailField("email address", unique=True)
    name = models.CharField(max_length=150)
    daily_mail_at = models.TimeField(default=dt.time(7, 30), help_text="When the day's reminders are sent, if any")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserAccounts] = UserAccounts()  # type: ignore[assignment]  # replaces AbstractUser's own

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        """The whole name too: Rung never guesses which part is the short one."""
        return self.name


class School(models.Model):
    """A school, with the prefix of its references and how it wants letters approved."""

    name = models.CharField(max_length=150, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    reference_prefix = models.CharField(max_length=6, unique=True)
    nation = models.CharField(max_length=10, choices=Nation.choices)
    local_authority = models.CharField(max_length=100)
    group = models.CharField("federation or trust", max_length=100, blank=True)
    address = models.TextField(blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    second_person_approves_letters = models.BooleanField(default=False)
    words = models.JSONField(
        default=list, blank=True, help_text="Words that its policies declare; see policies.own_words"
    )

    objects: ClassVar[SchoolQuerySet] = SchoolQuerySet.as_manager()  # type: ignore[assignment]  # manager from queryset

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def safeguarding_title(self) -> str:
        """What this nation calls the safeguarding lead: DSP in Wales, DSL in England."""
        return "Designated Safeguarding Person" if self.nation == Nation.WALES else "Designated Safeguarding Lead"

    @property
    def own_capacities(self) -> dict[str, str]:
        """The label of each capacity that its policies declare now, beside those every school has."""
        return {
            row["word"]: capfirst(row["label"]) for row in self.words if row["kind"] == "party" and row["is_current"]
        }

    def count_capacity(self, capacity: str) -> Capacity:
        """The capacity that every school has which this one counts as; itself for one of those."""
        if capacity in Capacity.values:
            return Capacity(capacity)
        counts_as = {row["word"]: row["counts_as"] for row in self.words if row["kind"] == "party"}
        return Capacity(counts_as[capacity])

    def list_capacity_variants(self, capacity: Capacity) -> list[str]:
        """A capacity that every school has, and those of its policies' own that count as it."""
        own = [row["word"] for row in self.words if row["kind"] == "party" and row["counts_as"] == capacity]
        return [capacity.value, *own]


def name_capacity(capacity: str, find_school: Callable[[], School]) -> str:
    """A capacity in words; its school is asked for only where a policy declares it, or did."""
    if capacity in Capacity.values:
        return Capacity(capacity).label
    labels = {row["word"]: row["label"] for row in find_school().words if row["kind"] == "party"}
    return str(capfirst(labels[capacity]))


class Membership(models.Model):
    """One role of one user at one school, from a day and, once ended, to a day (both included)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    objects: ClassVar[MembershipQuerySet] = MembershipQuerySet.as_manager()  # type: ignore[assignment]  # as above

    class Meta:
        ordering = ["school__name", "user__name", "from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="people_membership_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["user", "school", "role"], condition=Q(to_on__isnull=True), name="people_membership_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.get_role_display()} at {self.school}"


class Person(models.Model):
    """One entry of a school's register of parties; `user` links it to a sign-in where there is one."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="people")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    name = models.CharField(max_length=150)
    folded_name = models.CharField(max_length=300, help_text="The name as it is looked for; see web.text")
    salutation = models.CharField(max_length=150, blank=True, help_text="How a letter begins, such as Mrs Hughes")
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    address = models.TextField(blank=True)
    born_on = models.DateField(null=True, blank=True)
    safeguarding_flag = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects: ClassVar[PersonQuerySet] = PersonQuerySet.as_manager()  # type: ignore[assignment]  # as above

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "user"], condition=Q(user__isnull=False), name="people_person_one_for_each_user"
            ),
        ]
        indexes = [models.Index(fields=["school", "name"], name="people_person_by_name")]

    def __str__(self) -> str:
        return self.name


class PersonCapacity(models.Model):
    """A standing a person has at the school, such as parent, or staff with the title teacher."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="capacities")
    capacity = models.CharField(max_length=40)
    title = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["person", "capacity"]
        verbose_name_plural = "person capacities"
        constraints = [
            models.UniqueConstraint(fields=["person", "capacity"], name="people_capacity_once"),
        ]

    def __str__(self) -> str:
        return self.title or self.get_capacity_display()

    def get_capacity_display(self) -> str:
        return name_capacity(self.capacity, lambda: self.person.school)


class Relationship(models.Model):
    """A family tie between two people of one school, read in both directions for exclusion."""

    class Kind(models.TextChoices):
        PARENT = "parent", "parent or carer of"
        PARTNER = "partner", "partner of"
        SIBLING = "sibling", "brother or sister of"
        RELATIVE = "relative", "another relative of"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="relationships")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    relative = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="relationships_to")

    class Meta:
        ordering = ["person", "relative"]
        constraints = [
            models.UniqueConstraint(fields=["person", "relative"], name="people_relationship_once"),
            models.CheckConstraint(condition=~Q(person=F("relative")), name="people_relationship_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.person} is {self.get_kind_display()} {self.relative}"


class TermDates(models.Model):
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="terms")
    name = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["school", "starts_on"]
        verbose_name_plural = "term dates"
        constraints = [
            models.UniqueConstraint(fields=["school", "name"], name="people_term_name_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="people_term_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name
