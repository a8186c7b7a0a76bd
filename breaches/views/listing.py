"""Where somebody lands, and the list of cases."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from breaches.models import Case
from people.acting import CASE_HANDLERS, ActingRequest, for_roles


@require_safe
@for_roles()
def home(request: ActingRequest) -> HttpResponse:
    """The cases of whoever handles cases, the policies of everybody else."""
    return redirect("breaches:case_list" if request.acting.role in CASE_HANDLERS else "policies:policy_list")


@require_safe
@for_roles(*CASE_HANDLERS)
def case_list(request: ActingRequest) -> HttpResponse:
    """The cases this person may know of, newest first."""
    acting = request.acting
    cases = Case.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)
    return render(request, "breaches/case_list.html", {"cases": cases.select_related("subject")})
