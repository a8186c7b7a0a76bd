"""Pages of policies: read one, add one, and take a version from draft to in force."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from people.acting import ActingRequest, requires, requires_any_role
from people.permissions import Action
from policies.forms import (
    ApprovalForm,
    DocumentForm,
    DraftForm,
    ForceForm,
    PolicyForm,
    ProposeForm,
    StartForm,
    VersionReasonForm,
)
from policies.models import Approval, Policy, Version
from policies.pages import build_differences_page, build_policy_rows, build_version_page
from policies.querysets import PolicyQuerySet, VersionQuerySet
from policies.readers.querysets import find_read_status
from policies.reviews.pages import list_owners
from policies.rules.parsing import PackError
from policies.services import (
    add_policy,
    attach_document,
    bring_into_force,
    change_draft,
    propose,
    record_approval,
    send_back,
    start_version,
    withdraw,
)
from policies.transitions import BRING_INTO_FORCE, CHANGE, PROPOSE, SEND_BACK, START, WITHDRAW, Move
from web.submit import Row, form_page, refusals_on


@require_safe
@requires_any_role
def policy_list(request: ActingRequest) -> HttpResponse:
    """Every policy the school keeps to, with its status, review and approvals."""
    acting = request.acting
    rows = build_policy_rows(acting.user, acting.school, today=acting.today)
    return render(request, "policies/policy_list.html", {"rows": rows, "may_add": acting.may(Action.ADD_POLICY)})


@require_safe
@requires_any_role
def policy(request: ActingRequest, slug: str) -> HttpResponse:
    """One policy, by the version in force today, else by its latest version or its draft."""
    acting = request.acting
    versions = get_policy_or_404(request, slug).versions
    others = versions.latest_first().exclude(status=Version.Status.WITHDRAWN)
    current = versions.in_force(acting.school, on=acting.today).first() or others.first()
    if current is None:
        raise Http404
    return _version_page(request, current)


@require_safe
@requires_any_role
def version(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    return _version_page(request, get_object_or_404(readable_versions(request, slug), pk=pk))


@require_safe
@requires_any_role
def document(request: ActingRequest, slug: str, pk: int) -> HttpResponseBase:
    version = get_object_or_404(readable_versions(request, slug).exclude(document=""), pk=pk)
    response = FileResponse(version.document.open("rb"), as_attachment=True, filename=version.document_name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@requires_any_role
def differences(request: ActingRequest, slug: str, old: int, new: int) -> HttpResponse:
    versions = readable_versions(request, slug)
    older, newer = get_object_or_404(versions, pk=old), get_object_or_404(versions, pk=new)
    return render(request, "policies/differences.html", build_differences_page(older, newer))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ADD_POLICY)
def policy_add(request: ActingRequest) -> HttpResponse:
    """Add a policy for its document, approvals, reviews and readers."""
    acting = request.acting
    owners = list_owners(acting.school, on=acting.today)
    form = PolicyForm(request.POST or None, request.FILES or None, owners=owners)
    if form.is_valid():
        file = form.cleaned_data["document"]
        with refusals_on(form):
            added = add_policy(
                **_actor(request),
                today=acting.today,
                document=(file.name, file.read()) if file else None,
                **form.policy_fields(),
            )
            messages.success(request, "The policy is added.")
            return redirect("policies:policy", slug=added.policy.slug)
    return form_page(
        request,
        form,
        heading="Add a policy",
        lead="Rung keeps its document, approvals, reviews and readers. No case is judged by it.",
        cancel_url=reverse("policies:policy_list"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.START_VERSION)
def version_start(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    last = _get_movable_or_404(request, slug, pk, START)
    form = StartForm(request.POST or None, revision=last.revision)
    if form.is_valid():
        with refusals_on(form):
            draft = start_version(**_actor(request), last=last, number=form.cleaned_data["number"])
            messages.success(request, "The draft is started. It says what the version before says: change it now.")
            return redirect("policies:version_change", slug=slug, pk=draft.pk)
    lead = "It begins as a draft that says what this version says."
    return _version_form(request, form, last, START.says, lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CHANGE_DRAFT)
def version_change(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    """Change what a draft says; a fault is shown with its line, and what was typed stays."""
    draft = _get_movable_or_404(request, slug, pk, CHANGE)
    form = DraftForm(request.POST or None, request.FILES or None, version=draft)
    if form.is_valid():
        with refusals_on(form):
            try:
                change_draft(
                    **_actor(request),
                    version=draft,
                    revision=form.cleaned_data["revision"],
                    number=form.cleaned_data.get("number", draft.number),
                    pack_text=form.text(),
                )
                return _redirect_to_version(request, draft, "The draft is saved.")
            except PackError as fault:
                form.add_pack_faults(fault)
    return _version_form(request, form, draft, CHANGE.says, template="policies/draft.html")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.PROPOSE_VERSION)
def version_propose(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    draft = _get_movable_or_404(request, slug, pk, PROPOSE)
    form = ProposeForm(request.POST or None, revision=draft.revision)
    if form.is_valid():
        with refusals_on(form):
            propose(**_actor(request), version=draft, revision=form.cleaned_data["revision"])
            sentence = "The version is proposed. Record its approvals as they are given."
            return _redirect_to_version(request, draft, sentence)
    lead = "The Headteacher and the governing body are asked to approve it. Nobody can change it meanwhile."
    return _version_form(request, form, draft, PROPOSE.says, lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.SEND_VERSION_BACK)
def version_send_back(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    version = _get_movable_or_404(request, slug, pk, SEND_BACK)
    lead = "It becomes a draft again. Approvals given to this wording will have to be given anew."
    return _move_with_reason(request, version, SEND_BACK, send_back, success="The version is sent back.", lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.WITHDRAW_VERSION)
def version_withdraw(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    version = _get_movable_or_404(request, slug, pk, WITHDRAW)
    lead = "It stays here to be read, and never comes into force."
    return _move_with_reason(request, version, WITHDRAW, withdraw, success="The version is withdrawn.", lead=lead)


def _move_with_reason(
    request: ActingRequest, version: Version, move: Move, service: Callable[..., Version], *, success: str, lead: str
) -> HttpResponse:
    form = VersionReasonForm(request.POST or None, revision=version.revision, button=move.says)
    if form.is_valid():
        with refusals_on(form):
            reason, revision = form.cleaned_data["reason"], form.cleaned_data["revision"]
            service(**_actor(request), version=version, revision=revision, reason=reason)
            return _redirect_to_version(request, version, success)
    return _version_form(request, form, version, move.says, lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.RECORD_APPROVAL)
def approval_add(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    """Put on record that the Headteacher or the governing body approved a version."""
    version = get_object_or_404(readable_versions(request, slug), pk=pk)
    form = ApprovalForm(request.POST or None)
    if form.is_valid():
        cleaned = form.cleaned_data | {"body": Approval.Body(form.cleaned_data["body"])}
        with refusals_on(form):
            record_approval(**_actor(request), today=request.acting.today, version=version, **cleaned)
            return _redirect_to_version(request, version, "The approval is on record.")
    return _version_form(request, form, version, "Record an approval", back="Back to the policy")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.BRING_VERSION_INTO_FORCE)
def version_bring_into_force(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    today = request.acting.today
    version = _get_movable_or_404(request, slug, pk, BRING_INTO_FORCE)
    form = ForceForm(request.POST or None, revision=version.revision, initial={"in_force_from": today})
    if form.is_valid():
        with refusals_on(form):
            bring_into_force(
                **_actor(request),
                today=today,
                version=version,
                revision=form.cleaned_data["revision"],
                in_force_from=form.cleaned_data["in_force_from"],
            )
            messages.success(
                request,
                "The version is adopted. If it came of a review, record the review now: "
                "adopting it moves no review date.",
            )
            return redirect("policies:reviews", slug=slug)
    lead = "The version before is superseded from that day. From now on this one cannot be changed."
    return _version_form(request, form, version, BRING_INTO_FORCE.says, lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.KEEP_DOCUMENT)
def document_attach(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    version = get_object_or_404(readable_versions(request, slug), pk=pk)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["document"]
        with refusals_on(form):
            attach_document(**_actor(request), version=version, name=file.name, content=file.read())
            return _redirect_to_version(request, version, "The document is kept with this version.")
    return _version_form(request, form, version, "Keep the document", back="Back to the policy")


def get_policy_or_404(request: ActingRequest, slug: str) -> Policy:
    return get_object_or_404(_readable_policies(request), slug=slug)


def readable_versions(request: ActingRequest, slug: str) -> VersionQuerySet:
    """The versions of the school's policy with this slug that the user may read."""
    return Version.objects.filter(policy__in=_readable_policies(request).filter(slug=slug)).select_related("policy")


def _readable_policies(request: ActingRequest) -> PolicyQuerySet:
    acting = request.acting
    return Policy.objects.visible_to(acting.user, on=acting.today).of_school(acting.school)


def _get_movable_or_404(request: ActingRequest, slug: str, pk: int, move: Move) -> Version:
    """The version, if this person may read it; a page for a move it is not ready for does not exist.

    A form that is sent is left to the service, which knows one that is sent twice.
    """
    versions = readable_versions(request, slug)
    if request.method != "POST":
        versions = versions.filter(status__in=move.comes_from)
    return get_object_or_404(versions, pk=pk)


def _actor(request: ActingRequest) -> dict[str, Any]:
    """Who asks a service, when, and for which school."""
    acting = request.acting
    return {"by": acting.user, "now": acting.now, "school": acting.school}


def _version_page(request: ActingRequest, version: Version) -> HttpResponse:
    acting = request.acting
    party = request.GET.get("party", "")
    context = build_version_page(version, acting.school, role=acting.role, today=acting.today, party=party)
    context |= {
        "read_status": find_read_status(acting.user, acting.school, version, on=acting.today),
        "may_keep_document": acting.may(Action.KEEP_DOCUMENT),
        "may_record_approval": context["may_be_approved"] and acting.may(Action.RECORD_APPROVAL),
        "may_ask_to_read": acting.may(Action.ASK_TO_READ),
    }
    return render(request, "policies/policy.html", context)


def _version_form(request: ActingRequest, form: Any, version: Version, heading: str, **context: Any) -> HttpResponse:
    return form_page(
        request,
        form,
        heading=heading,
        caption=version.title_and_number,
        cancel_url=reverse("policies:version", args=[version.policy.slug, version.pk]),
        stored=_stored_rows,
        **context,
    )


def _stored_rows(version: Version) -> list[Row]:
    return [Row("Version", version.number), Row("State", version.get_status_display())]


def _redirect_to_version(request: ActingRequest, version: Version, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("policies:version", slug=version.policy.slug, pk=version.pk)
