"""What governors and leaders open: reviews, figures, schools."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from oversight.figures import Asked
from oversight.figures_page import figures_page
from oversight.forms.reviews import ReviewFilter
from oversight.periods import ended_periods, period_of
from oversight.reviews_due import Due, calendar_of, due_at, review_rows
from oversight.roles import OVERSEERS, REVIEWERS, held_by, kept_from, schools_in
from oversight.schools import school_rows
from people.acting import ActingRequest, for_roles
from people.models import Role
from policies.readers import shares_by_school

KEEP_THE_RECORD = (Role.CLERK, Role.HEADTEACHER)


@require_safe
@for_roles(*REVIEWERS)
def reviews(request: ActingRequest) -> HttpResponse:
    """Every policy of the school by how soon it is to be reviewed, as a list or as a calendar of the year."""
    acting = request.acting
    term = period_of(acting.school.terms.all(), today=acting.today)
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
        "keeps_the_record": acting.role in KEEP_THE_RECORD,
        "sees_figures": acting.role in OVERSEERS,
        "has_schools": len(schools_in(held_by(acting), *REVIEWERS)) > 1,
    }
    if request.GET.get("view") == "calendar":
        context["calendar"] = calendar_of(shown, today=acting.today)
    return render(request, "oversight/reviews.html", context)


@require_safe
@for_roles(*OVERSEERS)
def figures(request: ActingRequest) -> HttpResponse:
    """How the school did in one term that is over, the last unless another is asked for."""
    acting = request.acting
    reader = kept_from(acting.school, acting)
    terms = [
        Asked(school_id=acting.school.pk, period=period, today=acting.today, kept_from=reader)
        for period in ended_periods(acting.school.terms.all(), today=acting.today)
    ]
    chosen = next((one for one in terms if one.period.key == request.GET.get("term")), terms[0])
    context = {
        "page": figures_page(chosen, terms=terms),
        "term": chosen.period,
        "terms": [one.period for one in terms],
        "is_bound": reader is not None,
    }
    return render(request, "oversight/figures.html", context)


@require_safe
@for_roles(*REVIEWERS)
def schools(request: ActingRequest) -> HttpResponse:
    """The schools of this person side by side."""
    return render(request, "oversight/schools.html", {"rows": school_rows(request.acting)})
