"""A version's life, move by move: start, change, propose, send back, bring into force, withdraw."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from people.acting import ActingRequest, requires
from people.permissions import Action
from policies.forms.lives import DraftForm, ForceForm, ProposeForm, ReasonForm, StartForm
from policies.life import BRING_INTO_FORCE, CHANGE, PROPOSE, SEND_BACK, START, WITHDRAW, Move
from policies.models import Version
from policies.pack_text import faults_by_line
from policies.rules.parsing import PackError
from policies.services import lives
from policies.views.reading import readable_versions
from policies.views.saving import form_page, saved
from web.forms import RevisionForm
from web.submit import Row

MOST_FAULTS = 20


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.START_VERSION)
def version_start(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    """Start a new version from this one."""
    last = _version(request, slug, pk, START)
    form = StartForm(request.POST or None, revision=last.revision)

    def service() -> Version:
        return lives.start_version(**_asking(request), last=last, number=form.cleaned_data["number"])

    if started := saved(form, service, last):
        messages.success(request, "The draft is started. It says what the version before says: change it now.")
        return redirect("policies:version_change", slug=slug, pk=started.pk)
    return _page(request, form, last, START.says, lead="It begins as a draft that says what this version says.")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CHANGE_DRAFT)
def version_change(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    """Change what a draft says; a fault is shown with its line, and what was typed stays."""
    version = _version(request, slug, pk, CHANGE)
    form = DraftForm(request.POST or None, request.FILES or None, version=version)

    def service() -> object:
        said = form.cleaned_data
        return lives.change_draft(
            **_asking(request),
            version=version,
            revision=said["revision"],
            number=said.get("number", version.number),
            pack_text=form.text(),
        )

    if _changed(form, service, version):
        return _done(request, version, "The draft is saved.")
    return _page(request, form, version, CHANGE.says, stored_text=version.pack_text if form.is_stale else "")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.PROPOSE_VERSION)
def version_propose(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    """Put a draft forward for approval."""
    version = _version(request, slug, pk, PROPOSE)
    form = ProposeForm(request.POST or None, revision=version.revision)
    if saved(form, partial(_make, request, lives.propose, version, form), version):
        return _done(request, version, "The version is proposed. Record its approvals as they are given.")
    lead = "The Headteacher and the governing body are asked to approve it. Nobody can change it meanwhile."
    return _page(request, form, version, PROPOSE.says, lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.SEND_VERSION_BACK)
def version_send_back(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    """Make a proposed version a draft again, with a reason."""
    lead = "It becomes a draft again. Approvals given to this wording will have to be given anew."
    version = _version(request, slug, pk, SEND_BACK)
    return _with_a_reason(request, version, SEND_BACK.says, lives.send_back, "sent back", lead)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.WITHDRAW_VERSION)
def version_withdraw(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    """Give up a version that is not in force, with a reason."""
    lead = "It stays here to be read, and never comes into force."
    version = _version(request, slug, pk, WITHDRAW)
    return _with_a_reason(request, version, WITHDRAW.says, lives.withdraw, "withdrawn", lead)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.BRING_VERSION_INTO_FORCE)
def version_bring_into_force(request: ActingRequest, slug: str, pk: int) -> HttpResponse:
    """Adopt a proposed and approved version from a day."""
    acting, version = request.acting, _version(request, slug, pk, BRING_INTO_FORCE)
    form = ForceForm(request.POST or None, revision=version.revision, initial={"in_force_from": acting.today})

    def service() -> object:
        day = form.cleaned_data["in_force_from"]
        return _make(request, lives.bring_into_force, version, form, today=acting.today, in_force_from=day)

    if saved(form, service, version):
        messages.success(
            request,
            "The version is adopted. If it came of a review, record the review now: adopting it moves no review date.",
        )
        return redirect("policies:reviews", slug=slug)
    lead = "The version before is superseded from that day. From now on this one cannot be changed."
    return _page(request, form, version, BRING_INTO_FORCE.says, lead=lead)


def _with_a_reason(
    request: ActingRequest, version: Version, says: str, service: Callable[..., object], done: str, lead: str
) -> HttpResponse:
    form = ReasonForm(request.POST or None, revision=version.revision, button=says)

    def move() -> object:
        return _make(request, service, version, form, reason=form.cleaned_data["reason"])

    if saved(form, move, version):
        return _done(request, version, f"The version is {done}.")
    return _page(request, form, version, says, lead=lead)


def _changed(form: DraftForm, service: Callable[[], object], version: Version) -> bool:
    """As `saved`, with every fault of a pack shown beside its text, and the text of a file shown to be put right."""
    try:
        if saved(form, service, version):
            return True
    except PackError as fault:
        for sentence in faults_by_line(form.text(), fault)[:MOST_FAULTS]:
            form.add_error("pack_text", sentence)
    if form.is_bound and form.cleaned_data.get("pack_file"):
        form.show_text(form.text())
    return False


def _make(
    request: ActingRequest, service: Callable[..., object], version: Version, form: RevisionForm, **said: Any
) -> object:
    return service(**_asking(request), version=version, revision=form.cleaned_data["revision"], **said)


def _asking(request: ActingRequest) -> dict[str, Any]:
    """Who asks, when, and for which school."""
    acting = request.acting
    return {"by": acting.user, "now": acting.now, "school": acting.school}


def _version(request: ActingRequest, slug: str, pk: int, move: Move) -> Version:
    """The version, if this person may read it; a page for a move it is not ready for does not exist.

    A form that is sent is left to the service, which knows one that is sent twice.
    """
    versions = readable_versions(request, slug)
    if request.method != "POST":
        versions = versions.filter(status__in=move.comes_from)
    return get_object_or_404(versions, pk=pk)


def _page(request: ActingRequest, form: RevisionForm, version: Version, heading: str, **context: Any) -> HttpResponse:
    stored = [Row("Version", version.number), Row("State", version.get_status_display())]
    back = reverse("policies:version", args=[version.policy.slug, version.pk])
    context = {"caption": version.called, "stored": stored} | context
    return form_page(request, form, heading=heading, cancel_url=back, **context)


def _done(request: ActingRequest, version: Version, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("policies:version", slug=version.policy.slug, pk=version.pk)
