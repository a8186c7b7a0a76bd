"""Choosing, drafting, reading and changing a letter."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from breaches.forms.letters import LetterForm
from breaches.letters.basis import Basis, basis_of
from breaches.letters.cautions import cautions_for, phrases_to_check
from breaches.letters.drafting import draft_of, recipients_for, signature_for
from breaches.letters.kinds import NEEDS, Kind
from breaches.letters.text import text_of
from breaches.models import Case, Letter
from breaches.services.holding import latest_answer
from breaches.services.letters.approving import wrote
from breaches.services.letters.drafting import change_letter, draft_letter
from breaches.services.letters.reading import read_letter
from breaches.views.case_pages import case_or_404
from breaches.views.letter_pages import attempt, letter_or_404
from people.acting import ActingRequest, requires
from people.models import Person
from people.permissions import Action
from policies.rules.assessment import Assessment

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
