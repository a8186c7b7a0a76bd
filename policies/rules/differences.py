"""What one version of a policy changes in another: clause by clause, and for each clause the steps it gives."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from policies.rules.pack import Clause, Pack, Rule, sort_findings
from policies.rules.terms import describe_terms
from policies.rules.wording import FORCES
from policies.rules.wordings import Wordings, build_wordings
from policies.rules.words import Party, Recipient, sort_words

RECIPIENTS = {Recipient.HEADTEACHER: "the Headteacher", Recipient.DEPUTY: "the Deputy Headteacher"}


class Kind(StrEnum):
    """What became of a clause."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a clause said, and says; one of them is empty where it is new or gone."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ClauseDifference:
    """A clause that is not what it was. `clause` is the newer of the two; `steps` is what changed in what it gives."""

    kind: Kind
    clause: Clause
    changes: tuple[Change, ...]
    steps: tuple[Change, ...]


def compare_packs(old: Pack, new: Pack) -> tuple[ClauseDifference, ...]:
    """Every clause that differs, in the order of the new version, with those that are gone at the end."""
    before, after = describe_clauses(old), describe_clauses(new)
    clauses = {clause.id: clause for clause in (*old.clauses, *new.clauses)}
    found = []
    for clause_id in dict.fromkeys([*after, *before]):
        changes = tuple(compare_texts(before.get(clause_id, {}), after.get(clause_id, {})))
        steps = tuple(compare_steps(describe_rules(old, clause_id), describe_rules(new, clause_id)))
        if changes or steps:
            kind = classify_change(in_old=clause_id in before, in_new=clause_id in after)
            stated = changes if kind == Kind.CHANGED else ()
            found.append(ClauseDifference(kind, clauses[clause_id], stated, steps))
    return tuple(found)


def classify_change(*, in_old: bool, in_new: bool) -> Kind:
    """What became of a clause that is in one version, in the other, or in both."""
    if in_old and in_new:
        return Kind.CHANGED
    return Kind.ADDED if in_new else Kind.REMOVED


def describe_clauses(pack: Pack) -> dict[str, dict[str, str]]:
    """What each clause says under each heading, in words, with the exceptions of the rules of conduct that cite it."""
    wordings = build_wordings(pack.vocabulary.own)
    exceptions: dict[str, dict[str, None]] = {}
    for item in pack.engagements:
        known = exceptions.get(item.clause.id, {})
        exceptions[item.clause.id] = known | dict.fromkeys(item.exceptions)
    return {
        clause.id: {
            "Place": clause.place,
            "Binds": parties_in_words(clause.binds, wordings),
            "Verb": clause.modality,
            "Summary": clause.summary,
            "Exceptions": " ".join(exceptions.get(clause.id, {})),
        }
        for clause in pack.clauses
    }


def describe_rules(pack: Pack, clause_id: str) -> dict[str, str]:
    """What each rule that rests on the clause gives, in words, by the rule's id."""
    wordings = build_wordings(pack.vocabulary.own)
    return {rule.id: rule_in_words(rule, wordings) for rule in pack.rules if rule.clause.id == clause_id}


def compare_texts(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    """Each heading under which two sets of words differ."""
    for what in dict.fromkeys([*before, *after]):
        if before.get(what, "") != after.get(what, ""):
            yield Change(what, before.get(what, ""), after.get(what, ""))


def compare_steps(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    """Each rule that is new, gone or worded otherwise; one that only took another id is the same."""
    same = set(before.values()) & set(after.values())
    for change in compare_texts(before, after):
        was, now = ("" if words in same else words for words in (change.before, change.after))
        if was or now:
            yield Change("Step", was, now)


def rule_in_words(rule: Rule, wordings: Wordings) -> str:
    """One rule in a sentence: what it gives, with which force, who takes it, when, for whom, and what it waits for."""
    found = sort_findings(rule.findings)
    names = "; ".join(wordings.findings[finding].name for finding in found)
    findings = "any finding" if len(found) == len(wordings.findings) else names
    parts = [
        f"{FORCES[rule.force].label}: {rule.label}.",
        f"Who: {wordings.actors[rule.who].name}.",
        f"For: {findings}.",
        f"About: {parties_in_words(sort_words(rule.parties), wordings)}.",
    ]
    if rule.alternatives:
        parts.append("One of several joined by “or”.")
    if rule.informs:
        parts.append(
            f"Tells: {'; '.join(RECIPIENTS[recipient] for recipient in Recipient if recipient in rule.informs)}."
        )
    return " ".join([*parts, *describe_terms(rule, "person", wordings)])


def parties_in_words(parties: Iterable[Party], wordings: Wordings) -> str:
    """Parties as a list, or that none is named."""
    return "; ".join(wordings.parties[party].title for party in parties) or "Nobody in particular"
