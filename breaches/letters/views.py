"""Pages of letters: choose, draft, edit, take from stage to stage, verify."""

import hashlib
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from breaches.letters.basis import Basis, basis_of
from breaches.letters.forms import LetterForm, SendForm, VerifyForm, WithdrawForm
from breaches.letters.kinds import NEEDS, Kind
from breaches.letters.pdf import pdf_of
from breaches.letters.services import (
    ClauseNotGiven,
    DayMissing,
    LetterNotGiven,
    NamesOnePerson,
    SecondPersonNeeded,
    SentOnOutOfBounds,
    StaleLetter,
    StepToo,
    WrongRecipient,
    WrongStage,
    approve_letter,
    change_letter,
    draft_letter,
    may_record_step,
    produce_letter,
    read_letter,
    sealed_bytes,
    send_letter,
    withdraw_letter,
    wrote,
)
from breaches.letters.text import as_stored, text_of
from breaches.letters.wording import cautions_for, draft_of, phrases_to_check, recipients_for, signature_for
from breaches.models import Case, Letter
from breaches.services.cases import CaseIsClosed, ReasonNeeded, latest_answer
from breaches.services.steps import DayOutOfBounds, FollowUpNeeded, StepIsWaiting, StepNotGiven
from breaches.views.cases import case_or_404
from people.acting import ActingRequest, requires
from people.models import Person
from people.permissions import Action
from policies.rules.assessment import Assessment
from web.files import FileNotKept, SealBroken
from web.pdf import PangoMissing, PdfNotMade, as_pdf
from web.submit import Stale
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
    Stale,
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


LONGEST_ANSWER = 200


@require_safe
@requires(Action.WRITE_LETTER)
def letter_choose(request: ActingRequest, pk: int) -> HttpResponse:
    """Every kind of letter: first those that the policy gives now, then the others."""
    case = case_or_404(request, pk)
    answer = latest_answer(case)
    kinds = [(kind, basis_of(case, answer, kind)) for kind in Kind]
    context = {
        "case": case,
        "given": [(kind, basis) for kind, basis in kinds if not basis.is_outside],
        "others": [(kind, basis) for kind, basis in kinds if basis.is_outside],
    }
    return render(request, "breaches/letters/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.WRITE_LETTER)
def letter_draft(request: ActingRequest, pk: int, kind: str) -> HttpResponse:
    """Draft a letter: its words come from the case, and a person reads them through and keeps them."""
    acting = request.acting
    case, chosen = case_or_404(request, pk), _kind_or_404(kind)
    answer = latest_answer(case)
    basis = basis_of(case, answer, chosen)
    people = recipients_for(case, chosen)
    recipient = _recipient(request, people)
    asked = {name: request.GET.get(name, "").strip()[:LONGEST_ANSWER] for name in ("meeting", "channel")}
    signature = signature_for(case, acting.user, acting.role, today=acting.today)
    text = draft_of(case, answer, basis, chosen, recipient=recipient, signature=signature, today=acting.today, **asked)
    form = LetterForm(
        request.POST or None,
        kind=chosen,
        text=text,
        people=people,
        asks_for_reason=basis.is_outside,
        revision=case.revision,
        today=acting.today,
    )
    kept: list[Letter] = []
    if attempt(form, lambda: kept.append(_draft(request, case, chosen, form))):
        messages.success(request, "The draft is kept. Nothing is sent.")
        return redirect("breaches:letter", pk=kept[0].pk)
    context = _beside(request, case, answer, basis, chosen) | {
        "form": form,
        "heading": chosen.label,
        "people": people,
        "recipient": recipient,
        "needs": NEEDS[chosen],
        **asked,
    }
    return render(request, "breaches/letters/edit.html", context)


@require_safe
@requires(Action.READ_LETTERS)
def letter(request: ActingRequest, pk: int) -> HttpResponse:
    """One letter: at what stage it is, what can be done with it, what it says. Opening it is put on record."""
    acting = request.acting
    shown = letter_or_404(request, pk)
    read_letter(by=acting.user, now=acting.now, letter=shown)
    text = text_of(shown)
    context = _beside(request, shown.case, latest_answer(shown.case), None, Kind(shown.kind)) | {
        "letter": shown,
        "text": text,
        "to_check": phrases_to_check(text.filled),
        "needs_second_person": acting.school.second_person_approves_letters and wrote(shown, acting.user),
    }
    return render(request, "breaches/letters/letter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.WRITE_LETTER)
def letter_edit(request: ActingRequest, pk: int) -> HttpResponse:
    """Change what a letter says; where somebody else has meanwhile, both are shown and nothing is lost."""
    acting = request.acting
    shown = letter_or_404(request, pk)
    form = LetterForm(
        request.POST or None,
        kind=Kind(shown.kind),
        text=text_of(shown),
        people=recipients_for(shown.case, Kind(shown.kind)),
        asks_for_reason=False,
        revision=shown.revision,
        today=acting.today,
    )
    was_approved = shown.status == Letter.Status.APPROVED
    changed = attempt(
        form,
        lambda: change_letter(
            by=acting.user,
            now=acting.now,
            letter=shown,
            revision=form.cleaned_data["revision"],
            text=form.written(),
        ),
    )
    if changed:
        approve_again = " It was approved before, so it has to be approved again." if was_approved else ""
        messages.success(request, f"The draft is kept.{approve_again}")
        return redirect("breaches:letter", pk=pk)
    is_stale = form.is_bound and form.cleaned_data.get("revision") not in (None, shown.revision)
    if is_stale:
        form.take_revision(shown.revision)
    context = _beside(request, shown.case, latest_answer(shown.case), None, Kind(shown.kind)) | {
        "form": form,
        "letter": shown,
        "heading": f"Change the letter: {shown.get_kind_display()}",
        "stored": text_of(shown) if is_stale else None,
    }
    return render(request, "breaches/letters/edit.html", context, status=409 if is_stale else 200)


def _draft(request: ActingRequest, case: Case, kind: Kind, form: LetterForm) -> Letter:
    return draft_letter(
        by=request.acting.user,
        now=request.acting.now,
        case=case,
        kind=kind,
        text=form.written(),
        outside_reason=form.cleaned_data.get("outside_reason", ""),
        form_token=form.cleaned_data["form_token"],
    )


def _beside(
    request: ActingRequest, case: Case, answer: Assessment, basis: Basis | None, kind: Kind
) -> dict[str, object]:
    """What stands beside a letter: the case, what it rests on, what to weigh."""
    basis = basis or basis_of(case, answer, kind)
    return {
        "case": case,
        "basis": basis,
        "cautions": cautions_for(case, answer, basis, kind, role=request.acting.role),
    }


def _kind_or_404(word: str) -> Kind:
    if word not in Kind.values:
        raise Http404
    return Kind(word)


def _recipient(request: ActingRequest, people: list[Person]) -> Person | None:
    """The person chosen among those it may go to, else the first of them."""
    chosen = request.GET.get("recipient", "")
    return next((one for one in people if str(one.pk) == chosen), people[0] if people else None)


@require_POST
@requires(Action.APPROVE_LETTER)
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
@requires(Action.SEND_LETTER)
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
@requires(Action.SEND_LETTER)
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
@requires(Action.SEND_LETTER)
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
@requires(Action.READ_LETTERS)
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


TRIES = 20
WINDOW = 10 * 60


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Check a code, and a file where there is one. Nothing is recorded of whoever asks."""
    form = VerifyForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return render(request, "breaches/letters/verify.html", {"form": form})
    if not form.is_valid():
        return render(request, "breaches/letters/verify.html", {"form": form})
    if _asks_too_often(request):
        return render(request, "breaches/letters/verify.html", {"form": VerifyForm(), "too_often": True}, status=429)
    found = Letter.objects.with_code(as_stored(form.cleaned_data["code"])).first()
    context = {"form": VerifyForm(), "asked": True, "found": found, "same": _is_same(found, form.cleaned_data["file"])}
    return render(request, "breaches/letters/verify.html", context)


def _is_same(letter: Letter | None, file: UploadedFile[bytes] | None) -> bool | None:
    """Whether the file is the one the school produced; None where there is nothing to compare."""
    if letter is None or file is None:
        return None
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest() == letter.pdf_sha256


def _asks_too_often(request: HttpRequest) -> bool:
    """Whether this address has asked more than 20 times in the ten minutes it stands in."""
    window = int(timezone.now().timestamp()) // WINDOW
    address = hashlib.sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()
    key = f"verify-{window}-{address}"
    cache.add(key, 0, timeout=WINDOW)
    try:
        return cache.incr(key) > TRIES
    except ValueError:  # the count ran out between the two lines
        return False
