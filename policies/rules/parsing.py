"""Turns the text of a pack file into a Pack, or refuses it with a sentence that names the fault."""

import re
import tomllib
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, product
from typing import TypeVar

from policies.rules.entries import EntryError, PackEntry, iterate_entries
from policies.rules.pack import (
    Clause,
    Condition,
    Engagement,
    Pack,
    PackVersion,
    Pair,
    PolicyDetails,
    Rule,
    Silence,
    list_pairs,
)
from policies.rules.words import (
    Actor,
    Fact,
    Finding,
    Force,
    PackApproval,
    PackNation,
    PackStatus,
    Party,
    Recipient,
    Step,
)

FORMAT = 1
KINDS = {"format", "policy", "version", "clause", "condition", "rule", "engagement", "silence"}
UNQUOTED = re.compile(r"""^\s*(id|clause|condition|alternatives)\s*=\s*[^"'\s]""")
LINE_NUMBER = re.compile(r"at line (\d+)")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NO_REVIEW = "none"

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
        raise PackError(name, [describe_syntax_error(text, error)]) from error
    except EntryError as error:
        raise PackError(name, [str(error)]) from error
    if faults := find_faults(pack):
        raise PackError(name, faults)
    return pack


def read_pack(tables: Mapping[str, object]) -> Pack:
    """Build a pack from the tables of its file, in the order of the document."""
    refuse_unknown_kinds(tables)
    clauses = index_by_id(read_clause(entry) for entry in iterate_entries(tables, "clause", Clause))
    conditions = index_by_id(read_condition(entry) for entry in iterate_entries(tables, "condition", Condition))
    rules = rank_entries(
        list(clauses),
        [read_rule(entry, clauses, conditions) for entry in iterate_entries(tables, "rule", Rule)],
    )
    engagements = rank_entries(
        list(clauses),
        [read_engagement(entry, clauses) for entry in iterate_entries(tables, "engagement", Engagement)],
    )
    silences = tuple(read_silence(entry, clauses) for entry in iterate_entries(tables, "silence", Silence))
    index_by_id(rules)
    index_by_id(silences)
    return Pack(
        policy=read_policy(PackEntry("policy", tables["policy"], PolicyDetails)),
        version=read_version(PackEntry("version", tables["version"], PackVersion)),
        clauses=tuple(clauses.values()),
        conditions=tuple(conditions.values()),
        rules=rules,
        engagements=engagements,
        silences=silences,
        rules_for=index_by_pair(rules),
        engagements_for=index_by_pair(engagements),
        silence_for={pair: silence for silence in silences for pair in list_pairs(silence)},
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


def index_by_id(entries: Iterable[Named]) -> dict[str, Named]:
    """Return entries by id, in order; this will refuse an id given twice."""
    found: dict[str, Named] = {}
    for entry in entries:
        if entry.id in found:
            raise EntryError(f"{type(entry).__name__.lower()} {entry.id}", "the id is given twice")
        found[entry.id] = entry
    return found


def rank_entries(clause_ids: list[str], entries: list[Listed]) -> tuple[Listed, ...]:
    """Sort entries by their clause's place in the document, then by their place in the file, and number them."""
    places = {clause_id: place for place, clause_id in enumerate(clause_ids)}
    in_order = sorted(entries, key=lambda entry: places[entry.clause.id])
    return tuple(replace(entry, rank=rank) for rank, entry in enumerate(in_order))


def index_by_pair(entries: Sequence[Listed]) -> dict[Pair, tuple[Listed, ...]]:
    """Return, for each party and finding, the entries that speak of it, in order."""
    table: dict[Pair, list[Listed]] = {}
    for entry in entries:
        for pair in list_pairs(entry):
            table.setdefault(pair, []).append(entry)
    return {pair: tuple(listed) for pair, listed in table.items()}


def read_policy(entry: PackEntry) -> PolicyDetails:
    """Read the policy; its slug is lower case words joined by hyphens."""
    slug = entry.text("slug")
    if not SLUG.fullmatch(slug):
        raise entry.fault(f"slug {slug!r} must be lower case words joined by hyphens")
    return PolicyDetails(
        slug=slug,
        title=entry.text("title"),
        schools=entry.texts("schools"),
        nation=entry.word("nation", PackNation),
    )


def read_version(entry: PackEntry) -> PackVersion:
    """Read the version; an adopted one says from when it is in force, a draft does not."""
    status = entry.word("status", PackStatus)
    if status == PackStatus.ADOPTED and not entry.has("in_force_from"):
        raise entry.fault("an adopted version needs in_force_from")
    if status == PackStatus.DRAFT and entry.has("in_force_from"):
        raise entry.fault("a draft leaves in_force_from out")
    return PackVersion(
        number=entry.text("number"),
        status=status,
        in_force_from=entry.day("in_force_from") if status == PackStatus.ADOPTED else None,
        date_stated=entry.flag("date_stated"),
        review=entry.text("review"),
        review_ends=read_review(entry),
        approval=entry.word("approval", PackApproval),
        note=entry.text("note"),
    )


def read_review(entry: PackEntry) -> date | None:
    """Return the last day on which the review is not overdue: the day itself, or the last of the month."""
    review = entry.text("review")
    if review == NO_REVIEW:
        return None
    try:
        return parse_last_day(review)
    except ValueError:
        raise entry.fault(f'review {review!r} must be a day "2022-11-30", a month "2022-11" or "none"') from None


def parse_last_day(text: str) -> date:
    """Return the day, or the last day of the month, that `text` names; this will raise ValueError for neither."""
    if month := MONTH.fullmatch(text):
        year, number = int(month[1]), int(month[2])
        return date(year, number, monthrange(year, number)[1])
    if DAY.fullmatch(text):
        return date.fromisoformat(text)
    raise ValueError(text)


def read_clause(entry: PackEntry) -> Clause:
    """Read a clause."""
    return Clause(
        id=entry.text("id"),
        place=entry.text("place"),
        binds=entry.words("binds", Party),
        modality=entry.text("modality"),
        category=entry.text("category"),
        summary=entry.text("summary"),
        informative=entry.flag("informative"),
        caution=entry.text_if_any("caution"),
    )


def read_condition(entry: PackEntry) -> Condition:
    """Read a condition."""
    return Condition(id=entry.text("id"), heading=entry.text("heading"), note=entry.text("note"))


def read_rule(entry: PackEntry, clauses: Mapping[str, Clause], conditions: Mapping[str, Condition]) -> Rule:
    """Read a rule; its clause and its condition must be in the pack, and alternatives are labelled by the clause."""
    clause = find_clause(entry, entry.text("clause"), clauses)
    condition_id = entry.text("condition")
    if condition_id not in conditions:
        raise entry.fault(f"condition {condition_id} is cited but missing")
    alternatives = entry.text("alternatives")
    if alternatives not in ("", clause.id):
        raise entry.fault(f"alternatives must be {clause.id!r} or empty, not {alternatives!r}")
    step = entry.word("step", Step)
    informs = entry.some_words("informs", Recipient) if entry.has("informs") else frozenset()
    if informs and step != Step.INFORM_HEADTEACHER:
        raise entry.fault(f"informs stands with the step {Step.INFORM_HEADTEACHER} alone")
    return Rule(
        id=entry.text("id"),
        rank=0,
        clause=clause,
        condition=conditions[condition_id],
        parties=entry.some_words("parties", Party),
        findings=entry.some_words("findings", Finding),
        step=step,
        force=entry.word("force", Force),
        label=entry.text("label"),
        who=entry.word("who", Actor),
        waits_for=entry.words("waits_for", Fact),
        alternatives=alternatives,
        caution=entry.text_if_any("caution"),
        informs=informs,
    )


def read_engagement(entry: PackEntry, clauses: Mapping[str, Clause]) -> Engagement:
    """Read an engagement; without `waits_for` it needs no fact confirmed."""
    return Engagement(
        rank=0,
        clause=find_clause(entry, entry.text("clause"), clauses),
        parties=entry.some_words("parties", Party),
        findings=entry.some_words("findings", Finding),
        exceptions=entry.texts("exceptions"),
        waits_for=entry.words("waits_for", Fact) if entry.has("waits_for") else (),
    )


def read_silence(entry: PackEntry, clauses: Mapping[str, Clause]) -> Silence:
    """Read a silence; a note says what the document does instead."""
    note = entry.text("note")
    if not note.strip():
        raise entry.fault("note is empty")
    return Silence(
        id=entry.text("id"),
        parties=entry.some_words("parties", Party),
        findings=entry.some_words("findings", Finding),
        show=tuple(find_clause(entry, clause_id, clauses) for clause_id in entry.texts("show")),
        note=note,
    )


def find_clause(entry: PackEntry, clause_id: str, clauses: Mapping[str, Clause]) -> Clause:
    """Return the clause an entry cites; this will refuse a clause the pack lacks."""
    if clause_id not in clauses:
        raise entry.fault(f"clause {clause_id} is cited but missing")
    return clauses[clause_id]


def find_faults(pack: Pack) -> list[str]:
    """Return every fault of the pack, each naming its entry; an empty list means that the pack may be used."""
    return [
        *find_overreach(pack),
        *find_use_of_informative(pack),
        *find_unused(pack),
        *find_clashes(pack),
        *find_gaps(pack),
    ]


def find_overreach(pack: Pack) -> list[str]:
    """Name each rule or engagement for a party its clause does not bind, and which no reader must confirm."""
    faults = []
    for entry in list_citing_entries(pack):
        if not entry.clause.binds or Fact.WORDING_APPLIES in entry.waits_for:
            continue
        faults += [
            f"{name_entry(entry)}: {entry.clause.id} does not bind {party}"
            for party in Party
            if party in entry.parties and party not in entry.clause.binds
        ]
    return faults


def find_use_of_informative(pack: Pack) -> list[str]:
    """Name each rule or engagement that rests on a clause marked informative."""
    return [
        f"{name_entry(entry)}: {entry.clause.id} is marked informative, so nothing may rest on it"
        for entry in list_citing_entries(pack)
        if entry.clause.informative
    ]


def find_unused(pack: Pack) -> list[str]:
    """Name each clause that nothing rests on and that is not marked informative, and each unused condition."""
    shown = chain.from_iterable(silence.show for silence in pack.silences)
    used = {clause.id for clause in chain((entry.clause for entry in list_citing_entries(pack)), shown)}
    headed = {rule.condition.id for rule in pack.rules}
    return [
        f"clause {clause.id}: nothing rests on it and it is not marked informative"
        for clause in pack.clauses
        if not clause.informative and clause.id not in used
    ] + [
        f"condition {condition.id}: no rule stands under it"
        for condition in pack.conditions
        if condition.id not in headed
    ]


def find_clashes(pack: Pack) -> list[str]:
    """Name each pair answered twice: ruled on and silent, silent twice, or given a step twice by one clause."""
    silent = Counter(chain.from_iterable(sorted(list_pairs(silence)) for silence in pack.silences))
    faults = []
    for pair, times in silent.items():
        where = f"silence {pack.silence_for[pair].id}"
        if pair in pack.rules_for:
            faults.append(
                f"{where}: {write_pair(pair)} is ruled on by {pack.rules_for[pair][0].id} and declared silent"
            )
        if times > 1:
            faults.append(f"{where}: {write_pair(pair)} is declared silent twice")
    return faults + find_repeated_steps(pack)


def find_repeated_steps(pack: Pack) -> list[str]:
    """Name each rule by which a clause gives a step that it has given for that pair already."""
    faults = []
    for pair, rules in pack.rules_for.items():
        seen: set[tuple[str, str]] = set()
        for rule in rules:
            given = (rule.clause.id, rule.step)
            if given in seen:
                faults.append(f"rule {rule.id}: {write_pair(pair)} is given {rule.step} twice by {rule.clause.id}")
            seen.add(given)
    return faults


def find_gaps(pack: Pack) -> list[str]:
    """Name each party and finding that the pack neither rules on nor declares silent."""
    return [
        f"no answer for {party} x {finding}"
        for party, finding in product(Party, Finding)
        if (party, finding) not in pack.rules_for and (party, finding) not in pack.silence_for
    ]


def write_pair(pair: Pair) -> str:
    """Write a pair as every sentence about it does."""
    return f"{pair[0]} x {pair[1]}"


def list_citing_entries(pack: Pack) -> list[Rule | Engagement]:
    """Return every entry that rests on a clause."""
    return [*pack.rules, *pack.engagements]


def name_entry(entry: Rule | Engagement) -> str:
    """Name a rule by its id and an engagement by its clause."""
    return f"rule {entry.id}" if isinstance(entry, Rule) else f"engagement of {entry.clause.id}"


def describe_syntax_error(text: str, error: tomllib.TOMLDecodeError) -> str:
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
