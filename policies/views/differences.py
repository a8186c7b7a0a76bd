"""Two versions of a policy, clause by clause."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from people.acting import ActingRequest, requires_any_role
from policies.pages import differences_page
from policies.views.reading import readable_versions


@require_safe
@requires_any_role
def differences(request: ActingRequest, slug: str, old: int, new: int) -> HttpResponse:
    """What the newer version changes in the older."""
    versions = readable_versions(request, slug)
    older, newer = get_object_or_404(versions, pk=old), get_object_or_404(versions, pk=new)
    return render(request, "policies/differences.html", differences_page(older, newer))
