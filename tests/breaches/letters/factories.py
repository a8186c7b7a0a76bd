"""Letters at any stage, on any of the five policies, made by the services as a person would make them."""

import datetime as dt
import subprocess
import uuid
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from breaches.letters.basis import Basis, find_basis
from breaches.letters.kinds import LetterKind
from breaches.letters.services import approve_letter, change_letter, draft_letter, produce_letter, send_letter
from breaches.letters.text import LetterText, load_text
from breaches.letters.wording import choose_signature, find_recipients, write_draft
from breaches.models import Case, Letter
from breaches.services.cases import latest_answer
from people.models import Role, User
from tests.breaches.factories import LATER, TOKEN
from tests.cast import TODAY

VERIFY_AT = "https://rung.example/verify/"
WHY = "The Headteacher asked for it."


def load_basis(case: Case, kind: LetterKind) -> Basis:
    """What the letter rests on, by the answer stored last."""
    return find_basis(case, latest_answer(case), kind.needs.step)


def write_words(case: Case, kind: LetterKind, *, by: User, **own_words: str) -> LetterText:
    """The first draft of a letter to the likeliest recipient, before anybody changed it."""
    people = find_recipients(case, kind)
    return write_draft(
        case,
        latest_answer(case),
        kind,
        recipient=people[0] if people else None,
        signature=choose_signature(case, by, Role.HEADTEACHER, today=TODAY),
        today=TODAY,
        **own_words,
    )


def draft(case: Case, kind: LetterKind, *, by: User, outside_reason: str = "", **changes: object) -> Letter:
    """A draft, in the words of the case but for these changes."""
    return draft_letter(
        by=by,
        now=LATER,
        case=case,
        kind=kind,
        text=replace(write_words(case, kind, by=by), **changes),  # type: ignore[arg-type]  # named by each test
        outside_reason=outside_reason,
        form_token=uuid.uuid5(TOKEN, f"{case.pk} {kind} {case.letters.count()}"),
    )


def change(letter: Letter, *, by: User, revision: int | None = None, **changes: object) -> Letter:
    """The letter with these changes, made on its latest revision unless said otherwise."""
    text: LetterText = replace(load_text(reload(letter)), **changes)  # type: ignore[arg-type]  # named by each test
    revision = reload(letter).revision if revision is None else revision
    return change_letter(by=by, now=LATER, letter=letter, revision=revision, text=text)


def approve(letter: Letter, *, by: User) -> Letter:
    return approve_letter(by=by, now=LATER, letter=letter, revision=reload(letter).revision)


def approve_and_produce(letter: Letter, *, by: User) -> Letter:
    letter = approve(letter, by=by)
    return produce_letter(by=by, now=LATER, letter=letter, revision=letter.revision, verify_at=VERIFY_AT)


def produce_and_send(letter: Letter, *, by: User, sent_on: dt.date = TODAY) -> Letter:
    """The letter, produced and sent by post."""
    letter = approve_and_produce(letter, by=by)
    return send_letter(
        by=by,
        now=LATER,
        letter=letter,
        revision=letter.revision,
        sent_on=sent_on,
        way=Letter.Way.POST,
        note="",
        step_to_record=None,
    )


def reload(letter: Letter) -> Letter:
    """The letter as it is stored now."""
    return Letter.objects.get(pk=letter.pk)


def list_files() -> list[Path]:
    """The files of letters on the disk."""
    return sorted(path for path in (Path(settings.PRIVATE_FILES_ROOT) / "letters").rglob("*.pdf"))


def read_pdf_words(pdf: bytes) -> str:
    """What a reader sees, page by page, its line ends made spaces."""
    read = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(read.stdout.decode().replace("\N{NO-BREAK SPACE}", " ").split())
