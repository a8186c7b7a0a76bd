"""Pages of cases: the list, one case, opening, handing over, closing and reopening it."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from breaches.due import (
    find_unanswered_considerations,
    find_undone_binding_steps,
    list_to_decide,
    list_to_do,
    list_unfinished,
)
from breaches.forms import DRAFT, CaseForm, CloseForm, HandOverForm, OpenCaseForm, ReasonForm
from breaches.ladder import build_ladder
from breaches.limits import find_limits
from breaches.listing import CaseFilter, build_calendar, name_findings, write_csv
from breaches.models import Case, Confirmation
from breaches.offers import offer_answers
from breaches.questions import build_questions, group_answers, say_established
from breaches.services.cases import (
    find_possible_owners,
    find_safeguarding_lead,
    hand_over,
    open_case,
    read_case,
    record_export,
)
from breaches.services.closing import close_case, reopen_case
from breaches.timeline import CaseRecords, Event, build_timeline, load_case_records
from breaches.version import (
    describe_acknowledgement,
    find_pack,
    find_version_in_force,
    find_version_status,
    get_case_wordings,
    list_notices,
    rests_on_draft,
)
from incidents.models import Incident, Involvement
from people.acting import ActingRequest, requires
from people.models import Role, name_capacity
from people.permissions import Action
from policies.guidance.pages import present_guidance
from policies.guidance.platforms import PlatformHelp, present_platform_help
from policies.own_words import get_wordings
from policies.rules.answer import from_stored
from policies.rules.assessment import Assessment, find_replaced
from policies.rules.wordings import Wordings
from policies.rules.words import Finding, Party
from policies.stored_packs import find_answering_draft, get_version_wordings
from web.dates import when_in_words
from web.paging import page_of
from web.submit import form_page, refusals_on

NO_PLATFORM = ("", Incident.Platform.SCHOOL_CHANNEL, Incident.Platform.NOT_ONLINE)
PAGE_SIZE = 25
AT_A_TIME = 500
# What the link that hands a case to the safeguarding lead asks of the page.
TO_THE_LEAD = "safeguarding-lead"


@require_safe
@requires(Action.READ_CASES)
def case_list(request: ActingRequest) -> HttpResponse:
    list_filter = _filter_cases(request)
    cases = list_filter.qs.select_related("subject").with_findings().with_unfinished()
    page = page_of(request, cases, size=PAGE_SIZE, is_capped=True)
    today = request.acting.today
    school = request.acting.school
    wordings = get_wordings(school)
    context = {
        "filter": list_filter,
        "page": page,
        "lines": [
            {
                "case": case,
                "capacity": name_capacity(case.capacity, lambda: school),
                "findings": name_findings(case, wordings) or "None standing",
                "when": when_in_words(case.next_due_on, today=today) if case.next_due_on else "",
                "late": case.next_due_on is not None and case.next_due_on <= today,
            }
            for case in page
        ],
        "query": request.GET.urlencode(),
    }
    return render(request, "breaches/case_list.html", context)


@require_safe
@requires(Action.READ_CASES)
def case_calendar(request: ActingRequest) -> HttpResponse:
    """The open cases this person may know of, by the month in which each is next due."""
    acting = request.acting
    cases = Case.objects.visible_to(acting.user, on=acting.today).at_school(acting.school).open()
    due = cases.filter(next_due_on__isnull=False).order_by("next_due_on", "pk")[:AT_A_TIME]
    return render(request, "breaches/calendar.html", {"months": build_calendar(due, today=acting.today)})


@require_safe
@requires(Action.EXPORT_CASES)
def case_export(request: ActingRequest) -> HttpResponseBase:
    """Every case of the narrowed list as CSV; what was asked is put on record before the first line leaves."""
    acting = request.acting
    list_filter = _filter_cases(request)
    cleaned = list_filter.form.cleaned_data if list_filter.form.is_valid() else {}
    filters = {name: str(getattr(value, "pk", value)) for name, value in cleaned.items() if value and name != "q"}
    record_export(by=acting.user, now=acting.now, school=acting.school, filters=filters)
    cases = list_filter.qs.select_related("subject", "incident").with_findings().iterator(chunk_size=AT_A_TIME)
    response = StreamingHttpResponse(write_csv(cases, acting.school), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="cases-{acting.today:%Y-%m-%d}.csv"'
    return response


def _filter_cases(request: ActingRequest) -> CaseFilter:
    acting = request.acting
    cases = Case.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)
    return CaseFilter(request.GET, cases=cases, school=acting.school, reader=acting.user, today=acting.today)


@require_safe
@requires(Action.READ_CASES)
def case_page(request: ActingRequest, pk: int) -> HttpResponse:
    """What to do now, what the policy says, and everything that happened. Opening it is put on record."""
    acting = request.acting
    case = case_or_404(request, pk)
    read_case(by=acting.user, now=acting.now, case=case)
    records = load_case_records(case)
    stored = records.assessments[0]
    answer = from_stored(stored.answer)
    limits = find_limits(case, answer, records.steps, records.confirmations)
    status, wordings = find_version_status(case, today=acting.today), get_case_wordings(case)
    platform_help = find_platform_help(case, answer, acting.today)
    questions = build_questions(answer, records.confirmations, find_pack(case, pack_sha256=stored.pack_sha256))
    context = {
        "case": case,
        "answer": answer,
        "guidance": present_guidance(answer, case.school, today=acting.today, settled=questions.facts),
        "considers": wordings.careful_sentence(answer.facts.findings),
        "party": wordings.parties[Party(case.capacity)].name,
        "notices": list_notices(case, status, pack_sha256=stored.pack_sha256, today=acting.today),
        "as_draft": rests_on_draft(case.version, case.incident),
        "newer": status and status.newer,
        "to_do": list_to_do(case, answer, records.steps, records.letters, today=acting.today, limits=limits.by_step),
        "to_decide": list_to_decide(
            case, answer, records.steps, questions.to_answer, today=acting.today, limits=limits.by_step
        ),
        "unfinished": list_unfinished(case, records.letters),
        "questions": offer_answers(case, answer, questions.to_answer, reader=acting.user, on=acting.today),
        "noes": questions.noes,
        "ladder": build_ladder(answer, records.steps, records.letters, limits, platform_help, questions.dead_ends),
        "outside": [record for record in records.steps if record.kind == "outside_policy"],
        "letters": records.letters,
        "events": build_timeline(case, records),
        "involved": case.incident.involvements.select_related("person"),
        "evidence": case.incident.evidence.current(),
        "acknowledgement": describe_acknowledgement(case, status),
        "hands_to_lead": acting.role != Role.SAFEGUARDING_LEAD,
        "may_close": acting.may(Action.CLOSE_CASE),
        "may_reopen": acting.may(Action.REOPEN_CASE),
        **_list_established(case, records, wordings),
    }
    return render(request, "breaches/case.html", context)


def find_platform_help(case: Case, answer: Assessment, today: dt.date) -> PlatformHelp | None:
    """How to report it to the platform; None where it did not happen on somebody else's."""
    if case.incident.platform in NO_PLATFORM:
        return None
    return present_platform_help(case.incident.platform, answer.facts.findings, today=today)


def _list_established(case: Case, records: CaseRecords, wordings: Wordings) -> dict[str, object]:
    party = Party(case.capacity)
    return {
        "findings": [
            {"row": row, "name": wordings.findings[Finding(row.finding)].name}
            for row in records.findings
            if not row.withdrawn_at
        ],
        "confirmations": [
            {"row": rows[0], "name": say_established(rows, party, wordings)}
            for rows in group_answers(records.confirmations)
            if rows[0].answer == Confirmation.Answer.YES and not rows[0].withdrawn_at
        ],
    }


def case_or_404(request: ActingRequest, pk: int) -> Case:
    acting = request.acting
    cases = Case.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)
    cases = cases.select_related("school", "incident", "subject", "version__policy", "opened_by", "owner")
    return get_object_or_404(cases.with_past(), pk=pk)


def case_form_page(request: ActingRequest, form: CaseForm, heading: str, **context: Any) -> HttpResponse:
    """The form, with what was recorded on the case meanwhile where somebody changed or closed it."""
    case, since = form.case, list[Event]()
    if form.is_bound and (form.is_stale or not case.is_open) and (read_at := form.cleaned_data.get("read_at")):
        since = [event for event in build_timeline(case, load_case_records(case)) if event.at > read_at]
    return form_page(
        request,
        form,
        heading=heading,
        cancel_url=reverse("breaches:case", args=[case.pk]),
        template="breaches/form.html",
        caption=case.reference,
        back="Back to the case",
        case=case,
        since=since,
        **context,
    )


def reason_form(request: ActingRequest, case: Case, label: str, *, button: str, hint: str = "") -> ReasonForm:
    """The form that asks why, or how one knows: `button` says what saving it does."""
    return ReasonForm(request.POST or None, case=case, now=request.acting.now, label=label, button=button, hint=hint)


def back_to_case(request: ActingRequest, case: Case, sentence: str, *, with_changes: bool = False) -> HttpResponse:
    """Back to the case, saying what was recorded and, where the policy was asked again, what that changed."""
    if with_changes:
        changed = case.assessments.latest().changed
        sentence = " ".join([sentence, *(changed or ["Nothing changed in what the policy gives."])])
    messages.success(request, sentence)
    return redirect("breaches:case", pk=case.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.OPEN_CASE)
def case_open(request: ActingRequest, incident_pk: int) -> HttpResponse:
    acting = request.acting
    incidents = Incident.objects.visible_to(acting.user, on=acting.today).at_school(acting.school).logged()
    incident = get_object_or_404(incidents.select_related("school"), pk=incident_pk)
    opened = Case.objects.filter(incident=incident).order_by("pk")
    form = _build_open_form(request, incident, opened)
    if form is None:
        return redirect("breaches:case", pk=opened[0].pk)
    if form.is_valid():
        with refusals_on(form):
            case = open_case(
                by=acting.user,
                now=acting.now,
                incident=incident,
                subject=form.cleaned_data["subject"],
                capacity=form.cleaned_data["capacity"],
                findings=form.reasons(),
                by_the_draft=form.cleaned_data.get("policy") == DRAFT,
            )
            return back_to_case(request, case, f"The case {case.reference} is open.")
    return form_page(
        request,
        form,
        heading="Open a case",
        cancel_url=reverse("incidents:incident", args=[incident.pk]),
        template="breaches/open_case.html",
        caption=incident.reference,
        lead=incident.title,
        back="Back to the incident",
        incident=incident,
        version=find_version_in_force(incident),
        opened=opened,
    )


def _build_open_form(request: ActingRequest, incident: Incident, opened: QuerySet[Case]) -> OpenCaseForm | None:
    """What the log already says, where it leaves no choice; None where every subject has a case."""
    version = find_version_in_force(incident)
    draft = None if version else find_answering_draft(incident.school)
    subjects = incident.involvements.filter(part=Involvement.Part.SUBJECT).select_related("person")
    without = subjects.exclude(person__in=opened.values("subject"))
    is_sent = request.method == "POST"
    if not (is_sent or without):
        return None
    return OpenCaseForm(
        request.POST if is_sent else None,
        subjects=subjects if is_sent else without,
        logged=list(incident.findings.all()),
        draft=draft,
        school=incident.school,
        wordings=get_version_wordings(version or draft),
        initial={} if is_sent else _choose_initial(list(without)),
    )


def _choose_initial(without: list[Involvement]) -> dict[str, object]:
    """Who it is about, where the log leaves no choice."""
    return {"subject": without[0].pk, "capacity": without[0].capacity} if len(without) == 1 else {}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.HAND_OVER_CASE)
def case_hand_over(request: ActingRequest, pk: int) -> HttpResponse:
    acting = request.acting
    case = case_or_404(request, pk)
    users, to, lead = find_possible_owners(case, on=acting.today), case.owner_id, ""
    if request.GET.get("to") == TO_THE_LEAD:
        if found := find_safeguarding_lead(case, on=acting.today):
            to, lead = found.pk, f"{found.name} is the safeguarding lead."
        else:
            lead = "Nobody who may see this case is on record as the school’s safeguarding lead."
    form = HandOverForm(request.POST or None, case=case, now=acting.now, users=users, initial={"to": to})
    if form.is_valid():
        with refusals_on(form):
            hand_over(by=acting.user, now=acting.now, case=case, **form.values("revision", "to"))
            return back_to_case(request, case, f"{form.cleaned_data['to'].name} looks after this case now.")
    return case_form_page(request, form, "Hand the case over", lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CLOSE_CASE)
def case_close(request: ActingRequest, pk: int) -> HttpResponse:
    """Close the case, with a line for each step not taken that binds the school or that it is to consider."""
    acting = request.acting
    case = case_or_404(request, pk)
    answer, records = from_stored(case.assessments.latest().answer), list(case.step_records.all())
    undone = find_undone_binding_steps(answer.steps, records)
    considered = find_unanswered_considerations(answer.steps, records)
    form = CloseForm(request.POST or None, case=case, now=acting.now, undone=undone, considered=considered)
    if form.is_valid():
        with refusals_on(form):
            close_case(
                by=acting.user,
                now=acting.now,
                case=case,
                left_undone=form.reasons(),
                **form.values("revision", "outcome", "note"),
            )
            return back_to_case(request, case, "The case is closed.")
    settled = {step.step for step in (*undone, *considered)} | find_replaced(answer.steps)
    choices = [
        step for step in build_ladder(answer, records).steps if step.look == "open" and step.step not in settled
    ]
    lead = "Closing deletes nothing. The Headteacher or the Deputy can reopen it, with a reason."
    unfinished = list_unfinished(case, case.letters.all())
    return case_form_page(request, form, "Close the case", lead=lead, choices=choices, unfinished=unfinished)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.REOPEN_CASE)
def case_reopen(request: ActingRequest, pk: int) -> HttpResponse:
    acting = request.acting
    case = case_or_404(request, pk)
    form = reason_form(request, case, "Why is it reopened?", button="Reopen the case")
    if form.is_valid():
        with refusals_on(form):
            reopen_case(by=acting.user, now=acting.now, case=case, **form.values("revision", "why"))
            return back_to_case(request, case, "The case is open again.")
    return case_form_page(request, form, "Reopen the case")
