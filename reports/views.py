"""Pages of staff reports: making one, one's own, and those of others to deal with."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.models import Incident
from people.acting import Acting, ActingRequest, requires, requires_any_role
from people.models import CAPACITY_OF_ROLE, Person
from people.permissions import Action
from policies.rules.words import Party
from policies.stored_packs import find_answering_draft
from reports.concerns.services import OWN_CONTACT
from reports.forms import KIND_HINTS, AddToReportForm, OutcomeForm, ReportFilter, ReportForm
from reports.models import StaffReport
from reports.pages import explain_no_answer, list_notices, list_rows, name_readers, present_answer, report_title
from reports.policy_answer import Kind
from reports.querysets import StaffReportQuerySet
from reports.services import (
    add_to_report,
    make_report,
    may_become_incident,
    read_report,
    say_outcome,
    start_incident,
    tells_parents,
)
from web.paging import page_of
from web.submit import form_page, refusals_as_messages, refusals_on

EARLIER_AT_MOST = 10


@require_safe
@requires_any_role
def report_start(request: ActingRequest) -> HttpResponse:
    kinds = [(kind, KIND_HINTS[kind]) for kind in Kind]
    return render(request, "reports/start.html", {"kinds": kinds})


@require_http_methods(["GET", "HEAD", "POST"])
@requires_any_role
def report_new(request: ActingRequest, kind: str) -> HttpResponse:
    """One short form; looking somebody up in the register keeps what is typed and sends nothing."""
    if kind not in set(Kind):
        raise Http404
    acting = request.acting
    form = _build_form(acting, Kind(kind), request.POST)
    if form.is_valid():
        with refusals_on(form):
            report = make_report(
                by=acting.user,
                now=acting.now,
                school=acting.school,
                party=Party(CAPACITY_OF_ROLE[acting.role]),
                report_input=form.report_input(),
                form_token=form.cleaned_data["form_token"],
            )
            return redirect("reports:my_report", pk=report.pk)
    return form_page(
        request,
        form,
        heading=form.kind.label,
        cancel_url=reverse("reports:report_start"),
        template="reports/new.html",
        lead=form.spec.lead,
    )


@require_safe
@requires_any_role
def my_reports(request: ActingRequest) -> HttpResponse:
    return render(request, "reports/mine.html", {"page": page_of(request, own_reports(request.acting))})


@require_http_methods(["GET", "HEAD", "POST"])
@requires_any_role
def my_report(request: ActingRequest, pk: int) -> HttpResponse:
    acting = request.acting
    report = get_object_or_404(own_reports(acting).with_details(), pk=pk)
    form = AddToReportForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            add_to_report(by=acting.user, now=acting.now, report=report, **form.cleaned_data)
            messages.success(request, "What you added is kept.")
            return redirect("reports:my_report", pk=pk)
    recipients, others = name_readers(report, on=acting.today)
    return form_page(
        request,
        form,
        heading=report_title(report),
        cancel_url=reverse("reports:my_reports"),
        template="reports/mine_one.html",
        recipients=recipients,
        others=others,
        **_show_report(acting, report, to_writer=True),
    )


@require_safe
@requires(Action.READ_REPORTS)
def report_list(request: ActingRequest) -> HttpResponse:
    rows = reports_to_read(request.acting).unread_first().select_related("reported_by", "person")
    list_filter = ReportFilter(request.GET, rows=rows)
    context = {
        "filter": list_filter,
        "page": page_of(request, list_filter.qs),
        "may_read_concerns": request.acting.may(Action.READ_CONCERNS),
    }
    return render(request, "reports/list.html", context)


@require_safe
@requires(Action.READ_REPORTS)
def report_relationships(request: ActingRequest) -> HttpResponse:
    reports = reports_to_read(request.acting).prior_relationships().select_related("reported_by", "person")
    context = {"page": page_of(request, reports.order_by("reported_by__name", "-reported_at", "-pk"))}
    return render(request, "reports/relationships.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.READ_REPORTS)
def report(request: ActingRequest, pk: int) -> HttpResponse:
    """One report, whole: opening it goes on record; and the line that tells its writer what became of it."""
    acting = request.acting
    report = _get_report_to_read(acting, pk)
    if request.method != "POST":
        read_report(by=acting.user, now=acting.now, report=report)
        # What was read is fetched again, with the moment of its first reading.
        report = _get_report_to_read(acting, pk)
    form = OutcomeForm(request.POST or None, report=report)
    if form.is_valid():
        with refusals_on(form):
            say_outcome(
                by=acting.user,
                now=acting.now,
                report=report,
                revision=form.cleaned_data["revision"],
                outcome=form.cleaned_data["outcome"],
                line=form.cleaned_data["line"],
            )
            messages.success(request, "Your line is kept. The person who reported this can read it now.")
            return redirect("reports:report", pk=pk)
    of_writer = reports_to_read(acting).filter(reported_by=report.reported_by).exclude(pk=pk)
    return form_page(
        request,
        form,
        heading=report_title(report),
        cancel_url=reverse("reports:report_list"),
        template="reports/one.html",
        same_person=_find_reports_of_same_person(of_writer, report),
        earlier=of_writer.exclude(kind=Kind.PRIOR_RELATIONSHIP)[:EARLIER_AT_MOST],
        relationships=of_writer.prior_relationships()[:EARLIER_AT_MOST],
        **_show_report(acting, report, to_writer=False),
        **_show_incident(acting, report),
    )


@require_POST
@requires(Action.LOG_INCIDENT)
def report_incident(request: ActingRequest, pk: int) -> HttpResponse:
    acting = request.acting
    report = _get_report_to_read(acting, pk)
    with refusals_as_messages(request):
        draft = start_incident(by=acting.user, now=acting.now, report=report)
        messages.success(request, "A draft is begun with what was told. Check every page: nothing is logged yet.")
        return redirect("incidents:log_check", pk=draft.pk)
    return redirect("reports:report", pk=pk)


def own_reports(acting: Acting) -> StaffReportQuerySet:
    return StaffReport.objects.written_by(acting.user).at_school(acting.school)


def reports_to_read(acting: Acting) -> StaffReportQuerySet:
    """The reports of others that this person reads and deals with, at the school they act at."""
    return StaffReport.objects.readable_by(acting.user, on=acting.today).at_school(acting.school)


def _get_report_to_read(acting: Acting, pk: int) -> StaffReport:
    return get_object_or_404(reports_to_read(acting).with_details(), pk=pk)


def _show_report(acting: Acting, report: StaffReport, *, to_writer: bool) -> dict[str, Any]:
    return {
        "report": report,
        "rows": list_rows(report),
        "answer": present_answer(report, to_writer=to_writer),
        "notices": list_notices(report, today=acting.today),
        "not_asked": explain_no_answer(report),
    }


def _find_reports_of_same_person(of_writer: QuerySet[StaffReport], report: StaffReport) -> set[int]:
    """The writer’s reports about the same entry of the register; words are for a person to match."""
    if report.person_id is None:
        return set()
    return set(of_writer.filter(person=report.person_id).values_list("pk", flat=True))


def _show_incident(acting: Acting, report: StaffReport) -> dict[str, Any]:
    """The incident begun from the report as far as this person may know of it, else whether to offer one."""
    incident = report.incident
    if incident is None or incident.status == Incident.Status.DISCARDED:
        return {
            "offers_incident": may_become_incident(report),
            "is_own_contact": report.kind in OWN_CONTACT,
            "tells_parents": tells_parents(report),
        }
    if Incident.objects.visible_to(acting.user, on=acting.today).filter(pk=incident.pk).exists():
        return {"incident": incident}
    if Incident.objects.visible_if_logged(acting.user, on=acting.today).filter(pk=incident.pk).exists():
        return {"begun_by": incident.started_by.name}
    return {}


def _build_form(acting: Acting, kind: Kind, typed: QueryDict) -> ReportForm:
    """The form as sent; blank where nothing was, and as typed so far where somebody looks into the register."""
    has_register = acting.may(Action.LOOK_UP_PEOPLE)
    is_search = "find" in typed
    return ReportForm(
        None if is_search else typed or None,
        kind=kind,
        today=acting.today,
        matches=_find_people(acting, typed) if has_register else (),
        has_register=has_register,
        has_draft=find_answering_draft(acting.school) is not None,
        initial={name: value for name, value in typed.items() if name != "csrfmiddlewaretoken"} if is_search else None,
    )


def _find_people(acting: Acting, typed: QueryDict) -> list[Person]:
    register = Person.objects.visible_to(acting.user, on=acting.today).filter(school=acting.school)
    return register.matches(typed.get("q", ""), key=typed.get("person", ""))
