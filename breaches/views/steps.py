"""Pages that record something on a case: a step, a finding, a note."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from breaches.forms import FindingForm, NoteForm, OutsidePolicyForm, TakeStepForm
from breaches.ladder import CaseStep, build_ladder
from breaches.models import Case
from breaches.outcomes import is_refusal
from breaches.services.cases import add_note, latest_answer
from breaches.services.findings import establish_finding, withdraw
from breaches.services.steps import finish_follow_up, leave_undone, step_outside_policy, take_step
from breaches.version import get_case_wordings
from breaches.views.cases import back_to_case, case_form_page, case_or_404, find_platform_help, reason_form
from people.acting import ActingRequest, requires
from people.permissions import Action
from policies.rules.words import Fact, Finding
from web.submit import Refused, refusals_on
from web.text import whole_number


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ADD_NOTE)
def note_add(request: ActingRequest, pk: int) -> HttpResponse:
    acting = request.acting
    case = case_or_404(request, pk)
    form = NoteForm(request.POST or None, case=case, now=acting.now)
    if form.is_valid():
        with refusals_on(form):
            add_note(by=acting.user, now=acting.now, case=case, **form.values("text", "form_token"))
            return back_to_case(request, case, "The note is added.")
    return case_form_page(request, form, "Add a note")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.RECORD_STEP)
def step_take(request: ActingRequest, pk: int, step: str) -> HttpResponse:
    """Record what was done about a step; the subject's refusal leads to the question whether to confirm it."""
    acting = request.acting
    case = case_or_404(request, pk)
    case_step = _step_or_404(case, step, acting.today)
    initial = {"done_on": acting.today, "done_by": acting.user.name}
    form = TakeStepForm(request.POST or None, case=case, now=acting.now, step=case_step.step, initial=initial)
    if form.is_valid():
        fields = ("revision", "done_on", "done_by", "outcome", "note", "evidence", "follow_up_on", "form_token")
        with refusals_on(form):
            record = take_step(by=acting.user, now=acting.now, case=case, step=case_step.step, **form.values(*fields))
            back = back_to_case(request, case, "Recorded.", with_changes=True)
            if is_refusal(record) and _waits_for_refusal(case):
                return redirect("breaches:confirm", pk=case.pk, fact=Fact.REFUSED)
            return back
    return case_form_page(request, form, case_step.content.label, step=case_step)


def _step_or_404(case: Case, word: str, today: dt.date) -> CaseStep:
    """The step as the case page shows it: a step the policy does not give has no page."""
    answer = latest_answer(case)
    ladder = build_ladder(answer, case.step_records.all(), platform_help=find_platform_help(case, answer, today))
    for step in ladder.steps:
        if step.step == word:
            return step
    raise Http404


def _waits_for_refusal(case: Case) -> bool:
    return any(Fact.REFUSED in step.waiting_for for step in latest_answer(case).steps)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.RECORD_STEP)
def step_leave_undone(request: ActingRequest, pk: int, step: str) -> HttpResponse:
    acting = request.acting
    case = case_or_404(request, pk)
    case_step = _step_or_404(case, step, acting.today)
    is_firm = case_step.must_say_why_not
    left_as = case_step.left_as.lower()
    hint = f"It is shown as {left_as}, with this reason, for as long as the case is kept."
    label = "Why is it left undone?" if is_firm else "Why is it not taken?"
    button = "Leave it undone" if is_firm else "Record that it is not taken"
    form = reason_form(request, case, label, button=button, hint=hint)
    if form.is_valid():
        with refusals_on(form):
            leave_undone(
                by=acting.user,
                now=acting.now,
                case=case,
                step=case_step.step,
                reason=form.cleaned_data["why"],
                **form.values("revision", "form_token"),
            )
            return back_to_case(request, case, f"Recorded as {left_as}, with your reason.")
    heading = f"{'Leave undone' if is_firm else 'Not taken'}: {case_step.content.label}"
    return case_form_page(request, form, heading, step=case_step)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.RECORD_STEP)
def outside_policy(request: ActingRequest, pk: int) -> HttpResponse:
    acting = request.acting
    case = case_or_404(request, pk)
    initial = {"done_on": acting.today, "done_by": acting.user.name}
    form = OutsidePolicyForm(request.POST or None, case=case, now=acting.now, initial=initial)
    if form.is_valid():
        fields = ("revision", "what", "reason", "done_on", "done_by", "follow_up_on", "form_token")
        with refusals_on(form):
            step_outside_policy(by=acting.user, now=acting.now, case=case, **form.values(*fields))
            return back_to_case(request, case, "Recorded as done outside the policy, with your reason.")
    return case_form_page(request, form, "Do something the policy does not give")


@require_POST
@requires(Action.RECORD_STEP)
def follow_up_done(request: ActingRequest, pk: int, record_pk: int) -> HttpResponse:
    acting = request.acting
    case = case_or_404(request, pk)
    row = get_object_or_404(case.step_records, pk=record_pk, follow_up_on__isnull=False)
    revision = whole_number(request.POST.get("revision", "")) or 0
    try:
        finish_follow_up(by=acting.user, now=acting.now, step_record=row, revision=revision)
    except Refused:
        messages.warning(request, "Somebody changed this case. Read what is new; the follow-up still stands.")
    else:
        messages.success(request, "The follow-up is seen to.")
    return redirect("breaches:case", pk=case.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.RECORD_FINDING)
def finding_add(request: ActingRequest, pk: int) -> HttpResponse:
    acting = request.acting
    case = case_or_404(request, pk)
    form = FindingForm(request.POST or None, case=case, now=acting.now)
    if form.is_valid():
        with refusals_on(form):
            establish_finding(by=acting.user, now=acting.now, case=case, **form.values("revision", "finding", "why"))
            return back_to_case(request, case, "The finding is added.", with_changes=True)
    lead = "The policy is asked again, and the case says what that changes."
    return case_form_page(request, form, "Add a finding", lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.RECORD_FINDING)
def finding_withdraw(request: ActingRequest, pk: int, finding_pk: int) -> HttpResponse:
    acting = request.acting
    case = case_or_404(request, pk)
    row = get_object_or_404(case.findings, pk=finding_pk)
    form = reason_form(request, case, "Why does it no longer stand?", button="Withdraw the finding")
    if form.is_valid():
        with refusals_on(form):
            withdraw(by=acting.user, now=acting.now, row=row, **form.values("revision", "why"))
            return back_to_case(request, case, "The finding is withdrawn.", with_changes=True)
    lead = "It stays on record as withdrawn. The policy is asked again without it."
    name = get_case_wordings(case).findings[Finding(row.finding)].name
    return case_form_page(request, form, f"Withdraw: {name}", lead=lead)
