"""Who has read a policy and who has not, asking people to read one, and saying that one has."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.acting import ActingRequest, requires, requires_any_role
from people.permissions import Action
from policies.models import AcknowledgementRequest, Version
from policies.querysets import AcknowledgementRequestQuerySet
from policies.readers.forms import DeadlineForm, ReaderFilter, ReadingRequestForm
from policies.readers.querysets import LAST_REMINDERS, count_shares_by_request, list_readers, list_unread
from policies.readers.services import acknowledge, ask_to_read, change_deadline
from policies.views import get_policy_or_404, readable_versions
from web.dates import day_in_words
from web.paging import ListPage, page_of
from web.submit import Row, form_page, refusals_as_messages, refusals_on

PAGE_SIZE = 50
Audience = AcknowledgementRequest.Audience


@require_safe
@requires_any_role
def to_read(request: ActingRequest) -> HttpResponse:
    acting = request.acting
    waiting = list_unread(acting.user, acting.school, on=acting.today)
    return render(request, "policies/readers/to_read.html", {"waiting": waiting, "today": acting.today})


@require_POST
@requires_any_role
def version_acknowledge(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    """Say that one has read a version and will keep to it."""
    acting = request.acting
    version = get_object_or_404(readable_versions(request, slug), pk=pk)
    with refusals_as_messages(request):
        acknowledge(by=acting.user, now=acting.now, today=acting.today, school=acting.school, version=version)
        messages.success(request, "It is on record that you have read this policy and will keep to it.")
    return redirect("policies:version", slug=slug, pk=pk)


@require_safe
@requires(Action.ASK_TO_READ)
def reader_list(request: ActingRequest, slug: str) -> HttpResponse:
    """Who has read the version in force and who has not, by name."""
    today = request.acting.today
    policy = get_policy_or_404(request, slug)
    version = policy.versions.in_force(request.acting.school, on=today).first()
    requests = _requests(request).filter(version=version)
    chosen = ReaderFilter(request.GET, rows=list_readers(requests, on=today), today=today)
    page = page_of(request, chosen.qs, size=PAGE_SIZE)
    shares = count_shares_by_request(requests, on=today)
    context = {
        "policy": policy,
        "version": version,
        "requests": [{"request": asked, "share": shares.get(asked.pk)} for asked in requests.order_by("audience")],
        "filter": chosen,
        "page": page,
        "lines": _reader_lines(page),
        "today": today,
    }
    return render(request, "policies/readers/reader_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ASK_TO_READ)
def reader_ask(request: ActingRequest, slug: str) -> HttpResponse:
    acting = request.acting
    policy = get_policy_or_404(request, slug)
    version = policy.versions.in_force(acting.school, on=acting.today).first()
    if version is None:
        raise Http404
    form = ReadingRequestForm(request.POST or None)
    if form.is_valid():
        cleaned = form.cleaned_data | {"audience": Audience(form.cleaned_data["audience"])}
        with refusals_on(form):
            ask_to_read(
                by=acting.user, now=acting.now, today=acting.today, school=acting.school, version=version, **cleaned
            )
            messages.success(request, f"{cleaned['audience'].label} are asked to read {policy.title}.")
            return redirect("policies:reader_list", slug=slug)
    return form_page(request, form, heading="Ask people to read this policy", **_frame(version))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ASK_TO_READ)
def deadline_change(request: ActingRequest, pk: int) -> HttpResponse:
    """Move the day by which people are asked to have read a version."""
    acting = request.acting
    asked = get_object_or_404(_requests(request).select_related("version__policy"), pk=pk)
    form = DeadlineForm(request.POST or None, request=asked)
    if form.is_valid():
        with refusals_on(form):
            change_deadline(by=acting.user, now=acting.now, today=acting.today, request=asked, **form.cleaned_data)
            messages.success(request, "The deadline is moved.")
            return redirect("policies:reader_list", slug=asked.version.policy.slug)
    heading = f"Move the deadline for {asked.get_audience_display().lower()}"
    return form_page(request, form, heading=heading, stored=_stored_rows, **_frame(asked.version))


def _requests(request: ActingRequest) -> AcknowledgementRequestQuerySet:
    acting = request.acting
    return AcknowledgementRequest.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)


def _reader_lines(page: ListPage) -> list[dict[str, Any]]:
    """The rows of `list_readers` on a page, with what each is asked as and when they were last reminded."""
    reminded = LAST_REMINDERS({(row["pk"], row["reader"]) for row in page})
    return [
        row | {"asked_as": Audience(row["audience"]).label, "reminded_at": reminded.get((row["pk"], row["reader"]))}
        for row in page
    ]


def _stored_rows(request: AcknowledgementRequest) -> list[Row]:
    return [Row("Deadline", day_in_words(request.deadline_on))]


def _frame(version: Version) -> dict[str, Any]:
    back = reverse("policies:reader_list", args=[version.policy.slug])
    return {"caption": version.title_and_number, "back": "Back to the policy", "cancel_url": back}
