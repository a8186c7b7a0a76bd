"""A letter's text: its marks, its blocks, and the code that it is verified by."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from people.models import Person
from web.dates import day_in_words

if TYPE_CHECKING:
    from breaches.models import Letter

REPLY_BY = "[reply by]"
REVIEW_ON = "[review on]"
ENDS_ON = "[ends on]"
MARKS = (REPLY_BY, REVIEW_ON, ENDS_ON)

_MARK = re.compile("|".join(map(re.escape, MARKS)), re.IGNORECASE)


def marks_in(text: str) -> frozenset[str]:
    """The marks the text holds."""
    return frozenset(found.lower() for found in _MARK.findall(text))


def without_marks(text: str, days: Mapping[str, dt.date | None]) -> str:
    """The text with each mark made into its day, such as 26 November 2026; one without a day stays as it is."""
    return _MARK.sub(lambda found: _unbroken(days.get(found[0].lower())) or found[0], text)


def _unbroken(day: dt.date | None) -> str:
    """The day in words, its number never left alone at the end of a line."""
    return day_in_words(day).replace(" ", "\N{NO-BREAK SPACE}", 1)


def says_day(text: str, mark: str, day: dt.date) -> bool:
    """Whether the text gives this day, by its mark or in words."""
    return mark in marks_in(text) or day_in_words(day) in text


def without_a_day(text: str, days: Mapping[str, dt.date | None]) -> list[str]:
    """The marks in the text for which no day was chosen, in order."""
    return [mark for mark in MARKS if mark in marks_in(text) and days.get(mark) is None]


HEADING = "# "
POINT = "- "


@dataclass(frozen=True)
class LetterText:
    """Everything of a letter that a person may write or choose."""

    addressee: str
    address: str
    salutation: str
    subject: str
    body: str
    signature: str
    recipient: Person | None = None
    reply_by: dt.date | None = None
    review_on: dt.date | None = None
    ends_on: dt.date | None = None

    @property
    def days(self) -> Mapping[str, dt.date | None]:
        """The day each mark stands for."""
        return {REPLY_BY: self.reply_by, REVIEW_ON: self.review_on, ENDS_ON: self.ends_on}

    @property
    def filled(self) -> str:
        """The body with its days in words."""
        return without_marks(self.body, self.days)

    @property
    def parts(self) -> list[Part]:
        """The filled body as it is laid out."""
        return parts_of(self.filled)

    def as_values(self) -> dict[str, Any]:
        """Each field with its value, as the row keeps it."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


def text_of(letter: Letter) -> LetterText:
    """The text a stored letter holds."""
    return LetterText(**{one.name: getattr(letter, one.name) for one in fields(LetterText)})


@dataclass(frozen=True)
class Part:
    """A heading, a paragraph or a list; `lines` holds its lines or points."""

    kind: str
    lines: tuple[str, ...] = field(default=())


def parts_of(body: str) -> list[Part]:
    """The body as it is laid out: "# " begins a heading, "- " a point of a list, an empty line ends a paragraph."""
    parts: list[Part] = []
    for block in re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip()):
        parts.extend(_parts_of_block([line.strip() for line in block.split("\n") if line.strip()]))
    return parts


def tidy(text: str) -> str:
    """The text with its outer spaces gone, and at most one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def _parts_of_block(lines: list[str]) -> list[Part]:
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        kind, words = _read(line)
        if found and kind != "heading" and found[-1][0] == kind:
            found[-1][1].append(words)
        else:
            found.append((kind, [words]))
    return [Part(kind, tuple(words)) for kind, words in found]


def _read(line: str) -> tuple[str, str]:
    if line.startswith(HEADING):
        return "heading", line.removeprefix(HEADING).strip()
    if line.startswith(POINT):
        return "list", line.removeprefix(POINT).strip()
    return "paragraph", line


ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS, EACH = 3, 4


def new_code() -> str:
    """A new code such as K7QM-3XDR-9WPH: one of 31 to the power of 12."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(EACH)) for _ in range(GROUPS))


def as_stored(typed: str) -> str:
    """The code as it is kept, whatever its case and however it was spaced when typed."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return "-".join(signs[start : start + EACH] for start in range(0, len(signs), EACH))
