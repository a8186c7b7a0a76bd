"""Check your answers, log, and what follows."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from incidents.access import ChairLogsOthers, NobodyCouldSeeIt, chair_may_log, who_could_lead
from incidents.days import FaultyDays
from incidents.journey import no_policy_on, sections_of
from incidents.loading import incidents_of, logged_incident, own_draft
from incidents.models import Incident, Involvement
from incidents.services.drafts import NotADraft, StaleDraft
from incidents.services.logging import NotWhole, log_incident
from people.acting import Acting, ActingRequest, requires
from people.permissions import Action
from web.text import whole_number

REFUSALS = (ChairLogsOthers, FaultyDays, NobodyCouldSeeIt, NotADraft, NotWhole, StaleDraft)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.LOG_INCIDENT)
def log_check(request: ActingRequest, pk: int) -> HttpResponse:
    """Every answer with its way back, who will take the incident on, and the button that logs it."""
    acting = request.acting
    if incidents_of(acting).logged().filter(pk=pk, logged_by=acting.user).exists():
        return redirect("incidents:logged", pk=pk)
    draft = own_draft(acting, pk)
    if request.method != "POST":
        return _show(request, draft)
    asked = request.POST.get("revision", "")
    try:
        log_incident(by=acting.user, now=acting.now, incident=draft, revision=whole_number(asked) or 0)
    except REFUSALS as refused:
        return _show(request, draft, refused=str(refused))
    if incidents_of(acting).filter(pk=pk).exists():
        return redirect("incidents:logged", pk=pk)
    messages.success(request, "The incident is logged and passed on. You will not see it again.")
    return redirect("incidents:incident_list")


@require_safe
@requires(Action.READ_INCIDENTS)
def logged(request: ActingRequest, pk: int) -> HttpResponse:
    """The reference, and a case to open for each subject."""
    incident = logged_incident(request.acting, pk)
    context = {
        "incident": incident,
        "subjects": subjects_to_open(incident),
        "nothing_in_force": no_policy_on(incident),
    }
    return render(request, "incidents/logged.html", context)


def subjects_to_open(incident: Incident) -> list[tuple[Involvement, str]]:
    """Each subject without a case yet, and where to open one."""
    with_a_case = set(incident.cases.values_list("subject", flat=True))
    return [(one, _open_case_url(incident, one)) for one in incident.subjects if one.person_id not in with_a_case]


def _open_case_url(incident: Incident, subject: Involvement) -> str:
    return f"{reverse('breaches:open_case', args=[incident.pk])}?subject={subject.person_id}"


def _show(request: ActingRequest, draft: Incident, refused: str = "") -> HttpResponse:
    sections = sections_of(draft)
    context = {
        "draft": draft,
        "sections": sections,
        "missing": [one for section in sections for one in section.missing],
        "nothing_in_force": no_policy_on(draft),
        "refused": refused,
        **_handover(request.acting, draft),
    }
    return render(request, "incidents/log_check.html", context)


def _handover(acting: Acting, draft: Incident) -> dict[str, object]:
    """Who will see the incident once it is logged, and whether the person logging it is among them."""
    leads = list(who_could_lead(draft.pk, on=acting.today))
    users = list(dict.fromkeys(one.user for one in leads))
    return {
        "leads": leads,
        "nobody_sees": not leads,
        "hidden_from_me": acting.user not in users,
        "chair_may_not": not chair_may_log(draft, by=acting.user, on=acting.today),
    }
