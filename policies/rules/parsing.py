"""Turns the text of a pack file into a Pack, or refuses it with a sentence that names the fault."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from policies.rules.checks import faults_in
from policies.rules.entries import Entry, EntryError, entries_of
from policies.rules.pack import (
    Clause,
    Condition,
    Engagement,
    Pack,
    Pair,
    PolicyDetails,
    Rule,
    Silence,
    Version,
    pairs_of,
)
from policies.rules.reading import (
    read_clause,
    read_condition,
    read_engagement,
    read_policy,
    read_rule,
    read_silence,
    read_version,
)

FORMAT = 1
KINDS = {"format", "policy", "version", "clause", "condition", "rule", "engagement", "silence"}
UNQUOTED = re.compile(r"""^\s*(id|clause|condition|alternatives)\s*=\s*[^"'\s]""")
LINE_NUMBER = re.compile(r"at line (\d+)")

Listed = TypeVar("Listed", Rule, Engagement)
Named = TypeVar("Named", Clause, Condition, Rule, Silence)


class PackError(Exception):
    """A pack is refused; the sentence names the file, the entry and the first fault, `faults` holds them all."""

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        """Keep every fault; the sentence shows the first and how many more there are."""
        self.name = name
        self.faults = tuple(faults)
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        super().__init__(f"{name}: {faults[0]}{more}")


def parse_pack(text: str, name: str) -> Pack:
    """Read one pack; `name` is the file's name, for errors. This will raise PackError for anything refused."""
    try:
        pack = read_pack(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise PackError(name, [syntax_fault(text, error)]) from error
    except EntryError as error:
        raise PackError(name, [str(error)]) from error
    if faults := faults_in(pack):
        raise PackError(name, faults)
    return pack


def read_pack(tables: Mapping[str, object]) -> Pack:
    """Build a pack from the tables of its file, in the order of the document."""
    refuse_unknown_kinds(tables)
    clauses = named(read_clause(entry) for entry in entries_of(tables, "clause", Clause))
    conditions = named(read_condition(entry) for entry in entries_of(tables, "condition", Condition))
    rules = ranked(
        list(clauses),
        [read_rule(entry, clauses, conditions) for entry in entries_of(tables, "rule", Rule)],
    )
    engagements = ranked(
        list(clauses),
        [read_engagement(entry, clauses) for entry in entries_of(tables, "engagement", Engagement)],
    )
    silences = tuple(read_silence(entry, clauses) for entry in entries_of(tables, "silence", Silence))
    named(rules)
    named(silences)
    return Pack(
        policy=read_policy(Entry("policy", tables["policy"], PolicyDetails)),
        version=read_version(Entry("version", tables["version"], Version)),
        clauses=tuple(clauses.values()),
        conditions=tuple(conditions.values()),
        rules=rules,
        engagements=engagements,
        silences=silences,
        rules_for=table_of(rules),
        engagements_for=table_of(engagements),
        silence_for={pair: silence for silence in silences for pair in pairs_of(silence)},
    )


def refuse_unknown_kinds(tables: Mapping[str, object]) -> None:
    """Refuse a file of another format, without a policy or a version, or with a kind of entry nobody knows."""
    for key in tables:
        if key not in KINDS:
            raise EntryError("the file", f"unknown key {key!r}")
    if type(tables.get("format")) is not int or tables["format"] != FORMAT:
        raise EntryError("format", f"must be {FORMAT}")
    for key in ("policy", "version"):
        if key not in tables:
            raise EntryError(key, "is missing")


def named(entries: Iterable[Named]) -> dict[str, Named]:
    """Return entries by id, in order; this will refuse an id given twice."""
    found: dict[str, Named] = {}
    for entry in entries:
        if entry.id in found:
            raise EntryError(f"{type(entry).__name__.lower()} {entry.id}", "the id is given twice")
        found[entry.id] = entry
    return found


def ranked(clause_ids: list[str], entries: list[Listed]) -> tuple[Listed, ...]:
    """Sort entries by their clause's place in the document, then by their place in the file, and number them."""
    places = {clause_id: place for place, clause_id in enumerate(clause_ids)}
    in_order = sorted(entries, key=lambda entry: places[entry.clause.id])
    return tuple(replace(entry, rank=rank) for rank, entry in enumerate(in_order))


def table_of(entries: Sequence[Listed]) -> dict[Pair, tuple[Listed, ...]]:
    """Return, for each party and finding, the entries that speak of it, in order."""
    table: dict[Pair, list[Listed]] = {}
    for entry in entries:
        for pair in pairs_of(entry):
            table.setdefault(pair, []).append(entry)
    return {pair: tuple(listed) for pair, listed in table.items()}


def syntax_fault(text: str, error: tomllib.TOMLDecodeError) -> str:
    """Say where the file is not TOML, by line and entry, and whether a missing quotation mark is to blame."""
    found = LINE_NUMBER.search(str(error))
    if not found:
        return f"the end of the file: {error}"
    lines = text.splitlines()[: int(found[1])]
    headings = [line.strip() for line in lines if line.lstrip().startswith("[") and "=" not in line]
    heading = headings[-1] if headings else "the top of the file"
    place = f"{heading.strip('[]')} {headings.count(heading)}" if heading.startswith("[[") else heading
    if UNQUOTED.match(lines[-1]):
        return f"{place}: line {found[1]}: the id must be quoted"
    return f"{place}: {error}"
