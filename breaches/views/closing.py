"""Closing a case, reopening one."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from breaches.due import firm_undone
from breaches.forms.case_form import ReasonForm
from breaches.forms.closing import CloseForm
from breaches.ladder import ladder_of
from breaches.models import Case
from breaches.services.closing import close_case, reopen_case
from breaches.views.case_pages import attempt, case_or_404, done, form_page
from people.acting import ActingRequest, requires
from people.permissions import Action
from policies.rules.answer import from_stored


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
