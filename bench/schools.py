"""Fills the database of the environment with schools, quickly: python -m bench.schools SCHOOLS

The demonstration has to be there. Each school has a Headteacher, a deputy, a clerk and a Chair of governors, keeps to
ten policies of its local authority, and comes back to each in a cycle; every few schools have a staff report. Rows are
written behind the services' back, which nothing but a measurement may do.
"""

import datetime as dt
import os
import sys
import uuid
from collections.abc import Sequence

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.db import connection, transaction
from django.utils import timezone

from incidents.models import Incident
from people.models import Membership, Nation, Role, School, User
from policies.models import Adoption, Policy, ReviewCycle
from policies.reviews.schedule import next_reminder_on
from reports.models import StaffReport

AT_A_TIME = 500
SCHOOLS_OF_AN_AUTHORITY = 100
POLICIES_EACH = 10
OWNERS = (Role.DEPUTY, Role.HEADTEACHER, None)
ROLES = (Role.HEADTEACHER, Role.DEPUTY, Role.CLERK, Role.CHAIR)
# Reviews come round every other year; some are late by up to six weeks. Of five policies one has no date.
DUE_FROM, DUE_DAYS, UNDATED_EVERY = -42, 730, 5
REPORT_EVERY, UNREAD_EVERY, REPORT_DAYS = 8, 3, 90
SINCE = dt.timedelta(days=800)


def fill(schools: int, *, today: dt.date) -> None:
    """Add so many schools with all that belongs to them."""
    for start in range(0, schools, AT_A_TIME):
        with transaction.atomic():
            add_schools(range(start, min(start + AT_A_TIME, schools)), today=today)
    with connection.cursor() as cursor:
        # What PostgreSQL's own background process would do within the minute; SQLite has none.
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")


def add_schools(numbers: Sequence[int], *, today: dt.date) -> None:
    """The schools of these numbers, their people, their cycles and their reports."""
    schools = School.objects.bulk_create([school_of(number) for number in numbers])
    roles = [(school, role) for school in schools for role in ROLES]
    users = User.objects.bulk_create([user_of(school, role) for school, role in roles])
    Membership.objects.bulk_create(
        [
            Membership(user=user, school=school, role=role, from_on=today - SINCE)
            for user, (school, role) in zip(users, roles, strict=True)
        ]
    )
    holder = {(school.pk, role): user for user, (school, role) in zip(users, roles, strict=True)}
    policies = policies_of(numbers)
    members = [
        (school, policy, number * POLICIES_EACH + place)
        for number, school in zip(numbers, schools, strict=True)
        for place, policy in enumerate(policies[number // SCHOOLS_OF_AN_AUTHORITY])
    ]
    Adoption.objects.bulk_create(
        [Adoption(school=school, policy=policy, adopted_on=today - SINCE) for school, policy, _ in members]
    )
    ReviewCycle.objects.bulk_create(
        [cycle_of(school, policy, number, holder, today=today) for school, policy, number in members]
    )
    StaffReport.objects.bulk_create(
        [
            report_of(school, number, holder[school.pk, Role.DEPUTY], holder[school.pk, Role.HEADTEACHER])
            for number, school in zip(numbers, schools, strict=True)
            if number % REPORT_EVERY == 0
        ]
    )


def school_of(number: int) -> School:
    """The school of this number."""
    return School(
        name=f"Primary School {number:05}",
        slug=f"primary-{number:05}",
        reference_prefix=f"P{number:05}",
        nation=Nation.WALES if number % 3 else Nation.ENGLAND,
        local_authority=f"Authority {number // SCHOOLS_OF_AN_AUTHORITY:03}",
    )


def user_of(school: School, role: Role) -> User:
    """Somebody with this role there, who cannot sign in."""
    return User(email=f"{role}@{school.slug}.example", name=f"{role.label} of {school.name}", password="!")


def policies_of(numbers: Sequence[int]) -> dict[int, list[Policy]]:
    """The policies of every authority that these schools belong to, by its number."""
    authorities = sorted({number // SCHOOLS_OF_AN_AUTHORITY for number in numbers})
    return {
        authority: [
            Policy.objects.get_or_create(
                slug=f"authority-{authority:03}-{place}",
                defaults={"title": f"Policy {place} of authority {authority:03}", "nation": Nation.WALES},
            )[0]
            for place in range(POLICIES_EACH)
        ]
        for authority in authorities
    }


def cycle_of(
    school: School, policy: Policy, number: int, holder: dict[tuple[int, Role], User], *, today: dt.date
) -> ReviewCycle:
    """The cycle of this number, which next reminds of it today or later."""
    cycle = ReviewCycle(school=school, policy=policy)
    if number % UNDATED_EVERY == 0:
        return cycle
    owner = OWNERS[number % len(OWNERS)]
    cycle.owner = holder[school.pk, owner] if owner else None
    cycle.anchor = ReviewCycle.Anchor.FIXED
    cycle.due_on = today + dt.timedelta(days=DUE_FROM + number % DUE_DAYS)
    cycle.remind_on = next_reminder_on(cycle.due_on, after=today - dt.timedelta(days=1))
    return cycle


def report_of(school: School, number: int, writer: User, reader: User) -> StaffReport:
    """A report of a friend request: most were read."""
    made_at = timezone.now() - dt.timedelta(days=number % REPORT_DAYS)
    unread = number // REPORT_EVERY % UNREAD_EVERY == 0
    return StaffReport(
        school=school,
        kind=StaffReport.Kind.FRIEND_REQUEST,
        reported_by=writer,
        reported_at=made_at,
        form_token=uuid.uuid4(),
        described="A pupil of year 6",
        who=StaffReport.Who.PUPIL,
        platform=Incident.Platform.SNAPCHAT,
        way=StaffReport.Way.RECEIVED,
        response=StaffReport.Response.DECLINED,
        happened_on=made_at.date(),
        read_at=None if unread else made_at,
        read_by=None if unread else reader,
    )


if __name__ == "__main__":
    fill(int(sys.argv[1]), today=timezone.localdate())
