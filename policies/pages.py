"""What pages show of a policy, worked out before a template sees it.

First what every page shows of what a policy says: a notice, a clause that opens in place, a step, a silence. Then the
pages about policies themselves.
"""

import datetime as dt
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db.models import Prefetch

from people.models import Role, School, User
from policies.models import Approval, Policy, ReviewCycle, Version
from policies.reviews.schedule import due_in_words
from policies.rules.assessment import Assessment, ClauseAnswer, StepAnswer
from policies.rules.differences import Kind, compare_packs
from policies.rules.pack import Clause, Ladder, Right, Rule, Rung, Silence, build_ladders
from policies.rules.questions import FactWording
from policies.rules.terms import describe_limits, describe_right
from policies.rules.wording import NOTICES
from policies.rules.wordings import Wordings, build_wordings
from policies.rules.words import FIRM, Actor, Force, Notice, Party, State, Step, sort_words
from policies.stored_packs import derive_notices, get_pack, load_approved_versions
from policies.transitions import MAY_BE_APPROVED, STAGES, START, Stage, derive_stage, list_open_moves

HEADINGS_OF_DIFFERENCES = {
    Kind.ADDED: "Clauses that are new",
    Kind.CHANGED: "Clauses that changed",
    Kind.REMOVED: "Clauses that are gone",
}


EITHER = "The policy joins these questions with “or”: not every one of them needs a yes."


@dataclass(frozen=True)
class NoticeShown:
    """What to know of the version that answers, and what follows from it."""

    title: str
    text: str = ""


@dataclass(frozen=True)
class ClauseShown:
    """A clause that opens in place; `waits` says what it still waits for, `exceptions` what it leaves out.

    `only_if` holds the questions of a rule of conduct that counts only where a person answers yes to each.
    """

    id: str
    place: str
    summary: str
    modality: str
    caution: str
    waits: str = ""
    exceptions: tuple[str, ...] = ()
    only_if: tuple[str, ...] = ()


@dataclass(frozen=True)
class StepShown:
    """A step as the policy gives it, before anything was recorded of it; `asks` is what a waiting step still asks.

    `caution` is the first that comes with the step itself, `cautions` every one, those of its clauses too.
    `is_choice` where the policy joins it to others with "or". `terms` say who, after what, by when and unless what.
    `wordings` are those of the policy's own words too.
    """

    step: Step
    label: str
    force: Force
    who: Actor
    is_waiting: bool
    is_choice: bool
    asks: tuple[FactWording, ...]
    caution: str
    cautions: tuple[str, ...]
    clauses: tuple[ClauseShown, ...]
    terms: tuple[str, ...]
    wordings: Wordings = field(repr=False, compare=False)

    @property
    def force_tag(self) -> str:
        """The document's own verb, with who it binds."""
        return self.wordings.force_tag(self.force, self.who)

    @property
    def force_look(self) -> str:
        """How the tag is drawn: filled where the policy binds the school, dashed where it leaves it free."""
        if self.force in FIRM:
            return "firm"
        return "free" if self.force == Force.MAY else ""

    @property
    def questions(self) -> tuple[str, ...]:
        return tuple(row.asks for row in self.asks)

    @property
    def tells_parents(self) -> bool:
        """Whether it has a child's parents told, which a person weighs first."""
        return self.wordings.counts_as(self.step) == Step.NOTIFY_PARENTS


@dataclass(frozen=True)
class Saying:
    """A sentence of ours that rests on one clause of the document."""

    text: str
    clause: ClauseShown


@dataclass(frozen=True)
class SilenceShown:
    """What the policy gives no step for, what it says instead, and the clauses nearest to it."""

    title: str
    note: str
    clauses: tuple[ClauseShown, ...]


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
        return self.stage == Stage.IN_FORCE

    @property
    def overdue(self) -> bool:
        return Notice.REVIEW_OVERDUE in self.notices


@dataclass(frozen=True)
class VersionLine:
    """One version in the list of all; `follows` is the one it may be compared with."""

    version: Version
    stage: Stage
    follows: int | None

    @property
    def says(self) -> str:
        return STAGES[self.stage]


@dataclass(frozen=True)
class RungBlock:
    """The steps a condition gives for the same findings; the heading is empty where it repeats the last one."""

    heading: str
    note: str
    findings: str
    steps: tuple[StepShown, ...]


@dataclass(frozen=True)
class LadderBlock:
    """Everything the policy says to some parties; `key` is the first of them, for the page's address."""

    key: str
    title: str
    rungs: tuple[RungBlock, ...]
    silences: tuple[SilenceShown, ...]
    forbidden: tuple[Saying, ...]
    rights: tuple[Saying, ...]


def present_notice(notice: Notice, text: str = "") -> NoticeShown:
    return NoticeShown(NOTICES[notice], text)


def present_clause(
    clause: Clause,
    *,
    caution: str = "",
    waits: str = "",
    exceptions: tuple[str, ...] = (),
    only_if: tuple[str, ...] = (),
) -> ClauseShown:
    """The clause in its place; a caution of the rule that rests on it takes the place of its own."""
    return ClauseShown(
        id=clause.id,
        place=clause.place,
        summary=clause.summary,
        modality=clause.modality,
        caution=caution or clause.caution,
        waits=waits,
        exceptions=exceptions,
        only_if=only_if,
    )


def present_step(answer: StepAnswer, party: Party, wordings: Wordings) -> StepShown:
    """The step in words, with those of the pack that gave the answer."""
    is_waiting = answer.state == State.WAITING
    return StepShown(
        step=answer.step,
        label=answer.label,
        force=answer.force,
        who=answer.who,
        is_waiting=is_waiting,
        is_choice=bool(answer.alternatives),
        asks=list_questions(answer, party, wordings) if is_waiting else (),
        caution=next((given.rule.caution for given in answer.clauses if given.rule.caution), ""),
        cautions=tuple(dict.fromkeys(given.caution for given in answer.clauses if given.caution)),
        clauses=tuple(_present_step_clause(given, party, wordings) for given in answer.clauses),
        terms=_word_terms(answer.shown.rule, wordings.parties[party].name, wordings),
        wordings=wordings,
    )


def list_questions(answer: StepAnswer, party: Party, wordings: Wordings) -> tuple[FactWording, ...]:
    """What a waiting step still asks, in the clause's own words where the policy has them."""
    own = answer.nearest.rule.question
    return tuple(wordings.question(fact, party, own.get(fact, "")) for fact in answer.waiting_for)


def present_silences(answer: Assessment) -> tuple[SilenceShown, ...]:
    findings = build_wordings(answer.words).findings
    return tuple(
        SilenceShown(findings[silence.finding].name, silence.note, tuple(map(present_clause, silence.show)))
        for silence in answer.silent
    )


def present_conduct(answer: Assessment) -> tuple[ClauseShown, ...]:
    return tuple(present_clause(engaged.clause, exceptions=engaged.exceptions) for engaged in answer.engaged)


def _present_step_clause(given: ClauseAnswer, party: Party, wordings: Wordings) -> ClauseShown:
    lacks = given.waiting_for or given.after
    waits = f"It still waits for {wordings.waits_for(given.waiting_for, party, given.after)}." if lacks else ""
    return present_clause(given.clause, caution=given.caution, waits=waits)


def build_policy_rows(user: User, school: School, *, today: dt.date) -> list[PolicyRow]:
    versions = Prefetch("versions", Version.objects.latest_first())
    policies = list(Policy.objects.visible_to(user, on=today).of_school(school).prefetch_related(versions))
    in_force: dict[int, Version] = {}
    for version in Version.objects.filter(policy__in=policies).in_force(school, on=today):
        in_force.setdefault(version.policy_id, version)
    cycles = {cycle.policy_id: cycle for cycle in ReviewCycle.objects.at_school(school)}
    approved = load_approved_versions(school)
    return [
        _build_row(policy, in_force.get(policy.pk), cycle=cycles.get(policy.pk), approved=approved, today=today)
        for policy in policies
    ]


def build_version_page(version: Version, school: School, *, role: Role, today: dt.date, party: str) -> dict[str, Any]:
    """The context of the page of one version, with the ladder of one party: the first that has steps, unless named.

    What may be done to the version depends on the role of whoever reads it.
    """
    moves = list_open_moves(version.status, role)
    in_force = Version.objects.filter(policy=version.policy).in_force(school, on=today).first()
    cycle = ReviewCycle.objects.at_school(school).filter(policy=version.policy_id).select_related("owner").first()
    approvals = list(Approval.objects.filter(version=version, school=school))
    approved = len(approvals) == len(Approval.Body)
    notices = derive_notices(version, approved=approved, cycle=cycle, today=today)
    return {
        "version": version,
        "cycle": cycle,
        "review": due_in_words(cycle),
        "moves": [move for move in moves if move is not START],
        "start": START if START in moves else None,
        "notices": [_present_version_notice(notice, version) for notice in notices],
        "adoption": version.policy.adoptions.filter(school=school).first(),
        "approvals": approvals,
        "may_be_approved": version.status in MAY_BE_APPROVED,
        "says_where": STAGES[_find_stage(version, in_force, today)],
        "versions": _list_versions(version, in_force, today),
        **(_build_pack_sections(version, party) if version.pack_text else {}),
    }


def build_differences_page(old: Version, new: Version) -> dict[str, Any]:
    """The context of the page; without two packs there is nothing to compare but the documents."""
    comparable = bool(old.pack_text and new.pack_text)
    found = compare_packs(get_pack(old), get_pack(new)) if comparable else ()
    return {
        "old": old,
        "new": new,
        "comparable": comparable,
        "sections": [
            (heading, those)
            for kind, heading in HEADINGS_OF_DIFFERENCES.items()
            if (those := [change for change in found if change.kind == kind])
        ],
    }


def _build_pack_sections(version: Version, party: str) -> dict[str, Any]:
    pack = get_pack(version)
    wordings = build_wordings(pack.vocabulary.own)
    ladders = [build_ladder_block(ladder, wordings) for ladder in build_ladders(pack)]
    with_steps = [ladder for ladder in ladders if ladder.rungs]
    return {
        "pack": pack,
        "ladders": ladders,
        "shown": next((ladder for ladder in ladders if ladder.key == party), (with_steps or ladders)[0]),
        "sections": _group_clauses(pack.clauses),
    }


def _list_versions(version: Version, in_force: Version | None, today: dt.date) -> list[VersionLine]:
    """Every version of the policy, the latest first: where each stands, and which one it follows."""
    versions = list(version.policy.versions.latest_first())
    adopted = [each.pk for each in versions if each.status == Version.Status.ADOPTED]
    before = dict(pairwise(adopted))
    return [
        VersionLine(each, _find_stage(each, in_force, today), each.started_from_id or before.get(each.pk))
        for each in versions
    ]


def _find_stage(version: Version, in_force: Version | None, today: dt.date) -> Stage:
    current_from = in_force.in_force_from if in_force else None
    return derive_stage(version.status, in_force_from=version.in_force_from, current_from=current_from, on=today)


def _present_version_notice(notice: Notice, version: Version) -> NoticeShown:
    """A notice in words; of a version without a pack there is no copy that could show an approval."""
    if notice == Notice.APPROVAL_NOT_RECORDED and not version.pack_text:
        return NoticeShown("Not every approval of this version is on record.")
    return present_notice(notice)


def _build_row(
    policy: Policy, in_force: Version | None, *, cycle: ReviewCycle | None, approved: frozenset[int], today: dt.date
) -> PolicyRow:
    version = in_force or next(
        (each for each in policy.versions.all() if each.status != Version.Status.WITHDRAWN), None
    )
    review = due_in_words(cycle)
    if version is None:
        return PolicyRow(policy, None, None, review, ())
    notices = derive_notices(version, approved=version.pk in approved, cycle=cycle, today=today)
    return PolicyRow(policy, version, _find_stage(version, in_force, today), review, notices)


def build_ladder_block(ladder: Ladder, wordings: Wordings) -> LadderBlock:
    people = " or ".join(wordings.parties[party].name for party in ladder.parties)
    rungs, heading = [], ""
    for rung in ladder.rungs:
        repeats = rung.condition.heading == heading
        heading = rung.condition.heading
        rungs.append(_build_rung(rung, people, wordings, repeats=repeats))
    silences = tuple(
        SilenceShown(_write_findings(silence, wordings), silence.note, tuple(map(present_clause, silence.show)))
        for silence in ladder.silences
    )
    return LadderBlock(
        key=ladder.parties[0],
        title="; ".join(wordings.parties[party].title for party in ladder.parties),
        rungs=tuple(rungs),
        silences=silences,
        forbidden=tuple(Saying(entry.says, present_clause(entry.clause)) for entry in ladder.prohibitions),
        rights=tuple(
            Saying(_word_right(right, people, wordings), present_clause(right.clause)) for right in ladder.rights
        ),
    )


def _word_right(right: Right, people: str, wordings: Wordings) -> str:
    about = "; ".join(f"“{wordings.steps[step].label}”" for step in right.about)
    return f"About {about}: {describe_right(right, wordings, people)}"


def _build_rung(rung: Rung, people: str, wordings: Wordings, *, repeats: bool) -> RungBlock:
    return RungBlock(
        heading="" if repeats else rung.condition.heading,
        note="" if repeats else rung.condition.note,
        findings="; ".join(wordings.findings[finding].name for finding in rung.findings),
        steps=tuple(_present_rule(rule, people, wordings) for rule in rung.rules),
    )


def _present_rule(rule: Rule, people: str, wordings: Wordings) -> StepShown:
    return StepShown(
        step=rule.step,
        label=rule.label,
        force=rule.force,
        who=rule.who,
        is_waiting=bool(rule.waits_for or rule.after),
        is_choice=bool(rule.alternatives),
        asks=tuple(wordings.question_about(fact, people, rule.question.get(fact, "")) for fact in rule.facts),
        caution=rule.caution,
        cautions=tuple(filter(None, (rule.caution, rule.clause.caution, EITHER if rule.or_waits_for else ""))),
        clauses=(present_clause(rule.clause),),
        terms=_word_terms(rule, people, wordings),
        wordings=wordings,
    )


def _word_terms(rule: Rule, people: str, wordings: Wordings) -> tuple[str, ...]:
    """The terms of a rule but the facts it waits for, and who takes the step where its tag does not say so."""
    actor = ""
    if rule.who == Actor.NOT_STATED:
        actor = "The policy does not say who."
    elif rule.who != Actor.SCHOOL and rule.force not in FIRM:
        actor = f"By {wordings.actors[rule.who].name}."
    return (*filter(None, [actor]), *describe_limits(rule, people, wordings))


def _write_findings(silence: Silence, wordings: Wordings) -> str:
    if len(silence.findings) == len(wordings.findings):
        return "Anything at all"
    return "; ".join(wordings.findings[finding].name for finding in sort_words(silence.findings))


def _group_clauses(clauses: tuple[Clause, ...]) -> list[tuple[str, list[Clause]]]:
    return [
        ("Clauses that a case can rest on", [clause for clause in clauses if not clause.informative]),
        ("Purpose, background and definitions", [clause for clause in clauses if clause.informative]),
    ]
