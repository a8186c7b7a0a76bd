"""What people at the schools of the demonstration reported, and what became of it."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from demo.moments import Moment
from people.models import CAPACITY_OF_ROLE, Membership, Role
from policies.rules.words import Party
from reports.models import StaffReport
from reports.policy_answer import Kind, ReportInput, who_may_read
from reports.services import make_report, read_report, say_outcome

Said = Mapping[str, Any]
TOLD = ("who", "described", "tie", "way", "response", "platform", "words", "could_harm", "about_headteacher")
HAPPENING = frozenset({Kind.FRIEND_REQUEST, Kind.THIRD_PARTY_POST, Kind.SCHOOL_ACCOUNT})


def load_report(said: Said, *, now: dt.datetime) -> StaffReport:
    """Make one report, and read and answer it where that has been done."""
    held = Membership.objects.select_related("user", "school").get(user__name=said["by"], school__slug=said["school"])
    moment = Moment(held.user, now, said["ago"])
    told = {field: said[field] for field in TOLD if field in said}
    happened_on = moment.today if said["kind"] in HAPPENING else None
    made = make_report(
        by=moment.by,
        now=moment.now,
        school=held.school,
        party=Party(CAPACITY_OF_ROLE[Role(held.role)]),
        report_input=ReportInput(kind=Kind(said["kind"]), happened_on=happened_on, **told),
        form_token=uuid.uuid4(),
    )
    if "read" in said:
        made = _read(made, said, now=now)
    return made


def _read(made: StaffReport, said: Said, *, now: dt.datetime) -> StaffReport:
    reader = Moment(who_may_read(made, on=now.date())[0].user, now, said["read"])
    read = read_report(by=reader.by, now=reader.now, report=made)
    if "answered" not in said:
        return read
    return say_outcome(
        by=reader.by,
        now=reader.now,
        report=read,
        revision=read.revision,
        outcome=StaffReport.Outcome(said["answered"]["outcome"]),
        line=said["answered"]["line"],
    )
