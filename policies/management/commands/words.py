"""Writes docs/words.md from the words of the core, so that whoever writes a pack has each with what it means."""

from collections.abc import Iterable, Iterator

from policies.rules.wording import FORCES
from policies.rules.wordings import CORE_WORDINGS
from policies.rules.words import (
    NEW_ACTORS,
    NEW_FACTS,
    NEW_FINDINGS,
    NEW_FORCES,
    NEW_PARTIES,
    NEW_STEPS,
    SCOPES,
    Scope,
)
from web.documents import DocumentCommand

OPENING = """\
# The words of the core

This page is written from `policies/rules/` by `manage.py words`. Do not edit it.

A pack says what its document says in these words, and in words of its own where none of them fits:
[packs.md](packs.md). Those marked **2** came with the second format: a pack of the first does not know them.
"""
NEW = NEW_PARTIES | NEW_FINDINGS | NEW_FACTS | NEW_STEPS | NEW_ACTORS | NEW_FORCES
SOMEBODY = "person"


class Command(DocumentCommand):
    """Write the page of words; with --check only say whether it is current."""

    help = "Write docs/words.md from the words of the core."
    page = "words.md"
    source = "the words"

    def text(self) -> str:
        return "\n".join([OPENING, *_list_tables()])


def _list_tables() -> Iterator[str]:
    words = CORE_WORDINGS
    facts = {fact: words.question_about(fact, SOMEBODY) for fact in words.facts}
    yield from _write_table("Parties", "who", ((word, row.title) for word, row in words.parties.items()))
    yield from _write_table(
        "Findings", "what it means", ((word, f"{row.name}: {row.means}") for word, row in words.findings.items())
    )
    yield from _write_table(
        "Facts", "what is asked", ((word, row.asks + _name_scope(word)) for word, row in facts.items())
    )
    yield from _write_table("Steps", "what is done", ((word, row.label) for word, row in words.steps.items()))
    yield from _write_table("Actors", "who takes a step", ((word, row.name) for word, row in words.actors.items()))
    yield from _write_table("Forces", "what it says of a step", ((word, row.says) for word, row in FORCES.items()))


def _name_scope(fact: str) -> str:
    scope = SCOPES.get(fact, Scope.INCIDENT)
    return "" if scope == Scope.INCIDENT else f" May be confirmed of one {scope}."


def _write_table(heading: str, meaning: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from (f"## {heading}\n", f"| word | {meaning} | |", "|---|---|---|")
    yield from (f"| `{word}` | {means} |{' 2 ' if word in NEW else ' '}|" for word, means in rows)
    yield ""
