"""Text as people type it, look for it and read it."""

import re
import unicodedata
from collections.abc import Sequence

WORD = re.compile(r"\w+")
LONGEST_NUMBER = 18  # digits that every database holds


def fold(*texts: str) -> str:
    """The words of these texts in small letters and without accents, one space between: "sian" finds Siân."""
    plain = unicodedata.normalize("NFKD", " ".join(texts).casefold())
    return " ".join(WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign))))


def whole_number(typed: str) -> int | None:
    """The number that was typed, or None where it is none that a row could have."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_NUMBER else None


def join_words(words: Sequence[str], last: str = "and") -> str:
    """Such as "one, two and three"; empty where there are none."""
    return f" {last} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
