"""What every page that saves something about a policy does: try what was asked, and show the form again."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpResponse
from django.shortcuts import render

from people.acting import ActingRequest
from policies import services
from policies.models import ReviewCycle, Version
from policies.reviews import services as reviews_services
from web.forms import RevisionForm

Saved = TypeVar("Saved")

STALE = (reviews_services.StaleCycle, services.StaleVersion)
# Refusals that a person can do something about, each with the field it speaks of, if it speaks of one.
REFUSALS: dict[type[Exception], str] = {
    services.AlreadyThere: "title",
    services.NotADocument: "document",
    reviews_services.NotKeptTo: "",
    services.DayOutOfBounds: "in_force_from",
    services.NotApprovedEverywhere: "",
    services.NotThisMove: "",
    services.NumberTaken: "number",
    services.ReasonNeeded: "reason",
    reviews_services.DateNeeded: "due_on",
    reviews_services.HeldOnAnotherDay: "held_on",
    reviews_services.NotEarlier: "due_on",
    reviews_services.OnlyAReviewRenews: "due_on",
    reviews_services.OwnerElsewhere: "owner",
    reviews_services.ReasonNeeded: "reason",
}


def saved(form: RevisionForm, service: Callable[[], Saved], row: ReviewCycle | Version | None = None) -> Saved | None:
    """What the service gives, or None where the form was wrong or the service refused: an error of the form.

    A form written on an older revision of the row keeps all that was typed, and takes the new revision.
    """
    if not form.is_valid():
        return None
    try:
        return service()
    except STALE as refusal:
        if row is not None:
            row.refresh_from_db()
            form.take_stored(row)
        form.add_error(None, str(refusal))
    except tuple(REFUSALS) as refusal:
        field = REFUSALS[type(refusal)]
        form.add_error(field if field in form.fields else None, str(refusal))
    return None


def form_page(
    request: ActingRequest, form: RevisionForm, *, heading: str, cancel_url: str, **context: Any
) -> HttpResponse:
    """The form, as typed where it was refused; `stored` is shown beside it where somebody changed it meanwhile."""
    page = {"form": form, "heading": heading, "cancel_url": cancel_url, **context}
    if not form.is_stale:
        page.pop("stored", None)
    return render(request, "policies/form.html", page)
