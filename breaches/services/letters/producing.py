"""Make the PDF of an approved letter, and seal it: its bytes, their hash and a code that anybody can check."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from audit.services import record
from breaches.letters.codes import new_code
from breaches.letters.kinds import Kind
from breaches.letters.pdf import Seal, pdf_of
from breaches.letters.text import text_of
from breaches.models import Letter
from breaches.services.letters.holding import Status, WrongStage, hold_open, refuse_stale
from people.models import User
from web.files import SealedFile, sealed_file

SEALED = (Status.PRODUCED, Status.SENT)


def produce_letter(*, by: User, now: dt.datetime, letter: Letter, revision: int, verify_at: str) -> Letter:
    """Make and seal the PDF, dated today; a letter that is sealed already is answered as it is.

    `verify_at` is the address of the page that checks codes. Whatever fails leaves the letter approved. Raises
    PangoMissing, PdfNotMade, FileNotKept, WrongStage, StaleLetter or CaseIsClosed.
    """
    seen = Letter.objects.select_related("case__school").get(pk=letter.pk)
    if seen.status in SEALED:
        return seen
    _refuse(seen, revision=revision)
    seal = Seal(new_code(), verify_at)
    made = pdf_of(text_of(seen), case=seen.case, kind=Kind(seen.kind), dated_on=timezone.localdate(now), seal=seal)
    with sealed_file(made, folder="letters", ending=".pdf") as file:
        produced = _seal(by=by, now=now, letter=seen, revision=revision, file=file, code=seal.code)
        if produced.pdf.name != file.name:
            file.discard()
    return produced


@transaction.atomic
def _seal(*, by: User, now: dt.datetime, letter: Letter, revision: int, file: SealedFile, code: str) -> Letter:
    """The letter with its file; or as somebody else produced it a moment ago."""
    held, case = hold_open(letter)
    if held.status in SEALED:
        return held
    _refuse(held, revision=revision)
    held.status, held.pdf, held.verification_code = Status.PRODUCED, file.name, code
    held.pdf_sha256 = file.sha256
    held.dated_on, held.produced_by, held.produced_at = timezone.localdate(now), by, now
    held.revision += 1
    held.save()
    after = {"sha256": held.pdf_sha256, "dated_on": held.dated_on}
    record(school=case.school, by=by, now=now, action="letter.produced", row=held, after=after)
    return held


def _refuse(letter: Letter, *, revision: int) -> None:
    if letter.status != Status.APPROVED:
        raise WrongStage("Have the letter approved before you produce it.")
    refuse_stale(letter, revision=revision)
