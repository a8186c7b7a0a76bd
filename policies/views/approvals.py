"""Put approvals and documents on record."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from people.acting import ActingRequest, requires
from people.permissions import Action
from policies.forms.approvals import ApprovalForm, DocumentForm
from policies.models import Approval, Version
from policies.services.approvals import (
    AlreadyApproved,
    ApprovedInFuture,
    NotADocument,
    NotYetProposed,
    attach_document,
    record_approval,
)
from policies.views.reading import readable_versions


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.RECORD_APPROVAL)
def approval_add(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    """Put on record that the Headteacher or the governing body approved a version."""
    acting = request.acting
    version = get_object_or_404(readable_versions(request, slug), pk=pk)
    form = ApprovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"body": Approval.Body(form.cleaned_data["body"])}
        try:
            record_approval(
                by=acting.user, now=acting.now, today=acting.today, version=version, school=acting.school, **said
            )
        except (AlreadyApproved, NotYetProposed) as fault:
            form.add_error("body", str(fault))
        except ApprovedInFuture as fault:
            form.add_error("approved_on", str(fault))
        else:
            messages.success(request, "The approval is on record.")
            return redirect("policies:version", slug=slug, pk=pk)
    return _form_page(request, form, version, "Record an approval")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.KEEP_DOCUMENT)
def document_attach(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    """Keep the document itself beside its version."""
    acting = request.acting
    version = get_object_or_404(readable_versions(request, slug), pk=pk)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["document"]
        try:
            attach_document(
                by=acting.user,
                now=acting.now,
                version=version,
                school=acting.school,
                name=file.name,
                content=file.read(),
            )
        except NotADocument as fault:
            form.add_error("document", str(fault))
        else:
            messages.success(request, "The document is kept with this version.")
            return redirect("policies:version", slug=slug, pk=pk)
    return _form_page(request, form, version, "Keep the document")


def _form_page(request: ActingRequest, form: object, version: Version, heading: str) -> HttpResponse:
    back = reverse("policies:version", args=[version.policy.slug, version.pk])
    context = {"form": form, "version": version, "heading": heading, "cancel_url": back}
    return render(request, "policies/form.html", context)
