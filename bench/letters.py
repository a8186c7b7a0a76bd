"""Measures a letter, warm, against bare WeasyPrint on the same HTML, and a batch of 100 in one process and in two.

Run it with: python -m bench.letters

Both sides make PDF/UA-1 of one written warning of two pages. The bare side builds its style anew for each letter, as
the shortest program would; a second figure gives it the style ready-made. The two sides take turns, and the best
round of each counts.
"""

import datetime as dt
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from time import perf_counter
from types import SimpleNamespace
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from breaches.letters.kinds import LetterKind
from breaches.letters.pdf import STYLE, Seal, make_pdf, render_html
from breaches.letters.text import LetterText

ROUNDS = 25
BATCH = 100
TARGET = 1.2
DAY = dt.date(2026, 11, 12)
SEAL = Seal("K7QM-3XDR-9WPH", "https://rung.example/verify/")
SCHOOL = SimpleNamespace(
    name="Cornist Park Primary",
    address="1 School Lane\nFlint",
    telephone="01352 000111",
    email="office@school.example",
)
CASE: Any = SimpleNamespace(school=SCHOOL, reference="CP-2026-0007")
PART = """# Our concerns

They are about something that appeared on Facebook on 9 November 2026. The school considers that it may be defamatory.
That is the school's view of what it has seen so far, and you may see it differently. Please reply by [reply by].

- The policy says that the school will consider whether to take legal advice.
- The policy says that the school may block or limit your access to a page or forum of its own.

"""
TEXT = LetterText(
    addressee="Rhiannon Hughes",
    address="2 Hill Street\nFlint",
    salutation="Dear Mrs Hughes",
    subject="The school's concerns, with a warning",
    body=PART * 5,
    signature="Siân Morgan\nHeadteacher",
    reply_by=dt.date(2026, 11, 19),
)


def letter(_: int = 0) -> int:
    """Make one letter as the product does, from its text; the answer is its size."""
    return len(make_pdf(TEXT, case=CASE, kind=LetterKind.WRITTEN_WARNING, dated_on=DAY, seal=SEAL))


def bare(html: str) -> int:
    """Make one letter as the shortest program would."""
    fonts = FontConfiguration()
    css = CSS(string=STYLE.read_text("utf-8"), font_config=fonts)
    return len(HTML(string=html).write_pdf(stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1"))


def best_of(rounds: int, *sides: Callable[[], object]) -> list[float]:
    """Return the seconds of the best round of each side; the sides take turns."""
    best = [float("inf")] * len(sides)
    for _ in range(rounds):
        for place, side in enumerate(sides):
            start = perf_counter()
            side()
            best[place] = min(best[place], perf_counter() - start)
    return best


def batch(processes: int) -> float:
    """Return the seconds that a batch takes in so many processes, each warmed up first."""
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(letter, range(processes * 4), chunksize=1))
        start = perf_counter()
        list(pool.map(letter, range(BATCH), chunksize=5))
        return perf_counter() - start


def main() -> None:
    """Print the figures."""
    html = render_html(TEXT, case=CASE, kind=LetterKind.WRITTEN_WARNING, dated_on=DAY, seal=SEAL)
    fonts = FontConfiguration()
    css = CSS(string=STYLE.read_text("utf-8"), font_config=fonts)

    def ready() -> int:
        return len(HTML(string=html).write_pdf(stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1"))

    letter()
    ours, anew, prepared = best_of(ROUNDS, letter, lambda: bare(html), ready)
    print(
        f"a letter, warm: {ours * 1000:.1f} ms; bare WeasyPrint: {anew * 1000:.1f} ms, {prepared * 1000:.1f} ms ready"
    )
    print(
        f"ratio to bare WeasyPrint: {ours / anew:.2f} (at most {TARGET}); with its style ready: {ours / prepared:.2f}"
    )
    one, two = batch(1), batch(2)
    print(f"{BATCH} letters: {one:.1f} s in one process, {two:.1f} s in two; ratio {two / one:.2f}")


if __name__ == "__main__":
    main()
