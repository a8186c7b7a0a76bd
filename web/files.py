"""Where files that must not be public are kept: outside the web root, under random names."""

import uuid
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage


def private_files() -> FileSystemStorage:
    """The storage of evidence, letters and documents; it has no address, so nothing in it can be linked to."""
    return FileSystemStorage(
        location=settings.PRIVATE_FILES_ROOT,
        base_url=None,
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    )


def random_name(folder: str, ending: str) -> str:
    """A name that tells nothing of its content, such as `evidence/5f/5f0c…e1.pdf`."""
    token = uuid.uuid4().hex
    return str(Path(folder) / token[:2] / f"{token}{ending}")
