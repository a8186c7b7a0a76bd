"""What a request may see of reports, loaded once for every view."""

from django.shortcuts import get_object_or_404

from people.acting import Acting
from reports.models import StaffReport
from reports.querysets import StaffReportQuerySet


def own_reports(acting: Acting) -> StaffReportQuerySet:
    """The reports this person made at the school they act at."""
    return StaffReport.objects.written_by(acting.user).at_school(acting.school)


def own_report(acting: Acting, pk: int) -> StaffReport:
    """A report of one's own, or 404."""
    return get_object_or_404(_told(own_reports(acting)), pk=pk)


def reports_to_read(acting: Acting) -> StaffReportQuerySet:
    """The reports of others that this person leads on, at the school they act at."""
    return StaffReport.objects.readable_by(acting.user, on=acting.today).at_school(acting.school)


def report_to_read(acting: Acting, pk: int) -> StaffReport:
    """A report of somebody else to lead on, or 404."""
    return get_object_or_404(_told(reports_to_read(acting)), pk=pk)


def _told(reports: StaffReportQuerySet) -> StaffReportQuerySet:
    """With everything that the pages of one report show, fetched at once."""
    return reports.select_related(
        "school", "reported_by", "person", "read_by", "outcome_by", "version__policy", "incident__started_by"
    ).prefetch_related("additions")
