"""The text of a letter as a person edits it, and the parts it is laid out in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from breaches.letters.marks import ENDS_ON, REPLY_BY, REVIEW_ON, without_marks
from people.models import Person

if TYPE_CHECKING:
    from breaches.models import Letter

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
