"""What the pages about policies show, worked out before a template sees it."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Prefetch

from people.models import Role, School, User
from policies.life import MAY_BE_APPROVED, STAGES, START, Stage, moves_open, stage_of
from policies.models import Approval, Policy, ReviewCycle, Version
from policies.review_dates import due_in_words
from policies.rules.ladder import Ladder, Rung, ladders_of
from policies.rules.pack import Clause, Rule, Silence
from policies.rules.wording import ACTORS, FINDINGS, NOTICES, PARTIES, question_about
from policies.rules.words import Finding, Notice
from policies.stored_packs import approved_at, notices_given, pack_of


@dataclass(frozen=True)
class PolicyRow:
    """One line of the list: the policy, its version, and where it stands."""

    policy: Policy
    version: Version | None
    stage: Stage | None
    review: str
    notices: tuple[Notice, ...]

    @property
    def in_force(self) -> bool:
        """Whether a version is in force at the school today."""
        return self.stage == Stage.IN_FORCE

    @property
    def overdue(self) -> bool:
        """Whether the review date has passed."""
        return Notice.REVIEW_OVERDUE in self.notices


@dataclass(frozen=True)
class VersionLine:
    """One version in the list of all; `follows` is the one it may be compared with."""

    version: Version
    stage: Stage
    follows: int | None

    @property
    def says(self) -> str:
        """Where it stands, in words."""
        return STAGES[self.stage]


@dataclass(frozen=True)
class StepLine:
    """One step of a ladder, in words."""

    rule: Rule
    who: str
    waits_for: tuple[str, ...]
    cautions: tuple[str, ...]


@dataclass(frozen=True)
class RungBlock:
    """The steps a condition gives for the same findings; the heading is empty where it repeats the last one."""

    heading: str
    note: str
    findings: str
    steps: tuple[StepLine, ...]


@dataclass(frozen=True)
class LadderBlock:
    """Everything the policy says to some parties; `key` is the first of them, for the page's address."""

    key: str
    title: str
    rungs: tuple[RungBlock, ...]
    silences: tuple[tuple[str, Silence], ...]


def policy_rows(user: User, school: School, *, today: dt.date) -> list[PolicyRow]:
    """A line for every policy of the school that the user may read."""
    versions = Prefetch("versions", Version.objects.latest_first())
    policies = list(Policy.objects.visible_to(user, on=today).of_school(school).prefetch_related(versions))
    in_force: dict[int, Version] = {}
    for version in Version.objects.filter(policy__in=policies).in_force(school, on=today):
        in_force.setdefault(version.policy_id, version)
    cycles = {one.policy_id: one for one in ReviewCycle.objects.at_school(school)}
    approved = approved_at(school)
    return [
        _row(policy, in_force.get(policy.pk), cycle=cycles.get(policy.pk), approved=approved, today=today)
        for policy in policies
    ]


def version_page(version: Version, school: School, *, role: Role, today: dt.date, party: str) -> dict[str, Any]:
    """The context of the page of one version, with the ladder of one party: the first that has steps, unless named.

    What may be done to the version depends on the role of whoever reads it.
    """
    moves = moves_open(version.status, role)
    in_force = Version.objects.filter(policy=version.policy).in_force(school, on=today).first()
    cycle = ReviewCycle.objects.at_school(school).filter(policy=version.policy_id).select_related("owner").first()
    approvals = list(Approval.objects.filter(version=version, school=school))
    approved = len(approvals) == len(Approval.Body)
    notices = notices_given(version, approved=approved, cycle=cycle, today=today)
    return {
        "version": version,
        "cycle": cycle,
        "review": due_in_words(cycle),
        "moves": [move for move in moves if move is not START],
        "start": START if START in moves else None,
        "notices": [_notice(one, version) for one in notices],
        "adoption": version.policy.adoptions.filter(school=school).first(),
        "approvals": approvals,
        "may_be_approved": version.status in MAY_BE_APPROVED,
        "says_where": STAGES[_stage(version, in_force, today)],
        "versions": _versions(version, in_force, today),
        **(_what_it_says(version, party) if version.pack_text else {}),
    }


def _what_it_says(version: Version, party: str) -> dict[str, Any]:
    """The ladders and clauses of a version that has a pack."""
    pack = pack_of(version)
    ladders = [_ladder(one) for one in ladders_of(pack)]
    with_steps = [one for one in ladders if one.rungs]
    return {
        "pack": pack,
        "ladders": ladders,
        "shown": next((one for one in ladders if one.key == party), (with_steps or ladders)[0]),
        "sections": _clauses_by_kind(pack.clauses),
    }


def _versions(version: Version, in_force: Version | None, today: dt.date) -> list[VersionLine]:
    """Every version of the policy, the latest first: where each stands, and which one it follows."""
    found = list(version.policy.versions.latest_first())
    adopted = [one for one in found if one.status == Version.Status.ADOPTED]
    before = dict(pairwise(one.pk for one in adopted))
    return [VersionLine(one, _stage(one, in_force, today), one.started_from_id or before.get(one.pk)) for one in found]


def _stage(version: Version, in_force: Version | None, today: dt.date) -> Stage:
    current_from = in_force.in_force_from if in_force else None
    return stage_of(version.status, in_force_from=version.in_force_from, current_from=current_from, on=today)


def _notice(notice: Notice, version: Version) -> str:
    """A notice in words; of a version without a pack there is no copy that could show an approval."""
    if notice == Notice.APPROVAL_NOT_RECORDED and not version.pack_text:
        return "Not every approval of this version is on record."
    return NOTICES[notice]


def _row(
    policy: Policy, in_force: Version | None, *, cycle: ReviewCycle | None, approved: frozenset[int], today: dt.date
) -> PolicyRow:
    version = in_force or next((one for one in policy.versions.all() if one.status != Version.Status.WITHDRAWN), None)
    review = due_in_words(cycle)
    if version is None:
        return PolicyRow(policy, None, None, review, ())
    notices = notices_given(version, approved=version.pk in approved, cycle=cycle, today=today)
    return PolicyRow(policy, version, _stage(version, in_force, today), review, notices)


def _ladder(ladder: Ladder) -> LadderBlock:
    people = " or ".join(PARTIES[party].name for party in ladder.parties)
    rungs, heading = [], ""
    for rung in ladder.rungs:
        repeats = rung.condition.heading == heading
        heading = rung.condition.heading
        rungs.append(_rung(rung, people, repeats=repeats))
    silences = tuple((_in_words(one), one) for one in ladder.silences)
    title = "; ".join(PARTIES[party].title for party in ladder.parties)
    return LadderBlock(ladder.parties[0], title, tuple(rungs), silences)


def _rung(rung: Rung, people: str, *, repeats: bool) -> RungBlock:
    return RungBlock(
        heading="" if repeats else rung.condition.heading,
        note="" if repeats else rung.condition.note,
        findings="; ".join(FINDINGS[one].name for one in rung.findings),
        steps=tuple(_step(rule, people) for rule in rung.rules),
    )


def _step(rule: Rule, people: str) -> StepLine:
    return StepLine(
        rule=rule,
        who=ACTORS[rule.who].name,
        waits_for=tuple(question_about(fact, people).asks for fact in rule.waits_for),
        cautions=tuple(one for one in (rule.caution, rule.clause.caution) if one),
    )


def _in_words(silence: Silence) -> str:
    if len(silence.findings) == len(Finding):
        return "Anything at all"
    return "; ".join(FINDINGS[one].name for one in Finding if one in silence.findings)


def _clauses_by_kind(clauses: tuple[Clause, ...]) -> list[tuple[str, list[Clause]]]:
    return [
        ("Clauses that a case can rest on", [one for one in clauses if not one.informative]),
        ("Purpose, background and definitions", [one for one in clauses if one.informative]),
    ]
