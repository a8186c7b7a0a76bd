"""The PDF of a letter: tagged to PDF/UA-1 by WeasyPrint, which is imported only when a letter is made."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from breaches.letters.kinds import NEEDS, Audience, Kind
from breaches.letters.text import LetterText
from breaches.models import Case

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

STYLE = Path(__file__).parent / "letter.css"
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation"

logger = logging.getLogger(__name__)


class PangoMissing(Exception):
    """The libraries that WeasyPrint draws text with are not on this machine."""

    def __init__(self) -> None:
        super().__init__(
            "The PDF cannot be made, because this machine lacks the libraries that lay out its text. "
            f"Whoever looks after it can add them with: apt-get install -y {PACKAGES}"
        )


class PdfNotMade(Exception):
    """The PDF could not be made; the cause is in the log."""

    def __init__(self) -> None:
        super().__init__("The PDF could not be made. Nothing is lost: try again, and if it fails again, ask for help.")


@dataclass(frozen=True)
class Seal:
    """What a produced letter shows so that it can be checked: its code, and the address of the page that checks it."""

    code: str
    address: str


def pdf_of(text: LetterText, *, case: Case, kind: Kind, dated_on: dt.date, seal: Seal | None) -> bytes:
    """The letter as PDF; without a seal it is marked as a draft. Raises PangoMissing or PdfNotMade."""
    return pdf_from_html(html_of(text, case=case, kind=kind, dated_on=dated_on, seal=seal))


def html_of(text: LetterText, *, case: Case, kind: Kind, dated_on: dt.date, seal: Seal | None) -> str:
    """The page that the PDF is made from."""
    context = {
        "school": case.school,
        "reference": case.reference,
        "text": text,
        "parts": text.parts,
        "is_private": NEEDS[kind].audience not in {Audience.EVERYBODY, Audience.PLATFORM},
        "dated_on": dated_on,
        "seal": seal,
        "closing": _closing(text),
    }
    return render_to_string("letters/letter.html", context)


def pdf_from_html(html: str, *, style: Path = STYLE) -> bytes:
    """The tagged PDF of one page of HTML in this style. Raises PangoMissing or PdfNotMade."""
    try:
        from weasyprint import HTML
    except OSError as fault:
        raise PangoMissing from fault
    css, fonts, nothing = _style(style)
    try:
        made: bytes = HTML(string=html, url_fetcher=nothing).write_pdf(
            stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1"
        )
    except Exception as fault:
        logger.exception("a page could not be made into a PDF")
        raise PdfNotMade from fault
    return made


@cache
def _style(path: Path) -> tuple[CSS, FontConfiguration, URLFetcher]:
    """The style, the fonts, and a fetcher of nothing: made once a process, since they cost more than a letter does."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    # Whatever address reaches a letter is left unread: it asks nobody for anything.
    fonts, nothing = FontConfiguration(), URLFetcher(allowed_protocols=[])
    return CSS(string=path.read_text("utf-8"), font_config=fonts, url_fetcher=nothing), fonts, nothing


def _closing(text: LetterText) -> str:
    if not text.salutation:
        return ""
    return "Yours faithfully" if "Sir or Madam" in text.salutation else "Yours sincerely"
