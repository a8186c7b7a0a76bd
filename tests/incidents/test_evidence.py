"""Files of evidence: kept whole under random names, or not at all."""

import hashlib
from pathlib import Path

import pytest
from django.conf import settings

from audit.models import Entry
from incidents.models import Evidence, Incident
from incidents.services.drafts import NotADraft, discard_draft
from incidents.services.evidence import (
    LARGEST,
    add_evidence,
    take_back_evidence,
)
from people.models import User
from tests.cast import NOW, TODAY, Cast
from tests.incidents.factories import JPEG, PDF, PNG, make_draft, make_incident, reload_incident, upload
from web.submit import Refused


def files_on_disk() -> set[Path]:
    return {path for path in (settings.PRIVATE_FILES_ROOT / "evidence").rglob("*") if path.is_file()}


def keep(
    cast: Cast, incident: Incident, content: bytes = PNG, name: str = "post.png", title: str = "Post"
) -> Evidence:
    return add_evidence(by=cast.head, now=NOW, incident=incident, title=title, upload=upload(content, name))


def test_a_file_is_kept_byte_for_byte_under_a_name_that_tells_nothing(cast: Cast) -> None:
    evidence = keep(cast, make_draft(cast.head, cast.school), PNG, "Mrs Hughes.png")

    assert Path(evidence.file.path).read_bytes() == PNG
    assert evidence.sha256 == hashlib.sha256(PNG).hexdigest()
    assert (evidence.content_type, evidence.size) == ("image/png", len(PNG))
    assert "Hughes" not in str(evidence.file.name)
    assert evidence.original_name == "Mrs Hughes.png"
    assert Path(evidence.file.path).stat().st_mode & 0o777 == 0o600
    entry = Entry.objects.get(action="evidence.added")
    assert entry.changes["after"] == {"sha256": evidence.sha256}


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (JPEG, "image/jpeg"),
        (PNG, "image/png"),
        (b"GIF87a" + bytes(20), "image/gif"),
        (b"GIF89a" + bytes(20), "image/gif"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "image/heic"),
        (b"\x00\x00\x00\x18ftypheix\x00\x00\x00\x00", "image/heic"),
        (b"\x00\x00\x00\x18ftyphevc\x00\x00\x00\x00", "image/heic"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00", "image/heic"),
        (b"\x00\x00\x00\x18ftypmsf1\x00\x00\x00\x00", "image/heic"),
        (PDF, "application/pdf"),
    ],
)
def test_a_file_is_what_its_first_bytes_say_whatever_its_name(cast: Cast, content: bytes, content_type: str) -> None:
    evidence = keep(cast, make_draft(cast.head, cast.school), content, "holiday.exe")

    assert evidence.content_type == content_type


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ\x90\x00 a program",
        b"PK\x03\x04 an archive",
        b"<html>%PDF-1.7 a page that only mentions a document",
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
        b"\x00\x00\x00\x18ftypmp42 a film",
        b"\xff\xd8",
        b"GIF88a",
        b"\x89PNG\n\x1a\n",
        b" ",
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_though_its_name_is_right(cast: Cast, content: bytes) -> None:
    before = files_on_disk()

    with pytest.raises(Refused, match="not an image or a PDF"):
        keep(cast, make_draft(cast.head, cast.school), content, "post.png")

    assert not Evidence.objects.exists()
    assert files_on_disk() == before


def test_an_image_with_a_page_inside_is_kept_as_the_image_it_claims_to_be(cast: Cast) -> None:
    evidence = keep(cast, make_draft(cast.head, cast.school), b"GIF89a/*<script>alert(1)</script>*/", "a.html")

    assert evidence.content_type == "image/gif"
    assert str(evidence.file.name).endswith(".gif")


def test_an_empty_file_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="The file is empty"):
        keep(cast, make_draft(cast.head, cast.school), b"")


def test_a_file_of_exactly_twenty_megabytes_is_kept_and_one_byte_more_is_refused(cast: Cast) -> None:
    draft = make_draft(cast.head, cast.school)
    largest = PDF + bytes(LARGEST - len(PDF))

    assert keep(cast, draft, largest).size == 20 * 1024 * 1024
    with pytest.raises(Refused, match="20 MB"):
        keep(cast, draft, largest + b"\0", title="One more")


def test_the_same_file_under_the_same_title_is_kept_once(cast: Cast) -> None:
    draft = make_draft(cast.head, cast.school)
    first = keep(cast, draft)
    on_disk = files_on_disk()

    assert keep(cast, draft) == first
    assert files_on_disk() == on_disk


def test_the_same_file_under_another_title_is_refused_by_name(cast: Cast) -> None:
    draft = make_draft(cast.head, cast.school)
    keep(cast, draft)
    on_disk = files_on_disk()

    with pytest.raises(Refused, match="“Post”"):
        keep(cast, draft, title="The same again")

    assert files_on_disk() == on_disk


def test_a_failed_write_leaves_neither_a_row_nor_a_file(cast: Cast) -> None:
    draft, on_disk, entries = make_draft(cast.head, cast.school), files_on_disk(), Entry.objects.count()
    never_stored = User(email="never.stored@cornist-park.example")

    with pytest.raises(ValueError, match="unsaved"):
        add_evidence(by=never_stored, now=NOW, incident=draft, title="Post", upload=upload())

    assert not Evidence.objects.exists()
    assert Entry.objects.count() == entries
    assert files_on_disk() == on_disk


def test_folders_and_unprintable_signs_are_taken_out_of_a_name(cast: Cast) -> None:
    draft = make_draft(cast.head, cast.school)

    assert keep(cast, draft, PNG, "..\\..\\a\tb\r\nX-Evil: 1.png").original_name == "abX-Evil: 1.png"


def test_a_name_that_is_too_long_keeps_its_end(cast: Cast) -> None:
    name = keep(cast, make_draft(cast.head, cast.school), PNG, "ŵ" * 240 + ".png").original_name

    assert len(name) == 200
    assert name.endswith(".png")


def test_evidence_can_be_added_to_what_is_logged(cast: Cast) -> None:
    incident = make_incident(cast)

    keep(cast, incident)

    assert reload_incident(incident).evidence.count() == 1
    assert reload_incident(incident).revision == incident.revision


def test_evidence_cannot_be_added_to_a_discarded_draft(cast: Cast) -> None:
    draft = discard_draft(by=cast.head, now=NOW, incident=make_draft(cast.head, cast.school))
    on_disk = files_on_disk()

    with pytest.raises(NotADraft):
        keep(cast, draft)

    assert files_on_disk() == on_disk


def test_what_is_taken_back_is_hidden_and_its_bytes_stay(cast: Cast) -> None:
    evidence = keep(cast, make_draft(cast.head, cast.school))

    take_back_evidence(by=cast.head, now=NOW, evidence=evidence)
    take_back_evidence(by=cast.head, now=NOW, evidence=evidence)

    assert not Evidence.objects.visible_to(cast.head, on=TODAY).current().exists()
    assert Path(evidence.file.path).read_bytes() == PNG
    assert Entry.objects.filter(action="evidence.taken_back").count() == 1


def test_what_was_taken_back_can_be_added_again(cast: Cast) -> None:
    draft = make_draft(cast.head, cast.school)
    first = take_back_evidence(by=cast.head, now=NOW, evidence=keep(cast, draft))

    assert keep(cast, draft) != first


def test_nothing_is_taken_back_once_it_is_logged(cast: Cast) -> None:
    evidence = keep(cast, make_incident(cast))

    with pytest.raises(NotADraft):
        take_back_evidence(by=cast.head, now=NOW, evidence=evidence)
