"""Evidence: added, taken back from a draft, given out as an attachment."""

from pathlib import PurePath
from typing import cast

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.file_kinds import KINDS
from incidents.forms.evidence import EvidenceForm
from incidents.journey import page_context
from incidents.loading import evidence_in_own_draft, evidence_of, logged_incident
from incidents.models import Evidence, Incident
from incidents.pages import Page
from incidents.services.evidence import FileRefused, add_evidence, take_back_evidence
from incidents.services.reading import record_download
from people.acting import Acting, ActingRequest, requires
from people.permissions import Action


def evidence_page(request: ActingRequest, draft: Incident, page: Page) -> HttpResponse:
    """The files so far, and the form that adds one."""
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and _added(request.acting, draft, form):
        messages.success(request, "The file is kept.")
        return redirect("incidents:log_page", pk=draft.pk, page=Page.EVIDENCE)
    context = page_context(draft, page) | {"form": form}
    return render(request, "incidents/log_evidence.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ADD_EVIDENCE)
def evidence_add(request: ActingRequest, pk: int) -> HttpResponse:
    """Add a file to an incident that is logged already."""
    incident = logged_incident(request.acting, pk)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and _added(request.acting, incident, form):
        messages.success(request, "The file is kept.")
        return redirect("incidents:incident", pk=incident.pk)
    return render(request, "incidents/evidence_add.html", {"incident": incident, "form": form})


@require_POST
@requires(Action.LOG_INCIDENT)
def evidence_take_back(request: ActingRequest, pk: int) -> HttpResponse:
    """Take a file out of a draft."""
    kept = evidence_in_own_draft(request.acting, pk)
    take_back_evidence(by=request.acting.user, now=request.acting.now, evidence=kept)
    messages.success(request, "The file is taken out.")
    return redirect("incidents:log_page", pk=kept.incident_id, page=Page.EVIDENCE)


@require_safe
@requires(Action.READ_INCIDENTS)
def evidence(request: ActingRequest, pk: int) -> HttpResponse:
    """Give a file out as an attachment that no browser runs or shows in place, and put that on record."""
    kept = get_object_or_404(evidence_of(request.acting).select_related("incident__school"), pk=pk)
    content = kept.file.open("rb")
    record_download(by=request.acting.user, now=request.acting.now, evidence=kept)
    response = FileResponse(content, as_attachment=True, filename=download_name(kept), content_type=kept.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return cast(HttpResponse, response)  # it streams, which the guard of roles does not mind


def download_name(kept: Evidence) -> str:
    """The name the file came with, its end made to tell what the file is."""
    ending = next(kind.ending for kind in KINDS if kind.content_type == kept.content_type)
    return f"{PurePath(kept.original_name).stem}{ending}"


def _added(acting: Acting, incident: Incident, form: EvidenceForm) -> bool:
    """Whether the form's file was kept; if not, the form says why."""
    if not form.is_valid():
        return False
    said = form.cleaned_data
    try:
        add_evidence(by=acting.user, now=acting.now, incident=incident, title=said["title"], upload=said["file"])
    except FileRefused as refused:
        form.add_error("file", str(refused))
        return False
    return True
