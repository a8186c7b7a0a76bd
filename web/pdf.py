"""A PDF as an answer: shown by the browser, or given as a file to keep."""

from django.http import HttpResponse

# A browser shows a PDF in a page of its own making, which has a style and an object; it gets nothing else.
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def as_pdf(made: bytes, *, name: str, is_download: bool) -> HttpResponse:
    """These bytes under this name of a file."""
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'{"attachment" if is_download else "inline"}; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = PDF_POLICY
    return response
