"""The PDF of a letter."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.template.loader import render_to_string

from breaches.letters.kinds import PUBLIC, LetterKind
from breaches.letters.text import LetterText
from breaches.models import Case
from web.pdf import pdf_from_html

STYLE = Path(__file__).parent / "letter.css"


@dataclass(frozen=True)
class Seal:
    """What a produced letter shows so that it can be checked: its code, and the address of the page that checks it."""

    code: str
    address: str


def make_pdf(text: LetterText, *, case: Case, kind: LetterKind, dated_on: dt.date, seal: Seal | None) -> bytes:
    """The letter as PDF; without a seal it is marked as a draft. Raises PangoMissing or PdfNotMade."""
    return pdf_from_html(render_html(text, case=case, kind=kind, dated_on=dated_on, seal=seal), style=STYLE)


def render_html(text: LetterText, *, case: Case, kind: LetterKind, dated_on: dt.date, seal: Seal | None) -> str:
    context = {
        "school": case.school,
        "reference": case.reference,
        "text": text,
        "parts": text.parts,
        "is_private": kind.needs.audience not in PUBLIC,
        "dated_on": dated_on,
        "seal": seal,
        "closing": _choose_closing(text),
    }
    return render_to_string("letters/letter.html", context)


def _choose_closing(text: LetterText) -> str:
    if not text.salutation:
        return ""
    return "Yours faithfully" if "Sir or Madam" in text.salutation else "Yours sincerely"
