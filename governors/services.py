"""The pack for a meeting: made, sealed and kept; and read again."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from audit.services import record
from governors.models import GovernorPack
from governors.packs import build_pack, render_pdf
from people.models import School, User
from web.files import SealedFile, read_sealed, sealed_file

REMEDY = "Make the pack again, or ask whoever looks after Rung to restore it from a backup."


def make_pack(
    *, by: User, now: dt.datetime, school: School, meeting_on: dt.date, form_token: uuid.UUID
) -> GovernorPack:
    """Make and keep the pack of a meeting; the same form sent twice is answered with the one that was made.

    Raises PangoMissing, PdfNotMade or FileNotKept.
    """
    if stored := GovernorPack.objects.at_school(school).filter(form_token=form_token).first():
        return stored
    content = render_pdf(build_pack(school, by=by, meeting_on=meeting_on, today=timezone.localdate(now)))
    with sealed_file(content, folder="packs", ending=".pdf") as file:
        pack = _seal(by=by, now=now, school=school, meeting_on=meeting_on, form_token=form_token, file=file)
        if pack.file.name != file.name:
            file.discard()
    return pack


@transaction.atomic
def _seal(
    *,
    by: User,
    now: dt.datetime,
    school: School,
    meeting_on: dt.date,
    form_token: uuid.UUID,
    file: SealedFile,
) -> GovernorPack:
    """The pack with its file; or the one that the same form made a moment ago."""
    sealed = {"sha256": file.sha256, "size": file.size, "meeting_on": meeting_on}
    pack, is_new = GovernorPack.objects.get_or_create(
        school=school, form_token=form_token, defaults={"made_by": by, "made_at": now, "file": file.name, **sealed}
    )
    if is_new:
        record(school=school, by=by, now=now, action="pack.made", row=pack, after=sealed)
    return pack


@transaction.atomic
def read_pack(*, by: User, now: dt.datetime, pack: GovernorPack) -> bytes:
    """The bytes of a pack, exactly as sealed; who reads it is put on record. Raises SealBroken."""
    content = read_sealed(pack.file, sha256=pack.sha256, noun="pack", remedy=REMEDY)
    record(school=pack.school, by=by, now=now, action="pack.read", row=pack, after={"sha256": pack.sha256})
    return content
