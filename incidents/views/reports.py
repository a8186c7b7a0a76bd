"""The reports of others, for those who lead on them."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.forms.reports import OutcomeForm
from incidents.loading import incidents_of
from incidents.models import Incident, StaffReport
from incidents.report_findings import Kind
from incidents.report_loading import report_to_read, reports_to_read
from incidents.report_pages import answer_shown, notices_shown, report_title, rows_of, why_not_asked
from incidents.services.report_incidents import OWN_CONTACT, has_parents_told, may_become_incident, start_incident
from incidents.services.reports import AnotherIncident, NothingSaid, StaleReport, read_report, say_outcome
from people.acting import Acting, ActingRequest, requires
from people.permissions import Action
from web.paging import page_of

PAGE_SIZE = 25
EARLIER_AT_MOST = 10
SHOWN = {"all": "Unread and read", "unread": "Unread", "read": "Read"}


@require_safe
@requires(Action.READ_REPORTS)
def report_list(request: ActingRequest) -> HttpResponse:
    """The reports to read, the unread first."""
    kind, show = request.GET.get("kind", ""), request.GET.get("show", "all")
    kind, show = kind if kind in set(Kind) else "", show if show in SHOWN else "all"
    found = reports_to_read(request.acting)
    if kind:
        found = found.filter(kind=kind)
    if show != "all":
        found = found.filter(read_at__isnull=show == "unread")
    context = {
        "page": page_of(request, found.unread_first().select_related("reported_by", "person"), size=PAGE_SIZE),
        "kind": kind,
        "kinds": Kind.choices,
        "show": show,
        "shown": SHOWN,
        "filtering": bool(kind) or show != "all",
        "may_read_concerns": request.acting.may(Action.READ_CONCERNS),
    }
    return render(request, "incidents/reports/list.html", context)


@require_safe
@requires(Action.READ_REPORTS)
def report_relationships(request: ActingRequest) -> HttpResponse:
    """Who told the school that they already know a pupil or a parent."""
    found = reports_to_read(request.acting).prior_relationships().select_related("reported_by", "person")
    context = {"page": page_of(request, found.order_by("reported_by__name", "-reported_at", "-pk"), size=PAGE_SIZE)}
    return render(request, "incidents/reports/relationships.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.READ_REPORTS)
def report(request: ActingRequest, pk: int) -> HttpResponse:
    """One report, whole: opening it goes on record; and the line that tells its writer what became of it."""
    acting = request.acting
    found = report_to_read(acting, pk)
    if request.method != "POST":
        read_report(by=acting.user, now=acting.now, report=found)
        # What was read is fetched again, with the moment of its first reading.
        found = report_to_read(acting, pk)
        return _show(request, found, OutcomeForm(report=found))
    form = OutcomeForm(request.POST, report=found)
    if form.is_valid() and _answered(acting, found, form):
        messages.success(request, "Your line is kept. The person who reported this can read it now.")
        return redirect("incidents:report", pk=found.pk)
    return _show(request, found, form)


@require_POST
@requires(Action.LOG_INCIDENT)
def report_incident(request: ActingRequest, pk: int) -> HttpResponse:
    """Begin a draft from a report, and go on to fill it in."""
    acting = request.acting
    found = report_to_read(acting, pk)
    try:
        draft = start_incident(by=acting.user, now=acting.now, report=found)
    except AnotherIncident as refused:
        messages.error(request, str(refused))
        return redirect("incidents:report", pk=found.pk)
    messages.success(request, "A draft is begun with what was told. Check every page: nothing is logged yet.")
    return redirect("incidents:log_check", pk=draft.pk)


def _answered(acting: Acting, found: StaffReport, form: OutcomeForm) -> bool:
    """Whether what became of the report is kept; if not, the form says why."""
    try:
        say_outcome(
            by=acting.user,
            now=acting.now,
            report=found,
            revision=form.cleaned_data["revision"],
            outcome=StaffReport.Outcome(form.cleaned_data["outcome"]),
            line=form.cleaned_data["line"],
        )
    except StaleReport as refused:
        form.take_revision(found.revision)
        form.add_error(None, str(refused))
        return False
    except NothingSaid as refused:
        form.add_error("line", str(refused))
        return False
    return True


def _show(request: ActingRequest, found: StaffReport, form: OutcomeForm) -> HttpResponse:
    acting = request.acting
    of_writer = reports_to_read(acting).filter(reported_by=found.reported_by).exclude(pk=found.pk)
    context = {
        "report": found,
        "title": report_title(found),
        "rows": rows_of(found),
        "answer": answer_shown(found, to_writer=False),
        "notices": notices_shown(found, today=acting.today),
        "not_asked": why_not_asked(found),
        "same_person": _about_the_same(of_writer, found),
        "earlier": of_writer.exclude(kind=Kind.PRIOR_RELATIONSHIP)[:EARLIER_AT_MOST],
        "relationships": of_writer.prior_relationships()[:EARLIER_AT_MOST],
        "form": form,
        **_incident_of(acting, found),
    }
    return render(request, "incidents/reports/one.html", context)


def _about_the_same(of_writer: QuerySet[StaffReport], found: StaffReport) -> set[int]:
    """The writer’s reports about the same entry of the register; words are for a person to match."""
    if found.person_id is None:
        return set()
    return set(of_writer.filter(person=found.person_id).values_list("pk", flat=True))


def _incident_of(acting: Acting, found: StaffReport) -> dict[str, Any]:
    """The incident begun from the report as far as this person may know of it, else whether to offer one."""
    begun = found.incident
    if begun is None or begun.status == Incident.Status.DISCARDED:
        return {
            "offers_incident": may_become_incident(found),
            "is_own_contact": found.kind in OWN_CONTACT,
            "has_parents_told": has_parents_told(found),
        }
    if incidents_of(acting).filter(pk=begun.pk).exists():
        return {"incident": begun}
    could_lead = Incident.objects.that_could_be_led_by(acting.user, on=acting.today).filter(pk=begun.pk)
    return {"begun_by": begun.started_by.name if could_lead.exists() else ""}
