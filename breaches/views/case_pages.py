"""What every page about one case does: find the case, try what was asked, show the form again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from breaches.forms.case_form import CaseForm
from breaches.models import Case
from breaches.services.cases import MayNotSee
from breaches.services.closing import MayNotClose, MayNotReopen, StepsUnfinished
from breaches.services.holding import CaseIsClosed, ReasonNeeded, StaleCase
from breaches.services.steps import (
    DayOutOfBounds,
    FollowUpNeeded,
    NotEvidenceOfThis,
    StepIsWaiting,
    StepNotGiven,
)
from breaches.timeline import records_of, timeline_of
from people.acting import ActingRequest

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
