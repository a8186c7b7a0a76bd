"""The register of low-level concerns: the list by person, one person's entries, a new entry."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from people.acting import ActingRequest, requires
from people.models import Role
from people.permissions import Action
from reports.concerns.forms import ConcernFilter, ConcernForm, ConcernReviewForm
from reports.concerns.pages import list_duties, list_people, list_staff, load_entries, visible_concerns
from reports.concerns.services import record_concern, record_concern_review, record_concerns_read
from web.paging import page_of
from web.submit import form_page, refusals_on


@require_safe
@requires(Action.READ_CONCERNS)
def concern_list(request: ActingRequest) -> HttpResponse:
    """The people with entries, and how many each has; those whose entries repeat are marked."""
    list_filter = ConcernFilter(request.GET, rows=visible_concerns(request.acting))
    context = {
        "filter": list_filter,
        "page": page_of(request, list_people(list_filter.qs)),
        "duties": list_duties(request.acting),
        "is_chair": request.acting.role == Role.CHAIR,
    }
    return render(request, "reports/concerns/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.RECORD_CONCERN)
def concern_add(request: ActingRequest) -> HttpResponse:
    acting = request.acting
    form = ConcernForm(
        request.POST or None, staff=list_staff(acting), today=acting.today, about=request.GET.get("about", "")
    )
    if form.is_valid():
        with refusals_on(form):
            added = record_concern(by=acting.user, now=acting.now, **form.cleaned_data)
            if visible_concerns(acting).filter(pk=added.pk).exists():
                messages.success(request, "The entry is in the register.")
                return redirect("reports:concerns_about", pk=added.about_id)
            messages.success(request, "The entry is in the register. You will not see it again.")
            return redirect("reports:concern_list")
    return form_page(
        request,
        form,
        heading="Add a low-level concern",
        cancel_url=reverse("reports:concern_list"),
        template="reports/concerns/add.html",
        duties=list_duties(acting),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.READ_CONCERNS)
def concerns_about(request: ActingRequest, pk: int) -> HttpResponse:
    """One person's entries; where they repeat, a form that asks what they come to. Opening it goes on record."""
    acting = request.acting
    about = load_entries(acting, pk)
    if about is None:
        raise Http404
    form = ConcernReviewForm(request.POST or None, revision=about.raised)
    if form.is_valid():
        with refusals_on(form):
            record_concern_review(
                by=acting.user,
                now=acting.now,
                about=about.person,
                revision=form.cleaned_data["revision"],
                words=form.cleaned_data["words"],
                form_token=form.cleaned_data["form_token"],
            )
            messages.success(request, "What you make of them is kept with the entries.")
            return redirect("reports:concerns_about", pk=pk)
    record_concerns_read(by=acting.user, now=acting.now, about=about.person)
    return form_page(
        request,
        form,
        heading=about.person.name,
        cancel_url=reverse("reports:concern_list"),
        template="reports/concerns/concerns_about.html",
        about=about,
        asks=about.look_together or form.is_bound,
        duties=list_duties(acting),
    )
