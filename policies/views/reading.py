"""Read a school's policies: what they are, what they say, and where they are silent."""

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from people.acting import ActingRequest, requires_any_role
from people.permissions import Action
from policies.models import Policy, Version
from policies.pages import policy_rows, version_page
from policies.querysets import VersionQuerySet
from policies.readers import standing


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
