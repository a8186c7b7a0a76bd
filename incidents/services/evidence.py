"""Evidence: which files are taken, kept once with their hash, taken back, and opened on record."""

import datetime as dt
from dataclasses import dataclass
from pathlib import PurePath
from typing import ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from audit.services import record
from incidents.models import Evidence, Incident
from incidents.services.drafts import NotADraft, lock_draft
from people.models import User
from web.files import SealedFile, sealed_file
from web.services import save_revision
from web.submit import Refused


@dataclass(frozen=True)
class FileKind:
    BYTES_NEEDED: ClassVar[int] = 16

    content_type: str
    ending: str
    label: str


JPEG = FileKind("image/jpeg", ".jpg", "JPEG image")
PNG = FileKind("image/png", ".png", "PNG image")
GIF = FileKind("image/gif", ".gif", "GIF image")
WEBP = FileKind("image/webp", ".webp", "WebP image")
HEIC = FileKind("image/heic", ".heic", "HEIC image")
PDF = FileKind("application/pdf", ".pdf", "PDF document")

KINDS = (JPEG, PNG, GIF, WEBP, HEIC, PDF)

# Each signature as (where it begins, its bytes); a file is of the kind if it bears all signatures of one line.
# Sources: ITU T.81 (JPEG), the PNG, GIF89a and WebP specifications, ISO 23008-12 (HEIC), ISO 32000 (PDF).
SIGNATURES: tuple[tuple[FileKind, tuple[tuple[int, bytes], ...]], ...] = (
    (JPEG, ((0, b"\xff\xd8\xff"),)),
    (PNG, ((0, b"\x89PNG\r\n\x1a\n"),)),
    (GIF, ((0, b"GIF87a"),)),
    (GIF, ((0, b"GIF89a"),)),
    (WEBP, ((0, b"RIFF"), (8, b"WEBP"))),
    (HEIC, ((4, b"ftypheic"),)),
    (HEIC, ((4, b"ftypheix"),)),
    (HEIC, ((4, b"ftyphevc"),)),
    (HEIC, ((4, b"ftypmif1"),)),
    (HEIC, ((4, b"ftypmsf1"),)),
    (PDF, ((0, b"%PDF-"),)),
)


def find_kind(first_bytes: bytes) -> FileKind | None:
    """The kind of a file that begins with these bytes, or None where it is none of ours."""
    for kind, signature in SIGNATURES:
        if all(first_bytes[at : at + len(mark)] == mark for at, mark in signature):
            return kind
    return None


LARGEST = 20 * 1024 * 1024
LONGEST_NAME = 200


def add_evidence(
    *, by: User, now: dt.datetime, incident: Incident, title: str, upload: UploadedFile[bytes]
) -> Evidence:
    """Keep a file of a draft or a logged incident; the same file under the same title is kept once.

    Raises Refused, FileNotKept or NotADraft.
    """
    kind = _check_kind(upload)
    with sealed_file(upload, folder="evidence", ending=kind.ending) as file:
        evidence = _keep(by=by, now=now, incident=incident, title=title, upload=upload, kind=kind, file=file)
        if evidence.file.name != file.name:
            file.discard()
    return evidence


@transaction.atomic
def take_back_evidence(*, by: User, now: dt.datetime, evidence: Evidence) -> Evidence:
    """Take a file out of a draft. Nobody is shown it any more; its bytes stay for the record. Raises NotADraft."""
    draft = lock_draft(evidence.incident)
    evidence = Evidence.objects.get(pk=evidence.pk)
    if evidence.taken_back_at is None:
        evidence.taken_back_at = now
        evidence.save(update_fields=["taken_back_at"])
        save_revision(draft)
        record(school=draft.school, by=by, now=now, action="evidence.taken_back", row=evidence)
    return evidence


@transaction.atomic
def _keep(
    *,
    by: User,
    now: dt.datetime,
    incident: Incident,
    title: str,
    upload: UploadedFile[bytes],
    kind: FileKind,
    file: SealedFile,
) -> Evidence:
    """The row of a file already written; or the row of the same file, kept before."""
    locked = Incident.objects.select_for_update().get(pk=incident.pk)
    if locked.status == Incident.Status.DISCARDED:
        raise NotADraft
    same = locked.evidence.current().filter(sha256=file.sha256).first()
    if same and same.title != title:
        raise Refused(f"This file is already kept, as “{same.title}”.", field="file")
    if same:
        return same
    evidence = Evidence.objects.create(
        incident=locked,
        title=title,
        file=file.name,
        original_name=_shorten(upload.name or "file"),
        content_type=kind.content_type,
        size=file.size,
        sha256=file.sha256,
        added_by=by,
        added_at=now,
    )
    if locked.status == Incident.Status.DRAFT:
        save_revision(locked)
    record(school=locked.school, by=by, now=now, action="evidence.added", row=evidence, after={"sha256": file.sha256})
    return evidence


def _check_kind(upload: UploadedFile[bytes]) -> FileKind:
    """What the file is by its first bytes. Raises Refused."""
    if not upload.size:
        raise Refused("The file is empty. Check that it opens on your own device first.", field="file")
    if upload.size > LARGEST:
        raise Refused(
            "The file is larger than 20 MB. Save a smaller copy of it, or only the pages that matter.", field="file"
        )
    upload.seek(0)
    kind = find_kind(upload.read(FileKind.BYTES_NEEDED))
    if kind is None:
        raise Refused(
            "The file is not an image or a PDF that can be kept. "
            "Use a JPEG, PNG, GIF, WebP, HEIC or PDF. Its content counts, not the end of its name.",
            field="file",
        )
    return kind


def _shorten(name: str) -> str:
    """The file's name without folders or unprintable characters, its end kept if it must be cut."""
    printable = "".join(sign for sign in PurePath(name.replace("\\", "/")).name if sign.isprintable())
    stem, ending = PurePath(printable).stem, PurePath(printable).suffix[:20]
    return f"{stem[: LONGEST_NAME - len(ending)]}{ending}"


@transaction.atomic
def record_download(*, by: User, now: dt.datetime, evidence: Evidence) -> None:
    after = {"sha256": evidence.sha256}
    record(school=evidence.incident.school, by=by, now=now, action="evidence.read", row=evidence, after=after)
