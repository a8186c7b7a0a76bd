"""Pages of staff reports: to make one, one's own, and those of others to deal with."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.models import Incident
from people.acting import Acting, ActingRequest, requires, requires_any_role
from people.models import CAPACITY_OF_ROLE, Person
from people.permissions import Action
from policies.rules.words import Party
from policies.stored_packs import find_answering_draft
from reports.forms import AddToReportForm, OutcomeForm, ReportForm
from reports.loading import own_report, own_reports, report_to_read, reports_to_read
from reports.models import StaffReport
from reports.pages import (
    FORM_SPECS,
    KIND_HINTS,
    answer_shown,
    notices_shown,
    readers_in_words,
    report_title,
    rows_of,
    why_not_asked,
)
from reports.policy_answer import Kind
from reports.services import (
    OWN_CONTACT,
    AnotherIncident,
    NothingSaid,
    ReportRefused,
    StaleReport,
    add_to_report,
    has_parents_told,
    may_become_incident,
    read_report,
    say_outcome,
    start_incident,
)
from reports.services import report as make_report
from web.paging import page_of
from web.text import whole_number

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
    return render(request, "reports/list.html", context)


@require_safe
@requires(Action.READ_REPORTS)
def report_relationships(request: ActingRequest) -> HttpResponse:
    """Who told the school that they already know a pupil or a parent."""
    found = reports_to_read(request.acting).prior_relationships().select_related("reported_by", "person")
    context = {"page": page_of(request, found.order_by("reported_by__name", "-reported_at", "-pk"), size=PAGE_SIZE)}
    return render(request, "reports/relationships.html", context)


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
        return redirect("reports:report", pk=found.pk)
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
        return redirect("reports:report", pk=found.pk)
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
    return render(request, "reports/one.html", context)


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
    visible = Incident.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)
    if visible.filter(pk=begun.pk).exists():
        return {"incident": begun}
    could_lead = Incident.objects.visible_if_logged(acting.user, on=acting.today).filter(pk=begun.pk)
    return {"begun_by": begun.started_by.name if could_lead.exists() else ""}


OWN_PAGE_SIZE = 25
FOUND_AT_MOST = 10


@require_safe
@requires_any_role
def report_start(request: ActingRequest) -> HttpResponse:
    """What one may report, each kind a page of its own."""
    kinds = [(kind, KIND_HINTS[kind]) for kind in Kind]
    return render(request, "reports/start.html", {"kinds": kinds})


@require_http_methods(["GET", "HEAD", "POST"])
@requires_any_role
def report_new(request: ActingRequest, kind: str) -> HttpResponse:
    """One short form; looking somebody up in the register keeps what is typed and sends nothing."""
    if kind not in set(Kind):
        raise Http404
    if request.method != "POST":
        return _show_new(request, Kind(kind), _form(request.acting, Kind(kind)))
    if "find" in request.POST:
        return _show_new(request, Kind(kind), _form(request.acting, Kind(kind), typed=request.POST))
    form = _form(request.acting, Kind(kind), request.POST)
    made = _made(request.acting, form) if form.is_valid() else None
    if made is None:
        return _show_new(request, Kind(kind), form)
    return redirect("reports:my_report", pk=made)


@require_safe
@requires_any_role
def my_reports(request: ActingRequest) -> HttpResponse:
    """What one reported, when it was read, and what became of it."""
    page = page_of(request, own_reports(request.acting), size=OWN_PAGE_SIZE)
    context = {
        "page": page,
    }
    return render(request, "reports/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_any_role
def my_report(request: ActingRequest, pk: int) -> HttpResponse:
    """A report of one's own: the receipt, what the policy says, what became of it, and adding to it."""
    acting = request.acting
    report = own_report(acting, pk)
    form = AddToReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_to_report(by=acting.user, now=acting.now, report=report, **form.cleaned_data)
        messages.success(request, "What you added is kept.")
        return redirect("reports:my_report", pk=report.pk)
    told, others = readers_in_words(report, on=acting.today)
    context = {
        "report": report,
        "title": report_title(report),
        "rows": rows_of(report),
        "answer": answer_shown(report, to_writer=True),
        "notices": notices_shown(report, today=acting.today),
        "not_asked": why_not_asked(report),
        "told": told,
        "others": others,
        "form": form,
    }
    return render(request, "reports/mine_one.html", context)


def _made(acting: Acting, form: ReportForm) -> int | None:
    """The number of the report that was kept; none where it is refused, and then the form says why."""
    try:
        return make_report(
            by=acting.user,
            now=acting.now,
            school=acting.school,
            party=Party(CAPACITY_OF_ROLE[acting.role]),
            report_input=form.report_input(),
            form_token=form.cleaned_data["form_token"],
        ).pk
    except ReportRefused as refused:
        form.add_error(None, str(refused))
        return None


def _form(acting: Acting, kind: Kind, data: QueryDict | None = None, *, typed: QueryDict | None = None) -> ReportForm:
    """The form as sent, as typed so far, or blank."""
    has_register = acting.may(Action.LOOK_UP_PEOPLE)
    said = data or typed or QueryDict()
    initial: dict[str, Any] = {name: value for name, value in said.items() if name != "csrfmiddlewaretoken"}
    return ReportForm(
        data,
        kind=kind,
        today=acting.today,
        found=_found(acting, said) if has_register else (),
        has_register=has_register,
        has_draft=find_answering_draft(acting.school) is not None,
        initial=initial if typed is not None else None,
    )


def _found(acting: Acting, said: QueryDict) -> list[Person]:
    """Those of the register whose name holds the text, and the one chosen among them before."""
    register = Person.objects.visible_to(acting.user, on=acting.today).filter(school=acting.school)
    text, number = said.get("q", "").replace("\0", "").strip(), whole_number(said.get("person", ""))
    found = list(register.named_like(text)[:FOUND_AT_MOST]) if text else []
    if number is not None and number not in {one.pk for one in found}:
        found += list(register.filter(pk=number))
    return found


def _show_new(request: ActingRequest, kind: Kind, form: ReportForm) -> HttpResponse:
    context = {"kind": kind, "asks": FORM_SPECS[kind], "form": form}
    return render(request, "reports/new.html", context)
