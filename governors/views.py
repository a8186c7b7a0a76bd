"""What governors see: reviews due, figures, their schools, and packs for meetings."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from governors.charts import build_figures_page, draw_terms
from governors.figures import FiguresScope
from governors.forms import PackForm, ReviewFilter
from governors.models import GovernorPack
from governors.querysets import GovernorPackQuerySet
from governors.reviews_due import ReviewCounts, build_calendar, count_due, load_review_rows
from governors.schools import find_schools_where_may, find_viewer, load_school_rows
from governors.services import make_pack, read_pack
from governors.suppression import LEAST
from governors.terms import find_ended_periods, find_period
from people.acting import Acting, ActingRequest, requires
from people.models import TermDates
from people.permissions import Action
from policies.own_words import get_wordings
from policies.readers.querysets import count_shares_by_school
from web.pdf import as_pdf
from web.submit import form_page, refusals_as_messages, refusals_on


@require_safe
@requires(Action.READ_REVIEWS)
def reviews(request: ActingRequest) -> HttpResponse:
    acting = request.acting
    terms = list(acting.school.terms.all())
    term = find_period(terms, today=acting.today)
    rows = load_review_rows(acting.user, acting.school, today=acting.today, term=term)
    form = ReviewFilter(request.GET, rows=rows)
    rows_to_show = form.filter_rows()
    due = count_due({acting.school.pk: term}, today=acting.today).get(acting.school.pk, ReviewCounts())
    share = count_shares_by_school([acting.school], on=acting.today).get(acting.school.pk)
    context: dict[str, Any] = {
        "rows": rows_to_show,
        "has_policies": bool(rows),
        "filter": form,
        "term": term,
        "due": due,
        "all_well": due == ReviewCounts() and all(row.is_approved for row in rows),
        "read_percent": 100 * share.read // share.asked if share else None,
        "records_approvals": acting.may(Action.RECORD_APPROVAL),
        "records_reviews": acting.may(Action.RECORD_REVIEW),
        "has_schools": len(find_schools_where_may(Action.READ_REVIEWS, acting)) > 1,
        "may_make_pack": acting.may(Action.MAKE_GOVERNORS_PACK),
    }
    if acting.may(Action.READ_FIGURES):
        context["sees_figures"] = True
        context["by_term"] = draw_terms(_list_ended_terms(acting, terms))
    if request.GET.get("view") == "calendar":
        context["calendar"] = build_calendar(rows_to_show, today=acting.today)
    return render(request, "governors/reviews.html", context)


@require_safe
@requires(Action.READ_FIGURES)
def figures(request: ActingRequest) -> HttpResponse:
    terms = _list_ended_terms(request.acting, request.acting.school.terms.all())
    latest = terms[0] if terms else None
    scope = next((scope for scope in terms if scope.period.key == request.GET.get("term")), latest)
    context = {
        "page": build_figures_page(scope, get_wordings(request.acting.school), terms=terms) if scope else None,
        "term": scope.period if scope else None,
        "terms": [scope.period for scope in terms],
        "is_bound": find_viewer(request.acting.school, request.acting) is not None,
        "least": LEAST,
    }
    return render(request, "governors/figures.html", context)


@require_safe
@requires(Action.READ_REVIEWS)
def schools(request: ActingRequest) -> HttpResponse:
    return render(request, "governors/schools.html", {"rows": load_school_rows(request.acting), "least": LEAST})


def _list_ended_terms(acting: Acting, terms: Iterable[TermDates]) -> list[FiguresScope]:
    """The terms of the school that are over, the latest first, as this user may have them counted."""
    viewer = find_viewer(acting.school, acting)
    return [
        FiguresScope(acting.school.pk, period, today=acting.today, viewer=viewer)
        for period in find_ended_periods(terms, today=acting.today)
    ]


@require_safe
@requires(Action.MAKE_GOVERNORS_PACK)
def pack_list(request: ActingRequest) -> HttpResponse:
    acting = request.acting
    opens = acting.may(Action.READ_GOVERNORS_PACK) and find_viewer(acting.school, acting) is None
    context = {"packs": _visible_packs(request), "opens": opens}
    return render(request, "governors/pack_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.MAKE_GOVERNORS_PACK)
def pack_add(request: ActingRequest) -> HttpResponse:
    acting = request.acting
    form = PackForm(request.POST or None, today=acting.today)
    if form.is_valid():
        with refusals_on(form):
            make_pack(by=acting.user, now=acting.now, school=acting.school, **form.cleaned_data)
            messages.success(request, "The pack is made and kept.")
            return redirect("governors:pack_list")
    return form_page(
        request,
        form,
        heading="Make a pack",
        lead="It says how things stand today, and is kept as it is. Make it again if much changes before the meeting.",
        cancel_url=reverse("governors:pack_list"),
        back="Back to packs",
    )


@require_safe
@requires(Action.READ_GOVERNORS_PACK)
def pack_pdf(request: ActingRequest, pk: int) -> HttpResponse:
    """The PDF, exactly as sealed. Reading it is put on record.

    It holds governors' figures, so whoever handles the school's cases too, and could compare, does not open it here.
    """
    acting = request.acting
    pack = get_object_or_404(_visible_packs(request).select_related("school"), pk=pk)
    if find_viewer(acting.school, acting):
        raise PermissionDenied
    with refusals_as_messages(request):
        content = read_pack(by=acting.user, now=acting.now, pack=pack)
        name = f"governors-{pack.meeting_on:%Y-%m-%d}.pdf"
        return as_pdf(content, name=name, is_download="download" in request.GET)
    return redirect("governors:pack_list")


def _visible_packs(request: ActingRequest) -> GovernorPackQuerySet:
    acting = request.acting
    return GovernorPack.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)
