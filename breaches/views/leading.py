"""Handing a case over."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from breaches.forms.leading import HandOverForm
from breaches.leading import who_may_lead
from breaches.services.cases import hand_over
from breaches.views.case_pages import attempt, case_or_404, done, form_page
from people.acting import ActingRequest, requires
from people.permissions import Action


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
