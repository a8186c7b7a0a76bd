"""Read a letter: on record, and only as it was sealed."""

import datetime as dt

from django.db import transaction

from audit.services import record
from breaches.models import Letter
from people.models import User
from web.files import read_sealed


@transaction.atomic
def read_letter(*, by: User, now: dt.datetime, letter: Letter) -> None:
    """Put on record that somebody opened a letter."""
    after = {"sha256": letter.pdf_sha256} if letter.pdf_sha256 else {"revision": letter.revision}
    record(school=letter.case.school, by=by, now=now, action="letter.read", row=letter, after=after)


def sealed_bytes(letter: Letter) -> bytes:
    """The bytes of a produced letter, exactly as sealed. Raises SealBroken."""
    return read_sealed(letter.pdf, sha256=letter.pdf_sha256, noun="letter")
