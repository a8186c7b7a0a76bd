"""Packs of the second format that nobody wrote: clauses, rules and silences drawn at random, as text that is read."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import strategies as st

from policies.rules.assessment import Facts
from policies.rules.pack import Pack
from policies.rules.parsing import parse_pack
from policies.rules.words import Fact, Finding, Party, Step

DAY = date(2025, 1, 1)
PARTIES = ("staff", "parent", "neighbour")
FINDINGS = ("threat", "pupil_contact", "disrepute", "chain_letter")
FACTS = ("refused", "breach_found", "wording_applies", "third_time")
STEPS = ("meeting", "write_warning", "contact_police", "house_call")
FORCES = ("must", "will", "normally", "should", "consider", "may")
CLAUSES = ("G-1", "G-2", "G-3", "G-4")

HEAD = """
format = 2

[policy]
slug = "made-up"
title = "Made up"
schools = []
nation = "england"

[version]
number = "1"
status = "adopted"
in_force_from = 2024-09-01
date_stated = true
review = "none"
approval = "recorded"
note = ""
"""
WORDS = (
    {"kind": "party", "word": "neighbour", "label": "neighbour", "means": "m", "counts_as": "other"},
    {"kind": "finding", "word": "chain_letter", "label": "chain letter", "means": "m", "counts_as": "group_misuse"},
    {"kind": "fact", "word": "third_time", "label": "third", "means": "m", "question": "q", "scope": "finding"},
    {"kind": "step", "word": "house_call", "label": "house call", "means": "m", "counts_as": "meeting"},
)
CLAUSE = {
    "binds": "every",
    "modality": "must",
    "category": "procedure",
    "summary": "s",
    "informative": False,
    "place": "p",
}
SILENCE = {"id": "rest", "parties": "every", "findings": "rest", "show": list(CLAUSES), "note": "n"}


def write_entry(kind: str, values: Mapping[str, Any]) -> str:
    """Return one entry of a pack file."""
    return f"[[{kind}]]\n" + "".join(f"{key} = {write_value(value)}\n" for key, value in values.items())


def write_value(value: Any) -> str:
    """Return a value as a pack file writes it."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {write_value(inner)}" for key, inner in value.items()) + " }"
    return json.dumps(value)


def some(words: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    """Draw one or more of the words, each once."""
    return st.lists(st.sampled_from(words), min_size=1, max_size=3, unique=True)


@st.composite
def rules(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw rules: no clause gives a step twice, since each rule has a pair of a clause and a step of its own."""
    pairs = [(clause, step) for clause in CLAUSES for step in STEPS]
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=7, unique=True))
    given = sorted({step for _, step in chosen})
    return [draw_rule(draw, place, clause, step, given) for place, (clause, step) in enumerate(chosen)]


def draw_rule(draw: st.DrawFn, place: int, clause: str, step: str, given: list[str]) -> dict[str, Any]:
    """Draw one rule by which this clause gives this step, after and until steps that some rule gives."""
    sets = draw(st.lists(st.lists(st.sampled_from(FACTS), max_size=2, unique=True), min_size=1, max_size=2))
    if any(first is not second and set(first) <= set(second) for first in sets for second in sets):
        sets = sets[:1]
    rule: dict[str, Any] = {
        "id": f"rule-{place}",
        "clause": clause,
        "condition": "c",
        "parties": draw(some(PARTIES)),
        "findings": draw(some(FINDINGS)),
        "step": step,
        "force": draw(st.sampled_from(FORCES)),
        "label": f"label {place}",
        "who": "school",
        "waits_for": sets if len(sets) > 1 else sets[0],
        "alternatives": "",
    }
    if draw(st.booleans()):
        rule["after"] = draw(st.lists(st.sampled_from(given), max_size=1))
    if draw(st.booleans()):
        confirmed = draw(st.lists(st.sampled_from(FACTS), min_size=1, max_size=2, unique=True))
        rule["until"] = {"clause": draw(st.sampled_from(CLAUSES)), "confirmed": confirmed}
    return rule


@st.composite
def generated_packs(draw: st.DrawFn) -> Pack:
    """Draw a pack."""
    entries = [write_entry("word", word) for word in WORDS]
    entries += [write_entry("clause", {"id": clause} | CLAUSE) for clause in CLAUSES]
    entries.append(write_entry("condition", {"id": "c", "heading": "h", "note": ""}))
    entries += [write_entry("rule", rule) for rule in draw(rules())]
    entries.append(write_entry("silence", SILENCE))
    return parse_pack("\n".join([HEAD, *entries]), "generated.toml")


@st.composite
def generated_cases(draw: st.DrawFn) -> tuple[Pack, Facts]:
    """Draw a pack and facts about it, with facts confirmed whole and of one finding or clause."""
    scoped = [f"{fact}:{finding}" for fact in ("breach_found", "third_time") for finding in FINDINGS]
    scoped += [f"wording_applies:{clause}" for clause in CLAUSES]
    return draw(generated_packs()), Facts(
        policy="made-up",
        on=DAY,
        today=DAY,
        party=Party(draw(st.sampled_from(PARTIES))),
        findings=frozenset(map(Finding, draw(some(FINDINGS)))),
        confirmed=frozenset(draw(st.lists(st.sampled_from([*map(Fact, FACTS), *scoped]), max_size=4))),
        done=frozenset(map(Step, draw(st.lists(st.sampled_from(STEPS), max_size=2)))),
    )
