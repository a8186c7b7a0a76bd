"""PDFs: made of a page of HTML, tagged to PDF/UA-1 by WeasyPrint, and given as an answer.

WeasyPrint is imported only when a PDF is made: it needs libraries of the machine that a test or a command may lack.
"""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.http import HttpResponse

from web.submit import Refused

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation"
# A browser shows a PDF in a page of its own making, which has a style and an object; it gets nothing else.
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"

logger = logging.getLogger(__name__)


class PangoMissing(Refused):
    def __init__(self) -> None:
        super().__init__(
            "The PDF cannot be made, because this machine lacks the libraries that lay out its text. "
            f"Whoever looks after it can add them with: apt-get install -y {PACKAGES}"
        )


class PdfNotMade(Refused):
    def __init__(self) -> None:
        super().__init__("The PDF could not be made. Nothing is lost: try again, and if it fails again, ask for help.")


def pdf_from_html(html: str, *, style: Path) -> bytes:
    """The tagged PDF of one page of HTML in this style sheet. Raises PangoMissing or PdfNotMade."""
    try:
        from weasyprint import HTML
    except OSError as fault:
        raise PangoMissing from fault
    css, fonts, nothing = _style(style)
    try:
        pdf: bytes = HTML(string=html, url_fetcher=nothing).write_pdf(
            stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1"
        )
    except Exception as fault:
        logger.exception("a page could not be made into a PDF")
        raise PdfNotMade from fault
    return pdf


def as_pdf(pdf: bytes, *, name: str, is_download: bool) -> HttpResponse:
    """These bytes under this name of a file: shown by the browser, or given to keep."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'{"attachment" if is_download else "inline"}; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = PDF_POLICY
    return response


@cache
def _style(path: Path) -> tuple[CSS, FontConfiguration, URLFetcher]:
    """The style, the fonts, and a fetcher of nothing: made once a process, since they cost more than a letter does."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    # Whatever address reaches a page is left unread: it asks nobody for anything.
    fonts, nothing = FontConfiguration(), URLFetcher(allowed_protocols=[])
    return CSS(string=path.read_text("utf-8"), font_config=fonts, url_fetcher=nothing), fonts, nothing
