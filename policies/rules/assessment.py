"""Assesses an incident by one version of one policy: a pure function, facts in, answer out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from policies.rules.duties import Duty, find_duties
from policies.rules.pack import Clause, Condition, Engagement, Pack, PackVersion, Prohibition, Right, Rule
from policies.rules.vocabulary import OwnWord
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
    Scope,
    State,
    Step,
    sort_words,
)

STRENGTH = {force: place for place, force in enumerate(Force)}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an incident: `on` is the day it happened, `today` the day of asking.

    `confirmed` holds facts, each a bare word or with its scope: "breach_found:threat", "wording_applies:CP-BR-2".
    """

    policy: str
    on: date
    today: date
    party: Party
    findings: frozenset[Finding]
    confirmed: frozenset[str] = frozenset()
    done: frozenset[Step] = frozenset()
    draft: bool = False


@dataclass(frozen=True, slots=True)
class ClauseAnswer:
    """A clause that gives a step, the rule it was read by, and what it still waits for: facts, then steps.

    `passed_by` is the clause by which the document has moved on to a later rung.
    """

    clause: Clause
    rule: Rule
    waiting_for: tuple[Fact, ...]
    after: tuple[Step, ...] = ()
    passed_by: Clause | None = None

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
    def is_open(self) -> bool:
        """Whether this clause gives the step now."""
        return not (self.waiting_for or self.after or self.passed_by)

    @property
    def lacks(self) -> int:
        """How many facts and steps stand between the clause and its opening."""
        return len(self.waiting_for) + len(self.after)

    @property
    def caution(self) -> str:
        """What to weigh before taking the step, else the clause's own ambiguity, else empty."""
        return self.rule.caution or self.clause.caution

    @property
    def question(self) -> str | None:
        """What the rule itself asks of the facts it still waits for, None where it has no question of its own."""
        return " ".join(self.rule.question[fact] for fact in self.waiting_for if fact in self.rule.question) or None


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """One step; label, actor and condition are those of the clause whose force is shown.

    `after` are the steps still to be done first.
    """

    step: Step
    state: State
    force: Force
    who: Actor
    label: str
    alternatives: str | None
    waiting_for: tuple[Fact, ...]
    condition: Condition
    clauses: tuple[ClauseAnswer, ...]
    after: tuple[Step, ...] = ()

    @property
    def shown(self) -> ClauseAnswer:
        """The clause whose force is shown; actor, label, limit and exceptions are its own."""
        return choose_shown(self.clauses)

    @property
    def nearest(self) -> ClauseAnswer:
        """The clause whose facts and steps are those the step waits for."""
        return choose_nearest(self.clauses)

    @property
    def passed_by(self) -> Clause | None:
        """The clause by which the document moved on, where the step is passed."""
        return self.shown.passed_by if self.state == State.PASSED else None

    @property
    def informs(self) -> frozenset[Recipient]:
        """Whom the clauses that give the step now have told by it."""
        return frozenset().union(*(clause.rule.informs for clause in self.clauses if clause.is_open))


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
class Case:
    """What every rule is read against: the findings, the facts by how far each reaches, and the steps done."""

    findings: frozenset[Finding]
    everywhere: frozenset[str]
    of_findings: Mapping[str, frozenset[str]]
    of_clauses: Mapping[str, frozenset[str]]
    done: frozenset[Step]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole answer; `version` and `in_force_from` are None when no version was in force.

    `words` are those of the pack's own, as it declared them.
    """

    facts: Facts
    version: str | None
    in_force_from: date | None
    notices: tuple[Notice, ...]
    steps: tuple[StepAnswer, ...] = ()
    silent: tuple[SilenceAnswer, ...] = ()
    engaged: tuple[EngagedAnswer, ...] = ()
    duties: tuple[Duty, ...] = ()
    forbidden: tuple[Prohibition, ...] = ()
    rights: tuple[Right, ...] = ()
    words: tuple[OwnWord, ...] = ()

    @property
    def due(self) -> tuple[StepAnswer, ...]:
        """The open steps, less those for which an alternative has been done."""
        replaced = find_replaced(self.steps)
        return tuple(step for step in self.steps if step.state == State.OPEN and step.step not in replaced)


def assess(packs: Iterable[Pack], facts: Facts, duties: Sequence[Duty] = ()) -> Assessment:
    """Judge by the version in force on the day it happened; this will say so when there was none."""
    pack = choose_version(packs, facts)
    if pack is None:
        answer = Assessment(facts, None, None, (Notice.NO_VERSION_IN_FORCE,))
    else:
        answer = assess_version(pack, facts, duties=duties)
    if facts.draft and Notice.DRAFT not in answer.notices:
        return replace(answer, notices=(*answer.notices, Notice.NO_DRAFT))
    return answer


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
    findings = sort_words(facts.findings)
    pairs = [(facts.party, finding) for finding in findings]
    silences = [(finding, pack.silence_for.get(pair)) for finding, pair in zip(findings, pairs, strict=True)]
    case = build_case(facts, pack.scopes)
    steps = collect_steps(pack, pairs, case)
    return Assessment(
        facts=facts,
        version=pack.version.number,
        in_force_from=in_force_from or pack.version.in_force_from,
        notices=find_notices(pack.version, facts.today),
        steps=steps,
        silent=tuple([SilenceAnswer(finding, silence.show, silence.note) for finding, silence in silences if silence]),
        engaged=find_engaged(pack, pairs, case),
        duties=find_duties(duties, pack.policy.nation, facts.today, *find_counted(pack, facts)),
        forbidden=find_forbidden(pack, facts.party, case),
        rights=find_rights(pack, facts, steps),
        words=pack.vocabulary.own,
    )


def find_counted(pack: Pack, facts: Facts) -> tuple[Party, frozenset[Finding]]:
    """Return the party and the findings as the core words that they count as: no duty knows a pack's own words."""
    return pack.vocabulary.counts_as(facts.party), frozenset(map(pack.vocabulary.counts_as, facts.findings))


def build_case(facts: Facts, scopes: Mapping[str, Scope]) -> Case:
    """Sort what was confirmed by how far it reaches: `breach_found:threat` reaches one finding, the bare word all."""
    if not any(":" in word for word in facts.confirmed):
        return Case(facts.findings, facts.confirmed, {}, {}, facts.done)
    reaching: dict[Scope, dict[str, set[str]]] = {scope: {} for scope in Scope}
    for word in facts.confirmed:
        fact, _, where = word.partition(":")
        reaching[scopes.get(fact, Scope.INCIDENT)].setdefault(where, set()).add(fact)
    everywhere = frozenset().union(*(words.get("", ()) for words in reaching.values()))
    of_findings, of_clauses = (
        {where: everywhere | words for where, words in reaching[scope].items() if where}
        for scope in (Scope.FINDING, Scope.CLAUSE)
    )
    return Case(facts.findings, everywhere, of_findings, of_clauses, facts.done)


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


def collect_steps(pack: Pack, pairs: Sequence[tuple[Party, Finding]], case: Case) -> tuple[StepAnswer, ...]:
    """Return the union of the steps of every finding, in the order of the document."""
    rules = {rule.rank: rule for pair in pairs for rule in pack.rules_for.get(pair, ())}
    by_step: dict[Step, list[Rule]] = {}
    for rank in sorted(rules):
        by_step.setdefault(rules[rank].step, []).append(rules[rank])
    return tuple([answer_step(step, rules_of, case) for step, rules_of in by_step.items()])


def answer_step(step: Step, rules: Sequence[Rule], case: Case) -> StepAnswer:
    """Weigh the rules that give one step; they come in the order of the document."""
    clauses = read_clauses(rules, case)
    shown = choose_shown(clauses)
    nearest = shown if shown.is_open else choose_nearest(clauses)
    rule = shown.rule
    return StepAnswer(
        step=step,
        state=State.DONE if step in case.done else derive_state(shown),
        force=rule.force,
        who=rule.who,
        label=rule.label,
        alternatives=next(filter(None, [rule.alternatives for rule in rules]), None),
        waiting_for=nearest.waiting_for,
        condition=rule.condition,
        clauses=tuple(clauses),
        after=nearest.after,
    )


def derive_state(answer: ClauseAnswer) -> State:
    """Return where a step stands by the clause whose force is shown."""
    if answer.passed_by:
        return State.PASSED
    return State.OPEN if answer.is_open else State.WAITING


def choose_shown(clauses: Sequence[ClauseAnswer]) -> ClauseAnswer:
    """Return the clause with the strongest force among the open ones, else among those that wait, else among all."""
    if len(clauses) == 1:
        return clauses[0]
    return min(clauses, key=lambda clause: (rank_state(clause), STRENGTH[clause.rule.force]))


def choose_nearest(clauses: Sequence[ClauseAnswer]) -> ClauseAnswer:
    """Return the clause that is nearest to opening, the first of equals."""
    return clauses[0] if len(clauses) == 1 else min(clauses, key=lambda clause: (rank_state(clause), clause.lacks))


def rank_state(answer: ClauseAnswer) -> int:
    """Rank what is open before what waits, and that before what has passed."""
    if answer.passed_by:
        return 2
    return 1 if answer.waiting_for or answer.after else 0


def read_clauses(rules: Sequence[Rule], case: Case) -> list[ClauseAnswer]:
    """Return each clause once: read by its open rule, else by the one nearest to opening."""
    best: dict[str, ClauseAnswer] = {}
    for rule in rules:
        answer = read_rule(rule, case)
        rival = best.get(rule.clause.id)
        if rival is None or rank_reading(answer) < rank_reading(rival):
            best[rule.clause.id] = answer
    return list(best.values())


def rank_reading(answer: ClauseAnswer) -> tuple[int, int, int]:
    """Rank two readings of one clause: open first, then what lacks least; among open ones the strongest force."""
    state = rank_state(answer)
    return state, answer.lacks, 0 if state else STRENGTH[answer.rule.force]


def read_rule(rule: Rule, case: Case) -> ClauseAnswer:
    """Read a rule by what was confirmed of each finding it speaks of, and return its best reading."""
    confirmed = case.of_clauses.get(rule.clause.id, case.everywhere)
    if not case.of_findings:
        return read_by(rule, confirmed, case.done)
    return min(
        [
            read_by(rule, confirmed | case.of_findings.get(finding, frozenset()), case.done)
            for finding in sorted(rule.findings & case.findings)
        ],
        key=rank_reading,
    )


def read_by(rule: Rule, confirmed: frozenset[str], done: frozenset[Step]) -> ClauseAnswer:
    """Read a rule by these facts and steps; of several sets of facts the one that lacks fewest counts."""
    missing = tuple([fact for fact in rule.waits_for if fact not in confirmed])
    if missing and rule.or_waits_for:
        missing = min([tuple([f for f in facts if f not in confirmed]) for facts in rule.sets_of_facts], key=len)
    if not (rule.after or rule.until):
        return ClauseAnswer(rule.clause, rule, missing)
    after = tuple([step for step in rule.after if step not in done])
    until = rule.until
    passed = until and confirmed.issuperset(until.confirmed) and done.issuperset(until.done)
    return ClauseAnswer(rule.clause, rule, missing, after, until.clause if until and passed else None)


def find_engaged(pack: Pack, pairs: Sequence[tuple[Party, Finding]], case: Case) -> tuple[EngagedAnswer, ...]:
    """Return the rules of conduct touched, each once with all its exceptions, in the order of the document."""
    touched = {
        engagement.rank: engagement
        for pair in pairs
        for engagement in pack.engagements_for.get(pair, ())
        if not engagement.waits_for or is_confirmed(engagement, case)
    }
    engaged: dict[str, EngagedAnswer] = {}
    for rank in sorted(touched):
        clause, exceptions = touched[rank].clause, touched[rank].exceptions
        known = engaged[clause.id].exceptions if clause.id in engaged else ()
        engaged[clause.id] = EngagedAnswer(clause, tuple(dict.fromkeys((*known, *exceptions))))
    return tuple(engaged.values())


def is_confirmed(entry: Engagement | Prohibition, case: Case) -> bool:
    """Whether all an entry waits for was confirmed, of its clause and of one finding it speaks of."""
    confirmed = case.of_clauses.get(entry.clause.id, case.everywhere)
    return any(
        (confirmed | case.of_findings.get(finding, frozenset())).issuperset(entry.waits_for)
        for finding in entry.findings & case.findings
    )


def find_forbidden(pack: Pack, party: Party, case: Case) -> tuple[Prohibition, ...]:
    """Return what the document forbids the school here, in its own order."""
    return tuple([entry for entry in pack.prohibitions if party in entry.parties and is_confirmed(entry, case)])


def find_rights(pack: Pack, facts: Facts, steps: Sequence[StepAnswer]) -> tuple[Right, ...]:
    """Return what the document grants this person about any step that the answer holds."""
    if not pack.rights:
        return ()
    words = {step.step for step in steps}
    return tuple(
        right
        for right in pack.rights
        if facts.party in right.parties
        and not facts.findings.isdisjoint(right.findings)
        and not words.isdisjoint(right.about)
    )


def find_replaced(steps: Sequence[StepAnswer]) -> frozenset[Step]:
    """Return the open steps that no clause makes due any more, as another of the same choice was done."""
    settled = {clause.rule.alternatives for step in steps if step.state == State.DONE for clause in step.clauses}
    settled.discard("")
    return frozenset(
        step.step
        for step in steps
        if step.state == State.OPEN
        and all(clause.rule.alternatives in settled for clause in step.clauses if clause.is_open)
    )
