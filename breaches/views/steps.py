"""Pages that record something on a case: a step, a finding, a fact, a note."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from breaches.forms import FindingForm, NoteForm, OutsidePolicyForm, ReasonForm, TakeStepForm
from breaches.ladder import CaseStep, ladder_of
from breaches.models import Case, StepRecord
from breaches.services.cases import CaseIsClosed, StaleCase, add_note
from breaches.services.findings import confirm as confirm_fact
from breaches.services.findings import establish, withdraw_finding
from breaches.services.findings import unconfirm as unconfirm_fact
from breaches.services.steps import finish_follow_up, leave_undone, step_outside_policy, take_step
from breaches.views.cases import attempt, case_or_404, done, form_page
from people.acting import ActingRequest, requires
from people.permissions import Action
from policies.rules.answer import from_stored
from policies.rules.assessment import Assessment
from policies.rules.wording import FINDINGS, question
from policies.rules.words import Fact, Finding, Party
from web.text import whole_number


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.RECORD_STEP)
def step_take(request: ActingRequest, pk: int, step: str) -> HttpResponse:
    """Record what was done about a step; a refusal leads to the question whether to confirm it."""
    acting = request.acting
    case = case_or_404(request, pk)
    case_step = _step_or_404(case, step)
    initial = {"done_on": acting.today, "done_by": acting.user.name}
    form = TakeStepForm(request.POST or None, case=case, now=acting.now, step=case_step.step, initial=initial)
    taken = attempt(
        form,
        lambda: take_step(
            by=acting.user,
            now=acting.now,
            case=case,
            revision=form.cleaned_data["revision"],
            step=case_step.step,
            done_on=form.cleaned_data["done_on"],
            done_by=form.cleaned_data["done_by"],
            outcome=form.outcome_said(),
            note=form.cleaned_data["note"],
            follow_up_on=form.cleaned_data["follow_up_on"],
            evidence=form.cleaned_data.get("evidence"),
            form_token=form.cleaned_data["form_token"],
        ),
    )
    if not taken:
        return form_page(request, form, case_step.shown.label, step=case_step)
    back = done(request, case, "Recorded.", says_what_changed=True)
    if form.outcome_said() == StepRecord.Outcome.REFUSED and _waits_for_refusal(_answer_of(case)):
        return redirect("breaches:confirm", pk=case.pk, fact=Fact.REFUSED)
    return back


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.RECORD_STEP)
def step_leave_undone(request: ActingRequest, pk: int, step: str) -> HttpResponse:
    """Record why a step is left undone."""
    acting = request.acting
    case = case_or_404(request, pk)
    case_step = _step_or_404(case, step)
    form = ReasonForm(
        request.POST or None,
        case=case,
        now=acting.now,
        label="Why is it left undone?",
        hint="It is shown as left undone, with this reason, for as long as the case is kept.",
        button="Leave it undone",
    )
    left = attempt(
        form,
        lambda: leave_undone(
            by=acting.user,
            now=acting.now,
            case=case,
            revision=form.cleaned_data["revision"],
            step=case_step.step,
            reason=form.cleaned_data["why"],
            form_token=form.cleaned_data["form_token"],
        ),
    )
    if left:
        return done(request, case, "Recorded as left undone, with your reason.")
    return form_page(request, form, f"Leave undone: {case_step.shown.label}", step=case_step)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.RECORD_STEP)
def outside_policy(request: ActingRequest, pk: int) -> HttpResponse:
    """Record something done that the policy does not give, with the reason."""
    acting = request.acting
    case = case_or_404(request, pk)
    initial = {"done_on": acting.today, "done_by": acting.user.name}
    form = OutsidePolicyForm(request.POST or None, case=case, now=acting.now, initial=initial)
    recorded = attempt(
        form,
        lambda: step_outside_policy(
            by=acting.user,
            now=acting.now,
            case=case,
            revision=form.cleaned_data["revision"],
            what=form.cleaned_data["what"],
            reason=form.cleaned_data["reason"],
            done_on=form.cleaned_data["done_on"],
            done_by=form.cleaned_data["done_by"],
            follow_up_on=form.cleaned_data["follow_up_on"],
            form_token=form.cleaned_data["form_token"],
        ),
    )
    if recorded:
        return done(request, case, "Recorded as done outside the policy, with your reason.")
    return form_page(request, form, "Do something the policy does not give")


@require_POST
@requires(Action.RECORD_STEP)
def follow_up_done(request: ActingRequest, pk: int, record_pk: int) -> HttpResponse:
    """Record that a follow-up was seen to."""
    acting = request.acting
    case = case_or_404(request, pk)
    row = get_object_or_404(case.step_records, pk=record_pk, follow_up_on__isnull=False)
    revision = whole_number(request.POST.get("revision", "")) or 0
    try:
        finish_follow_up(by=acting.user, now=acting.now, step_record=row, revision=revision)
    except (CaseIsClosed, StaleCase):
        messages.warning(request, "Somebody changed this case. Read what is new; the follow-up still stands.")
    else:
        messages.success(request, "The follow-up is seen to.")
    return redirect("breaches:case", pk=case.pk)


def _answer_of(case: Case) -> Assessment:
    return from_stored(case.assessments.latest().answer)


def _step_or_404(case: Case, word: str) -> CaseStep:
    """The step as the case page shows it: a step the policy does not give has no page."""
    for one in ladder_of(_answer_of(case), case.step_records.all()).steps:
        if one.step == word:
            return one
    raise Http404


def _waits_for_refusal(answer: Assessment) -> bool:
    return any(Fact.REFUSED in one.waiting_for for one in answer.steps)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ADD_NOTE)
def note_add(request: ActingRequest, pk: int) -> HttpResponse:
    """Add a note to the case."""
    acting = request.acting
    case = case_or_404(request, pk)
    form = NoteForm(request.POST or None, case=case, now=acting.now)
    added = attempt(
        form,
        lambda: add_note(
            by=acting.user,
            now=acting.now,
            case=case,
            text=form.cleaned_data["text"],
            form_token=form.cleaned_data["form_token"],
        ),
    )
    return done(request, case, "The note is added.") if added else form_page(request, form, "Add a note")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.RECORD_FINDING)
def finding_add(request: ActingRequest, pk: int) -> HttpResponse:
    """Establish one more finding; the policy is asked again."""
    acting = request.acting
    case = case_or_404(request, pk)
    form = FindingForm(request.POST or None, case=case, now=acting.now)
    added = attempt(
        form,
        lambda: establish(
            by=acting.user,
            now=acting.now,
            case=case,
            revision=form.cleaned_data["revision"],
            finding=form.chosen(),
            why=form.cleaned_data["why"],
        ),
    )
    if added:
        return done(request, case, "The finding is added.", says_what_changed=True)
    lead = "The policy is asked again, and the case says what that changes."
    return form_page(request, form, "Add a finding", lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.RECORD_FINDING)
def finding_withdraw(request: ActingRequest, pk: int, finding_pk: int) -> HttpResponse:
    """Withdraw a finding; it stays on record, and the policy is asked again."""
    acting = request.acting
    case = case_or_404(request, pk)
    finding = get_object_or_404(case.findings, pk=finding_pk)
    form = ReasonForm(
        request.POST or None,
        case=case,
        now=acting.now,
        label="Why does it no longer stand?",
        button="Withdraw the finding",
    )
    withdrawn = attempt(
        form,
        lambda: withdraw_finding(
            by=acting.user,
            now=acting.now,
            finding=finding,
            revision=form.cleaned_data["revision"],
            why=form.cleaned_data["why"],
        ),
    )
    if withdrawn:
        return done(request, case, "The finding is withdrawn.", says_what_changed=True)
    lead = "It stays on record as withdrawn. The policy is asked again without it."
    return form_page(request, form, f"Withdraw: {FINDINGS[Finding(finding.finding)].name}", lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONFIRM_FACT)
def confirm(request: ActingRequest, pk: int, fact: str) -> HttpResponse:
    """Confirm a fact; the policy is asked again."""
    acting = request.acting
    case = case_or_404(request, pk)
    if fact not in set(Fact):
        raise Http404
    asked = question(Fact(fact), Party(case.capacity))
    form = ReasonForm(
        request.POST or None,
        case=case,
        now=acting.now,
        label="How do you know?",
        hint="What you saw, read or were told, and when.",
        button="Yes, record it",
    )
    confirmed = attempt(
        form,
        lambda: confirm_fact(
            by=acting.user,
            now=acting.now,
            case=case,
            revision=form.cleaned_data["revision"],
            fact=Fact(fact),
            why=form.cleaned_data["why"],
        ),
    )
    if confirmed:
        return done(request, case, "Recorded.", says_what_changed=True)
    lead = f"{asked.note} Record it only if you are sure that it is so. If you are not, go back: nothing is recorded."
    return form_page(request, form, asked.asks, lead=lead.strip())


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONFIRM_FACT)
def unconfirm(request: ActingRequest, pk: int, confirmation_pk: int) -> HttpResponse:
    """Take a confirmation back; it stays on record, and the policy is asked again."""
    acting = request.acting
    case = case_or_404(request, pk)
    confirmation = get_object_or_404(case.confirmations, pk=confirmation_pk)
    form = ReasonForm(
        request.POST or None, case=case, now=acting.now, label="Why is it no longer confirmed?", button="Take it back"
    )
    taken_back = attempt(
        form,
        lambda: unconfirm_fact(
            by=acting.user,
            now=acting.now,
            confirmation=confirmation,
            revision=form.cleaned_data["revision"],
            why=form.cleaned_data["why"],
        ),
    )
    if taken_back:
        return done(request, case, "Taken back.", says_what_changed=True)
    told = question(Fact(confirmation.fact), Party(case.capacity)).confirmed
    lead = "It stays on record as taken back. Steps that rest on it wait again."
    return form_page(request, form, f"Take back: {told}", lead=lead)
