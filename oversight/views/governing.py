"""What governors and leaders open: reviews, figures, schools."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from oversight.figures import Asked
from oversight.figures_page import figures_page, terms_side_by_side
from oversight.forms.reviews import ReviewFilter
from oversight.periods import ended_periods, period_of
from oversight.reviews_due import Due, calendar_of, due_at, review_rows
from oversight.roles import held_by, kept_from, schools_where_may
from oversight.schools import school_rows
from oversight.suppression import LEAST
from people.acting import Acting, ActingRequest, requires
from people.models import TermDates
from people.permissions import Action
from policies.readers import shares_by_school


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
    share = shares_by_school([acting.school], on=acting.today).get(acting.school.pk)
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
    return render(request, "oversight/reviews.html", context)


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
    return render(request, "oversight/figures.html", context)


@require_safe
@requires(Action.READ_REVIEWS)
def schools(request: ActingRequest) -> HttpResponse:
    """The schools of this person side by side."""
    return render(request, "oversight/schools.html", {"rows": school_rows(request.acting), "least": LEAST})


def _ended_terms(acting: Acting, terms: Iterable[TermDates]) -> list[Asked]:
    """The terms of the school that are over, the latest first, as this reader may have them counted."""
    reader = kept_from(acting.school, acting)
    return [
        Asked(school_id=acting.school.pk, period=period, today=acting.today, kept_from=reader)
        for period in ended_periods(terms, today=acting.today)
    ]
