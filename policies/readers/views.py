"""Who has read a policy and who has not, asking people to read one, and saying that one has."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.acting import ActingRequest, requires, requires_any_role
from people.permissions import Action
from policies.models import AcknowledgementRequest, Policy, Version
from policies.querysets import AcknowledgementRequestQuerySet
from policies.readers.forms import AskForm, DeadlineForm, ReaderFilter
from policies.readers.querysets import LAST_REMINDERS, readers_of, shares_of
from policies.readers.querysets import to_read as waiting_for
from policies.readers.services import (
    AlreadyAsked,
    DeadlineInPast,
    DeadlineMoved,
    NotAsked,
    NotInForce,
    WhyNeeded,
    acknowledge,
    ask_to_read,
    change_deadline,
)
from policies.views import readable_versions
from web.dates import day_in_words
from web.paging import page_of

PAGE_SIZE = 50
USUAL_DAYS = 14


@require_safe
@requires_any_role
def to_read(request: ActingRequest) -> HttpResponse:
    """The policies that wait to be read by whoever asks."""
    acting = request.acting
    waiting = waiting_for(acting.user, acting.school, on=acting.today)
    return render(request, "policies/to_read.html", {"waiting": waiting, "today": acting.today})


@require_POST
@requires_any_role
def version_acknowledge(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    """Say that one has read a version and will keep to it."""
    acting = request.acting
    version = get_object_or_404(readable_versions(request, slug), pk=pk)
    try:
        acknowledge(by=acting.user, now=acting.now, today=acting.today, school=acting.school, version=version)
    except NotAsked as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "It is on record that you have read this policy and will keep to it.")
    return redirect("policies:version", slug=slug, pk=pk)


@require_safe
@requires(Action.ASK_TO_READ)
def reader_list(request: ActingRequest, slug: str) -> HttpResponse:
    """Who has read the version in force and who has not, by name."""
    acting = request.acting
    policy = _policy_or_404(request, slug)
    version = _in_force(request, policy)
    requests = _requests(request).filter(version=version)
    shown = ReaderFilter(request.GET)
    rows = readers_of(requests, on=acting.today).filter(shown.asked_for(today=acting.today))
    page = page_of(request, rows, size=PAGE_SIZE)
    shares = shares_of(requests, on=acting.today)
    reminded = LAST_REMINDERS({(row["pk"], row["reader"]) for row in page})
    context = {
        "policy": policy,
        "version": version,
        "asked": [{"request": one, "share": shares.get(one.pk)} for one in requests.order_by("audience")],
        "filter": shown,
        "filtering": any(request.GET.get(name) for name in shown.fields),
        "page": page,
        "lines": [
            row
            | {
                "asked_as": AcknowledgementRequest.Audience(row["audience"]).label,
                "reminded_at": reminded.get((row["pk"], row["reader"])),
            }
            for row in page
        ],
        "today": acting.today,
    }
    return render(request, "policies/reader_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ASK_TO_READ)
def reader_ask(request: ActingRequest, slug: str) -> HttpResponse:
    """Ask an audience to read the version in force."""
    acting = request.acting
    policy = _policy_or_404(request, slug)
    version = _in_force(request, policy)
    if version is None:
        raise Http404
    form = AskForm(request.POST or None, initial={"days_for_new_starters": USUAL_DAYS})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"audience": AcknowledgementRequest.Audience(form.cleaned_data["audience"])}
        try:
            ask_to_read(
                by=acting.user, now=acting.now, today=acting.today, school=acting.school, version=version, **said
            )
        except AlreadyAsked as refusal:
            form.add_error("audience", str(refusal))
        except DeadlineInPast as refusal:
            form.add_error("deadline_on", str(refusal))
        except NotInForce as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{said['audience'].label} are asked to read {policy.title}.")
            return redirect("policies:reader_list", slug=slug)
    return _form_page(request, form, version, "Ask people to read this policy")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ASK_TO_READ)
def deadline_change(request: ActingRequest, pk: int) -> HttpResponse:
    """Move the day by which people are asked to have read a version."""
    acting = request.acting
    found = get_object_or_404(_requests(request).select_related("version__policy"), pk=pk)
    form = DeadlineForm(request.POST or None, initial={"was_on": found.deadline_on})
    if request.method == "POST" and form.is_valid():
        try:
            change_deadline(by=acting.user, now=acting.now, today=acting.today, request=found, **form.cleaned_data)
        except DeadlineInPast as refusal:
            form.add_error("deadline_on", str(refusal))
        except WhyNeeded as refusal:
            form.add_error("reason", str(refusal))
        except DeadlineMoved as refusal:
            found.refresh_from_db(fields=["deadline_on"])
            form.take_day(found.deadline_on)
            form.add_error(None, f"{refusal} It is on {day_in_words(found.deadline_on)}.")
        else:
            messages.success(request, "The deadline is moved.")
            return redirect("policies:reader_list", slug=found.version.policy.slug)
    return _form_page(request, form, found.version, f"Move the deadline for {found.get_audience_display().lower()}")


def _policy_or_404(request: ActingRequest, slug: str) -> Policy:
    acting = request.acting
    policies = Policy.objects.visible_to(acting.user, on=acting.today).of_school(acting.school)
    return get_object_or_404(policies, slug=slug)


def _in_force(request: ActingRequest, policy: Policy) -> Version | None:
    return policy.versions.in_force(request.acting.school, on=request.acting.today).first()


def _requests(request: ActingRequest) -> AcknowledgementRequestQuerySet:
    acting = request.acting
    return AcknowledgementRequest.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)


def _form_page(request: ActingRequest, form: object, version: Version, heading: str) -> HttpResponse:
    back = reverse("policies:reader_list", args=[version.policy.slug])
    context = {"form": form, "version": version, "heading": heading, "cancel_url": back}
    return render(request, "policies/form.html", context)
