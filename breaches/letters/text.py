"""The text of a letter: its placeholders and their days, its blocks, and the code that it is verified by."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from people.models import Person
from web.dates import day_in_words

if TYPE_CHECKING:
    from breaches.models import Letter

REPLY_BY = "[reply by]"
REVIEW_ON = "[review on]"
ENDS_ON = "[ends on]"
PLACEHOLDERS = {REPLY_BY: "reply_by", REVIEW_ON: "review_on", ENDS_ON: "ends_on"}  # with the field of each day

_PLACEHOLDER = re.compile("|".join(map(re.escape, PLACEHOLDERS)), re.IGNORECASE)


def find_placeholders(text: str) -> frozenset[str]:
    """Those that the text holds, in small letters."""
    return frozenset(mark.lower() for mark in _PLACEHOLDER.findall(text))


def find_placeholders_without_day(text: str, days: Mapping[str, dt.date | None]) -> list[str]:
    """Those in the text for which no day was chosen, in order."""
    in_text = find_placeholders(text)
    return [placeholder for placeholder in PLACEHOLDERS if placeholder in in_text and days.get(placeholder) is None]


def fill_placeholders(text: str, days: Mapping[str, dt.date | None]) -> str:
    """The text with each day in words, such as 26 November 2026; a placeholder without a day stays as it is.

    A no-break space keeps the number of a day from the end of a line.
    """

    def fill(mark: re.Match[str]) -> str:
        return day_in_words(days.get(mark[0].lower())).replace(" ", "\N{NO-BREAK SPACE}", 1) or mark[0]

    return _PLACEHOLDER.sub(fill, text)


def gives_day(text: str, placeholder: str, day: dt.date) -> bool:
    return placeholder in find_placeholders(text) or day_in_words(day) in text


@dataclass(frozen=True)
class LetterText:
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
        return {placeholder: getattr(self, field) for placeholder, field in PLACEHOLDERS.items()}

    @property
    def filled(self) -> str:
        return fill_placeholders(self.body, self.days)

    @property
    def parts(self) -> list[Part]:
        return split_parts(self.filled)

    def as_values(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def load_text(letter: Letter) -> LetterText:
    return LetterText(**{field.name: getattr(letter, field.name) for field in fields(LetterText)})


def tidy(text: str) -> str:
    """The text with its outer spaces gone, and at most one empty line in a row."""
    lines = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


HEADING = "# "
POINT = "- "


@dataclass(frozen=True)
class Part:
    """A heading, a paragraph or a list; `lines` holds its lines or points."""

    kind: str
    lines: tuple[str, ...] = ()


def split_parts(body: str) -> list[Part]:
    """The body as it is laid out: "# " begins a heading, "- " a point of a list, an empty line ends a paragraph."""
    parts: list[Part] = []
    for block in re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip()):
        parts.extend(_split_block([line.strip() for line in block.split("\n") if line.strip()]))
    return parts


def _split_block(lines: list[str]) -> list[Part]:
    parts: list[tuple[str, list[str]]] = []
    for line in lines:
        kind, words = _parse_line(line)
        if parts and kind != "heading" and parts[-1][0] == kind:
            parts[-1][1].append(words)
        else:
            parts.append((kind, [words]))
    return [Part(kind, tuple(words)) for kind, words in parts]


def _parse_line(line: str) -> tuple[str, str]:
    if line.startswith(HEADING):
        return "heading", line.removeprefix(HEADING).strip()
    if line.startswith(POINT):
        return "list", line.removeprefix(POINT).strip()
    return "paragraph", line


ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS, EACH = 3, 4


def make_code() -> str:
    """A new code such as K7QM-3XDR-9WPH: one of 31 to the power of 12."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(EACH)) for _ in range(GROUPS))


def normalise_code(typed: str) -> str:
    """The code as it is stored, whatever its case and however it was spaced when typed."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return "-".join(signs[start : start + EACH] for start in range(0, len(signs), EACH))
