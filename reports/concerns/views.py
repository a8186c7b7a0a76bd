"""The register of low-level concerns: the list by person, one person's entries, a new entry."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from people.acting import ActingRequest, requires
from people.models import Role
from people.permissions import Action
from reports.concerns.forms import ConcernForm, ConcernReviewForm
from reports.concerns.pages import (
    PersonEntries,
    concerns_of,
    duties_beside,
    entries_about,
    lines_of,
    staff_of,
)
from reports.concerns.services import (
    ConcernRefused,
    EntryAdded,
    NothingToLookAt,
    record_concern,
    record_concern_review,
    record_concerns_read,
)
from web.paging import page_of
from web.text import fold

PAGE_SIZE = 25
SHOWN = {"all": "Everybody", "together": "Those to look at together"}


@require_safe
@requires(Action.READ_CONCERNS)
def concern_list(request: ActingRequest) -> HttpResponse:
    """The people with entries, and how many each has; those whose entries repeat are marked."""
    text = request.GET.get("q", "").strip()
    show = request.GET.get("show", "all")
    show = show if show in SHOWN else "all"
    found = concerns_of(request.acting)
    for word in fold(text).split():
        found = found.filter(about__folded_name__contains=word)
    lines = [line for line in lines_of(found) if show == "all" or line.look_together]
    page = page_of(request, lines, size=PAGE_SIZE)
    context = {
        "page": page,
        "text": text,
        "show": show,
        "shown": SHOWN,
        "filtering": bool(text) or show != "all",
        "duties": duties_beside(request.acting),
        "is_chair": request.acting.role == Role.CHAIR,
    }
    return render(request, "reports/concerns/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.RECORD_CONCERN)
def concern_add(request: ActingRequest) -> HttpResponse:
    """Add an entry; nobody changes it afterwards."""
    acting = request.acting
    form = ConcernForm(
        request.POST or None, staff=staff_of(acting), today=acting.today, about=request.GET.get("about", "")
    )
    if request.method == "POST" and form.is_valid():
        try:
            added = record_concern(by=acting.user, now=acting.now, **form.cleaned_data)
        except ConcernRefused as refused:
            form.add_error(None, str(refused))
        else:
            if concerns_of(acting).filter(pk=added.pk).exists():
                messages.success(request, "The entry is in the register.")
                return redirect("reports:concerns_about", pk=added.about_id)
            messages.success(request, "The entry is in the register. You will not see it again.")
            return redirect("reports:concern_list")
    return render(request, "reports/concerns/add.html", {"form": form, "duties": duties_beside(acting)})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.READ_CONCERNS)
def concerns_about(request: ActingRequest, pk: int) -> HttpResponse:
    """One person's entries; where they repeat, a form that asks what they come to. Opening it goes on record."""
    about = _entries_or_404(request, pk)
    form = ConcernReviewForm(request.POST or None, entries=about.raised)
    if request.method == "POST" and form.is_valid() and _reviewed(request, about, form):
        messages.success(request, "What you make of them is kept with the entries.")
        return redirect("reports:concerns_about", pk=pk)
    record_concerns_read(by=request.acting.user, now=request.acting.now, about=about.person)
    context = {
        "about": about,
        "form": form,
        "asks": about.look_together or form.is_bound,
        "duties": duties_beside(request.acting),
    }
    return render(request, "reports/concerns/concerns_about.html", context)


def _reviewed(request: ActingRequest, about: PersonEntries, form: ConcernReviewForm) -> bool:
    """Whether the review was kept; if not, the form says why."""
    acting = request.acting
    try:
        record_concern_review(by=acting.user, now=acting.now, about=about.person, **form.cleaned_data)
    except NothingToLookAt as refused:
        form.add_error(None, str(refused))
        return False
    except EntryAdded as refused:
        form.take_entries(about.raised)
        form.add_error(None, str(refused))
        return False
    return True


def _entries_or_404(request: ActingRequest, pk: int) -> PersonEntries:
    found = entries_about(request.acting, pk)
    if found is None:
        raise Http404
    return found
