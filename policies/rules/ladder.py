"""A pack read as ladders: for each party, the steps under each condition, and where the policy is silent."""

from dataclasses import dataclass

from .pack import Condition, Pack, Rule, Silence
from .words import Finding, Party


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


def ladders_of(pack: Pack) -> tuple[Ladder, ...]:
    """Return the ladders of a pack; parties to whom it says the same share one."""
    alike: dict[tuple[tuple[Rule, ...], tuple[Silence, ...]], list[Party]] = {}
    for party in Party:
        rules = tuple(rule for rule in pack.rules if party in rule.parties)
        silences = tuple(silence for silence in pack.silences if party in silence.parties)
        alike.setdefault((rules, silences), []).append(party)
    return tuple(Ladder(tuple(parties), rungs_of(rules), silences) for (rules, silences), parties in alike.items())


def rungs_of(rules: tuple[Rule, ...]) -> tuple[Rung, ...]:
    """Group rules under their condition and findings; a condition stands where its first rule does."""
    by_condition: dict[Condition, dict[frozenset[Finding], list[Rule]]] = {}
    for rule in rules:
        by_condition.setdefault(rule.condition, {}).setdefault(rule.findings, []).append(rule)
    return tuple(
        Rung(condition, in_order(findings), tuple(listed))
        for condition, by_findings in by_condition.items()
        for findings, listed in by_findings.items()
    )


def in_order(findings: frozenset[Finding]) -> tuple[Finding, ...]:
    """Return findings in the order of the vocabulary."""
    return tuple(finding for finding in Finding if finding in findings)
