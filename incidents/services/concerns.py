"""The register of low-level concerns: entries are added and looked at together, never changed."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from audit.services import record
from incidents.models import LowLevelConcern, StaffReport
from people.models import Capacity, Person, User

# What a member of staff told of their own contact, by the kind of their report: the report itself holds the rest.
OWN_CONTACT = {
    StaffReport.Kind.FRIEND_REQUEST: "a friend request or a message",
    StaffReport.Kind.EXCEPTIONAL_CONTACT: "contact with a parent from a personal account",
    StaffReport.Kind.CLOSURE_CONTACT: "contact while the school was closed",
}


@transaction.atomic
def note_self_report(*, by: User, now: dt.datetime, report: StaffReport) -> LowLevelConcern | None:
    """Put a neutral entry beside what a member of staff told of their own contact; asked again, give the same entry.

    None where the report is of something else, of a colleague, or of somebody who is not staff. Nothing the writer
    said is copied: whoever may read the report reads it there.
    """
    kind = StaffReport.Kind(report.kind)
    if kind not in OWN_CONTACT or report.who == StaffReport.Who.COLLEAGUE:
        return None
    if there := LowLevelConcern.objects.filter(report=report).first():
        return there
    about = Person.objects.get(school=report.school, user=report.reported_by)
    if not about.capacities.filter(capacity=Capacity.STAFF).exists():
        return None
    entry = LowLevelConcern.objects.create(
        school=report.school,
        about=about,
        happened_on=report.happened_on or timezone.localdate(report.reported_at),
        words=f"They told the school of this themselves: {OWN_CONTACT[kind]}.",
        report=report,
        recorded_by=by,
        recorded_at=now,
        form_token=report.form_token,
    )
    record(school=report.school, by=by, now=now, action="concern.noted", row=entry, after={"report": report.pk})
    return entry
