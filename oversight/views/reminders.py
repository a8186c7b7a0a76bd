"""Reminders: what waits for the person who looks, when their mail comes, and how mail goes at the school."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from oversight.forms.reminders import DailyMailForm
from oversight.reminders.mail_state import mail_state
from oversight.reminders.waiting_for import counted, next_mail_on
from people.acting import ActingRequest, requires_any_role
from people.permissions import Action
from people.services.accounts import choose_daily_mail


@require_http_methods(["GET", "HEAD", "POST"])
@requires_any_role
def reminders(request: ActingRequest) -> HttpResponse:
    """Choose the time of the daily mail, and see what it will tell."""
    acting = request.acting
    form = DailyMailForm(request.POST or None, initial={"at": f"{acting.user.daily_mail_at:%H:%M}"})
    if request.method == "POST" and form.is_valid():
        choose_daily_mail(by=acting.user, now=acting.now, at=form.cleaned_data["at"])
        messages.success(request, f"Your daily mail comes at {form.cleaned_data['at']:%H:%M}.")
        return redirect("oversight:reminders")
    context: dict[str, Any] = {
        "form": form,
        "waiting": counted(acting.user, acting.school, on=acting.today),
        "next_mail_on": next_mail_on(acting.user, acting.school, today=acting.today),
    }
    if acting.may(Action.READ_STATE_OF_MAIL):
        context["mail"] = mail_state(acting.school, now=acting.now)
    return render(request, "oversight/reminders.html", context)
