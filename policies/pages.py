"""What the pages about policies show, worked out before a template sees it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from people.models import School, User
from policies.models import Approval, Policy, Version
from policies.packs_of_versions import approved_at, notices_at, notices_given, pack_of, review_in_words
from policies.rules.ladder import Ladder, Rung, ladders_of
from policies.rules.meanings import ACTORS, FINDINGS, NOTICES, PARTIES, PARTY_TITLES, QUESTIONS
from policies.rules.pack import Clause, Rule, Silence
from policies.rules.words import Finding, Notice


@dataclass(frozen=True)
class PolicyRow:
    """One line of the list: the policy, its version, and where it stands."""

    policy: Policy
    version: Version | None
    in_force: bool
    review: str
    notices: tuple[Notice, ...]

    @property
    def overdue(self) -> bool:
        """Whether the review date has passed."""
        return Notice.REVIEW_OVERDUE in self.notices


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
    policies = list(Policy.objects.visible_to(user, on=today).of_school(school).prefetch_related("versions"))
    in_force: dict[int, Version] = {}
    for version in Version.objects.filter(policy__in=policies).in_force(school, on=today):
        in_force.setdefault(version.policy_id, version)
    approved = approved_at(school)
    return [_row(policy, in_force.get(policy.pk), approved, today) for policy in policies]


def version_page(version: Version, school: School, *, today: dt.date, party: str) -> dict[str, Any]:
    """The context of the page of one version, with the ladder of one party: the first that has steps, unless named."""
    pack = pack_of(version)
    ladders = [_ladder(one) for one in ladders_of(pack)]
    with_steps = [one for one in ladders if one.rungs]
    in_force = Version.objects.filter(policy=version.policy).in_force(school, on=today).first()
    return {
        "version": version,
        "pack": pack,
        "review": review_in_words(version),
        "in_force": in_force == version,
        "notices": [NOTICES[one] for one in notices_at(version, school, today=today)],
        "adoption": version.policy.adoptions.filter(school=school).first(),
        "approvals": Approval.objects.filter(version=version, school=school),
        "versions": version.policy.versions.all(),
        "ladders": ladders,
        "shown": next((one for one in ladders if one.key == party), (with_steps or ladders)[0]),
        "sections": _clauses_by_kind(pack.clauses),
    }


def _row(policy: Policy, in_force: Version | None, approved: frozenset[int], today: dt.date) -> PolicyRow:
    version = in_force or next(iter(policy.versions.all()), None)
    if version is None:
        return PolicyRow(policy, None, False, "None set", ())  # noqa: FBT003 - the fields are named above
    notices = notices_given(version, approved=version.pk in approved, today=today)
    return PolicyRow(policy, version, in_force is not None, review_in_words(version), notices)


def _ladder(ladder: Ladder) -> LadderBlock:
    people = " or ".join(PARTIES[party] for party in ladder.parties)
    rungs, heading = [], ""
    for rung in ladder.rungs:
        repeats = rung.condition.heading == heading
        heading = rung.condition.heading
        rungs.append(_rung(rung, people, repeats=repeats))
    silences = tuple((_in_words(one), one) for one in ladder.silences)
    title = "; ".join(PARTY_TITLES[party] for party in ladder.parties)
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
        who=ACTORS[rule.who],
        waits_for=tuple(QUESTIONS[fact].format(party=people) for fact in rule.waits_for),
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
