"""What a request may see of incidents, loaded once for every view."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from incidents.models import Evidence, Incident, Involvement
from incidents.querysets import EvidenceQuerySet, IncidentQuerySet
from people.acting import Acting


def incidents_of(acting: Acting) -> IncidentQuerySet:
    """The incidents and drafts this person may see at the school they act at."""
    return Incident.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)


def evidence_of(acting: Acting) -> EvidenceQuerySet:
    """The evidence this person may see at the school they act at."""
    return Evidence.objects.visible_to(acting.user, on=acting.today).at_school(acting.school).kept()


def own_draft(acting: Acting, pk: int) -> Incident:
    """A draft of one's own, or 404."""
    return get_object_or_404(_with_answers(incidents_of(acting).drafts_of(acting.user)), pk=pk)


def logged_incident(acting: Acting, pk: int) -> Incident:
    """A logged incident, or 404."""
    return get_object_or_404(_with_answers(incidents_of(acting).logged()), pk=pk)


def involvement_in_own_draft(acting: Acting, pk: int) -> Involvement:
    """Somebody's part in a draft of one's own, or 404."""
    drafts = incidents_of(acting).drafts_of(acting.user)
    return get_object_or_404(
        Involvement.objects.filter(incident__in=drafts.values("pk")).select_related("incident", "person"), pk=pk
    )


def evidence_in_own_draft(acting: Acting, pk: int) -> Evidence:
    """A file in a draft of one's own, or 404."""
    found = get_object_or_404(evidence_of(acting).select_related("incident"), pk=pk)
    if found.incident.status != Incident.Status.DRAFT:
        raise Http404
    return found


def _with_answers(incidents: IncidentQuerySet) -> IncidentQuerySet:
    """With everything that the pages of one incident show, fetched at once."""
    return incidents.select_related("school", "logged_by").prefetch_related(
        "involvements__person", "findings", "evidence__added_by"
    )
