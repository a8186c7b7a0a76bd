"""Answering the question of a waiting step, and taking the answer back."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from breaches.forms.case_form import ReasonForm
from breaches.services.confirmations import confirm as confirm_fact
from breaches.services.confirmations import unconfirm as unconfirm_fact
from breaches.views.case_pages import attempt, case_or_404, done, form_page
from people.acting import ActingRequest, requires
from people.permissions import Action
from policies.rules.wording import question
from policies.rules.words import Fact, Party


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
