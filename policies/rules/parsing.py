"""Turns the text of a pack file into a Pack, or refuses it with a sentence that names the fault."""

import re
from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, TypeVar

from policies.rules.entries import EntryError, PackEntry, name_table, suggest
from policies.rules.faults import SECOND_EDITION, find_faults
from policies.rules.own_words import WORD_KEYS, declare_words, read_word
from policies.rules.pack import (
    Clause,
    Condition,
    Engagement,
    Pack,
    PackVersion,
    Pair,
    PolicyDetails,
    Prohibition,
    Right,
    Rule,
    Silence,
    TimeLimit,
    Until,
    list_pairs,
)
from policies.rules.syntax import FILE, decode_text, load_tables
from policies.rules.vocabulary import CORE, FIRST_FORMAT, Vocabulary, WordKind
from policies.rules.words import (
    NEW_FINDINGS,
    NEW_PARTIES,
    SCOPES,
    Actor,
    Fact,
    Finding,
    Force,
    PackApproval,
    PackNation,
    PackStatus,
    Party,
    Recipient,
    RightKind,
    Start,
    Step,
    Unit,
    sort_words,
)

FORMATS = (1, SECOND_EDITION)
KINDS = {"format", "policy", "version", "clause", "condition", "rule", "engagement", "silence"}
NEW_KINDS = {"word", "forbidden", "right"}
RULE_KEYS = {field.name for field in fields(Rule)} - {"rank", "or_waits_for"}
NEW_RULE_KEYS = {"after", "until", "question", "within", "lasts", "exceptions", "instead"}
LIMIT_KEYS = {"count", "of"}
SILENCE_KEYS = {"id", "parties", "findings", "show", "note"}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NO_REVIEW = "none"
REST = "rest"

Listed = TypeVar("Listed", Rule, Engagement, Prohibition, Right)
Paired = TypeVar("Paired", Rule, Engagement)
Named = TypeVar("Named", Clause, Condition, Rule, Silence)
Found = TypeVar("Found")
Table = Mapping[str, object]


class PackError(Exception):
    """A pack is refused; the sentence names the file, the entry and the first fault, `faults` holds them all."""

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        """Keep every fault; the sentence shows the first and how many more there are."""
        self.name = name
        self.faults = tuple(faults)
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        super().__init__(f"{name}: {faults[0]}{more}")


def decode_pack(raw: bytes, name: str) -> str:
    """Return the text of a pack file. This will raise PackError for what is not text in UTF-8."""
    try:
        return decode_text(raw)
    except EntryError as error:
        raise PackError(name, error.faults) from error


def parse_pack(text: str, name: str) -> Pack:
    """Read one pack; `name` is the file's name, for errors. This will raise PackError with every fault found."""
    try:
        tables = load_tables(text)
        refuse_unknown_kinds(tables)
    except EntryError as error:
        raise PackError(name, error.faults) from error
    faults: list[str] = []
    pack = read_pack(tables, faults)
    if pack is None or faults:
        raise PackError(name, faults)
    if faults := find_faults(pack):
        raise PackError(name, faults)
    return pack


def read_pack(tables: Table, faults: list[str]) -> Pack | None:
    """Build a pack from the tables of its file, in the order of the document; None where an entry is at fault."""
    newer = tables["format"] == SECOND_EDITION
    rule_keys = RULE_KEYS if newer else RULE_KEYS - NEW_RULE_KEYS
    words = Source(tables, CORE, faults).read_each("word", WORD_KEYS, read_word)
    vocabulary = Vocabulary(own=declare_words(words, faults))
    source = Source(tables, vocabulary if newer else FIRST_FORMAT, faults)
    known = read_known(source, newer=newer)
    rules = source.read_each("rule", rule_keys, lambda entry: read_rule(entry, known))
    engagements = source.read_each("engagement", Engagement, lambda entry: read_engagement(entry, known))
    silences = source.read_each("silence", SILENCE_KEYS, lambda entry: read_silence(entry, known))
    prohibitions = source.read_each("forbidden", Prohibition, lambda entry: read_prohibition(entry, known))
    rights = source.read_each("right", Right, lambda entry: read_right(entry, known))
    index_by_id(rules, faults)
    index_by_id(silences, faults)
    policy = source.read_one("policy", PolicyDetails, read_policy)
    version = source.read_one("version", PackVersion, read_version)
    if faults or policy is None or version is None:
        return None
    ranked, touched = rank_entries(known, rules), rank_entries(known, engagements)
    written = write_out_the_rest(silences if newer else [*silences, *list_later_silences()], index_by_pair(ranked))
    return Pack(
        policy=policy,
        version=version,
        clauses=tuple(filter(None, known.clauses.values())),
        conditions=tuple(filter(None, known.conditions.values())),
        rules=ranked,
        engagements=touched,
        silences=written,
        rules_for=index_by_pair(ranked),
        engagements_for=index_by_pair(touched),
        silence_for={pair: silence for silence in written for pair in list_pairs(silence)},
        format=SECOND_EDITION if newer else 1,
        prohibitions=rank_entries(known, prohibitions),
        rights=rank_entries(known, rights),
        vocabulary=vocabulary,
        scopes={**SCOPES} | {own.word: own.scope for own in vocabulary.own if own.kind == WordKind.FACT},
    )


def refuse_unknown_kinds(tables: Table) -> None:
    """Refuse a file of another format, without a policy or a version, or with a kind of entry nobody knows."""
    if type(tables.get("format")) is not int or tables["format"] not in FORMATS:
        raise EntryError("format", f"must be {' or '.join(map(str, FORMATS))}")
    kinds = KINDS | NEW_KINDS if tables["format"] == SECOND_EDITION else KINDS
    PackEntry(FILE, dict(tables), kinds)
    for key in ("policy", "version"):
        if key not in tables:
            raise EntryError(key, "is missing")


@dataclass(frozen=True, slots=True)
class Source:
    """The tables of a file, the words it may use, and the faults of the entries that could not be read."""

    tables: Table
    vocabulary: Vocabulary
    faults: list[str]

    def read_each(
        self, kind: str, shape: type[Any] | Collection[str], read: Callable[[PackEntry], Found]
    ) -> list[Found]:
        """Read every entry of a kind in the order of the file, keeping the faults of those that cannot be read."""
        listed = self.tables.get(kind, [])
        if not isinstance(listed, list):
            self.faults.append(f"{kind}: write [[{kind}]], once for each {kind}")
            return []
        entries = []
        for number, table in enumerate(listed, start=1):
            try:
                entries.append(read(PackEntry(name_table(kind, number, table), table, shape, self.vocabulary)))
            except EntryError as error:
                self.faults.extend(error.faults)
        return entries

    def read_one(self, kind: str, shape: type[Any], read: Callable[[PackEntry], Found]) -> Found | None:
        """Read the one entry of a kind, or keep its faults."""
        try:
            return read(PackEntry(kind, self.tables[kind], shape, self.vocabulary))
        except EntryError as error:
            self.faults.extend(error.faults)
            return None

    def find_ids(self, kind: str, entries: Mapping[str, Found]) -> Mapping[str, Found | None]:
        """Return entries by id, with None for one that could not be read: its faults are kept already."""
        listed = self.tables.get(kind, [])
        named = [table.get("id") for table in listed if isinstance(table, dict)] if isinstance(listed, list) else []
        return {key: None for key in named if isinstance(key, str)} | dict(entries)


@dataclass(frozen=True, slots=True)
class Known:
    """What the entries of a pack may cite, and whether they may use the words of the second edition."""

    clauses: Mapping[str, Clause | None]
    conditions: Mapping[str, Condition | None]
    newer: bool


def read_known(source: Source, *, newer: bool) -> Known:
    """Read the clauses and the conditions, which every other entry cites."""
    clauses = index_by_id(source.read_each("clause", Clause, read_clause), source.faults)
    conditions = index_by_id(source.read_each("condition", Condition, read_condition), source.faults)
    return Known(source.find_ids("clause", clauses), source.find_ids("condition", conditions), newer)


def write_out_the_rest(silences: Sequence[Silence], rules_for: Mapping[Pair, tuple[Rule, ...]]) -> tuple[Silence, ...]:
    """Give a silence for "all the rest" its findings: those that nothing else of the pack speaks of, for each party.

    Parties with the same rest share one silence.
    """
    spoken = {pair for silence in silences if not silence.rest for pair in list_pairs(silence)} | rules_for.keys()
    written: list[Silence] = []
    for silence in silences:
        if not silence.rest:
            written.append(silence)
            continue
        alike: dict[frozenset[Finding], list[Party]] = {}
        for party in sort_words(silence.parties):
            left = frozenset(finding for finding in silence.findings if (party, finding) not in spoken)
            if left:
                alike.setdefault(left, []).append(party)
        written += [
            replace(silence, id=":".join([silence.id, *parties]), parties=frozenset(parties), findings=findings)
            for findings, parties in alike.items()
        ]
    return tuple(written)


def list_later_silences() -> tuple[Silence, ...]:
    """Return the silences on the words of the second format, of which a pack of the first cannot speak."""
    note = "This pack is in the first format, which cannot speak of this. Read the policy itself."
    return (
        Silence("second-format-findings", frozenset(Party) - NEW_PARTIES, NEW_FINDINGS, (), note),
        Silence("second-format-parties", NEW_PARTIES, frozenset(Finding), (), note),
    )


def index_by_id(entries: Iterable[Named], faults: list[str]) -> dict[str, Named]:
    """Return entries by id, in order, keeping the fault of an id given twice."""
    by_id: dict[str, Named] = {}
    for entry in entries:
        if entry.id in by_id:
            faults.append(f"{type(entry).__name__.lower()} {entry.id}: the id is given twice")
        by_id[entry.id] = entry
    return by_id


def rank_entries(known: Known, entries: Sequence[Listed]) -> tuple[Listed, ...]:
    """Sort entries by their clause's place in the document, then by their place in the file, and number them."""
    places = {clause_id: place for place, clause_id in enumerate(known.clauses)}
    in_order = sorted(entries, key=lambda entry: places[entry.clause.id])
    return tuple(replace(entry, rank=rank) for rank, entry in enumerate(in_order))


def index_by_pair(entries: Sequence[Paired]) -> dict[Pair, tuple[Paired, ...]]:
    """Return, for each party and finding, the entries that speak of it, in order."""
    table: dict[Pair, list[Paired]] = {}
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


def read_rule(entry: PackEntry, known: Known) -> Rule:
    """Read a rule; its clause and its condition must be in the pack, and alternatives are labelled by a clause."""
    clause = find_clause(entry, "clause", known)
    condition = find_cited(entry, "condition", entry.text("condition"), known.conditions)
    first, *others = read_sets(entry, known)
    step = entry.word("step", Step)
    return Rule(
        id=entry.text("id"),
        rank=0,
        clause=clause,
        condition=condition,
        parties=entry.some_words("parties", Party),
        findings=entry.some_words("findings", Finding),
        step=step,
        force=entry.word("force", Force),
        label=entry.text("label"),
        who=entry.word("who", Actor),
        waits_for=first,
        alternatives=read_alternatives(entry, clause, known),
        caution=entry.text_if_any("caution"),
        informs=read_informs(entry, step),
        or_waits_for=tuple(others),
        after=entry.words("after", Step) if entry.has("after") else (),
        until=read_until(entry, known) if entry.has("until") else None,
        question=read_questions(entry, {fact for facts in (first, *others) for fact in facts}),
        within=read_limit(entry, "within", starts=True),
        lasts=read_limit(entry, "lasts", starts=False),
        exceptions=entry.texts("exceptions") if entry.has("exceptions") else (),
        instead=entry.word("instead", Actor) if entry.has("instead") else None,
    )


def read_sets(entry: PackEntry, known: Known) -> tuple[tuple[Fact, ...], ...]:
    """Read what a rule waits for: one set of facts, or in the second format several."""
    return entry.sets_of_words("waits_for", Fact) if known.newer else (entry.words("waits_for", Fact),)


def read_alternatives(entry: PackEntry, clause: Clause, known: Known) -> str:
    """Read the label of a choice: the rule's own clause, in the second format any clause that says "or"."""
    label = entry.text("alternatives")
    if known.newer and label:
        find_cited(entry, "clause", label, known.clauses)
    elif label not in ("", clause.id):
        raise entry.fault(f"alternatives must be {clause.id!r} or empty, not {label!r}")
    return label


def read_informs(entry: PackEntry, step: Step) -> frozenset[Recipient]:
    """Read whom the document has told by the step."""
    informs = entry.some_words("informs", Recipient) if entry.has("informs") else frozenset()
    if informs and step != Step.INFORM_HEADTEACHER:
        raise entry.fault(f"informs stands with the step {Step.INFORM_HEADTEACHER} alone")
    return informs


def read_until(entry: PackEntry, known: Known) -> Until:
    """Read when the document moves on: facts confirmed, steps done, or both, and the clause that says so."""
    table = PackEntry(f"{entry.label}: until", entry.value("until"), Until, entry.vocabulary)
    confirmed = table.words("confirmed", Fact) if table.has("confirmed") else ()
    done = table.words("done", Step) if table.has("done") else ()
    if not (confirmed or done):
        raise table.fault("needs confirmed or done")
    return Until(find_clause(table, "clause", known), confirmed, done)


def read_questions(entry: PackEntry, facts: set[Fact]) -> dict[Fact, str]:
    """Read what the rule itself asks of the facts it waits for."""
    if not entry.has("question"):
        return {}
    table = PackEntry(f"{entry.label}: question", entry.value("question"), sorted(facts))
    return {Fact(key): table.text(key) for key in table.table}


def read_limit(entry: PackEntry, key: str, *, starts: bool) -> TimeLimit | None:
    """Read a time limit, which says what it counts from, or a duration, which does not."""
    if not entry.has(key):
        return None
    table = PackEntry(
        f"{entry.label}: {key}", entry.value(key), LIMIT_KEYS | ({"from"} if starts else set()), entry.vocabulary
    )
    count, of = table.number("count"), table.word("of", Unit)
    if not starts:
        return TimeLimit(count, of)
    start = table.text("from")
    if start in set(Start):
        return TimeLimit(count, of, Start(start))
    return TimeLimit(count, of, table.word("from", Step))


def read_engagement(entry: PackEntry, known: Known) -> Engagement:
    """Read an engagement; without `waits_for` it needs no fact confirmed."""
    return Engagement(
        rank=0,
        clause=find_clause(entry, "clause", known),
        parties=entry.some_words("parties", Party),
        findings=entry.some_words("findings", Finding),
        exceptions=entry.texts("exceptions"),
        waits_for=entry.words("waits_for", Fact) if entry.has("waits_for") else (),
    )


def read_prohibition(entry: PackEntry, known: Known) -> Prohibition:
    """Read what the document forbids the school; without `waits_for` it needs no fact confirmed."""
    return Prohibition(
        rank=0,
        clause=find_clause(entry, "clause", known),
        parties=entry.some_words("parties", Party),
        findings=entry.some_words("findings", Finding),
        says=entry.text("says"),
        waits_for=entry.words("waits_for", Fact) if entry.has("waits_for") else (),
    )


def read_right(entry: PackEntry, known: Known) -> Right:
    """Read a right of the person; it is about at least one step."""
    about = entry.words("about", Step)
    if not about:
        raise entry.fault("about is empty")
    return Right(
        rank=0,
        clause=find_clause(entry, "clause", known),
        parties=entry.some_words("parties", Party),
        findings=entry.some_words("findings", Finding),
        right=entry.word("right", RightKind),
        about=about,
        to=entry.word("to", Actor),
        within=read_limit(entry, "within", starts=True),
    )


def read_silence(entry: PackEntry, known: Known) -> Silence:
    """Read a silence; a note says what the document does instead. `rest` stands for what nothing else speaks of."""
    note = entry.text("note")
    if not note.strip():
        raise entry.fault("note is empty")
    rest = known.newer and entry.value("findings") == REST
    return Silence(
        id=entry.text("id"),
        parties=entry.some_words("parties", Party),
        findings=frozenset(entry.vocabulary.list_words(Finding)) if rest else entry.some_words("findings", Finding),
        show=tuple(find_cited(entry, "clause", clause_id, known.clauses) for clause_id in entry.texts("show")),
        note=note,
        rest=rest,
    )


def find_clause(entry: PackEntry, key: str, known: Known) -> Clause:
    """Return the clause an entry cites."""
    return find_cited(entry, "clause", entry.text(key), known.clauses)


def find_cited(entry: PackEntry, kind: str, cited: str, known: Mapping[str, Found | None]) -> Found:
    """Return what an entry cites; this will refuse what the pack lacks, and what could not be read says nothing."""
    if cited not in known:
        raise entry.fault(f"{kind} {cited} is cited but missing{suggest(cited, known)}")
    entry_cited = known[cited]
    if entry_cited is None:
        raise EntryError(entry.label)
    return entry_cited
