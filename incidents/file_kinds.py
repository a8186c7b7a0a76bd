"""What a file is, told from its first bytes and never from its name."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class FileKind:
    """One kind of file that may be kept as evidence."""

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


def kind_of(first_bytes: bytes) -> FileKind | None:
    """The kind of a file that begins with these bytes, or None where it is none of ours."""
    for kind, signature in SIGNATURES:
        if all(first_bytes[at : at + len(mark)] == mark for at, mark in signature):
            return kind
    return None
