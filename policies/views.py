"""Pages of policies: read one, add one, and take a version from draft to in force."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from people.acting import ActingRequest, requires, requires_any_role
from people.permissions import Action
from policies import services
from policies.forms import (
    ApprovalForm,
    DocumentForm,
    DraftForm,
    ForceForm,
    PolicyForm,
    ProposeForm,
    ReasonForm,
    StartForm,
)
from policies.models import Approval, Policy, Version
from policies.pack_text import faults_by_line
from policies.pages import differences_page, policy_rows, version_page
from policies.querysets import VersionQuerySet
from policies.readers.querysets import standing
from policies.reviews.pages import owners_at
from policies.rules.parsing import PackError
from policies.saving import form_page, saved
from policies.services import (
    AlreadyApproved,
    ApprovedInFuture,
    NotADocument,
    NotYetProposed,
    add_policy,
    attach_document,
    record_approval,
)
from policies.transitions import BRING_INTO_FORCE, CHANGE, PROPOSE, SEND_BACK, START, WITHDRAW, Move
from web.forms import RevisionForm
from web.submit import Row


@require_safe
@requires_any_role
def policy_list(request: ActingRequest) -> HttpResponse:
    """Every policy the school keeps to, with its status, review and approvals."""
    acting = request.acting
    rows = policy_rows(acting.user, acting.school, today=acting.today)
    return render(request, "policies/policy_list.html", {"rows": rows, "may_add": acting.may(Action.ADD_POLICY)})


@require_safe
@requires_any_role
def policy(request: ActingRequest, slug: str) -> HttpResponse:
    """One policy, by the version in force today, else by its latest version or its draft."""
    acting = request.acting
    found = get_object_or_404(
        Policy.objects.visible_to(acting.user, on=acting.today).of_school(acting.school), slug=slug
    )
    others = found.versions.latest_first().exclude(status=Version.Status.WITHDRAWN)
    current = found.versions.in_force(acting.school, on=acting.today).first() or others.first()
    if current is None:
        raise Http404
    return _version_page(request, current)


@require_safe
@requires_any_role
def version(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    """One version of a policy, in force or not."""
    found = get_object_or_404(readable_versions(request, slug), pk=pk)
    return _version_page(request, found)


@require_safe
@requires_any_role
def document(request: ActingRequest, slug: str, pk: int) -> HttpResponseBase:
    """The document itself, as a download."""
    found = get_object_or_404(readable_versions(request, slug).exclude(document=""), pk=pk)
    response = FileResponse(found.document.open("rb"), as_attachment=True, filename=found.document_name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def readable_versions(request: ActingRequest, slug: str) -> VersionQuerySet:
    """The versions of the school's policy with this slug that the user may read."""
    acting = request.acting
    policies = Policy.objects.visible_to(acting.user, on=acting.today).of_school(acting.school).filter(slug=slug)
    return Version.objects.filter(policy__in=policies).select_related("policy")


def _version_page(request: ActingRequest, found: Version) -> HttpResponse:
    acting = request.acting
    party = request.GET.get("party", "")
    context = version_page(found, acting.school, role=acting.role, today=acting.today, party=party)
    context |= {
        "standing": standing(acting.user, acting.school, found, on=acting.today),
        "may_keep_document": acting.may(Action.KEEP_DOCUMENT),
        "may_record_approval": context["may_be_approved"] and acting.may(Action.RECORD_APPROVAL),
        "may_ask_to_read": acting.may(Action.ASK_TO_READ),
    }
    return render(request, "policies/policy.html", context)


MOST_FAULTS = 20


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.START_VERSION)
def version_start(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    """Start a new version from this one."""
    last = _version(request, slug, pk, START)
    form = StartForm(request.POST or None, revision=last.revision)

    def service() -> Version:
        return services.start_version(**_asking(request), last=last, number=form.cleaned_data["number"])

    if started := saved(form, service, last):
        messages.success(request, "The draft is started. It says what the version before says: change it now.")
        return redirect("policies:version_change", slug=slug, pk=started.pk)
    return _page(request, form, last, START.says, lead="It begins as a draft that says what this version says.")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CHANGE_DRAFT)
def version_change(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    """Change what a draft says; a fault is shown with its line, and what was typed stays."""
    version = _version(request, slug, pk, CHANGE)
    form = DraftForm(request.POST or None, request.FILES or None, version=version)

    def service() -> object:
        said = form.cleaned_data
        return services.change_draft(
            **_asking(request),
            version=version,
            revision=said["revision"],
            number=said.get("number", version.number),
            pack_text=form.text(),
        )

    if _changed(form, service, version):
        return _done(request, version, "The draft is saved.")
    return _page(request, form, version, CHANGE.says, stored_text=version.pack_text if form.is_stale else "")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.PROPOSE_VERSION)
def version_propose(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    """Put a draft forward for approval."""
    version = _version(request, slug, pk, PROPOSE)
    form = ProposeForm(request.POST or None, revision=version.revision)
    if saved(form, partial(_make, request, services.propose, version, form), version):
        return _done(request, version, "The version is proposed. Record its approvals as they are given.")
    lead = "The Headteacher and the governing body are asked to approve it. Nobody can change it meanwhile."
    return _page(request, form, version, PROPOSE.says, lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.SEND_VERSION_BACK)
def version_send_back(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    """Make a proposed version a draft again, with a reason."""
    lead = "It becomes a draft again. Approvals given to this wording will have to be given anew."
    version = _version(request, slug, pk, SEND_BACK)
    return _with_a_reason(request, version, SEND_BACK.says, services.send_back, "sent back", lead)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.WITHDRAW_VERSION)
def version_withdraw(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    """Give up a version that is not in force, with a reason."""
    lead = "It stays here to be read, and never comes into force."
    version = _version(request, slug, pk, WITHDRAW)
    return _with_a_reason(request, version, WITHDRAW.says, services.withdraw, "withdrawn", lead)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.BRING_VERSION_INTO_FORCE)
def version_bring_into_force(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    """Adopt a proposed and approved version from a day."""
    acting, version = request.acting, _version(request, slug, pk, BRING_INTO_FORCE)
    form = ForceForm(request.POST or None, revision=version.revision, initial={"in_force_from": acting.today})

    def service() -> object:
        day = form.cleaned_data["in_force_from"]
        return _make(request, services.bring_into_force, version, form, today=acting.today, in_force_from=day)

    if saved(form, service, version):
        messages.success(
            request,
            "The version is adopted. If it came of a review, record the review now: adopting it moves no review date.",
        )
        return redirect("policies:reviews", slug=slug)
    lead = "The version before is superseded from that day. From now on this one cannot be changed."
    return _page(request, form, version, BRING_INTO_FORCE.says, lead=lead)


def _with_a_reason(
    request: ActingRequest, version: Version, says: str, service: Callable[..., object], done: str, lead: str
) -> HttpResponse:
    form = ReasonForm(request.POST or None, revision=version.revision, button=says)

    def move() -> object:
        return _make(request, service, version, form, reason=form.cleaned_data["reason"])

    if saved(form, move, version):
        return _done(request, version, f"The version is {done}.")
    return _page(request, form, version, says, lead=lead)


def _changed(form: DraftForm, service: Callable[[], object], version: Version) -> bool:
    """As `saved`, with every fault of a pack shown beside its text, and the text of a file shown to be put right."""
    try:
        if saved(form, service, version):
            return True
    except PackError as fault:
        for sentence in faults_by_line(form.text(), fault)[:MOST_FAULTS]:
            form.add_error("pack_text", sentence)
    if form.is_bound and form.cleaned_data.get("pack_file"):
        form.show_text(form.text())
    return False


def _make(
    request: ActingRequest, service: Callable[..., object], version: Version, form: RevisionForm, **said: Any
) -> object:
    return service(**_asking(request), version=version, revision=form.cleaned_data["revision"], **said)


def _asking(request: ActingRequest) -> dict[str, Any]:
    """Who asks, when, and for which school."""
    acting = request.acting
    return {"by": acting.user, "now": acting.now, "school": acting.school}


def _version(request: ActingRequest, slug: str, pk: int, move: Move) -> Version:
    """The version, if this person may read it; a page for a move it is not ready for does not exist.

    A form that is sent is left to the service, which knows one that is sent twice.
    """
    versions = readable_versions(request, slug)
    if request.method != "POST":
        versions = versions.filter(status__in=move.comes_from)
    return get_object_or_404(versions, pk=pk)


def _page(request: ActingRequest, form: RevisionForm, version: Version, heading: str, **context: Any) -> HttpResponse:
    stored = [Row("Version", version.number), Row("State", version.get_status_display())]
    back = reverse("policies:version", args=[version.policy.slug, version.pk])
    context = {"caption": version.called, "stored": stored} | context
    return form_page(request, form, heading=heading, cancel_url=back, **context)


def _done(request: ActingRequest, version: Version, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("policies:version", slug=version.policy.slug, pk=version.pk)


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


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ADD_POLICY)
def policy_add(request: ActingRequest) -> HttpResponse:
    """Add a policy for its document, approvals, reviews and readers."""
    acting = request.acting
    owners = owners_at(acting.school, on=acting.today)
    form = PolicyForm(request.POST or None, request.FILES or None, owners=owners)

    def service() -> Version:
        file = form.cleaned_data["document"]
        return add_policy(
            by=acting.user,
            now=acting.now,
            today=acting.today,
            school=acting.school,
            document=(file.name, file.read()) if file else None,
            **form.asked(),
        )

    if added := saved(form, service):
        messages.success(request, "The policy is added.")
        return redirect("policies:policy", slug=added.policy.slug)
    return form_page(
        request,
        form,
        heading="Add a policy",
        lead="Rung keeps its document, approvals, reviews and readers. No case is judged by it.",
        cancel_url=reverse("policies:policy_list"),
    )


@require_safe
@requires_any_role
def differences(request: ActingRequest, slug: str, old: int, new: int) -> HttpResponse:
    """What the newer version changes in the older."""
    versions = readable_versions(request, slug)
    older, newer = get_object_or_404(versions, pk=old), get_object_or_404(versions, pk=new)
    return render(request, "policies/differences.html", differences_page(older, newer))
