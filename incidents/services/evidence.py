"""Files of evidence: kept whole under random names, or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from audit.services import record
from incidents.file_kinds import FileKind, kind_of
from incidents.models import Evidence, Incident
from incidents.services.drafts import NotADraft, changed_draft, locked_draft
from people.models import User
from web.files import private_files, random_name

LARGEST = 20 * 1024 * 1024
LONGEST_NAME = 200


class FileRefused(Exception):
    """The file cannot be kept as evidence."""


class TooLarge(FileRefused):
    """The file has more than 20 MB."""

    def __init__(self) -> None:
        super().__init__("The file is larger than 20 MB. Save a smaller copy of it, or only the pages that matter.")


class EmptyFile(FileRefused):
    """The file holds nothing."""

    def __init__(self) -> None:
        super().__init__("The file is empty. Check that it opens on your own device first.")


class WrongKind(FileRefused):
    """The file's content is neither an image we keep nor a PDF, whatever its name says."""

    def __init__(self) -> None:
        super().__init__(
            "The file is not an image or a PDF that can be kept. "
            "Use a JPEG, PNG, GIF, WebP, HEIC or PDF. Its content counts, not the end of its name."
        )


class AlreadyKept(FileRefused):
    """The same bytes are there already, under another title."""

    def __init__(self, title: str) -> None:
        super().__init__(f"This file is already kept, as “{title}”.")


def add_evidence(
    *, by: User, now: dt.datetime, incident: Incident, title: str, upload: UploadedFile[bytes]
) -> Evidence:
    """Keep a file of a draft or a logged incident; the same file under the same title is kept once.

    The file is written first, then its row and its entry in one transaction; if that fails the file goes
    again, so no row is ever without its file. Raises FileRefused or NotADraft.
    """
    kind = _checked(upload)
    sha256 = _hash_of(upload)
    upload.seek(0)
    name = private_files().save(random_name("evidence", kind.ending), upload)
    try:
        evidence = _keep(by=by, now=now, incident=incident, title=title, upload=upload, name=name, sha256=sha256)
    except BaseException:
        private_files().delete(name)
        raise
    if evidence.file.name != name:
        private_files().delete(name)
    return evidence


@transaction.atomic
def take_back_evidence(*, by: User, now: dt.datetime, evidence: Evidence) -> Evidence:
    """Take a file out of a draft. Nobody is shown it any more; its bytes stay for the record. Raises NotADraft."""
    draft = locked_draft(evidence.incident)
    kept = Evidence.objects.get(pk=evidence.pk)
    if kept.taken_back_at is None:
        kept.taken_back_at = now
        kept.save(update_fields=["taken_back_at"])
        changed_draft(draft)
        record(school=draft.school, by=by, now=now, action="evidence.taken_back", row=kept)
    return kept


@transaction.atomic
def _keep(
    *, by: User, now: dt.datetime, incident: Incident, title: str, upload: UploadedFile[bytes], name: str, sha256: str
) -> Evidence:
    """The row of a file already written; or the row of the same file, kept before."""
    held = Incident.objects.select_for_update().get(pk=incident.pk)
    if held.status == Incident.Status.DISCARDED:
        raise NotADraft
    same = held.evidence.kept().filter(sha256=sha256).first()
    if same and same.title != title:
        raise AlreadyKept(same.title)
    if same:
        return same
    evidence = Evidence.objects.create(
        incident=held,
        title=title,
        file=name,
        original_name=_short(upload.name or "file"),
        content_type=_checked(upload).content_type,
        size=upload.size or 0,
        sha256=sha256,
        added_by=by,
        added_at=now,
    )
    if held.status == Incident.Status.DRAFT:
        changed_draft(held)
    record(school=held.school, by=by, now=now, action="evidence.added", row=evidence, after={"sha256": sha256})
    return evidence


def _checked(upload: UploadedFile[bytes]) -> FileKind:
    """What the file is by its first bytes. Raises FileRefused."""
    if not upload.size:
        raise EmptyFile
    if upload.size > LARGEST:
        raise TooLarge
    upload.seek(0)
    kind = kind_of(upload.read(FileKind.BYTES_NEEDED))
    if kind is None:
        raise WrongKind
    return kind


def _hash_of(upload: UploadedFile[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _short(name: str) -> str:
    """The file's name without folders or unprintable characters, its end kept if it must be cut."""
    printable = "".join(sign for sign in PurePath(name.replace("\\", "/")).name if sign.isprintable())
    stem, ending = PurePath(printable).stem, PurePath(printable).suffix[:20]
    return f"{stem[: LONGEST_NAME - len(ending)]}{ending}"
