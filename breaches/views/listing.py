"""The list of cases: narrowed, searched, turned page by page, taken away as CSV."""

import datetime as dt
from typing import Any

from django.core.paginator import Page
from django.db.models import Prefetch
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from breaches.export import lines, standing_of
from breaches.filters import CaseFilter
from breaches.models import Case, CaseFinding
from breaches.querysets import CaseQuerySet
from breaches.services.exports import record_export
from people.acting import CASE_HANDLERS, ActingRequest, for_roles
from policies.rules.meanings import FINDINGS
from policies.rules.words import Finding
from web.dates import when_in_words
from web.paging import CappedPaginator

PAGE_SIZE = 25
AT_A_TIME = 500


@require_safe
@for_roles(*CASE_HANDLERS)
def case_list(request: ActingRequest) -> HttpResponse:
    """The cases this person may know of, newest first."""
    chosen = _filter(request)
    paginator = CappedPaginator(_for_lines(chosen.qs), PAGE_SIZE)
    page: Page[Case] = paginator.get_page(request.GET.get("page"))
    context = {
        "filter": chosen,
        "filtering": any(request.GET.get(name) for name in chosen.filters),
        "page": page,
        "lines": [_line(case, today=request.acting.today) for case in page],
        "page_numbers": list(paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
        "query": request.GET.urlencode(),
    }
    return render(request, "breaches/case_list.html", context)


@require_safe
@for_roles(*CASE_HANDLERS)
def case_export(request: ActingRequest) -> HttpResponseBase:
    """Every case of the narrowed list as CSV; what was asked is put on record before the first line leaves."""
    acting = request.acting
    chosen = _filter(request)
    said = chosen.form.cleaned_data if chosen.form.is_valid() else {}
    asked = {name: str(getattr(value, "pk", value)) for name, value in said.items() if value and name != "q"}
    record_export(by=acting.user, now=acting.now, school=acting.school, asked=asked)
    cases = _for_lines(chosen.qs).iterator(chunk_size=AT_A_TIME)
    response = StreamingHttpResponse(lines(cases), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="cases-{acting.today:%Y-%m-%d}.csv"'
    return response


def _line(case: Case, *, today: dt.date) -> dict[str, Any]:
    due = case.next_due_on
    return {
        "case": case,
        "findings": "; ".join(FINDINGS[Finding(one.finding)].name for one in standing_of(case)) or "None standing",
        "when": when_in_words(due, today=today) if due else "",
        "late": due is not None and due <= today,
    }


def _filter(request: ActingRequest) -> CaseFilter:
    acting = request.acting
    cases = Case.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)
    return CaseFilter(request.GET, cases=cases, school=acting.school, reader=acting.user, today=acting.today)


def _for_lines(cases: CaseQuerySet) -> CaseQuerySet:
    standing = CaseFinding.objects.filter(withdrawn_at__isnull=True)
    return cases.select_related("subject", "incident").prefetch_related(
        Prefetch("findings", queryset=standing, to_attr="standing")
    )
