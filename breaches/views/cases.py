"""Opening a case, and the page of one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from breaches.acknowledged import acknowledgement_of
from breaches.forms.opening import DRAFT, OpenCaseForm
from breaches.judged_by import case_version_status, judged_as_draft, version_in_force
from breaches.ladder import ladder_of
from breaches.models import Case
from breaches.notices import notices_of
from breaches.services.cases import DraftNotOffered, NothingFound, NotLogged, open_case, read_case
from breaches.services.holding import ReasonNeeded
from breaches.timeline import CaseRecords, records_of, timeline_of
from breaches.to_do import to_do_now
from breaches.views.case_pages import case_or_404
from incidents.models import Incident, IncidentFinding, Involvement
from people.acting import ActingRequest, requires
from people.models import Capacity
from people.permissions import Action
from policies.rules.answer import from_stored
from policies.rules.wording import FINDINGS, PARTIES, careful_sentence, question
from policies.rules.words import Fact, Finding, Party
from policies.stored_packs import find_answering_draft


@require_safe
@requires(Action.READ_CASES)
def case(request: ActingRequest, pk: int) -> HttpResponse:
    """What to do now, what the policy says, and everything that happened. Opening it is put on record."""
    acting = request.acting
    shown = case_or_404(request, pk)
    read_case(by=acting.user, now=acting.now, case=shown)
    records = records_of(shown)
    stored = records.assessments[0]
    answer = from_stored(stored.answer)
    status = case_version_status(shown, today=acting.today)
    context = {
        "case": shown,
        "answer": answer,
        "considers": careful_sentence(answer.facts.findings),
        "party": PARTIES[Party(shown.capacity)].name,
        "notices": notices_of(shown, status, pack_sha256=stored.pack_sha256, today=acting.today),
        "as_draft": judged_as_draft(shown.version, shown.incident),
        "newer": status and status.newer,
        "to_do": to_do_now(shown, answer, records.steps, records.letters, today=acting.today),
        "ladder": ladder_of(answer, records.steps, records.letters),
        "outside": [one for one in records.steps if one.kind == "outside_policy"],
        "letters": records.letters,
        "events": timeline_of(shown, records),
        "involved": shown.incident.involvements.select_related("person"),
        "evidence": shown.incident.evidence.kept(),
        "acknowledgement": acknowledgement_of(shown, status),
        "may_close": acting.may(Action.CLOSE_CASE),
        "may_reopen": acting.may(Action.REOPEN_CASE),
        **_established(shown, records),
    }
    return render(request, "breaches/case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.OPEN_CASE)
def open_from_incident(request: ActingRequest, incident_pk: int) -> HttpResponse:
    """Open the case of one subject of a logged incident."""
    acting = request.acting
    incidents = Incident.objects.visible_to(acting.user, on=acting.today).at_school(acting.school).logged()
    incident = get_object_or_404(incidents.select_related("school"), pk=incident_pk)
    subjects = list(incident.involvements.filter(part=Involvement.Part.SUBJECT).select_related("person"))
    opened = {one.subject_id: one for one in Case.objects.filter(incident=incident).order_by("pk")}
    without = [one for one in subjects if one.person_id not in opened]
    if not without and request.method != "POST":
        return redirect("breaches:case", pk=next(iter(opened.values())).pk)
    version = version_in_force(incident)
    logged = list(incident.findings.all())
    form = OpenCaseForm(
        request.POST or None,
        subjects=subjects if request.method == "POST" else without,
        logged=logged,
        draft=None if version else find_answering_draft(incident.school),
        initial=_initial(without, logged),
    )
    if form.is_valid() and (new := _opened(request, incident, form)):
        messages.success(request, f"The case {new.reference} is open.")
        return redirect("breaches:case", pk=new.pk)
    context = {"form": form, "incident": incident, "version": version, "opened": opened.values()}
    return render(request, "breaches/open_case.html", context)


def _opened(request: ActingRequest, incident: Incident, form: OpenCaseForm) -> Case | None:
    """The case, or None with the refusal as an error of the form."""
    try:
        return open_case(
            by=request.acting.user,
            now=request.acting.now,
            incident=incident,
            subject=form.cleaned_data["subject"],
            capacity=Capacity(form.cleaned_data["capacity"]),
            findings=form.established(),
            by_the_draft=form.cleaned_data["judged_by"] == DRAFT,
        )
    except (DraftNotOffered, NotLogged, NothingFound, ReasonNeeded) as refusal:
        form.add_error(None, str(refusal))
    return None


def _initial(without: list[Involvement], logged: list[IncidentFinding]) -> dict[str, object]:
    """What the log already says, where it leaves no choice."""
    chosen: dict[str, object] = {"findings": [one.finding for one in logged]}
    if len(without) == 1:
        chosen |= {"subject": without[0].pk, "capacity": without[0].capacity}
    return chosen


def _established(shown: Case, records: CaseRecords) -> dict[str, object]:
    """What stands of what was found and confirmed, each with its row for taking it back."""
    party = Party(shown.capacity)
    return {
        "findings": [
            {"row": row, "name": FINDINGS[Finding(row.finding)].name}
            for row in records.findings
            if not row.withdrawn_at
        ],
        "confirmations": [
            {"row": row, "name": question(Fact(row.fact), party).confirmed}
            for row in records.confirmations
            if not row.withdrawn_at
        ],
    }
