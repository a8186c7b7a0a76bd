"""Staff reports with something nobody has read: at once where the policy says so, and again after two school days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from django.db.models import OuterRef, Q, Subquery

from people.calendar import LONDON
from people.models import User
from reminders.lookup import in_batches, waited_by
from reminders.models import Reminder
from reports.models import ReportAddition, StaffReport
from reports.policy_answer import find_recipients
from reports.querysets import StaffReportQuerySet
from web.dates import reminder_stage

FIRST, ADDED = "when it was made", "when it was added to"


def find(on: dt.date) -> Iterator[Reminder]:
    """A reminder of each unread report or addition from its day, and of each that has waited long enough."""
    for reports in in_batches(_unread().select_related("school", "person").order_by("pk").iterator()):
        since = waited_by({one.pk: (one.school_id, _waits_since(one)) for one in reports})
        told = _told_of(reports)
        untold = {
            report: [stage for stage in _stages(report, since[report.pk], on) if (report.pk, *stage) not in told]
            for report in reports
        }
        to = find_recipients([report for report, stages in untold.items() if stages], on=on)
        for report, stages in untold.items():
            for user in to.get(report.pk, ()):
                yield from (_reminder(report, user, due_on=due_on, stage=stage) for due_on, stage in stages)


def standing(user: User, reminders: Sequence[Reminder], on: dt.date) -> list[Reminder]:
    """Those whose report still has something unread, and is the user's to read."""
    led = StaffReport.objects.readable_by(user, on=on).filter(pk__in=[one.thing for one in reminders])
    found = set(_unread().filter(pk__in=led.values("pk")).values_list("pk", flat=True))
    return [one for one in reminders if one.thing in found]


def _unread() -> StaffReportQuerySet:
    """Reports that nobody read, and those added to since; `added_at` is when the first addition was made."""
    additions = ReportAddition.objects.filter(read_at__isnull=True)
    unread = Q(read_at__isnull=True) | Q(pk__in=additions.values("report"))
    first = additions.filter(report=OuterRef("pk")).order_by("at")
    return StaffReport.objects.filter(unread).annotate(added_at=Subquery(first.values("at")[:1]))


def _waits_since(report: StaffReport) -> dt.datetime:
    added_at: dt.datetime = report.added_at  # type: ignore[attr-defined]  # see _unread
    return added_at if report.read_at else report.reported_at


def _stages(report: StaffReport, again_on: dt.date, on: dt.date) -> list[tuple[dt.date, str]]:
    first = (_waits_since(report).astimezone(LONDON).date(), ADDED if report.read_at else FIRST)
    return [first, (again_on, reminder_stage(again_on, on=on))] if again_on <= on else [first]


def _told_of(reports: Sequence[StaffReport]) -> set[tuple[int, dt.date, str]]:
    """The stages of these reports that somebody was told of: who is to be told is asked once for each."""
    told = Reminder.objects.filter(kind=Reminder.Kind.REPORT, thing__in=[one.pk for one in reports])
    return set(told.values_list("thing", "due_on", "stage"))


def _reminder(report: StaffReport, user: User, *, due_on: dt.date, stage: str) -> Reminder:
    return Reminder(
        kind=Reminder.Kind.REPORT,
        school_id=report.school_id,
        to_id=user.pk,
        thing=report.pk,
        due_on=due_on,
        stage=stage,
        at_once=report.at_once and stage == FIRST,
    )
