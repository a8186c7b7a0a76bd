"""Make the pack of a meeting, seal it, and put on record who reads it."""

import datetime as dt
import hashlib
import logging
import uuid

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from audit.services import record
from oversight.models import GovernorPack
from oversight.packs import pack_for, pdf_of_pack
from people.models import School, User
from web.files import private_files, random_name

logger = logging.getLogger(__name__)


class PackNotKept(Exception):
    """The disk did not take the pack."""

    def __init__(self) -> None:
        super().__init__("The pack was made but could not be kept: the disk may be full. Try again.")


class PackSealBroken(Exception):
    """What is on the disk is not what was sealed."""

    def __init__(self) -> None:
        super().__init__(
            "The file of this pack is missing or is not the one that was sealed, so it is not shown. "
            "Make the pack again, or ask whoever looks after Rung to restore it from a backup."
        )


def make_pack(
    *, by: User, now: dt.datetime, school: School, meeting_on: dt.date, form_token: uuid.UUID
) -> GovernorPack:
    """Make and keep the pack of a meeting; the same form sent twice is answered with the one that was made.

    The file is written first, then its row and its entry in one transaction; if that fails the file goes again.
    Raises PangoMissing, PdfNotMade or PackNotKept.
    """
    if already := GovernorPack.objects.at_school(school).filter(form_token=form_token).first():
        return already
    made = pdf_of_pack(pack_for(school, by=by, meeting_on=meeting_on, today=timezone.localdate(now)))
    name = _write(made)
    try:
        kept = _seal(by=by, now=now, school=school, meeting_on=meeting_on, form_token=form_token, name=name, made=made)
    except BaseException:
        private_files().delete(name)
        raise
    if kept.file.name != name:
        private_files().delete(name)
    return kept


@transaction.atomic
def read_pack(*, by: User, now: dt.datetime, pack: GovernorPack) -> bytes:
    """The bytes of a pack, exactly as sealed; who reads it is put on record. Raises PackSealBroken."""
    try:
        with pack.file.open("rb") as file:
            kept: bytes = file.read()
    except OSError as fault:
        raise PackSealBroken from fault
    if hashlib.sha256(kept).hexdigest() != pack.sha256:
        raise PackSealBroken
    record(school=pack.school, by=by, now=now, action="pack.read", row=pack, after={"sha256": pack.sha256})
    return kept


@transaction.atomic
def _seal(
    *,
    by: User,
    now: dt.datetime,
    school: School,
    meeting_on: dt.date,
    form_token: uuid.UUID,
    name: str,
    made: bytes,
) -> GovernorPack:
    """The pack with its file; or the one that the same form made a moment ago."""
    sealed = {"sha256": hashlib.sha256(made).hexdigest(), "size": len(made), "meeting_on": meeting_on}
    pack, is_new = GovernorPack.objects.get_or_create(
        school=school, form_token=form_token, defaults={"made_by": by, "made_at": now, "file": name, **sealed}
    )
    if is_new:
        record(school=school, by=by, now=now, action="pack.made", row=pack, after=sealed)
    return pack


def _write(made: bytes) -> str:
    try:
        return private_files().save(random_name("packs", ".pdf"), ContentFile(made))
    except OSError as fault:
        logger.exception("the PDF of a pack could not be kept")
        raise PackNotKept from fault
