"""Files that must not be public, and are shown only as they were sealed.

They lie outside the web root under random names. A service writes the file first, then its row, so that no row is ever
without its file; if the row cannot be written the file goes again:

    with sealed_file(content, folder="letters", ending=".pdf") as file:
        letter = _seal(..., file=file)  # one transaction; stores file.name and file.sha256
        if letter.pdf.name != file.name:  # the same was kept a moment ago
            file.discard()

`read_sealed` gives the bytes back, or refuses where they are not the ones that were sealed.
"""

import hashlib
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from django.db.models.fields.files import FieldFile

from web.submit import Refused

logger = logging.getLogger(__name__)
FROM_A_BACKUP = "Ask whoever looks after Rung to restore it from a backup."


class FileNotKept(Refused):
    def __init__(self) -> None:
        super().__init__("The file could not be kept: the disk may be full. Nothing is lost: try again.")


class SealBroken(Refused):
    def __init__(self, noun: str, remedy: str) -> None:
        super().__init__(
            f"The file of this {noun} is missing or is not the one that was sealed, so it is not shown. {remedy}"
        )


@dataclass(frozen=True)
class SealedFile:
    name: str
    sha256: str
    size: int

    def discard(self) -> None:
        private_files().delete(self.name)


@contextmanager
def sealed_file(content: bytes | File[bytes], *, folder: str, ending: str) -> Iterator[SealedFile]:
    """The file under a random name, while its row is written; taken away again if that fails. Raises FileNotKept."""
    file = ContentFile(content) if isinstance(content, bytes) else content
    sealed = _write(file, name=_random_name(folder, ending))
    try:
        yield sealed
    except BaseException:
        sealed.discard()
        raise


def read_sealed(file: FieldFile, *, sha256: str, noun: str, remedy: str = FROM_A_BACKUP) -> bytes:
    """The bytes of a file, exactly as sealed. Raises SealBroken, which calls it by the noun and says what to do."""
    try:
        with file.open("rb") as stored:
            content: bytes = stored.read()
    except OSError as fault:
        raise SealBroken(noun, remedy) from fault
    if hashlib.sha256(content).hexdigest() != sha256:
        raise SealBroken(noun, remedy)
    return content


def private_files() -> FileSystemStorage:
    """The storage of evidence, letters and documents; it has no address, so nothing in it can be linked to."""
    return FileSystemStorage(
        location=settings.PRIVATE_FILES_ROOT,
        base_url=None,
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    )


def _random_name(folder: str, ending: str) -> str:
    """A name that tells nothing of its content, such as `evidence/5f/5f0c…e1.pdf`."""
    token = uuid.uuid4().hex
    return str(Path(folder) / token[:2] / f"{token}{ending}")


def _write(file: File[bytes], *, name: str) -> SealedFile:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    try:
        stored = private_files().save(name, file)
    except OSError as fault:
        logger.exception("a file could not be kept")
        raise FileNotKept from fault
    return SealedFile(stored, digest.hexdigest(), file.size)
