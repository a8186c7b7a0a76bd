"""Reports as people at a school make them, by the service alone."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from people.models import Nation, Role, School, User
from people.services import add_member, add_school, add_user
from policies.rules.words import Party
from policies.services import adopt
from reports.models import StaffReport
from reports.policy_answer import Kind, ReportInput
from reports.services import make_report
from tests.cast import JOINED_ON, NOW, TODAY, Cast, load_pack

SLUGS = ("cornist-park", "bradley", "cavendish", "st-peters", "avenue-recreation-road")
ADOPTED_ON = dt.date(2024, 1, 1)


@dataclass(frozen=True)
class Team:
    """The people at one school who report and who read."""

    school: School
    head: User
    deputy: User
    lead: User
    chair: User
    teacher: User
    governor: User


def team_keeping_to(slug: str) -> Team:
    """A school that keeps to one of the shipped policies; a draft is nobody's policy, so none is in force there."""
    school = add_school(
        by=None,
        now=NOW,
        name=f"School of {slug}",
        slug=f"at-{slug}",
        reference_prefix="SC",
        nation=Nation.ENGLAND,
        local_authority="Anywhere",
    )
    adopt(by=None, now=NOW, school=school, policy=load_pack(slug).policy, adopted_on=ADOPTED_ON)
    return Team(
        school=school,
        head=member(school, Role.HEADTEACHER, "Hana Head"),
        deputy=member(school, Role.DEPUTY, "Dan Deputy"),
        lead=member(school, Role.SAFEGUARDING_LEAD, "Lea Lead"),
        chair=member(school, Role.CHAIR, "Cher Chair"),
        teacher=member(school, Role.STAFF, "Tess Teacher"),
        governor=member(school, Role.GOVERNOR, "Guy Governor"),
    )


def member(school: School, role: Role, name: str) -> User:
    """Somebody with one role at the school."""
    user = add_user(by=None, now=NOW, email=f"{role}@{school.slug}.example", name=name)
    add_member(by=None, now=NOW, school=school, user=user, role=role, from_on=JOINED_ON, another_of_this_name=True)
    return user


def friend_request(**fields: Any) -> ReportInput:
    """A pupil's request on Instagram that was declined, unless something else is said."""
    about: dict[str, Any] = {
        "kind": Kind.FRIEND_REQUEST,
        "who": "pupil",
        "described": "A boy in Year 5",
        "way": "received",
        "response": "declined",
        "platform": "instagram",
        "happened_on": TODAY,
    }
    return ReportInput(**(about | fields))


def make_staff_report(
    cast: Cast | Team,
    *,
    by: User | None = None,
    report_input: ReportInput | None = None,
    party: Party = Party.STAFF,
    now: dt.datetime = NOW,
    **fields: Any,
) -> StaffReport:
    """A report of the teacher, unless of somebody else: a declined friend request, unless something else is told."""
    return make_report(
        by=by or cast.teacher,
        now=now,
        school=cast.school,
        party=party,
        report_input=report_input or friend_request(**fields),
        form_token=uuid.uuid4(),
    )


def reload_report(report: StaffReport) -> StaffReport:
    """The report as it is stored now."""
    return StaffReport.objects.get(pk=report.pk)
