"""Reads one entry of a pack file, refusing what the format does not know."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

Word = TypeVar("Word", bound=StrEnum)

EVERY = "every"
WORKED_OUT = {"rank", "review_ends"}
MAY_BE_EMPTY = {"note", "caution", "alternatives"}


class EntryError(Exception):
    """One entry of a pack breaks the format; the sentence names the entry and the fault."""

    def __init__(self, label: str, fault: str) -> None:
        """Keep the sentence, which this will show to whoever writes the pack."""
        super().__init__(f"{label}: {fault}")


class PackEntry:
    """One table of a pack file, read key by key; the keys allowed are the fields of `shape`."""

    def __init__(self, label: str, table: object, shape: type[Any]) -> None:
        """Take a table, refusing anything else and any key that `shape` lacks."""
        self.label = label
        if not isinstance(table, dict):
            raise self.fault("must be a table")
        self.table: Mapping[str, object] = table
        known = {field.name for field in fields(shape)} - WORKED_OUT
        for key in table:
            if key not in known:
                raise self.fault(f"unknown key {key!r}")

    def fault(self, sentence: str) -> EntryError:
        return EntryError(self.label, sentence)

    def has(self, key: str) -> bool:
        return key in self.table

    def value(self, key: str) -> object:
        """Return what the key holds; this will refuse a missing key."""
        if key not in self.table:
            raise self.fault(f"{key} is missing")
        return self.table[key]

    def text(self, key: str) -> str:
        """Return text; only a note, a caution and alternatives may be empty."""
        value = self.value(key)
        if not isinstance(value, str):
            raise self.fault(f"{key} must be quoted text, not {value!r}")
        if not value.strip() and key not in MAY_BE_EMPTY:
            raise self.fault(f"{key} is empty")
        return value

    def text_if_any(self, key: str) -> str:
        """Return optional text, empty when the key is left out."""
        return self.text(key) if self.has(key) else ""

    def flag(self, key: str) -> bool:
        value = self.value(key)
        if not isinstance(value, bool):
            raise self.fault(f"{key} must be true or false, not {value!r}")
        return value

    def day(self, key: str) -> date:
        """Return a date written without quotes; a time of day is refused."""
        value = self.value(key)
        if type(value) is not date:
            raise self.fault(f"{key} must be a date such as 2021-11-01, not {str(value)!r}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.value(key)
        if not isinstance(values, list):
            raise self.fault(f"{key} must be a list, not {values!r}")
        for value in values:
            if not isinstance(value, str):
                raise self.fault(f"{key} must hold quoted text, not {value!r}")
            if values.count(value) > 1:
                raise self.fault(f"{key} holds {value!r} twice")
        return tuple(values)

    def word(self, key: str, words: type[Word]) -> Word:
        return self.known(key, self.text(key), words)

    def words(self, key: str, words: type[Word]) -> tuple[Word, ...]:
        """Return a list of words, which may be empty; "every" stands for all of them."""
        if self.value(key) == EVERY:
            return tuple(words)
        return tuple(self.known(key, text, words) for text in self.texts(key))

    def some_words(self, key: str, words: type[Word]) -> frozenset[Word]:
        """Return a set of words that may not be empty."""
        found = frozenset(self.words(key, words))
        if not found:
            raise self.fault(f"{key} is empty")
        return found

    def known(self, key: str, text: str, words: type[Word]) -> Word:
        """Return the word that `text` is; this will refuse a word the vocabulary lacks."""
        try:
            return words(text)
        except ValueError:
            raise self.fault(f"{key}: unknown word {text!r}") from None


def name_table(kind: str, number: int, table: object) -> str:
    """Name an entry by its id, else by the clause it speaks of, else by its number among its kind."""
    named = table if isinstance(table, dict) else {}
    if isinstance(named.get("id"), str):
        return f"{kind} {named['id']}"
    if isinstance(named.get("clause"), str):
        return f"{kind} {number} ({named['clause']})"
    return f"{kind} {number}"


def iterate_entries(tables: Mapping[str, object], kind: str, shape: type[Any]) -> Iterable[PackEntry]:
    """Yield every entry of a kind in the order of the file."""
    listed = tables.get(kind, [])
    if not isinstance(listed, list):
        raise EntryError(kind, f"write [[{kind}]], once for each {kind}")
    for number, table in enumerate(listed, start=1):
        yield PackEntry(name_table(kind, number, table), table, shape)
