"""Assesses an incident by one version of one policy: a pure function, facts in, answer out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from policies.rules.duties import Duty, find_duties
from policies.rules.pack import Clause, Condition, Pack, PackVersion, Rule
from policies.rules.words import (
    Actor,
    Fact,
    Finding,
    Force,
    Notice,
    PackApproval,
    PackStatus,
    Party,
    Recipient,
    State,
    Step,
)

STRENGTH = {force: place for place, force in enumerate(Force)}
FINDING_ORDER = {finding: place for place, finding in enumerate(Finding)}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an incident: `on` is the day it happened, `today` the day of asking."""

    policy: str
    on: date
    today: date
    party: Party
    findings: frozenset[Finding]
    confirmed: frozenset[Fact] = frozenset()
    done: frozenset[Step] = frozenset()
    draft: bool = False


@dataclass(frozen=True, slots=True)
class ClauseAnswer:
    """A clause that gives a step, the rule it was read by, and the facts it still waits for."""

    clause: Clause
    rule: Rule
    waiting_for: tuple[Fact, ...]

    @property
    def id(self) -> str:
        return self.clause.id

    @property
    def place(self) -> str:
        """Where a reader finds the clause in the document."""
        return self.clause.place

    @property
    def force(self) -> Force:
        """The force with which this clause gives the step."""
        return self.rule.force

    @property
    def caution(self) -> str:
        """What to weigh before taking the step, else the clause's own ambiguity, else empty."""
        return self.rule.caution or self.clause.caution


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """One step; label, actor and condition are those of the clause whose force is shown."""

    step: Step
    state: State
    force: Force
    who: Actor
    label: str
    alternatives: str | None
    waiting_for: tuple[Fact, ...]
    condition: Condition
    clauses: tuple[ClauseAnswer, ...]

    @property
    def informs(self) -> frozenset[Recipient]:
        """Whom the clauses that give the step now have told by it."""
        return frozenset().union(*(clause.rule.informs for clause in self.clauses if not clause.waiting_for))


@dataclass(frozen=True, slots=True)
class SilenceAnswer:
    """A finding for which the document gives this party no step, and the nearest clauses."""

    finding: Finding
    show: tuple[Clause, ...]
    note: str


@dataclass(frozen=True, slots=True)
class EngagedAnswer:
    """A rule of conduct that a finding touches, with the document's own exceptions."""

    clause: Clause
    exceptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole answer; `version` and `in_force_from` are None when no version was in force."""

    facts: Facts
    version: str | None
    in_force_from: date | None
    notices: tuple[Notice, ...]
    steps: tuple[StepAnswer, ...] = ()
    silent: tuple[SilenceAnswer, ...] = ()
    engaged: tuple[EngagedAnswer, ...] = ()
    duties: tuple[Duty, ...] = ()

    @property
    def due(self) -> tuple[StepAnswer, ...]:
        """The open steps, less those for which an alternative has been done."""
        settled = {step.alternatives for step in self.steps if step.state == State.DONE and step.alternatives}
        return tuple(step for step in self.steps if step.state == State.OPEN and step.alternatives not in settled)


def assess(packs: Iterable[Pack], facts: Facts, duties: Sequence[Duty] = ()) -> Assessment:
    """Judge by the version in force on the day it happened; this will say so when there was none."""
    pack = choose_version(packs, facts)
    if pack is None:
        return Assessment(facts, None, None, (Notice.NO_VERSION_IN_FORCE,))
    return assess_version(pack, facts, duties=duties)


def choose_version(packs: Iterable[Pack], facts: Facts) -> Pack | None:
    """Return the draft when it is asked for and there is one, else the latest version in force on the day."""
    versions = [pack for pack in packs if pack.policy.slug == facts.policy]
    drafts = [pack for pack in versions if pack.version.in_force_from is None]
    if facts.draft and drafts:
        return max(drafts, key=lambda pack: pack.version.number)
    begun = [(pack.version.in_force_from, pack) for pack in versions if pack.version.in_force_from]
    in_force = [(since, pack) for since, pack in begun if since <= facts.on]
    return max(in_force, key=lambda dated: dated[0])[1] if in_force else None


def assess_version(
    pack: Pack, facts: Facts, in_force_from: date | None = None, duties: Sequence[Duty] = ()
) -> Assessment:
    """Judge by this version; `in_force_from` is the day a school adopted it, where that is not the pack's own."""
    findings = sorted(facts.findings, key=FINDING_ORDER.__getitem__)
    pairs = [(facts.party, finding) for finding in findings]
    silences = [(finding, pack.silence_for.get(pair)) for finding, pair in zip(findings, pairs, strict=True)]
    return Assessment(
        facts=facts,
        version=pack.version.number,
        in_force_from=in_force_from or pack.version.in_force_from,
        notices=find_notices(pack.version, facts.today),
        steps=collect_steps(pack, pairs, facts),
        silent=tuple([SilenceAnswer(finding, silence.show, silence.note) for finding, silence in silences if silence]),
        engaged=find_engaged(pack, pairs, facts.confirmed),
        duties=find_duties(duties, pack.policy.nation, facts.today, facts.party, facts.findings),
    )


def find_notices(version: PackVersion, today: date) -> tuple[Notice, ...]:
    """Return what a reader must know of the version on this day, in the contract's order."""
    adopted = version.status == PackStatus.ADOPTED
    holding = (
        (Notice.DRAFT, not adopted),
        (Notice.APPROVAL_NOT_RECORDED, version.approval == PackApproval.NOT_RECORDED),
        (Notice.REVIEW_OVERDUE, version.review_ends is not None and today > version.review_ends),
        (Notice.NO_REVIEW_DATE, version.review_ends is None),
        (Notice.NO_DATE_STATED, adopted and not version.date_stated),
    )
    return tuple([notice for notice, holds in holding if holds])


def collect_steps(pack: Pack, pairs: Sequence[tuple[Party, Finding]], facts: Facts) -> tuple[StepAnswer, ...]:
    """Return the union of the steps of every finding, in the order of the document."""
    rules = {rule.rank: rule for pair in pairs for rule in pack.rules_for.get(pair, ())}
    given: dict[Step, list[Rule]] = {}
    for rank in sorted(rules):
        given.setdefault(rules[rank].step, []).append(rules[rank])
    return tuple([answer_step(step, by, facts) for step, by in given.items()])


def answer_step(step: Step, rules: Sequence[Rule], facts: Facts) -> StepAnswer:
    """Weigh the rules that give one step; they come in the order of the document."""
    clauses = read_clauses(rules, facts.confirmed)
    open_clauses = [clause for clause in clauses if not clause.waiting_for]
    rule = choose_strongest(open_clauses or clauses).rule
    state = State.OPEN if open_clauses else State.WAITING
    return StepAnswer(
        step=step,
        state=State.DONE if step in facts.done else state,
        force=rule.force,
        who=rule.who,
        label=rule.label,
        alternatives=next(filter(None, [rule.alternatives for rule in rules]), None),
        waiting_for=() if open_clauses else choose_nearest(clauses).waiting_for,
        condition=rule.condition,
        clauses=tuple(clauses),
    )


def choose_strongest(clauses: Sequence[ClauseAnswer]) -> ClauseAnswer:
    """Return the clause with the strongest force, the first of equals."""
    return clauses[0] if len(clauses) == 1 else min(clauses, key=lambda clause: STRENGTH[clause.rule.force])


def choose_nearest(clauses: Sequence[ClauseAnswer]) -> ClauseAnswer:
    """Return the clause that waits for the fewest facts, the first of equals."""
    return clauses[0] if len(clauses) == 1 else min(clauses, key=lambda clause: len(clause.waiting_for))


def read_clauses(rules: Sequence[Rule], confirmed: frozenset[Fact]) -> list[ClauseAnswer]:
    """Return each clause once: read by its open rule, else by the one nearest to opening."""
    best: dict[str, ClauseAnswer] = {}
    for rule in rules:
        missing = tuple([fact for fact in rule.waits_for if fact not in confirmed])
        answer = ClauseAnswer(rule.clause, rule, missing)
        rival = best.get(rule.clause.id)
        if rival is None or rank_reading(answer) < rank_reading(rival):
            best[rule.clause.id] = answer
    return list(best.values())


def rank_reading(answer: ClauseAnswer) -> tuple[int, int]:
    """Rank two readings of one clause: fewest facts missing first, then, among open ones, the strongest force."""
    missing = len(answer.waiting_for)
    return missing, 0 if missing else STRENGTH[answer.rule.force]


def find_engaged(
    pack: Pack, pairs: Sequence[tuple[Party, Finding]], confirmed: frozenset[Fact]
) -> tuple[EngagedAnswer, ...]:
    """Return the rules of conduct touched, each once with all its exceptions, in the order of the document."""
    touched = {
        engagement.rank: engagement
        for pair in pairs
        for engagement in pack.engagements_for.get(pair, ())
        if confirmed.issuperset(engagement.waits_for)
    }
    found: dict[str, EngagedAnswer] = {}
    for rank in sorted(touched):
        clause, exceptions = touched[rank].clause, touched[rank].exceptions
        known = found[clause.id].exceptions if clause.id in found else ()
        found[clause.id] = EngagedAnswer(clause, tuple(dict.fromkeys((*known, *exceptions))))
    return tuple(found.values())
