"""Reminders: what waits for the person who looks, when their mail comes, and how mail goes at the school."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from people.acting import ActingRequest, requires_any_role
from people.permissions import Action
from people.services import choose_daily_mail
from reminders.pages import count_waiting, find_next_mail_day, load_mail_state
from web.forms import PlainForm, choice_field

TIMES = [dt.time(hour, minute) for hour in range(6, 21) for minute in (0, 30)]


class DailyMailForm(PlainForm):
    at = choice_field(
        "Time of the daily mail",
        [(f"{time:%H:%M}", f"{time:%H:%M}") for time in TIMES],
        "It comes on school days, and only if something waits for you",
        "Choose a time",
        coerce=dt.time.fromisoformat,
        widget=forms.Select,
        invalid_choice="Choose a time from the list",
    )

    has_cancel = False


@require_http_methods(["GET", "HEAD", "POST"])
@requires_any_role
def reminders(request: ActingRequest) -> HttpResponse:
    acting = request.acting
    form = DailyMailForm(request.POST or None, initial={"at": f"{acting.user.daily_mail_at:%H:%M}"})
    if request.method == "POST" and form.is_valid():
        choose_daily_mail(by=acting.user, now=acting.now, at=form.cleaned_data["at"])
        messages.success(request, f"Your daily mail comes at {form.cleaned_data['at']:%H:%M}.")
        return redirect("reminders:reminders")
    context: dict[str, Any] = {
        "form": form,
        "waiting": count_waiting(acting.user, acting.school, on=acting.today),
        "next_mail_on": find_next_mail_day(acting.user, acting.school, today=acting.today),
    }
    if acting.may(Action.READ_STATE_OF_MAIL):
        context["mail"] = load_mail_state(acting.school, now=acting.now)
    return render(request, "reminders/reminders.html", context)
