"""Approving, producing, sending and withdrawing a letter, and its PDF."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from breaches.forms.letters import SendForm, WithdrawForm
from breaches.letters.kinds import Kind
from breaches.letters.pdf import PangoMissing, PdfNotMade, pdf_of
from breaches.letters.text import text_of
from breaches.models import Letter
from breaches.services.letters.approving import approve_letter
from breaches.services.letters.producing import produce_letter
from breaches.services.letters.reading import SealBroken, read_letter, sealed_bytes
from breaches.services.letters.sending import StepToo, may_record_step, send_letter, withdraw_letter
from breaches.views.letter_pages import attempt, letter_or_404, press, revision_of
from people.acting import CASE_HANDLERS, ActingRequest, for_roles
from web.pdf import as_pdf


@require_POST
@for_roles(*CASE_HANDLERS)
def letter_approve(request: ActingRequest, pk: int) -> HttpResponse:
    """Approve a draft."""
    shown, acting = letter_or_404(request, pk), request.acting
    revision = revision_of(request)
    return press(
        request,
        shown,
        lambda: approve_letter(by=acting.user, now=acting.now, letter=shown, revision=revision),
        "The letter is approved. You can produce it now.",
    )


@require_POST
@for_roles(*CASE_HANDLERS)
def letter_produce(request: ActingRequest, pk: int) -> HttpResponse:
    """Make and seal the PDF of an approved letter."""
    shown, acting = letter_or_404(request, pk), request.acting
    revision = revision_of(request)
    verify_at = request.build_absolute_uri(reverse("breaches:verify"))
    return press(
        request,
        shown,
        lambda: produce_letter(by=acting.user, now=acting.now, letter=shown, revision=revision, verify_at=verify_at),
        "The letter is produced and sealed. Send it yourself, then record how you did.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASE_HANDLERS)
def letter_send(request: ActingRequest, pk: int) -> HttpResponse:
    """Record how and when a letter was sent and, where that is asked for, its step on the case."""
    acting = request.acting
    shown = letter_or_404(request, pk)
    form = SendForm(request.POST or None, letter=shown, offer=_offer(shown), today=acting.today)
    sent = attempt(
        form,
        lambda: send_letter(
            by=acting.user,
            now=acting.now,
            letter=shown,
            revision=form.cleaned_data["revision"],
            sent_on=form.cleaned_data["sent_on"],
            way=Letter.Way(form.cleaned_data["way"]),
            note=form.cleaned_data["note"],
            step_too=_step_too(form),
        ),
    )
    if sent:
        messages.success(request, "Recorded as sent.")
        return redirect("breaches:case", pk=shown.case_id)
    return render(request, "breaches/letters/stage.html", _page(shown, form, "Record that it was sent"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASE_HANDLERS)
def letter_withdraw(request: ActingRequest, pk: int) -> HttpResponse:
    """Withdraw a letter that was not sent."""
    acting = request.acting
    shown = letter_or_404(request, pk)
    form = WithdrawForm(request.POST or None, letter=shown)
    withdrawn = attempt(
        form,
        lambda: withdraw_letter(
            by=acting.user,
            now=acting.now,
            letter=shown,
            revision=form.cleaned_data["revision"],
            why=form.cleaned_data["why"],
        ),
    )
    if withdrawn:
        messages.success(request, "The letter is withdrawn.")
        return redirect("breaches:letter", pk=pk)
    return render(request, "breaches/letters/stage.html", _page(shown, form, "Withdraw the letter"))


@require_safe
@for_roles(*CASE_HANDLERS)
def letter_pdf(request: ActingRequest, pk: int) -> HttpResponse:
    """The PDF: exactly as sealed, or of a draft with a mark that says so. Reading it is put on record.

    `?download` gives it as a file to keep; without, the browser shows it.
    """
    acting = request.acting
    shown = letter_or_404(request, pk)
    try:
        if shown.is_sealed:
            made = sealed_bytes(shown)
        else:
            made = pdf_of(text_of(shown), case=shown.case, kind=Kind(shown.kind), dated_on=acting.today, seal=None)
    except (PangoMissing, PdfNotMade, SealBroken) as refusal:
        messages.warning(request, str(refusal))
        return redirect("breaches:letter", pk=pk)
    read_letter(by=acting.user, now=acting.now, letter=shown)
    return as_pdf(made, name=_file_name(shown), is_download="download" in request.GET)


def _file_name(letter: Letter) -> str:
    """A name that says which letter it is and names nobody."""
    draft = "" if letter.is_sealed else "-draft"
    return f"{letter.case.reference}-{letter.kind.replace('_', '-')}{draft}.pdf"


def _offer(letter: Letter) -> str:
    """What recording the step with the letter means; empty where sending it is not the step."""
    if not letter.case.is_open or not may_record_step(letter):
        return ""
    if not letter.step:
        return "Also record it on the case, as something done outside the policy"
    return "Also record this step on the case as taken, with no reply so far"


def _step_too(form: SendForm) -> StepToo | None:
    said = form.cleaned_data
    if not said.get("record_step"):
        return None
    return StepToo(said["case_revision"], said["follow_up_on"], said["form_token"])


def _page(letter: Letter, form: SendForm | WithdrawForm, heading: str) -> dict[str, object]:
    return {"letter": letter, "case": letter.case, "form": form, "heading": heading}
