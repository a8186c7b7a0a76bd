"""What governors see: reviews due, figures, their schools, and packs for meetings."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from governors.charts import figures_page, terms_side_by_side
from governors.figures import Asked
from governors.forms import PackForm, ReviewFilter
from governors.models import GovernorPack
from governors.packs import make_pack, read_pack
from governors.querysets import GovernorPackQuerySet
from governors.reviews_due import Due, calendar_of, due_at, review_rows
from governors.schools import held_by, kept_from, school_rows, schools_where_may
from governors.suppression import LEAST
from governors.terms import ended_periods, period_of
from people.acting import Acting, ActingRequest, requires
from people.models import TermDates
from people.permissions import Action
from policies.readers.querysets import count_shares_by_school
from web.files import FileNotKept, SealBroken
from web.pdf import PangoMissing, PdfNotMade, as_pdf


@require_safe
@requires(Action.READ_REVIEWS)
def reviews(request: ActingRequest) -> HttpResponse:
    """Every policy of the school by how soon it is to be reviewed, as a list or as a calendar of the year."""
    acting = request.acting
    terms = list(acting.school.terms.all())
    term = period_of(terms, today=acting.today)
    rows = review_rows(acting.user, acting.school, today=acting.today, term=term)
    form = ReviewFilter(request.GET, rows=rows)
    shown = form.narrowed()
    due = due_at({acting.school.pk: term}, today=acting.today).get(acting.school.pk, Due())
    share = count_shares_by_school([acting.school], on=acting.today).get(acting.school.pk)
    context: dict[str, Any] = {
        "rows": shown,
        "has_policies": bool(rows),
        "filter": form,
        "term": term,
        "due": due,
        "all_well": due == Due() and all(row.is_approved for row in rows),
        "read_percent": 100 * share.read // share.asked if share else None,
        "records_approvals": acting.may(Action.RECORD_APPROVAL),
        "records_reviews": acting.may(Action.RECORD_REVIEW),
        "has_schools": len(schools_where_may(Action.READ_REVIEWS, held_by(acting))) > 1,
    }
    context["may_make_pack"] = acting.may(Action.MAKE_GOVERNORS_PACK)
    if acting.may(Action.READ_FIGURES):
        context["sees_figures"] = True
        context["by_term"] = terms_side_by_side(_ended_terms(acting, terms))
    if request.GET.get("view") == "calendar":
        context["calendar"] = calendar_of(shown, today=acting.today)
    return render(request, "governors/reviews.html", context)


@require_safe
@requires(Action.READ_FIGURES)
def figures(request: ActingRequest) -> HttpResponse:
    """How the school did in one term that is over, the last unless another is asked for."""
    terms = _ended_terms(request.acting, request.acting.school.terms.all())
    chosen = next((one for one in terms if one.period.key == request.GET.get("term")), terms[0] if terms else None)
    context = {
        "page": figures_page(chosen, terms=terms) if chosen else None,
        "term": chosen.period if chosen else None,
        "terms": [one.period for one in terms],
        "is_bound": kept_from(request.acting.school, request.acting) is not None,
        "least": LEAST,
    }
    return render(request, "governors/figures.html", context)


@require_safe
@requires(Action.READ_REVIEWS)
def schools(request: ActingRequest) -> HttpResponse:
    """The schools of this person side by side."""
    return render(request, "governors/schools.html", {"rows": school_rows(request.acting), "least": LEAST})


def _ended_terms(acting: Acting, terms: Iterable[TermDates]) -> list[Asked]:
    """The terms of the school that are over, the latest first, as this reader may have them counted."""
    reader = kept_from(acting.school, acting)
    return [
        Asked(school_id=acting.school.pk, period=period, today=acting.today, kept_from=reader)
        for period in ended_periods(terms, today=acting.today)
    ]


@require_safe
@requires(Action.MAKE_GOVERNORS_PACK)
def pack_list(request: ActingRequest) -> HttpResponse:
    """The packs of the school, the latest meeting first."""
    acting = request.acting
    opens = acting.may(Action.READ_GOVERNORS_PACK) and kept_from(acting.school, acting) is None
    context = {"packs": _packs(request), "opens": opens}
    return render(request, "governors/pack_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.MAKE_GOVERNORS_PACK)
def pack_add(request: ActingRequest) -> HttpResponse:
    """Make the pack of a meeting."""
    acting = request.acting
    form = PackForm(request.POST if request.method == "POST" else None, today=acting.today)
    if request.method == "POST" and form.is_valid():
        try:
            make_pack(by=acting.user, now=acting.now, school=acting.school, **form.cleaned_data)
        except (PangoMissing, PdfNotMade, FileNotKept) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, "The pack is made and kept.")
            return redirect("governors:pack_list")
    context = {"form": form, "cancel_url": reverse("governors:pack_list")}
    return render(request, "governors/pack_add.html", context)


@require_safe
@requires(Action.READ_GOVERNORS_PACK)
def pack(request: ActingRequest, pk: int) -> HttpResponse:
    """The PDF, exactly as sealed. Reading it is put on record.

    It holds governors' figures, so whoever handles the school's cases too, and could compare, does not open it here.
    """
    acting = request.acting
    shown = get_object_or_404(_packs(request).select_related("school"), pk=pk)
    if kept_from(acting.school, acting):
        raise PermissionDenied
    try:
        made = read_pack(by=acting.user, now=acting.now, pack=shown)
    except SealBroken as fault:
        messages.warning(request, str(fault))
        return redirect("governors:pack_list")
    name = f"governors-{shown.meeting_on:%Y-%m-%d}.pdf"
    return as_pdf(made, name=name, is_download="download" in request.GET)


def _packs(request: ActingRequest) -> GovernorPackQuerySet:
    acting = request.acting
    return GovernorPack.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)
