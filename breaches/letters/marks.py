"""Marks that a letter's text may hold, each of which becomes a day when the letter is shown or made."""

import datetime as dt
import re
from collections.abc import Mapping

from web.dates import day_in_words

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
