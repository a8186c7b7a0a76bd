"""A pack: one version of one policy, written down so that an assessment can be read from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from policies.rules.vocabulary import CORE, Vocabulary
from policies.rules.words import (
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
    Scope,
    Start,
    Step,
    Unit,
    sort_words,
)

Pair = tuple[Party, Finding]


@dataclass(frozen=True, slots=True)
class PolicyDetails:
    """The policy a pack is a version of; `schools` as the document names them."""

    slug: str
    title: str
    schools: tuple[str, ...]
    nation: PackNation


@dataclass(frozen=True, slots=True)
class PackVersion:
    """What a pack says of its version: `in_force_from` is None for a draft, `review_ends` where no date is given."""

    number: str
    status: PackStatus
    in_force_from: date | None
    date_stated: bool
    review: str
    review_ends: date | None
    approval: PackApproval
    note: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the document; `binds` is empty when it names nobody."""

    id: str
    place: str
    binds: tuple[Party, ...]
    modality: str
    category: str
    summary: str
    informative: bool
    caution: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A heading of the ladder: when the document gives the steps below it."""

    id: str
    heading: str
    note: str


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A number of units; `start` is what it is counted from, None where it says how long something lasts."""

    count: int
    of: Unit
    start: Start | Step | None = None


@dataclass(frozen=True, slots=True)
class Until:
    """When the document moves on to a later rung: every fact confirmed and every step done, as `clause` says."""

    clause: Clause
    confirmed: tuple[Fact, ...]
    done: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A clause gives a step. `rank` is its place in the order of clauses, then of rules in the file.

    `informs` names those the document has told by the step; it is empty where the rule does not say. A rule opens by
    the facts of `waits_for`, or by those of any one set of `or_waits_for`, once the steps of `after` are done.
    `question` is what to ask of a fact in the clause's own terms. `instead` takes the step where it is about the
    Headteacher.
    """

    id: str
    rank: int
    clause: Clause
    condition: Condition
    parties: frozenset[Party]
    findings: frozenset[Finding]
    step: Step
    force: Force
    label: str
    who: Actor
    waits_for: tuple[Fact, ...]
    alternatives: str
    caution: str
    informs: frozenset[Recipient] = frozenset()
    or_waits_for: tuple[tuple[Fact, ...], ...] = ()
    after: tuple[Step, ...] = ()
    until: Until | None = None
    question: Mapping[Fact, str] = field(default_factory=dict)
    within: TimeLimit | None = None
    lasts: TimeLimit | None = None
    exceptions: tuple[str, ...] = ()
    instead: Actor | None = None

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def sets_of_facts(self) -> tuple[tuple[Fact, ...], ...]:
        """The sets any one of which opens the rule."""
        return (self.waits_for, *self.or_waits_for)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact of any of the sets, once."""
        return tuple(dict.fromkeys(fact for facts in self.sets_of_facts for fact in facts))


@dataclass(frozen=True, slots=True)
class Engagement:
    """The rule of conduct that a finding touches once every fact in `waits_for` is confirmed."""

    rank: int
    clause: Clause
    parties: frozenset[Party]
    findings: frozenset[Finding]
    exceptions: tuple[str, ...]
    waits_for: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """The document gives no step; `show` holds the nearest clauses. The loader wrote its findings out where `rest`."""

    id: str
    parties: frozenset[Party]
    findings: frozenset[Finding]
    show: tuple[Clause, ...]
    note: str
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Prohibition:
    """What the document forbids the school, once every fact in `waits_for` is confirmed."""

    rank: int
    clause: Clause
    parties: frozenset[Party]
    findings: frozenset[Finding]
    says: str
    waits_for: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Right:
    """What the document grants the person, with the steps it is about, to whom they turn and by when."""

    rank: int
    clause: Clause
    parties: frozenset[Party]
    findings: frozenset[Finding]
    right: RightKind
    about: tuple[Step, ...]
    to: Actor
    within: TimeLimit | None


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole pack; the three tables at the end answer for one party and one finding at a time."""

    policy: PolicyDetails
    version: PackVersion
    clauses: tuple[Clause, ...]
    conditions: tuple[Condition, ...]
    rules: tuple[Rule, ...]
    engagements: tuple[Engagement, ...]
    silences: tuple[Silence, ...]
    rules_for: Mapping[Pair, tuple[Rule, ...]] = field(repr=False, compare=False)
    engagements_for: Mapping[Pair, tuple[Engagement, ...]] = field(repr=False, compare=False)
    silence_for: Mapping[Pair, Silence] = field(repr=False, compare=False)
    format: int = 1
    prohibitions: tuple[Prohibition, ...] = ()
    rights: tuple[Right, ...] = ()
    vocabulary: Vocabulary = CORE
    scopes: Mapping[str, Scope] = field(default_factory=lambda: SCOPES, repr=False, compare=False)


def list_pairs(entry: Rule | Engagement | Silence | Prohibition | Right) -> frozenset[Pair]:
    """Every party and finding the entry speaks of."""
    return frozenset((party, finding) for party in entry.parties for finding in entry.findings)


@dataclass(frozen=True, slots=True)
class Rung:
    """The steps that a condition gives for the same findings, in the order of the document."""

    condition: Condition
    findings: tuple[Finding, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """Everything a pack says to the parties named, to whom it says the same."""

    parties: tuple[Party, ...]
    rungs: tuple[Rung, ...]
    silences: tuple[Silence, ...]
    prohibitions: tuple[Prohibition, ...] = ()
    rights: tuple[Right, ...] = ()


def build_ladders(pack: Pack) -> tuple[Ladder, ...]:
    """Return the ladders of a pack; parties to whom it says the same share one."""
    alike: dict[Ladder, list[Party]] = {}
    for party in pack.vocabulary.list_words(Party):
        rules = tuple(rule for rule in pack.rules if party in rule.parties)
        ladder = Ladder(
            parties=(),
            rungs=build_rungs(rules),
            silences=tuple(silence for silence in pack.silences if party in silence.parties),
            prohibitions=tuple(entry for entry in pack.prohibitions if party in entry.parties),
            rights=tuple(right for right in pack.rights if party in right.parties),
        )
        alike.setdefault(ladder, []).append(party)
    return tuple(replace(ladder, parties=tuple(parties)) for ladder, parties in alike.items())


def build_rungs(rules: tuple[Rule, ...]) -> tuple[Rung, ...]:
    """Group rules under their condition and findings; a condition stands where its first rule does."""
    by_condition: dict[Condition, dict[frozenset[Finding], list[Rule]]] = {}
    for rule in rules:
        by_condition.setdefault(rule.condition, {}).setdefault(rule.findings, []).append(rule)
    return tuple(
        Rung(condition, sort_findings(findings), tuple(listed))
        for condition, by_findings in by_condition.items()
        for findings, listed in by_findings.items()
    )


def sort_findings(findings: frozenset[Finding]) -> tuple[Finding, ...]:
    """Return findings in the order of the vocabulary."""
    return sort_words(findings)
