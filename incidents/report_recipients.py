"""Who reads a report, and who of them is told of it."""

import datetime as dt

from incidents.models import StaffReport
from incidents.report_answers import steps_given
from people.models import CASE_ROLES, Membership, Role, User
from policies.rules.words import Recipient, Step

ROLE_OF_RECIPIENT = {Recipient.HEADTEACHER: Role.HEADTEACHER, Recipient.DEPUTY: Role.DEPUTY}
YOUNG = frozenset({StaffReport.Who.PUPIL, StaffReport.Who.FORMER_PUPIL})


def who_leads(report: StaffReport, *, on: dt.date) -> list[Membership]:
    """The roles at the report's school whose holders read it on the day, by name."""
    this = StaffReport.objects.filter(pk=report.pk)
    roles = (Role.CHAIR,) if report.about_headteacher else CASE_ROLES
    held = Membership.objects.in_force(on=on).with_roles(*roles).filter(school=report.school_id)
    by_name = held.select_related("user").order_by("user__name", "pk")
    return [one for one in by_name if this.led_by(one.user, on=on).exists()]


def recipients(report: StaffReport, *, on: dt.date) -> list[User]:
    """Whom to tell of the report on the day: never somebody who may not read it."""
    return list(dict.fromkeys(one.user for one in told_among(report, who_leads(report, on=on))))


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
