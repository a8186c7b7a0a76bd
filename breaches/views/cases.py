"""Pages of cases: the list, one case, opening, handing over, closing and reopening it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from breaches.due import firm_undone, to_do_now
from breaches.forms import DRAFT, CaseForm, CloseForm, HandOverForm, OpenCaseForm, ReasonForm
from breaches.ladder import ladder_of
from breaches.listing import CaseFilter, lines, standing_of
from breaches.models import Case, CaseFinding
from breaches.querysets import CaseQuerySet
from breaches.services.cases import (
    CaseIsClosed,
    DraftNotOffered,
    MayNotSee,
    NothingFound,
    NotLogged,
    ReasonNeeded,
    StaleCase,
    hand_over,
    open_case,
    read_case,
    record_export,
    who_may_lead,
)
from breaches.services.closing import MayNotClose, MayNotReopen, StepsUnfinished, close_case, reopen_case
from breaches.services.steps import (
    DayOutOfBounds,
    FollowUpNeeded,
    NotEvidenceOfThis,
    StepIsWaiting,
    StepNotGiven,
)
from breaches.timeline import CaseRecords, records_of, timeline_of
from breaches.version import acknowledgement_of, case_version_status, judged_as_draft, notices_of, version_in_force
from incidents.models import Incident, IncidentFinding, Involvement
from people.acting import ActingRequest, requires
from people.models import Capacity
from people.permissions import Action
from policies.rules.answer import from_stored
from policies.rules.wording import FINDINGS, PARTIES, careful_sentence, question
from policies.rules.words import Fact, Finding, Party
from policies.stored_packs import find_answering_draft
from web.dates import when_in_words
from web.paging import page_of

# Refusals that a person can do something about: each is a sentence for them.
REFUSALS = (
    CaseIsClosed,
    DayOutOfBounds,
    FollowUpNeeded,
    MayNotClose,
    MayNotReopen,
    MayNotSee,
    NotEvidenceOfThis,
    ReasonNeeded,
    StepIsWaiting,
    StepNotGiven,
    StepsUnfinished,
)


def case_or_404(request: ActingRequest, pk: int) -> Case:
    """The case, if it is one of this school's and this person may know of it."""
    acting = request.acting
    cases = Case.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)
    cases = cases.select_related("school", "incident", "subject", "version__policy", "opened_by", "lead")
    return get_object_or_404(cases.with_past(), pk=pk)


def attempt(form: CaseForm, service: Callable[[], object]) -> bool:
    """Whether the form was right and the service did it; a refusal becomes an error of the form.

    A form written on an older revision keeps all that was typed, and takes the new revision.
    """
    if not form.is_valid():
        return False
    try:
        service()
    except StaleCase as refusal:
        form.case.refresh_from_db(fields=["revision", "status"])
        form.take_stored(form.case)
        form.add_error(None, str(refusal))
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
    else:
        return True
    return False


def form_page(request: ActingRequest, form: CaseForm, heading: str, **context: Any) -> HttpResponse:
    """The form, with what was recorded on the case since the page was opened where it was refused as stale."""
    said = getattr(form, "cleaned_data", {})
    is_stale = bool(form.non_field_errors()) and said.get("revision") not in (None, form.case.revision)
    since = _recorded_since(form.case, said["read_at"]) if is_stale else []
    page = {"form": form, "case": form.case, "heading": heading, "since": since, **context}
    return render(request, "breaches/form.html", page)


def done(request: ActingRequest, case: Case, sentence: str, *, says_what_changed: bool = False) -> HttpResponse:
    """Back to the case, saying what was recorded and, where the policy was asked again, what that changed."""
    if says_what_changed:
        changed = case.assessments.latest().changed
        sentence = " ".join([sentence, *(changed or ["Nothing changed in what the policy gives."])])
    messages.success(request, sentence)
    return redirect("breaches:case", pk=case.pk)


def _recorded_since(case: Case, read_at: Any) -> list[Any]:
    return [event for event in timeline_of(case, records_of(case)) if event.at > read_at]


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


PAGE_SIZE = 25
AT_A_TIME = 500


@require_safe
@requires(Action.READ_CASES)
def case_list(request: ActingRequest) -> HttpResponse:
    """The cases this person may know of, newest first."""
    chosen = _filter(request)
    page = page_of(request, _for_lines(chosen.qs), size=PAGE_SIZE, is_capped=True)
    context = {
        "filter": chosen,
        "filtering": chosen.is_narrowed,
        "page": page,
        "lines": [_line(case, today=request.acting.today) for case in page],
        "query": request.GET.urlencode(),
    }
    return render(request, "breaches/case_list.html", context)


@require_safe
@requires(Action.EXPORT_CASES)
def case_export(request: ActingRequest) -> HttpResponseBase:
    """Every case of the narrowed list as CSV; what was asked is put on record before the first line leaves."""
    acting = request.acting
    chosen = _filter(request)
    said = chosen.form.cleaned_data if chosen.form.is_valid() else {}
    asked = {name: str(getattr(value, "pk", value)) for name, value in said.items() if value and name != "q"}
    record_export(by=acting.user, now=acting.now, school=acting.school, asked=asked)
    cases = _for_lines(chosen.qs).iterator(chunk_size=AT_A_TIME)
    response = StreamingHttpResponse(lines(cases), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="cases-{acting.today:%Y-%m-%d}.csv"'
    return response


def _line(case: Case, *, today: dt.date) -> dict[str, Any]:
    due = case.next_due_on
    return {
        "case": case,
        "findings": "; ".join(FINDINGS[Finding(one.finding)].name for one in standing_of(case)) or "None standing",
        "when": when_in_words(due, today=today) if due else "",
        "late": due is not None and due <= today,
    }


def _filter(request: ActingRequest) -> CaseFilter:
    acting = request.acting
    cases = Case.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)
    return CaseFilter(request.GET, cases=cases, school=acting.school, reader=acting.user, today=acting.today)


def _for_lines(cases: CaseQuerySet) -> CaseQuerySet:
    standing = CaseFinding.objects.filter(withdrawn_at__isnull=True)
    return cases.select_related("subject", "incident").prefetch_related(
        Prefetch("findings", queryset=standing, to_attr="standing")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CLOSE_CASE)
def close(request: ActingRequest, pk: int) -> HttpResponse:
    """Close the case, with a reason for each step the policy binds the school to that is not done."""
    acting = request.acting
    case = case_or_404(request, pk)
    answer, records = from_stored(case.assessments.latest().answer), list(case.step_records.all())
    undone = firm_undone(answer.steps, records)
    form = CloseForm(request.POST or None, case=case, now=acting.now, undone=undone)
    closed = attempt(
        form,
        lambda: close_case(
            by=acting.user,
            now=acting.now,
            case=case,
            revision=form.cleaned_data["revision"],
            outcome=Case.Outcome(form.cleaned_data["outcome"]),
            note=form.cleaned_data["note"],
            left_undone=form.reasons(),
        ),
    )
    if closed:
        return done(request, case, "The case is closed.")
    firm = {one.step for one in undone}
    choices = [one for one in ladder_of(answer, records).steps if one.look == "open" and one.step not in firm]
    lead = "Closing deletes nothing. The Headteacher or the Deputy can reopen it, with a reason."
    return form_page(request, form, "Close the case", lead=lead, choices=choices)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.REOPEN_CASE)
def reopen(request: ActingRequest, pk: int) -> HttpResponse:
    """Reopen a closed case."""
    acting = request.acting
    case = case_or_404(request, pk)
    form = ReasonForm(
        request.POST or None, case=case, now=acting.now, label="Why is it reopened?", button="Reopen the case"
    )
    reopened = attempt(
        form,
        lambda: reopen_case(
            by=acting.user,
            now=acting.now,
            case=case,
            revision=form.cleaned_data["revision"],
            why=form.cleaned_data["why"],
        ),
    )
    if reopened:
        return done(request, case, "The case is open again.")
    return form_page(request, form, "Reopen the case")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.HAND_OVER_CASE)
def case_hand_over(request: ActingRequest, pk: int) -> HttpResponse:
    """Say who looks after the case from now on."""
    acting = request.acting
    case = case_or_404(request, pk)
    form = HandOverForm(
        request.POST or None,
        case=case,
        now=acting.now,
        among=who_may_lead(case, on=acting.today),
        initial={"to": case.looked_after_by.pk},
    )
    handed = attempt(
        form,
        lambda: hand_over(
            by=acting.user,
            now=acting.now,
            case=case,
            revision=form.cleaned_data["revision"],
            to=form.chosen(),
        ),
    )
    if handed:
        return done(request, case, f"{form.chosen().name} looks after this case now.")
    return form_page(request, form, "Hand the case over")
