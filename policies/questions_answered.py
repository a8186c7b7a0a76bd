"""What the policy says of one thing somebody thinks of doing, as a page shows it."""

import datetime as dt
from dataclasses import dataclass

from people.models import School
from policies.ask.pages import Question
from policies.models import Version
from policies.rules.assessment import Facts, SilenceAnswer, StepAnswer, assess_version, clauses_engaged
from policies.rules.duties import Duty
from policies.rules.pack import Clause, Pack
from policies.rules.wording import FINDINGS, NOTICES, question
from policies.rules.words import Fact, Notice, Party, State
from policies.stored_packs import notices_at, pack_of, shipped_duties

FOLLOWS = {
    Notice.DRAFT: "Your school has no other yet, so this answer comes from the draft.",
    Notice.REVIEW_OVERDUE: "It has not been replaced, so it still counts.",
}


@dataclass(frozen=True)
class Conduct:
    """One rule of conduct; with `only_if` it counts only where a person answers yes to each."""

    clause: Clause
    exceptions: tuple[str, ...]
    only_if: tuple[str, ...]


@dataclass(frozen=True)
class Given:
    """One step the policy gives; with `waits_for` only once a person has answered yes to each."""

    answer: StepAnswer
    waits_for: tuple[str, ...]
    cautions: tuple[str, ...]

    @property
    def is_waiting(self) -> bool:
        """Whether something must be confirmed first."""
        return self.answer.state == State.WAITING


@dataclass(frozen=True)
class Silent:
    """What the policy gives no step for, and what it says instead."""

    finding: str
    answer: SilenceAnswer


@dataclass(frozen=True)
class Answered:
    """The whole answer. `notices` are what to know of the version, each with what follows from it."""

    question: Question
    version: Version
    notices: tuple[tuple[str, str], ...]
    conduct: tuple[Conduct, ...]
    steps: tuple[Given, ...]
    silences: tuple[Silent, ...]
    duties: tuple[Duty, ...]

    @property
    def has_exceptions(self) -> bool:
        """Whether the policy leaves somebody out, who would then do nothing it rules out."""
        return any(one.exceptions for one in self.conduct)


def answered(asked: Question, party: Party, version: Version, school: School, *, today: dt.date) -> Answered:
    """Answer the question for somebody in this capacity by this version, as it stands today."""
    pack = pack_of(version)
    facts = Facts(
        policy=pack.policy.slug,
        on=today,
        today=today,
        party=party,
        findings=asked.findings,
        confirmed=asked.confirmed,
        draft=version.status != Version.Status.ADOPTED,
    )
    assessment = assess_version(pack, facts, duties=shipped_duties())
    return Answered(
        question=asked,
        version=version,
        notices=tuple((NOTICES[one], FOLLOWS.get(one, "")) for one in notices_at(version, school, today=today)),
        conduct=conduct_of(pack, facts),
        steps=tuple(_given(one, party) for one in assessment.steps),
        silences=tuple(Silent(FINDINGS[one.finding].name, one) for one in assessment.silent),
        duties=assessment.duties,
    )


def conduct_of(pack: Pack, facts: Facts) -> tuple[Conduct, ...]:
    """Every rule of conduct it touches, or may touch, in the order of the document."""
    pairs = [(facts.party, finding) for finding in facts.findings]
    missing: dict[str, tuple[Fact, ...]] = {}
    for one in (one for pair in pairs for one in pack.engagements_for.get(pair, ())):
        lacks = tuple(fact for fact in one.waits_for if fact not in facts.confirmed)
        missing[one.clause.id] = min(missing.get(one.clause.id, lacks), lacks, key=len)
    return tuple(
        Conduct(one.clause, one.exceptions, tuple(question(fact, facts.party).asks for fact in missing[one.clause.id]))
        for one in clauses_engaged(pack, pairs, frozenset(Fact))
    )


def _given(answer: StepAnswer, party: Party) -> Given:
    cautions = dict.fromkeys(one.caution for one in answer.clauses if one.caution)
    return Given(answer, tuple(question(fact, party).asks for fact in answer.waiting_for), tuple(cautions))
