"""The public page that checks a letter."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from audit.models import Entry
from breaches.letters.kinds import LetterKind
from breaches.letters.services import withdraw_letter
from breaches.letters.text import ALPHABET, make_code, normalise_code
from breaches.letters.views import TRIES
from breaches.models import Letter
from tests.breaches.factories import LATER, make_case
from tests.breaches.letters.factories import approve_and_produce, draft
from tests.cast import Cast

VERIFY = "/verify/"


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def letter(cast: Cast) -> Letter:
    return approve_and_produce(draft(make_case(cast), LetterKind.MEETING_INVITATION, by=cast.head), by=cast.head)


def test_anybody_may_open_the_page(client: Client) -> None:
    assert reverse("breaches:verify") == VERIFY
    assertContains(client.get(VERIFY), "Check a letter")


def test_a_code_is_confirmed_with_its_day_and_nothing_else(client: Client, letter: Letter) -> None:
    page = client.post(VERIFY, {"code": letter.verification_code})
    assertContains(page, "A letter with this code was produced on 12 November 2026.")
    for secret in ("Hughes", "Cornist", letter.case.reference, "meet", "Morgan", letter.pdf_sha256):
        assertNotContains(page, secret)


@pytest.mark.parametrize("spoil", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_a_code_may_be_typed_in_other_ways(client: Client, letter: Letter, spoil: object) -> None:
    typed = spoil(letter.verification_code)  # type: ignore[operator]  # one of the functions above
    assertContains(client.post(VERIFY, {"code": typed}), "was produced on")


def test_an_unknown_code_says_so(client: Client, letter: Letter) -> None:
    assertContains(client.post(VERIFY, {"code": "2222-2222-2222"}), "No letter has this code.")


def test_no_code_asks_for_one(client: Client, db: None) -> None:
    assertContains(client.post(VERIFY, {"code": ""}), "Enter the code on the letter.")


def test_the_file_the_school_produced_is_told_from_any_other(client: Client, letter: Letter) -> None:
    with letter.pdf.open("rb") as file:
        pdf = file.read()
    same = client.post(VERIFY, {"code": letter.verification_code, "file": SimpleUploadedFile("a.pdf", pdf)})
    assertContains(same, "exactly the one that was produced")
    other = client.post(VERIFY, {"code": letter.verification_code, "file": SimpleUploadedFile("a.pdf", pdf + b" ")})
    assertContains(other, "not the one that was produced")


def test_a_withdrawn_letter_says_so(cast: Cast, client: Client, letter: Letter) -> None:
    withdraw_letter(by=cast.head, now=LATER, letter=letter, revision=letter.revision, why="A wrong date.")
    page = client.post(VERIFY, {"code": letter.verification_code})
    assertContains(page, "It has been withdrawn since")
    assertNotContains(page, "A wrong date.")


def test_after_twenty_tries_one_waits(client: Client, letter: Letter) -> None:
    for _ in range(TRIES):
        assert client.post(VERIFY, {"code": "2222-2222-2222"}).status_code == 200
    page = client.post(VERIFY, {"code": letter.verification_code})
    assertContains(page, "Too many tries", status_code=429)
    assertNotContains(page, "was produced on", status_code=429)
    assert client.post(VERIFY, {"code": "2222-2222-2222"}, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_checking_leaves_no_entry(client: Client, letter: Letter) -> None:
    before = Entry.objects.count()
    client.post(VERIFY, {"code": letter.verification_code})
    assert Entry.objects.count() == before


def test_a_code_has_no_sign_that_looks_like_another() -> None:
    code = make_code()
    assert len(code) == 14
    assert normalise_code(code.lower()) == code
    assert not set("01OIL") & set(ALPHABET)
    assert code != make_code()
