"""Adding a finding, withdrawing one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from breaches.forms.case_form import ReasonForm
from breaches.forms.findings import FindingForm
from breaches.services.findings import establish, withdraw_finding
from breaches.views.case_pages import attempt, case_or_404, done, form_page
from people.acting import ActingRequest, requires
from people.permissions import Action
from policies.rules.wording import FINDINGS
from policies.rules.words import Finding


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
