"""Make the PDF of an approved letter, and seal it: its bytes, their hash and a code that anybody can check."""

import datetime as dt
import hashlib
import logging

from django.core.files.base import ContentFile
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
from web.files import private_files, random_name

logger = logging.getLogger(__name__)
SEALED = (Status.PRODUCED, Status.SENT)


class LetterNotKept(Exception):
    """The disk did not take the PDF."""

    def __init__(self) -> None:
        super().__init__("The PDF was made but could not be kept: the disk may be full. Nothing is lost: try again.")


def produce_letter(*, by: User, now: dt.datetime, letter: Letter, revision: int, verify_at: str) -> Letter:
    """Make and seal the PDF, dated today; a letter that is sealed already is answered as it is.

    `verify_at` is the address of the page that checks codes. The file is written first, then its row and its entry
    in one transaction; if that fails the file goes again. Whatever fails leaves the letter approved. Raises
    PangoMissing, PdfNotMade, LetterNotKept, WrongStage, StaleLetter or CaseIsClosed.
    """
    seen = Letter.objects.select_related("case__school").get(pk=letter.pk)
    if seen.status in SEALED:
        return seen
    _refuse(seen, revision=revision)
    seal = Seal(new_code(), verify_at)
    made = pdf_of(text_of(seen), case=seen.case, kind=Kind(seen.kind), dated_on=timezone.localdate(now), seal=seal)
    name = _write(made)
    try:
        produced = _seal(by=by, now=now, letter=seen, revision=revision, name=name, code=seal.code, made=made)
    except BaseException:
        private_files().delete(name)
        raise
    if produced.pdf.name != name:
        private_files().delete(name)
    return produced


@transaction.atomic
def _seal(*, by: User, now: dt.datetime, letter: Letter, revision: int, name: str, code: str, made: bytes) -> Letter:
    """The letter with its file; or as somebody else produced it a moment ago."""
    held, case = hold_open(letter)
    if held.status in SEALED:
        return held
    _refuse(held, revision=revision)
    held.status, held.pdf, held.verification_code = Status.PRODUCED, name, code
    held.pdf_sha256 = hashlib.sha256(made).hexdigest()
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


def _write(made: bytes) -> str:
    try:
        return private_files().save(random_name("letters", ".pdf"), ContentFile(made))
    except OSError as fault:
        logger.exception("the PDF of a letter could not be kept")
        raise LetterNotKept from fault
