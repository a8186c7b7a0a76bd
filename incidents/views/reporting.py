"""Making a report, and one's own reports."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from incidents.forms.reports import AddToReportForm, ReportForm
from incidents.report_findings import Kind
from incidents.report_loading import own_report, own_reports
from incidents.report_pages import answer_shown, notices_shown, readers_in_words, report_title, rows_of, why_not_asked
from incidents.report_words import ASKS, MEANS
from incidents.services.reports import ReportRefused, add_to_report
from incidents.services.reports import report as make_report
from people.acting import Acting, ActingRequest, requires_any_role
from people.models import CAPACITY_OF_ROLE, Person
from people.permissions import Action
from policies.rules.words import Party
from policies.stored_packs import find_answering_draft
from web.paging import page_of
from web.text import whole_number

PAGE_SIZE = 25
FOUND_AT_MOST = 10


@require_safe
@requires_any_role
def report_start(request: ActingRequest) -> HttpResponse:
    """What one may report, each kind a page of its own."""
    kinds = [(kind, MEANS[kind]) for kind in Kind]
    return render(request, "incidents/reports/start.html", {"kinds": kinds})


@require_http_methods(["GET", "HEAD", "POST"])
@requires_any_role
def report_new(request: ActingRequest, kind: str) -> HttpResponse:
    """One short form; looking somebody up in the register keeps what is typed and sends nothing."""
    if kind not in set(Kind):
        raise Http404
    if request.method != "POST":
        return _show(request, Kind(kind), _form(request.acting, Kind(kind)))
    if "find" in request.POST:
        return _show(request, Kind(kind), _form(request.acting, Kind(kind), typed=request.POST))
    form = _form(request.acting, Kind(kind), request.POST)
    made = _made(request.acting, form) if form.is_valid() else None
    if made is None:
        return _show(request, Kind(kind), form)
    return redirect("incidents:my_report", pk=made)


@require_safe
@requires_any_role
def my_reports(request: ActingRequest) -> HttpResponse:
    """What one reported, when it was read, and what became of it."""
    page = page_of(request, own_reports(request.acting), size=PAGE_SIZE)
    context = {
        "page": page,
    }
    return render(request, "incidents/reports/mine.html", context)


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
        return redirect("incidents:my_report", pk=report.pk)
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
    return render(request, "incidents/reports/mine_one.html", context)


def _made(acting: Acting, form: ReportForm) -> int | None:
    """The number of the report that was kept; none where it is refused, and then the form says why."""
    try:
        return make_report(
            by=acting.user,
            now=acting.now,
            school=acting.school,
            party=Party(CAPACITY_OF_ROLE[acting.role]),
            telling=form.telling(),
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


def _show(request: ActingRequest, kind: Kind, form: ReportForm) -> HttpResponse:
    context = {"kind": kind, "asks": ASKS[kind], "form": form}
    return render(request, "incidents/reports/new.html", context)
