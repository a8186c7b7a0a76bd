"""Ask the policy: what people think of doing, in their own words, and what their school's policy says of it.

The questions are read once a process from the file that ships with Rung.
"""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from people.models import School
from policies.models import Version
from policies.pages import (
    ClauseShown,
    NoticeShown,
    SilenceShown,
    StepShown,
    present_clause,
    present_notice,
    present_silences,
    present_step,
)
from policies.rules.assessment import Facts, assess_version, build_case, find_engaged
from policies.rules.duties import Duty
from policies.rules.entries import EntryError, PackEntry, iterate_entries
from policies.rules.pack import Pack
from policies.rules.wordings import build_wordings
from policies.rules.words import Fact, Finding, Notice, Party
from policies.stored_packs import GUIDANCE, get_pack, load_notices, shipped_duties

# Who asks: the policies bind these, and nobody else signs in.
ASKERS = (Party.STAFF, Party.GOVERNOR, Party.VOLUNTEER)


class QuestionGroup(StrEnum):
    FRIENDS = "friends"
    POSTING = "posting"
    PICTURES = "pictures"
    ACCOUNTS = "accounts"
    DEVICES = "devices"
    OTHERS = "others"


HEADINGS = {
    QuestionGroup.FRIENDS: "Friends and messages",
    QuestionGroup.POSTING: "What you post",
    QuestionGroup.PICTURES: "Pictures",
    QuestionGroup.ACCOUNTS: "The school’s own accounts",
    QuestionGroup.DEVICES: "Phones, working time and settings",
    QuestionGroup.OTHERS: "What other people do",
}
CONSEQUENCES = {
    Notice.DRAFT: "Your school has no other yet, so this answer comes from the draft.",
    Notice.REVIEW_OVERDUE: "It has not been replaced, so it still counts.",
}


class QuestionsError(Exception):
    """The questions are refused; the sentence names the file, the question and the fault."""


@dataclass(frozen=True, slots=True)
class AskQuestion:
    """One thing a person may think of doing, and what would be established if these parties did it."""

    id: str
    group: QuestionGroup
    asks: str
    parties: frozenset[Party]
    findings: frozenset[Finding]
    confirmed: frozenset[Fact]


@dataclass(frozen=True)
class AskAnswer:
    """The whole answer to one question; a rule of conduct says in `only_if` where it depends on what nobody said."""

    question: AskQuestion
    version: Version
    notices: tuple[NoticeShown, ...]
    conduct: tuple[ClauseShown, ...]
    steps: tuple[StepShown, ...]
    silences: tuple[SilenceShown, ...]
    duties: tuple[Duty, ...]

    @property
    def has_exceptions(self) -> bool:
        """Whether the policy leaves somebody out, who would then do nothing it rules out."""
        return any(clause.exceptions for clause in self.conduct)


def parse_questions(text: str, name: str) -> tuple[AskQuestion, ...]:
    """Read the questions in order; `name` is the file's name, for errors. Raises QuestionsError."""
    try:
        return _read_questions(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, EntryError) as error:
        raise QuestionsError(f"{name}: {error}") from error


@cache
def shipped_questions() -> tuple[AskQuestion, ...]:
    path = GUIDANCE / "questions.toml"
    return parse_questions(path.read_text(encoding="utf-8"), path.name)


def list_questions(party: Party) -> list[tuple[str, list[AskQuestion]]]:
    """The questions that make sense for this party, under their headings."""
    sensible = [question for question in shipped_questions() if party in question.parties]
    grouped = [(HEADINGS[group], [row for row in sensible if row.group == group]) for group in QuestionGroup]
    return [(heading, questions) for heading, questions in grouped if questions]


def answer_question(
    question: AskQuestion, party: Party, version: Version, school: School, *, today: dt.date
) -> AskAnswer:
    """Answer the question for somebody in this capacity by this version, as it stands today."""
    pack = get_pack(version)
    facts = Facts(
        policy=pack.policy.slug,
        on=today,
        today=today,
        party=party,
        findings=question.findings,
        confirmed=question.confirmed,
        draft=version.status != Version.Status.ADOPTED,
    )
    assessment = assess_version(pack, facts, duties=shipped_duties())
    notices = load_notices(version, school, today=today)
    wordings = build_wordings(pack.vocabulary.own)
    return AskAnswer(
        question=question,
        version=version,
        notices=tuple(present_notice(notice, CONSEQUENCES.get(notice, "")) for notice in notices),
        conduct=find_possible_conduct(pack, facts),
        steps=tuple(present_step(step, party, wordings) for step in assessment.steps),
        silences=present_silences(assessment),
        duties=assessment.duties,
    )


def find_possible_conduct(pack: Pack, facts: Facts) -> tuple[ClauseShown, ...]:
    """Every rule of conduct it touches, or may touch, in the order of the document."""
    pairs = [(facts.party, finding) for finding in facts.findings]
    missing: dict[str, tuple[Fact, ...]] = {}
    for rule in (rule for pair in pairs for rule in pack.engagements_for.get(pair, ())):
        lacks = tuple(fact for fact in rule.waits_for if fact not in facts.confirmed)
        missing[rule.clause.id] = min(missing.get(rule.clause.id, lacks), lacks, key=len)
    wordings = build_wordings(pack.vocabulary.own)
    case = build_case(replace(facts, confirmed=frozenset(wordings.facts)), pack.scopes)
    return tuple(
        present_clause(
            engaged.clause,
            exceptions=engaged.exceptions,
            only_if=tuple(wordings.question(fact, facts.party).asks for fact in missing[engaged.clause.id]),
        )
        for engaged in find_engaged(pack, pairs, case)
    )


def _read_questions(tables: Mapping[str, object]) -> tuple[AskQuestion, ...]:
    if tables.keys() - {"question"}:
        raise EntryError("the file", "holds something else than [[question]]")
    questions: dict[str, AskQuestion] = {}
    for entry in iterate_entries(tables, "question", AskQuestion):
        question = _read_question(entry)
        if question.id in questions:
            raise entry.fault("the id is given twice")
        questions[question.id] = question
    return tuple(questions.values())


def _read_question(entry: PackEntry) -> AskQuestion:
    parties = entry.some_words("parties", Party)
    if not parties <= set(ASKERS):
        raise entry.fault("parties: only staff, governors and volunteers ask")
    return AskQuestion(
        id=entry.text("id"),
        group=entry.word("group", QuestionGroup),
        asks=entry.text("asks"),
        parties=parties,
        findings=entry.some_words("findings", Finding),
        confirmed=frozenset(entry.words("confirmed", Fact)),
    )
