"""The logging journey: start, fill in page by page, throw away."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from incidents.forms.answers import FORMS, answers_in
from incidents.forms.findings import FindingsForm, findings_in
from incidents.journey import page_context
from incidents.loading import incidents_of, own_draft
from incidents.models import Incident
from incidents.pages import FIELDS, Page
from incidents.services.drafts import StaleDraft, discard_draft, save_page, set_findings, start_draft
from incidents.views.evidence import evidence_page
from incidents.views.people import who_page
from people.acting import ActingRequest, requires
from people.models import Role
from people.permissions import Action


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.LOG_INCIDENT)
def log_start(request: ActingRequest) -> HttpResponse:
    """Say what logging takes, offer the drafts there are, and start a new one."""
    acting = request.acting
    if request.method == "POST":
        draft = start_draft(by=acting.user, now=acting.now, school=acting.school)
        return redirect("incidents:log_page", pk=draft.pk, page=Page.WHEN)
    drafts = incidents_of(acting).drafts_of(acting.user).order_by("-started_at")
    return render(request, "incidents/log_start.html", {"drafts": drafts, "is_chair": acting.role == Role.CHAIR})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.LOG_INCIDENT)
def log_page(request: ActingRequest, pk: int, page: str) -> HttpResponse:
    """One page of the journey; each POST keeps it as a draft, and nothing is lost on the way."""
    draft = own_draft(request.acting, pk)
    if page not in list(Page):
        raise Http404
    return PAGES[Page(page)](request, draft, Page(page))


def answers_page(request: ActingRequest, draft: Incident, page: Page) -> HttpResponse:
    """When, where or what."""
    form_class, acting = FORMS[page], request.acting
    local = timezone.localtime(acting.now)
    if request.method != "POST":
        form = form_class(initial=answers_in(draft, page), now=local, draft=draft)
        return show(request, draft, page, form)
    form = form_class(request.POST, now=local, draft=draft, partial="later" in request.POST)
    if not form.is_valid():
        return show(request, draft, page, form)
    try:
        save_page(
            by=acting.user,
            now=acting.now,
            incident=draft,
            revision=form.cleaned_data["revision"],
            page=page,
            values={field: form.cleaned_data[field] for field in FIELDS[page]},
        )
    except StaleDraft as refused:
        return show_stale(request, draft, page, form, refused)
    return onward(request, draft, page)


def findings_page(request: ActingRequest, draft: Incident, page: Page) -> HttpResponse:
    """What the person finds."""
    if request.method != "POST":
        return show(request, draft, page, FindingsForm(initial=findings_in(draft)))
    form = FindingsForm(request.POST, partial="later" in request.POST)
    if not form.is_valid():
        return show(request, draft, page, form)
    acting = request.acting
    try:
        set_findings(
            by=acting.user,
            now=acting.now,
            incident=draft,
            revision=form.cleaned_data["revision"],
            findings=form.chosen(),
        )
    except StaleDraft as refused:
        return show_stale(request, draft, page, form, refused)
    return onward(request, draft, page)


def show(request: ActingRequest, draft: Incident, page: Page, form: Form, **context: Any) -> HttpResponse:
    """The page with its form, as typed where it was refused."""
    everything = page_context(draft, page) | {"form": form} | context
    return render(request, f"incidents/log_{page}.html", everything)


def show_stale(request: ActingRequest, draft: Incident, page: Page, form: Form, refused: StaleDraft) -> HttpResponse:
    """The page as it was typed beside what is stored, ready to be kept after all."""
    typed = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict, as it came with the request
    typed["revision"] = str(draft.revision)
    form.data = typed
    form.add_error(None, str(refused))
    return show(request, draft, page, form, stale=True)


def onward(request: ActingRequest, draft: Incident, page: Page) -> HttpResponse:
    """The next page, or the list of incidents for somebody who comes back later."""
    if "later" in request.POST:
        messages.success(request, "Your draft is kept. You find it again under Incidents.")
        return redirect("incidents:incident_list")
    return redirect("incidents:log_page", pk=draft.pk, page=page.following)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.LOG_INCIDENT)
def discard(request: ActingRequest, pk: int) -> HttpResponse:
    """Ask once more, then put the draft away."""
    draft = own_draft(request.acting, pk)
    if request.method == "POST":
        discard_draft(by=request.acting.user, now=request.acting.now, incident=draft)
        messages.success(request, "The draft is discarded.")
        return redirect("incidents:incident_list")
    return render(request, "incidents/discard.html", {"draft": draft})


PAGES: dict[Page, Callable[[ActingRequest, Incident, Page], HttpResponse]] = {
    Page.WHEN: answers_page,
    Page.WHERE: answers_page,
    Page.WHAT: answers_page,
    Page.WHO: who_page,
    Page.FINDINGS: findings_page,
    Page.EVIDENCE: evidence_page,
}
