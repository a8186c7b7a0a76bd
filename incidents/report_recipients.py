"""Who reads a report, and who of them is told of it."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q

from incidents.access import close_to, who_may_read_about
from incidents.models import StaffReport
from incidents.report_answers import steps_given
from people.models import Membership, Role, User
from people.permissions import CASE_STAFF
from policies.rules.words import Recipient, Step

ROLE_OF_RECIPIENT = {Recipient.HEADTEACHER: Role.HEADTEACHER, Recipient.DEPUTY: Role.DEPUTY}
YOUNG = frozenset({StaffReport.Who.PUPIL, StaffReport.Who.FORMER_PUPIL})


def who_leads(report: StaffReport, *, on: dt.date) -> list[Membership]:
    """The roles at the report's school whose holders read it on the day, by name."""
    leads = Q(role__in=roles_that_lead(report))
    members = who_may_read_about(report.person_id, school_id=report.school_id, leads=leads, on=on)
    return list(members.exclude(user=report.reported_by_id))


def roles_that_lead(report: StaffReport) -> frozenset[Role]:
    """The roles whose holders read it where nothing keeps them from it."""
    return frozenset({Role.CHAIR}) if report.about_headteacher else CASE_STAFF


def recipients(reports: Sequence[StaffReport], *, on: dt.date) -> dict[int, list[User]]:
    """Whom to tell of each report on the day, by its key: never somebody who may not read it.

    Two queries, however many reports there are.
    """
    schools = {one.school_id for one in reports}
    members = Membership.objects.in_force(on=on).with_roles(*CASE_STAFF, Role.CHAIR).filter(school__in=schools)
    by_school: dict[int, list[Membership]] = {}
    for member in members.select_related("user").order_by("user__name", "pk"):
        by_school.setdefault(member.school_id, []).append(member)
    kept_away = close_to({one.person_id for one in reports if one.person_id is not None})
    told = {}
    for report in reports:
        roles = roles_that_lead(report)
        leads = [
            member
            for member in by_school.get(report.school_id, [])
            if member.role in roles
            and member.user_id != report.reported_by_id
            and (report.person_id, member.user_id) not in kept_away
        ]
        told[report.pk] = list(dict.fromkeys(member.user for member in told_among(report, leads)))
    return told


def told_among(report: StaffReport, leads: list[Membership]) -> list[Membership]:
    """Those who are told, of the roles that read the report.

    The Chair alone of the Headteacher. Otherwise the Headteacher and whom else the report calls for; the Deputy in the
    Headteacher's stead; failing both, whoever reads it at all.
    """
    if report.about_headteacher:
        return leads
    wanted = _roles_called_for(report)
    if all(one.role != Role.HEADTEACHER for one in leads):
        wanted |= {Role.DEPUTY}
    return [one for one in leads if one.role in wanted] or leads


def _roles_called_for(report: StaffReport) -> set[Role]:
    steps = steps_given(report)
    roles = {Role.HEADTEACHER}
    if report.who in YOUNG or any(one.step == Step.SAFEGUARDING_PROCEDURES for one in steps):
        roles |= {Role.SAFEGUARDING_LEAD}
    return roles | {ROLE_OF_RECIPIENT[recipient] for step in steps for recipient in step.informs}
