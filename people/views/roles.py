"""Which school and role somebody acts in."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from people.acting import SESSION_KEY, ActingRequest, requires_any_role
from people.models import Membership
from web.text import whole_number


@require_http_methods(["GET", "HEAD", "POST"])
@requires_any_role
def choose_membership(request: ActingRequest) -> HttpResponse:
    """Choose among the roles one holds today; the choice lasts until signing out."""
    held = Membership.objects.held_by(request.acting.user, on=request.acting.today)
    if request.method == "POST":
        asked = request.POST.get("membership", "")
        chosen = get_object_or_404(held, pk=whole_number(asked))
        request.session[SESSION_KEY] = chosen.pk
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "people/choose_membership.html", {"held": held.select_related("school").order_by("pk")})


@require_safe
@login_required
def no_role(request: HttpRequest) -> HttpResponse:
    """What somebody sees who can sign in but holds no role at a school today."""
    return render(request, "people/no_role.html")
