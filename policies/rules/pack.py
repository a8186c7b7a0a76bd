"""A pack: one version of one policy, written down so that an assessment can be read from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

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
class Rule:
    """A clause gives a step. `rank` is its place in the order of clauses, then of rules in the file.

    `informs` names those the document has told by the step; it is empty where the rule does not say.
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
    """The document gives no step; `show` holds the nearest clauses."""

    id: str
    parties: frozenset[Party]
    findings: frozenset[Finding]
    show: tuple[Clause, ...]
    note: str


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


def list_pairs(entry: Rule | Engagement | Silence) -> frozenset[Pair]:
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


def build_ladders(pack: Pack) -> tuple[Ladder, ...]:
    """Return the ladders of a pack; parties to whom it says the same share one."""
    alike: dict[tuple[tuple[Rule, ...], tuple[Silence, ...]], list[Party]] = {}
    for party in Party:
        rules = tuple(rule for rule in pack.rules if party in rule.parties)
        silences = tuple(silence for silence in pack.silences if party in silence.parties)
        alike.setdefault((rules, silences), []).append(party)
    return tuple(Ladder(tuple(parties), build_rungs(rules), silences) for (rules, silences), parties in alike.items())


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
    return tuple(finding for finding in Finding if finding in findings)
