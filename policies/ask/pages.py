"""What people think of doing, in their own words: read once a process from the file that ships with Rung."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from policies.rules.entries import Entry, EntryError, entries_of
from policies.rules.words import Fact, Finding, Party
from policies.stored_packs import GUIDANCE

# Who asks: the policies bind these, and nobody else signs in.
ASKERS = (Party.STAFF, Party.GOVERNOR, Party.VOLUNTEER)


class Group(StrEnum):
    """A heading of the page, in its order."""

    FRIENDS = "friends"
    POSTING = "posting"
    PICTURES = "pictures"
    ACCOUNTS = "accounts"
    DEVICES = "devices"
    OTHERS = "others"


HEADINGS = {
    Group.FRIENDS: "Friends and messages",
    Group.POSTING: "What you post",
    Group.PICTURES: "Pictures",
    Group.ACCOUNTS: "The school’s own accounts",
    Group.DEVICES: "Phones, working time and settings",
    Group.OTHERS: "What other people do",
}


class QuestionsError(Exception):
    """The questions are refused; the sentence names the file, the question and the fault."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing a person may think of doing, and what would be established if these parties did it."""

    id: str
    group: Group
    asks: str
    parties: frozenset[Party]
    findings: frozenset[Finding]
    confirmed: frozenset[Fact]


def parse_questions(text: str, name: str) -> tuple[Question, ...]:
    """Read the questions in order; `name` is the file's name, for errors. Raises QuestionsError."""
    try:
        return _read_all(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, EntryError) as error:
        raise QuestionsError(f"{name}: {error}") from error


@cache
def shipped_questions() -> tuple[Question, ...]:
    """Every question that ships with Rung."""
    path = GUIDANCE / "questions.toml"
    return parse_questions(path.read_text(encoding="utf-8"), path.name)


def questions_for(party: Party) -> list[tuple[str, list[Question]]]:
    """The questions that make sense for this party, under their headings."""
    sensible = [one for one in shipped_questions() if party in one.parties]
    grouped = [(HEADINGS[group], [one for one in sensible if one.group == group]) for group in Group]
    return [(heading, questions) for heading, questions in grouped if questions]


def _read_all(tables: Mapping[str, object]) -> tuple[Question, ...]:
    if tables.keys() - {"question"}:
        raise EntryError("the file", "holds something else than [[question]]")
    questions: dict[str, Question] = {}
    for entry in entries_of(tables, "question", Question):
        question = _read(entry)
        if question.id in questions:
            raise entry.fault("the id is given twice")
        questions[question.id] = question
    return tuple(questions.values())


def _read(entry: Entry) -> Question:
    parties = entry.some_words("parties", Party)
    if not parties <= set(ASKERS):
        raise entry.fault("parties: only staff, governors and volunteers ask")
    return Question(
        id=entry.text("id"),
        group=entry.word("group", Group),
        asks=entry.text("asks"),
        parties=parties,
        findings=entry.some_words("findings", Finding),
        confirmed=frozenset(entry.words("confirmed", Fact)),
    )
