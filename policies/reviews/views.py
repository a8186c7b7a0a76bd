"""A school's reviews of a policy: read them, set how they come round, bring one forward, record one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from people.acting import ActingRequest, requires, requires_any_role
from people.permissions import Action
from policies.models import Review, ReviewCycle
from policies.reviews.forms import CycleForm, ForwardForm, ReviewForm
from policies.reviews.pages import build_reviews_page, list_owners, stored_rows
from policies.reviews.schedule import due_in_words
from policies.reviews.services import bring_forward, record_review, set_cycle
from web.forms import RevisionForm
from web.submit import form_page, refusals_on


@require_safe
@requires_any_role
def reviews(request: ActingRequest, slug: str) -> HttpResponse:
    """When the policy is next reviewed, by whom, and every review on record."""
    context = build_reviews_page(_get_cycle_or_404(request, slug), today=request.acting.today)
    may_record = request.acting.may(Action.RECORD_REVIEW)
    return render(request, "policies/reviews/reviews.html", context | {"may_record": may_record})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.RECORD_REVIEW)
def cycle_set(request: ActingRequest, slug: str) -> HttpResponse:
    acting, cycle = request.acting, _get_cycle_or_404(request, slug)
    form = CycleForm(request.POST or None, cycle=cycle, owners=list_owners(acting.school, on=acting.today))
    if form.is_valid():
        with refusals_on(form):
            set_cycle(
                by=acting.user,
                now=acting.now,
                today=acting.today,
                cycle=cycle,
                revision=form.cleaned_data["revision"],
                **form.cycle_fields(),
            )
            return _redirect_to_reviews(request, slug, "The review is set.")
    lead = "A date that is set stays until a review is recorded or brought forward." if cycle.due_on else ""
    return _cycle_form(request, form, cycle, "Set the review", lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.RECORD_REVIEW)
def review_forward(request: ActingRequest, slug: str) -> HttpResponse:
    acting, cycle = request.acting, _get_cycle_or_404(request, slug)
    form = ForwardForm(request.POST or None, revision=cycle.revision)
    if form.is_valid():
        with refusals_on(form):
            bring_forward(
                by=acting.user,
                now=acting.now,
                today=acting.today,
                cycle=cycle,
                revision=form.cleaned_data["revision"],
                due_on=form.cleaned_data["due_on"],
                reason=form.cleaned_data["reason"],
            )
            return _redirect_to_reviews(request, slug, "The review is brought forward.")
    lead = f"The review is due: {due_in_words(cycle)}." if cycle.due_on else "No review date is set."
    return _cycle_form(request, form, cycle, "Bring the review forward", lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.RECORD_REVIEW)
def review_record(request: ActingRequest, slug: str) -> HttpResponse:
    acting, cycle = request.acting, _get_cycle_or_404(request, slug)
    form = ReviewForm(request.POST or None, cycle=cycle, today=acting.today)
    if form.is_valid():
        with refusals_on(form):
            review = record_review(
                by=acting.user,
                now=acting.now,
                today=acting.today,
                cycle=cycle,
                revision=form.cleaned_data["revision"],
                form_token=form.cleaned_data["form_token"],
                **form.review_fields(),
            )
            is_withdrawn = review.outcome == Review.Outcome.WITHDRAWN
            until = " The school keeps to the policy until that day." if is_withdrawn else ""
            return _redirect_to_reviews(request, slug, f"The review is on record.{until}")
    return _cycle_form(request, form, cycle, "Record a review", lead="Nothing else moves the review date on.")


def _get_cycle_or_404(request: ActingRequest, slug: str) -> ReviewCycle:
    """The review cycle of the school's policy with this slug, if this person may read the policy."""
    acting = request.acting
    cycles = ReviewCycle.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)
    return get_object_or_404(cycles.select_related("policy", "owner", "school"), policy__slug=slug)


def _cycle_form(
    request: ActingRequest, form: RevisionForm, cycle: ReviewCycle, heading: str, *, lead: str
) -> HttpResponse:
    return form_page(
        request,
        form,
        heading=heading,
        caption=cycle.policy.title,
        lead=lead,
        stored=stored_rows,
        cancel_url=reverse("policies:reviews", args=[cycle.policy.slug]),
    )


def _redirect_to_reviews(request: ActingRequest, slug: str, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("policies:reviews", slug=slug)
