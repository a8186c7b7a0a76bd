"""Reads the scenario files: each scenario is one sentence, one day, the facts and the whole answer."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from policies.rules.assessment import Assessment, Facts, assess
from policies.rules.pack import Pack
from policies.rules.parsing import parse_pack
from policies.rules.words import Finding, Party, Step
from policies.stored_packs import PACKS

SCENARIOS = Path(__file__).parent / "scenarios"
KEYS = {"says", "on", "today", "party", "findings", "confirmed", "done", "draft", "in_force_from", "notices"}
ANSWER_KEYS = {"steps", "silent", "engaged", "forbidden"}
STEP_KEYS = {"step", "state", "force", "clauses", "waiting_for", "alternatives"}


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario: the facts, and the answer that the document gives."""

    name: str
    says: str
    facts: Facts
    in_force_from: date | None
    notices: list[str]
    steps: list[dict[str, Any]]
    silent: dict[str, list[str]]
    engaged: list[str] | None
    forbidden: list[str]


def file_names() -> list[str]:
    """Return the name of every scenario file and every pack, so that neither is forgotten."""
    return sorted({path.name for path in (*SCENARIOS.glob("*.toml"), *PACKS.glob("*.toml"))})


@cache
def get_pack(name: str) -> Pack:
    """Return the pack that a scenario file is about."""
    return parse_pack((PACKS / name).read_text(encoding="utf-8"), name)


@cache
def scenarios_of(name: str) -> tuple[Scenario, ...]:
    """Return the scenarios of a file, refusing any key that the format lacks."""
    path = SCENARIOS / name
    if not path.exists():
        return ()
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    assert tables.keys() == {"policy", "scenario"}, f"{name}: holds policy and [[scenario]] only"
    return tuple(read_scenario(name, tables["policy"], table) for table in tables["scenario"])


def read_scenario(name: str, policy: str, table: Mapping[str, Any]) -> Scenario:
    """Return one scenario."""
    unknown = table.keys() - KEYS - ANSWER_KEYS
    unknown |= {key for step in table["steps"] for key in step.keys() - STEP_KEYS}
    assert not unknown, f"{name}: {table['says']}: unknown keys {sorted(unknown)}"
    facts = Facts(
        policy=policy,
        on=table["on"],
        today=table["today"],
        party=Party(table["party"]),
        findings=frozenset(map(Finding, table["findings"])),
        confirmed=frozenset(table.get("confirmed", [])),
        done=frozenset(map(Step, table.get("done", []))),
        draft=table.get("draft", False),
    )
    return Scenario(
        name=name,
        says=table["says"],
        facts=facts,
        in_force_from=table.get("in_force_from"),
        notices=table["notices"],
        steps=[{"waiting_for": [], "alternatives": None} | step for step in table["steps"]],
        silent=table["silent"],
        engaged=table.get("engaged"),
        forbidden=table.get("forbidden", []),
    )


def answered(scenario: Scenario) -> Assessment:
    """Return what the pack of the same name answers."""
    return assess([get_pack(scenario.name)], scenario.facts)
