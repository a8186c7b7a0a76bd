"""What every page about one letter does: find it, try what was asked, say why it was refused."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from breaches.models import Letter
from breaches.services.holding import CaseIsClosed, ReasonNeeded, StaleCase
from breaches.services.letters.approving import SecondPersonNeeded
from breaches.services.letters.drafting import (
    ClauseNotGiven,
    DayMissing,
    LetterNotGiven,
    NamesOnePerson,
    WrongRecipient,
)
from breaches.services.letters.holding import StaleLetter, WrongStage
from breaches.services.letters.sending import SentOnOutOfBounds
from breaches.services.steps import DayOutOfBounds, FollowUpNeeded, StepIsWaiting, StepNotGiven
from people.acting import ActingRequest
from web.files import FileNotKept
from web.pdf import PangoMissing, PdfNotMade
from web.text import whole_number

# Refusals that a person can do something about: each is a sentence for them.
REFUSALS = (
    CaseIsClosed,
    ClauseNotGiven,
    DayMissing,
    DayOutOfBounds,
    FileNotKept,
    FollowUpNeeded,
    LetterNotGiven,
    NamesOnePerson,
    PangoMissing,
    PdfNotMade,
    ReasonNeeded,
    SecondPersonNeeded,
    SentOnOutOfBounds,
    StaleCase,
    StaleLetter,
    StepIsWaiting,
    StepNotGiven,
    WrongRecipient,
    WrongStage,
)


def letter_or_404(request: ActingRequest, pk: int) -> Letter:
    """The letter, if it is of a case of this school that this person may know of."""
    acting = request.acting
    letters = Letter.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)
    people = ("drafted_by", "changed_by", "approved_by", "produced_by", "sent_by", "withdrawn_by", "recipient")
    found = letters.select_related("case__school", "case__incident", "case__subject", "case__version__policy", *people)
    return get_object_or_404(found, pk=pk)


def attempt(form: forms.Form, service: Callable[[], object]) -> bool:
    """Whether the form was right and the service did it; a refusal becomes an error of the form."""
    if not form.is_valid():
        return False
    try:
        service()
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def press(request: ActingRequest, letter: Letter, service: Callable[[], object], sentence: str) -> HttpResponse:
    """Do what a button on the letter's page asks, and go back there with the sentence or with the refusal."""
    try:
        service()
    except REFUSALS as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, sentence)
    return redirect("breaches:letter", pk=letter.pk)


def revision_of(request: ActingRequest) -> int:
    """The revision that the page with the button showed; 0, which no letter has, where there is none."""
    return whole_number(request.POST.get("revision", "")) or 0
