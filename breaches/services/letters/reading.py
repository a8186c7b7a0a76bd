"""Read a letter: on record, and only as it was sealed."""

import datetime as dt
import hashlib

from django.db import transaction

from audit.services import record
from breaches.models import Letter
from people.models import User


class SealBroken(Exception):
    """What is on the disk is not what was sealed."""

    def __init__(self) -> None:
        super().__init__(
            "The file of this letter is missing or is not the one that was sealed, so it is not shown. "
            "Ask whoever looks after Rung to restore it from a backup."
        )


@transaction.atomic
def read_letter(*, by: User, now: dt.datetime, letter: Letter) -> None:
    """Put on record that somebody opened a letter."""
    after = {"sha256": letter.pdf_sha256} if letter.pdf_sha256 else {"revision": letter.revision}
    record(school=letter.case.school, by=by, now=now, action="letter.read", row=letter, after=after)


def sealed_bytes(letter: Letter) -> bytes:
    """The bytes of a produced letter, exactly as sealed. Raises SealBroken."""
    try:
        with letter.pdf.open("rb") as file:
            kept: bytes = file.read()
    except OSError as fault:
        raise SealBroken from fault
    if hashlib.sha256(kept).hexdigest() != letter.pdf_sha256:
        raise SealBroken
    return kept
