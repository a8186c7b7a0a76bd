"""The PDF: tagged to PDF/UA-1, whole, and with nothing fetched from anywhere."""

import datetime as dt
import io
import shutil
import subprocess
from dataclasses import replace

import page
import pikepdf
import pytest
import weasyprint

from breaches.letters.kinds import LetterKind
from breaches.letters.pdf import STYLE, Seal, make_pdf, render_html
from breaches.models import Case
from people.models import User
from tests.breaches.factories import make_case
from tests.breaches.letters.cases import GIVEN, Given, open_case_for
from tests.breaches.letters.factories import VERIFY_AT, read_pdf_words, write_words
from tests.cast import TODAY, Cast
from web.pdf import pdf_from_html

SEAL = Seal("K7QM-3XDR-9WPH", VERIFY_AT)
PDFINFO = shutil.which("pdfinfo")
ONE_OF_EACH = list({given.kind: given for given in GIVEN}.values())


def make(case: Case, *, by: User, seal: Seal | None = SEAL, **changes: object) -> bytes:
    text = replace(write_words(case, LetterKind.MEETING_INVITATION, by=by), **changes)  # type: ignore[arg-type]  # named by each test
    return make_pdf(text, case=case, kind=LetterKind.MEETING_INVITATION, dated_on=TODAY, seal=seal)


@pytest.mark.django_db
@pytest.mark.parametrize("given", ONE_OF_EACH, ids=str)
def test_every_kind_of_letter_passes_the_checker_of_pdf_ua(given: Given) -> None:
    case, head = open_case_for(given)
    pdf = make_pdf(write_words(case, given.kind, by=head), case=case, kind=given.kind, dated_on=TODAY, seal=SEAL)
    report = page.validate_pdf_bytes(pdf, profile="ua1")
    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant


def test_the_checker_fails_a_plain_pdf(cast: Cast) -> None:
    case = make_case(cast)
    text = write_words(case, LetterKind.MEETING_INVITATION, by=cast.head)
    html = render_html(text, case=case, kind=LetterKind.MEETING_INVITATION, dated_on=TODAY, seal=SEAL)
    assert not page.is_pdf_compliant_bytes(weasyprint.HTML(string=html).write_pdf(), profile="ua1")


def test_the_pdf_states_its_language_and_its_title_and_is_tagged(cast: Cast) -> None:
    case = make_case(cast)
    with pikepdf.open(io.BytesIO(make(case, by=cast.head))) as pdf:
        assert pdf.Root.Lang == "en-GB"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.docinfo["/Title"] == f"An invitation to meet, {case.reference}"
        assert len(pdf.pages[0].MediaBox) == 4
        assert [round(float(side)) for side in pdf.pages[0].MediaBox] == [0, 0, 595, 842]


@pytest.mark.skipif(PDFINFO is None, reason="poppler's tools are not on this machine")
def test_the_headings_stand_in_the_structure_of_the_pdf(cast: Cast) -> None:
    pdf = make(make_case(cast), by=cast.head)
    read = subprocess.run([str(PDFINFO), "-struct-text", "-"], input=pdf, capture_output=True, check=True)
    structure = read.stdout.decode()
    assert structure.count("H1") == 1
    assert structure.count("H2") >= 4


@pytest.mark.skipif(PDFINFO is None, reason="poppler's tools are not on this machine")
def test_a_produced_letter_says_who_when_and_how_to_check_it(cast: Cast) -> None:
    case = make_case(cast)
    words = read_pdf_words(make(case, by=cast.head))
    for part in ("Cornist Park Primary", "1 School Lane", "12 November 2026", "Rhiannon Hughes", case.reference):
        assert part in words
    assert "K7QM-3XDR-9WPH" in words
    assert VERIFY_AT in words
    assert "Page 1 of" in words
    assert "Siân Morgan" in words
    assert "DRAFT" not in words


@pytest.mark.skipif(PDFINFO is None, reason="poppler's tools are not on this machine")
def test_a_draft_says_that_it_is_one_and_has_no_code(cast: Cast) -> None:
    words = read_pdf_words(make(make_case(cast), by=cast.head, seal=None))
    assert "DRAFT" in words
    assert "Is this letter genuine?" not in words


@pytest.mark.skipif(PDFINFO is None, reason="poppler's tools are not on this machine")
def test_welsh_names_and_marks_of_html_come_out_as_they_were_written(cast: Cast) -> None:
    words = read_pdf_words(
        make(make_case(cast), by=cast.head, addressee="Llŷr ap Siôn Ŵyn", body="<b>Tŷ'r ysgol</b> & “gwaith”")
    )
    assert "Llŷr ap Siôn Ŵyn" in words
    assert "<b>Tŷ'r ysgol</b> & “gwaith”" in words


def test_a_long_letter_goes_on_over_its_pages_and_still_passes(cast: Cast) -> None:
    body = "\n\n".join(f"# Part {number}\n\n" + "A long sentence, said again. " * 60 for number in range(20))
    pdf = make(make_case(cast), by=cast.head, body=body)
    report = page.validate_pdf_bytes(pdf, profile="ua1")
    assert report.is_compliant
    assert report.document.page_count > 5


def test_a_letter_fetches_nothing(cast: Cast) -> None:
    html = "<html lang='en-GB'><title>x</title><link rel='stylesheet' href='http://127.0.0.1:9/x.css'><p>x</p></html>"
    assert pdf_from_html(html, style=STYLE).startswith(b"%PDF")


def test_a_letter_is_the_same_page_for_the_same_words(cast: Cast) -> None:
    case = make_case(cast)
    text = write_words(case, LetterKind.MEETING_INVITATION, by=cast.head)
    day = dt.date(2026, 11, 13)
    pages = {
        render_html(text, case=case, kind=LetterKind.MEETING_INVITATION, dated_on=day, seal=SEAL) for _ in range(2)
    }
    assert len(pages) == 1
