"""Sealed files: kept whole or not at all, and shown only as they were sealed."""

import hashlib
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.fields.files import FieldFile
from django.test import override_settings

from breaches.models import Letter
from web.files import FileNotKept, SealBroken, read_sealed, sealed_file

CONTENT = b"%PDF- of a letter"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


FOLDER = f"trial{os.getpid()}"  # each process of a run has files of its own


def make_field_file(name: str) -> FieldFile:
    """The file as a row holds it."""
    return Letter(pdf=name).pdf


def files() -> list[Path]:
    return [path for path in (Path(settings.PRIVATE_FILES_ROOT) / FOLDER).rglob("*") if path.is_file()]


@pytest.mark.parametrize("content", [CONTENT, SimpleUploadedFile("holiday.pdf", CONTENT)])
def test_a_file_is_kept_under_a_random_name_and_read_as_it_was(content: bytes | SimpleUploadedFile) -> None:
    with sealed_file(content, folder=FOLDER, ending=".pdf") as file:
        assert (file.sha256, file.size) == (SHA256, len(CONTENT))
    assert file.name.startswith(f"{FOLDER}/")
    assert file.name.endswith(".pdf")
    assert "holiday" not in file.name
    assert read_sealed(make_field_file(file.name), sha256=SHA256, noun="letter") == CONTENT
    file.discard()


def write_without_a_row() -> None:
    with sealed_file(CONTENT, folder=FOLDER, ending=".pdf"):
        assert len(files()) == 1
        raise KeyError


def test_a_file_goes_again_where_its_row_cannot_be_written() -> None:
    with pytest.raises(KeyError):
        write_without_a_row()
    assert files() == []


def test_a_file_that_no_row_needs_is_discarded() -> None:
    with sealed_file(CONTENT, folder=FOLDER, ending=".pdf") as file:
        file.discard()
    assert files() == []


def test_a_disk_that_takes_no_file_is_a_refusal_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way of the folder")
    with (
        override_settings(PRIVATE_FILES_ROOT=tmp_path / "file"),
        pytest.raises(FileNotKept, match="disk may be full"),
        sealed_file(CONTENT, folder="letters", ending=".pdf"),
    ):
        pytest.fail("the row must not be written")


def test_a_file_that_was_changed_or_is_missing_is_not_shown() -> None:
    with sealed_file(CONTENT, folder=FOLDER, ending=".pdf") as file:
        (Path(settings.PRIVATE_FILES_ROOT) / file.name).write_bytes(CONTENT + b" changed")
    with pytest.raises(SealBroken, match=r"The file of this letter .* from a backup"):
        read_sealed(make_field_file(file.name), sha256=SHA256, noun="letter")
    file.discard()
    with pytest.raises(SealBroken, match=r"The file of this pack .* Make it again\."):
        read_sealed(make_field_file(file.name), sha256=SHA256, noun="pack", remedy="Make it again.")
