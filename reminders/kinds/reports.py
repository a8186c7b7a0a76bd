"""Staff reports with something nobody has read: at once where the policy says so, and again after two school days."""

import datetime as dt
from collections.abc import Iterator, Sequence

from django.db.models import OuterRef, Q, Subquery

from people.calendar import LONDON
from people.models import User
from reminders.lookup import find_ends_of_wait, in_batches
from reminders.models import Reminder
from reports.models import ReportAddition, StaffReport
from reports.policy_answer import find_recipients
from reports.querysets import StaffReportQuerySet
from web.dates import reminder_stage

FIRST, ADDED = "when it was made", "when it was added to"


def find_due(on: dt.date) -> Iterator[Reminder]:
    """A reminder of each unread report or addition from its day, and of each that has waited long enough."""
    for reports in in_batches(_unread().select_related("school", "person").order_by("pk").iterator()):
        again_on = find_ends_of_wait({report.pk: (report.school_id, _waits_since(report)) for report in reports})
        stored = _load_stored_stages(reports)
        new_stages = {
            report: [stage for stage in _stages(report, again_on[report.pk], on) if (report.pk, *stage) not in stored]
            for report in reports
        }
        users = find_recipients([report for report, stages in new_stages.items() if stages], on=on)
        for report, stages in new_stages.items():
            for user in users.get(report.pk, ()):
                yield from (_make_reminder(report, user, due_on=due_on, stage=stage) for due_on, stage in stages)


def filter_still_due(user: User, reminders: Sequence[Reminder], on: dt.date) -> list[Reminder]:
    """Those whose report still has something unread, and is the user's to read."""
    led = StaffReport.objects.readable_by(user, on=on).filter(pk__in=[reminder.object_id for reminder in reminders])
    theirs = set(_unread().filter(pk__in=led.values("pk")).values_list("pk", flat=True))
    return [reminder for reminder in reminders if reminder.object_id in theirs]


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


def _load_stored_stages(reports: Sequence[StaffReport]) -> set[tuple[int, dt.date, str]]:
    """The stages of these reports that have reminders already: whom to remind is worked out once for each."""
    rows = Reminder.objects.filter(kind=Reminder.Kind.REPORT, object_id__in=[report.pk for report in reports])
    return set(rows.values_list("object_id", "due_on", "stage"))


def _make_reminder(report: StaffReport, user: User, *, due_on: dt.date, stage: str) -> Reminder:
    return Reminder(
        kind=Reminder.Kind.REPORT,
        school_id=report.school_id,
        to_id=user.pk,
        object_id=report.pk,
        due_on=due_on,
        stage=stage,
        at_once=report.at_once and stage == FIRST,
    )
