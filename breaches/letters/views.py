"""Pages of letters: choose a kind, draft, read, change, approve, produce, send, withdraw; and check a code."""

import hashlib
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from breaches.letters.basis import Basis, find_basis
from breaches.letters.forms import LetterForm, SendForm, VerifyForm, WithdrawForm
from breaches.letters.kinds import LetterKind
from breaches.letters.pdf import make_pdf
from breaches.letters.services import (
    StepToRecord,
    approve_letter,
    change_letter,
    draft_letter,
    produce_letter,
    read_letter,
    read_pdf,
    send_letter,
    withdraw_letter,
)
from breaches.letters.text import load_text, normalise_code
from breaches.letters.wording import (
    choose_signature,
    find_cautions,
    find_phrases_to_check,
    find_recipients,
    write_draft,
)
from breaches.models import Case, Letter
from breaches.services.cases import latest_answer
from breaches.timeline import build_timeline, load_case_records
from breaches.views.cases import case_or_404
from people.acting import ActingRequest, requires
from people.models import Person
from people.permissions import Action
from policies.rules.assessment import Assessment
from web.pdf import as_pdf
from web.submit import Row, form_page, refusals_as_messages, refusals_on
from web.text import whole_number

LONGEST_ANSWER = 200
# How often one address may check a code, and in how many seconds.
TRIES = 20
WINDOW = 10 * 60


def letter_or_404(request: ActingRequest, pk: int) -> Letter:
    acting = request.acting
    letters = Letter.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)
    people = ("drafted_by", "changed_by", "approved_by", "produced_by", "sent_by", "withdrawn_by", "recipient")
    letters = letters.select_related(
        "case__school", "case__incident", "case__subject", "case__version__policy", *people
    )
    return get_object_or_404(letters, pk=pk)


@require_safe
@requires(Action.WRITE_LETTER)
def letter_choose(request: ActingRequest, pk: int) -> HttpResponse:
    case = case_or_404(request, pk)
    answer = latest_answer(case)
    kinds = [(kind, find_basis(case, answer, kind.needs.step)) for kind in LetterKind]
    context = {
        "case": case,
        "by_policy": [(kind, basis) for kind, basis in kinds if not basis.is_outside],
        "others": [(kind, basis) for kind, basis in kinds if basis.is_outside],
    }
    return render(request, "breaches/letters/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.WRITE_LETTER)
def letter_draft(request: ActingRequest, pk: int, kind: str) -> HttpResponse:
    acting = request.acting
    case, letter_kind = case_or_404(request, pk), _kind_or_404(kind)
    answer = latest_answer(case)
    basis = find_basis(case, answer, letter_kind.needs.step)
    own_words = _read_own_words(request)
    recipients = find_recipients(case, letter_kind)
    recipient = _choose_recipient(request, recipients)
    signature = choose_signature(case, acting.user, acting.role, today=acting.today)
    text = write_draft(
        case, answer, letter_kind, recipient=recipient, signature=signature, today=acting.today, **own_words
    )
    form = LetterForm(
        request.POST or None,
        kind=letter_kind,
        text=text,
        recipients=recipients,
        asks_for_reason=basis.is_outside,
        today=acting.today,
    )
    if form.is_valid():
        with refusals_on(form):
            letter = draft_letter(by=acting.user, now=acting.now, case=case, kind=letter_kind, **form.values())
            messages.success(request, "The draft is kept. Nothing is sent.")
            return redirect("breaches:letter", pk=letter.pk)
    return form_page(
        request,
        form,
        heading=letter_kind.label,
        cancel_url=reverse("breaches:case", args=[case.pk]),
        template="breaches/letters/edit.html",
        needs=letter_kind.needs,
        people=recipients,
        recipient=recipient,
        **own_words,
        **_collect_beside(request, case, answer, basis, letter_kind),
    )


@require_safe
@requires(Action.READ_LETTERS)
def letter_page(request: ActingRequest, pk: int) -> HttpResponse:
    """One letter: at what stage it is, what can be done with it, what it says. Opening it is put on record."""
    acting = request.acting
    letter = letter_or_404(request, pk)
    read_letter(by=acting.user, now=acting.now, letter=letter)
    text = load_text(letter)
    context = {
        "letter": letter,
        "text": text,
        "to_check": find_phrases_to_check(text.filled),
        "needs_second_person": acting.school.second_person_approves_letters and letter.is_written_by(acting.user),
        **_collect_beside_letter(request, letter),
    }
    return render(request, "breaches/letters/letter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.WRITE_LETTER)
def letter_edit(request: ActingRequest, pk: int) -> HttpResponse:
    acting = request.acting
    letter = letter_or_404(request, pk)
    kind = LetterKind(letter.kind)
    form = LetterForm(
        request.POST or None,
        kind=kind,
        text=load_text(letter),
        recipients=find_recipients(letter.case, kind),
        asks_for_reason=False,
        revision=letter.revision,
        today=acting.today,
    )
    if form.is_valid():
        was_approved = letter.status == Letter.Status.APPROVED
        with refusals_on(form):
            revision, text = form.cleaned_data["revision"], form.typed_text()
            change_letter(by=acting.user, now=acting.now, letter=letter, revision=revision, text=text)
            approve_again = " It was approved before, so it has to be approved again." if was_approved else ""
            messages.success(request, f"The draft is kept.{approve_again}")
            return redirect("breaches:letter", pk=pk)
    return form_page(
        request,
        form,
        heading=f"Change the letter: {letter.get_kind_display()}",
        cancel_url=reverse("breaches:letter", args=[pk]),
        stored=_list_stored,
        template="breaches/letters/edit.html",
        letter=letter,
        **_collect_beside_letter(request, letter),
    )


def _kind_or_404(word: str) -> LetterKind:
    if word not in LetterKind.values:
        raise Http404
    return LetterKind(word)


def _choose_recipient(request: ActingRequest, recipients: list[Person]) -> Person | None:
    key = request.GET.get("recipient", "")
    first = recipients[0] if recipients else None
    return next((person for person in recipients if str(person.pk) == key), first)


def _read_own_words(request: ActingRequest) -> dict[str, Any]:
    return {name: request.GET.get(name, "").strip()[:LONGEST_ANSWER] for name in ("meeting", "channel")}


def _collect_beside(
    request: ActingRequest, case: Case, answer: Assessment, basis: Basis, kind: LetterKind
) -> dict[str, Any]:
    cautions = find_cautions(case, answer, basis, kind, role=request.acting.role)
    return {"case": case, "basis": basis, "cautions": cautions}


def _collect_beside_letter(request: ActingRequest, letter: Letter) -> dict[str, Any]:
    answer = latest_answer(letter.case)
    basis = find_basis(letter.case, answer, letter.needs.step)
    return _collect_beside(request, letter.case, answer, basis, LetterKind(letter.kind))


def _list_stored(letter: Letter) -> list[Row]:
    text = load_text(letter)
    return [
        Row("Stage", letter.get_status_display()),
        Row("To whom it is addressed", text.addressee),
        Row("What it is about", text.subject),
        Row("What it says", text.filled),
    ]


@require_POST
@requires(Action.APPROVE_LETTER)
def letter_approve(request: ActingRequest, pk: int) -> HttpResponse:
    letter, acting = letter_or_404(request, pk), request.acting
    with refusals_as_messages(request):
        approve_letter(by=acting.user, now=acting.now, letter=letter, revision=_read_revision(request))
        messages.success(request, "The letter is approved. You can produce it now.")
    return redirect("breaches:letter", pk=pk)


@require_POST
@requires(Action.SEND_LETTER)
def letter_produce(request: ActingRequest, pk: int) -> HttpResponse:
    letter, acting = letter_or_404(request, pk), request.acting
    revision, verify_at = _read_revision(request), request.build_absolute_uri(reverse("breaches:verify"))
    with refusals_as_messages(request):
        produce_letter(by=acting.user, now=acting.now, letter=letter, revision=revision, verify_at=verify_at)
        messages.success(request, "The letter is produced and sealed. Send it yourself, then record how you did.")
    return redirect("breaches:letter", pk=pk)


def _read_revision(request: ActingRequest) -> int:
    """The revision that the page with the button showed; 0, which no letter has, where there is none."""
    return whole_number(request.POST.get("revision", "")) or 0


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.SEND_LETTER)
def letter_send(request: ActingRequest, pk: int) -> HttpResponse:
    acting = request.acting
    letter = letter_or_404(request, pk)
    form = SendForm(request.POST or None, letter=letter, offer=_word_offer(letter), now=acting.now)
    if form.is_valid():
        with refusals_on(form):
            send_letter(
                by=acting.user,
                now=acting.now,
                letter=letter,
                revision=form.cleaned_data["revision"],
                sent_on=form.cleaned_data["sent_on"],
                way=form.cleaned_data["way"],
                note=form.cleaned_data["note"],
                step_to_record=_read_step_to_record(form),
            )
            messages.success(request, "Recorded as sent.")
            return redirect("breaches:case", pk=letter.case_id)
    return _stage_page(request, form, letter, "Record that it was sent")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.SEND_LETTER)
def letter_withdraw(request: ActingRequest, pk: int) -> HttpResponse:
    acting = request.acting
    letter = letter_or_404(request, pk)
    form = WithdrawForm(request.POST or None, revision=letter.revision)
    if form.is_valid():
        with refusals_on(form):
            revision, why = form.cleaned_data["revision"], form.cleaned_data["why"]
            withdraw_letter(by=acting.user, now=acting.now, letter=letter, revision=revision, why=why)
            messages.success(request, "The letter is withdrawn.")
            return redirect("breaches:letter", pk=pk)
    return _stage_page(request, form, letter, "Withdraw the letter")


def _word_offer(letter: Letter) -> str:
    if not letter.case.is_open or letter.needs.begins_step:
        return ""
    if not letter.step:
        return "Also record it on the case, as something done outside the policy"
    return "Also record this step on the case as taken, with no reply so far"


def _read_step_to_record(form: SendForm) -> StepToRecord | None:
    cleaned = form.cleaned_data
    if not cleaned.get("record_step"):
        return None
    return StepToRecord(cleaned["case_revision"], cleaned["follow_up_on"], cleaned["form_token"])


def _stage_page(request: ActingRequest, form: SendForm | WithdrawForm, letter: Letter, heading: str) -> HttpResponse:
    """The form; with the letter as it is now where it was changed meanwhile, or what was recorded on its case."""
    since, is_case_stale = [], isinstance(form.stored, Case)
    if is_case_stale:
        events = build_timeline(letter.case, load_case_records(letter.case))
        since = [event for event in events if event.at > form.cleaned_data["read_at"]]
    return form_page(
        request,
        form,
        heading=heading,
        cancel_url=reverse("breaches:letter", args=[letter.pk]),
        stored=None if is_case_stale else _list_stored,
        template="breaches/letters/stage.html",
        letter=letter,
        case=letter.case,
        since=since,
    )


@require_safe
@requires(Action.READ_LETTERS)
def letter_pdf(request: ActingRequest, pk: int) -> HttpResponse:
    """The PDF: exactly as sealed, or of a draft with a mark that says so. Reading it is put on record.

    `?download` gives it as a file to keep; without, the browser shows it.
    """
    acting = request.acting
    letter = letter_or_404(request, pk)
    with refusals_as_messages(request):
        if letter.is_sealed:
            pdf = read_pdf(letter)
        else:
            kind = LetterKind(letter.kind)
            pdf = make_pdf(load_text(letter), case=letter.case, kind=kind, dated_on=acting.today, seal=None)
        read_letter(by=acting.user, now=acting.now, letter=letter)
        return as_pdf(pdf, name=_name_file(letter), is_download="download" in request.GET)
    return redirect("breaches:letter", pk=pk)


def _name_file(letter: Letter) -> str:
    """A name that says which letter it is and names nobody."""
    draft = "" if letter.is_sealed else "-draft"
    return f"{letter.case.reference}-{letter.kind.replace('_', '-')}{draft}.pdf"


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Check a code, and a file where there is one. Nothing is recorded of whoever asks."""
    form = VerifyForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return render(request, "breaches/letters/verify.html", {"form": form})
    if _asks_too_often(request):
        return render(request, "breaches/letters/verify.html", {"form": VerifyForm(), "too_often": True}, status=429)
    letter = Letter.objects.with_code(normalise_code(form.cleaned_data["code"])).first()
    same = _is_same(letter, form.cleaned_data["file"])
    context = {"form": VerifyForm(), "is_checked": True, "letter": letter, "same": same}
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
    window = int(timezone.now().timestamp()) // WINDOW
    address = hashlib.sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()
    key = f"verify-{window}-{address}"
    cache.add(key, 0, timeout=WINDOW)
    try:
        return cache.incr(key) > TRIES
    except ValueError:  # the count ran out between the two lines
        return False
