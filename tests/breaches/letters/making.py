"""Letters at any stage, on any of the five policies, made by the services as a person would make them."""

import datetime as dt
import uuid
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from breaches.letters.basis import Basis, basis_of
from breaches.letters.kinds import Kind
from breaches.letters.services import approve_letter, draft_letter, produce_letter, send_letter
from breaches.letters.text import LetterText
from breaches.letters.wording import draft_of, recipients_for, signature_for
from breaches.models import Case, Letter
from breaches.services.cases import latest_answer
from people.models import Role, User
from tests.breaches.factories import LATER, TOKEN
from tests.cast import TODAY

VERIFY_AT = "https://rung.example/verify/"
WHY = "The Headteacher asked for it."


def basis(case: Case, kind: Kind) -> Basis:
    """What the letter rests on, by the answer stored last."""
    return basis_of(case, latest_answer(case), kind)


def words(case: Case, kind: Kind, *, by: User, **about: str) -> LetterText:
    """The first draft of a letter to the likeliest recipient, before anybody changed it."""
    people = recipients_for(case, kind)
    return draft_of(
        case,
        latest_answer(case),
        basis(case, kind),
        kind,
        recipient=people[0] if people else None,
        signature=signature_for(case, by, Role.HEADTEACHER, today=TODAY),
        today=TODAY,
        **about,
    )


def drafted(case: Case, kind: Kind, *, by: User, outside_reason: str = "", **changes: object) -> Letter:
    """A draft, in the words of the case but for these changes."""
    return draft_letter(
        by=by,
        now=LATER,
        case=case,
        kind=kind,
        text=replace(words(case, kind, by=by), **changes),  # type: ignore[arg-type]  # named by each test
        outside_reason=outside_reason,
        form_token=uuid.uuid5(TOKEN, f"{case.pk} {kind} {case.letters.count()}"),
    )


def approved(letter: Letter, *, by: User) -> Letter:
    """The letter, approved."""
    return approve_letter(by=by, now=LATER, letter=letter, revision=fresh(letter).revision)


def produced(letter: Letter, *, by: User) -> Letter:
    """The letter, approved and produced."""
    held = approved(letter, by=by)
    return produce_letter(by=by, now=LATER, letter=held, revision=held.revision, verify_at=VERIFY_AT)


def sent(letter: Letter, *, by: User, sent_on: dt.date = TODAY) -> Letter:
    """The letter, produced and sent by post."""
    held = produced(letter, by=by)
    return send_letter(
        by=by,
        now=LATER,
        letter=held,
        revision=held.revision,
        sent_on=sent_on,
        way=Letter.Way.POST,
        note="",
        step_too=None,
    )


def fresh(letter: Letter) -> Letter:
    """The letter as it is stored now."""
    return Letter.objects.get(pk=letter.pk)


def kept_files() -> list[Path]:
    """The files of letters on the disk."""
    return sorted(path for path in (Path(settings.PRIVATE_FILES_ROOT) / "letters").rglob("*.pdf"))
