"""The list of incidents, one incident, and stepping back from it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from incidents.access import NobodyCouldSeeIt
from incidents.forms.evidence import StepBackForm
from incidents.journey import no_policy_on, sections_of
from incidents.loading import incidents_of, logged_incident
from incidents.querysets import IncidentQuerySet
from incidents.services.reading import record_reading
from incidents.services.recusal import step_back as step_back_service
from incidents.views.checking import subjects_to_open
from people.acting import Acting, ActingRequest, requires
from people.permissions import Action
from web.paging import page_of

PAGE_SIZE = 25
SHOWN = {"all": "All", "without-a-case": "Logged, without a case", "drafts": "Your drafts"}


@require_safe
@requires(Action.READ_INCIDENTS)
def incident_list(request: ActingRequest) -> HttpResponse:
    """The incidents one may see: all, those nobody opened a case for, or one's own drafts."""
    show = request.GET.get("show", "all")
    show = show if show in SHOWN else "all"
    found = _shown(request.acting, show).latest_first().prefetch_related("involvements__person")
    page = page_of(request, found, size=PAGE_SIZE, is_capped=True)
    context = {
        "page": page,
        "show": show,
        "shown": SHOWN,
    }
    return render(request, "incidents/incident_list.html", context)


@require_safe
@requires(Action.READ_INCIDENTS)
def incident(request: ActingRequest, pk: int) -> HttpResponse:
    """One logged incident, whole; opening it goes on record."""
    found = logged_incident(request.acting, pk)
    record_reading(by=request.acting.user, now=request.acting.now, incident=found)
    context = {
        "incident": found,
        "sections": sections_of(found),
        "cases": found.cases.select_related("subject"),
        "subjects": subjects_to_open(found),
        "nothing_in_force": no_policy_on(found),
    }
    return render(request, "incidents/incident.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.STEP_BACK)
def step_back(request: ActingRequest, pk: int) -> HttpResponse:
    """Step back from an incident for good, with a reason."""
    found = logged_incident(request.acting, pk)
    form = StepBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            step_back_service(
                by=request.acting.user, now=request.acting.now, incident=found, why=form.cleaned_data["why"]
            )
        except NobodyCouldSeeIt as refused:
            form.add_error("why", str(refused))
        else:
            messages.success(request, "You have stepped back. You will not see that incident again.")
            return redirect("incidents:incident_list")
    return render(request, "incidents/step_back.html", {"incident": found, "form": form})


def _shown(acting: Acting, show: str) -> IncidentQuerySet:
    visible = incidents_of(acting)
    if show == "drafts":
        return visible.drafts_of(acting.user)
    return visible.without_a_case() if show == "without-a-case" else visible
