"""Reads one entry of a pack file, refusing what the format does not know."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from policies.rules.vocabulary import CORE, Vocabulary

Word = TypeVar("Word", bound=StrEnum)
EVERY = "every"
WORKED_OUT = {"rank", "review_ends"}
MAY_BE_EMPTY = {"note", "caution", "alternatives"}


class EntryError(Exception):
    """One entry of a pack breaks the format; the sentence names the entry and the fault, `faults` holds them all."""

    def __init__(self, label: str, *faults: str) -> None:
        """Keep the sentences, which this will show to whoever writes the pack."""
        self.faults = tuple(f"{label}: {fault}" for fault in faults)
        super().__init__(self.faults[0] if faults else label)


class PackEntry:
    """One table of a pack file, read key by key; the keys allowed are those of `shape`, a dataclass or the keys."""

    def __init__(
        self, label: str, table: object, shape: type[Any] | Collection[str], vocabulary: Vocabulary = CORE
    ) -> None:
        """Take a table, refusing anything else and any key that `shape` lacks."""
        self.label, self.vocabulary = label, vocabulary
        if not isinstance(table, dict):
            raise self.fault("must be a table")
        self.table: Mapping[str, object] = table
        known = {field.name for field in fields(shape)} - WORKED_OUT if isinstance(shape, type) else set(shape)
        if unknown := [f"unknown key {key!r}{suggest(key, known)}" for key in table if key not in known]:
            raise EntryError(label, *unknown)

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
        return self.list_texts(key, self.value(key))

    def list_texts(self, key: str, values: object) -> tuple[str, ...]:
        """Return what the key, or a list inside it, holds as texts."""
        if not isinstance(values, list):
            raise self.fault(f"{key} must be a list, not {values!r}")
        for value in values:
            if not isinstance(value, str):
                raise self.fault(f"{key} must hold quoted text, not {value!r}")
            if values.count(value) > 1:
                raise self.fault(f"{key} holds {value!r} twice")
        return tuple(values)

    def number(self, key: str) -> int:
        """Return a whole number from 1."""
        value = self.value(key)
        if type(value) is not int or value < 1:
            raise self.fault(f"{key} must be a whole number from 1, not {value!r}")
        return value

    def word(self, key: str, words: type[Word]) -> Word:
        return self.known(key, self.text(key), words)

    def words(self, key: str, words: type[Word]) -> tuple[Word, ...]:
        """Return a list of words, which may be empty; "every" stands for all of them."""
        if self.value(key) == EVERY:
            return self.vocabulary.list_words(words)
        return self.list_words(key, self.value(key), words)

    def list_words(self, key: str, values: object, words: type[Word]) -> tuple[Word, ...]:
        """Return what the key, or a list inside it, holds as words; this will name every word that is unknown."""
        texts, known = self.list_texts(key, values), self.vocabulary.list_words(words)
        if unknown := [describe_unknown(key, text, known, words) for text in texts if text not in known]:
            raise EntryError(self.label, *unknown)
        return tuple(map(words, texts))

    def sets_of_words(self, key: str, words: type[Word]) -> tuple[tuple[Word, ...], ...]:
        """Return one list of words, or several of which any one will do."""
        values = self.value(key)
        if not (isinstance(values, list) and values and all(isinstance(value, list) for value in values)):
            return (self.words(key, words),)
        sets = tuple(self.list_words(key, value, words) for value in values)
        for one_set in sets:
            if any(other is not one_set and set(other) <= set(one_set) for other in sets):
                raise self.fault(f"{key}: [{', '.join(one_set)}] asks for no less than another of its lists")
        return sets

    def some_words(self, key: str, words: type[Word]) -> frozenset[Word]:
        """Return a set of words that may not be empty."""
        listed = frozenset(self.words(key, words))
        if not listed:
            raise self.fault(f"{key} is empty")
        return listed

    def known(self, key: str, text: str, words: type[Word]) -> Word:
        """Return the word that `text` is; this will refuse a word the vocabulary lacks."""
        known = self.vocabulary.list_words(words)
        if text not in known:
            raise self.fault(describe_unknown(key, text, known, words))
        return words(text)


def describe_unknown(key: str, text: str, known: Collection[str], words: type[StrEnum]) -> str:
    """Say that a word is unknown, with the nearest ones, or that it came with the second format."""
    if text in set(words):
        return f"{key}: {text} needs format = 2"
    return f"{key}: unknown word {text!r}{suggest(text, known)}"


def suggest(text: str, known: Collection[str]) -> str:
    """Return the nearest of the known words as a question, empty where none is near."""
    near = get_close_matches(text, sorted(known))
    return f" (did you mean {' or '.join(repr(str(word)) for word in near)}?)" if near else ""


def name_table(kind: str, number: int, table: object) -> str:
    """Name an entry by its id, else by the clause it speaks of, else by its number among its kind."""
    named = table if isinstance(table, dict) else {}
    if isinstance(named.get("id"), str):
        return f"{kind} {named['id']}"
    if kind == "word" and isinstance(named.get("word"), str):
        return f"{kind} {named['word']}"
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
