"""Where somebody lands after signing in: what their role has to do."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from breaches.days import when_in_words
from breaches.models import Case
from incidents.models import Incident
from people.acting import CASE_HANDLERS, ActingRequest, for_roles
from policies.pages import policy_rows

SHOWN_AT_MOST = 10


@require_safe
@for_roles()
def home(request: ActingRequest) -> HttpResponse:
    """What is due and open for whoever handles cases; the policies for everybody."""
    acting = request.acting
    context: dict[str, Any] = {"policies": policy_rows(acting.user, acting.school, today=acting.today)}
    if acting.role in CASE_HANDLERS:
        context |= _work(request)
    return render(request, "breaches/home.html", context)


def _work(request: ActingRequest) -> dict[str, Any]:
    acting = request.acting
    cases = Case.objects.visible_to(acting.user, on=acting.today).at_school(acting.school).open()
    incidents = Incident.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)
    # Few wait, of many: the database finds those first, and only then asks who may see them.
    without_a_case = Incident.objects.at_school(acting.school).without_a_case().values("pk")
    due = list(cases.filter(next_due_on__isnull=False).order_by("next_due_on", "pk")[: SHOWN_AT_MOST + 1])
    return {
        "due": [
            {
                "case": one,
                "when": when_in_words(one.next_due_on, today=acting.today),
                "late": one.next_due_on <= acting.today,
            }
            for one in due[:SHOWN_AT_MOST]
            if one.next_due_on
        ],
        "more_due": len(due) > SHOWN_AT_MOST,
        "recent": cases.order_by("-opened_on", "-pk")[:SHOWN_AT_MOST],
        "drafts": incidents.drafts_of(acting.user)[:SHOWN_AT_MOST],
        "waiting": incidents.filter(pk__in=without_a_case)[:SHOWN_AT_MOST],
    }
