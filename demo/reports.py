"""What people at the schools of the demonstration reported, and what became of it."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from demo.schools import Moment
from people.models import CAPACITY_OF_ROLE, Membership, Role
from policies.rules.words import Party
from reports.models import StaffReport
from reports.policy_answer import Kind, ReportInput, who_may_read
from reports.services import make_report, read_report, say_outcome

Row = Mapping[str, Any]
FIELDS = ("who", "described", "tie", "way", "response", "platform", "words", "could_harm", "about_headteacher")
HAPPENING = frozenset({Kind.FRIEND_REQUEST, Kind.THIRD_PARTY_POST, Kind.SCHOOL_ACCOUNT})


def load_report(row: Row, *, now: dt.datetime) -> StaffReport:
    member = Membership.objects.select_related("user", "school").get(user__name=row["by"], school__slug=row["school"])
    moment = Moment(member.user, now, row["ago"])
    fields = {field: row[field] for field in FIELDS if field in row}
    happened_on = moment.today if row["kind"] in HAPPENING else None
    report = make_report(
        by=moment.by,
        now=moment.now,
        school=member.school,
        party=Party(CAPACITY_OF_ROLE[Role(member.role)]),
        report_input=ReportInput(kind=Kind(row["kind"]), happened_on=happened_on, **fields),
        form_token=uuid.uuid4(),
    )
    if "read" in row:
        report = _read_and_answer(report, row, now=now)
    return report


def _read_and_answer(report: StaffReport, row: Row, *, now: dt.datetime) -> StaffReport:
    reader = Moment(who_may_read(report, on=now.date())[0].user, now, row["read"])
    report = read_report(by=reader.by, now=reader.now, report=report)
    if "answered" not in row:
        return report
    return say_outcome(
        by=reader.by,
        now=reader.now,
        report=report,
        revision=report.revision,
        outcome=StaffReport.Outcome(row["answered"]["outcome"]),
        line=row["answered"]["line"],
    )
