"""The small pack of the rule tests, and the facts asked of it."""

from datetime import date
from pathlib import Path

from policies.rules.assessment import Facts
from policies.rules.pack import Pack
from policies.rules.parsing import parse_pack
from policies.rules.words import Fact, Finding, Party, Step

TEXT = (Path(__file__).parent / "small_pack.toml").read_text(encoding="utf-8")
NAME = "small.toml"


def small_pack(*changes: tuple[str, str]) -> Pack:
    """Return the small pack with some of its text changed; a text that is not there is a mistake in the test."""
    return parse_pack(changed(*changes), NAME)


def changed(*changes: tuple[str, str]) -> str:
    """Return the text of the small pack with some of it changed, once each."""
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def facts(
    *findings: Finding,
    party: Party = Party.PARENT,
    on: date = date(2024, 9, 1),
    today: date = date(2025, 1, 1),
    confirmed: set[str] | set[Fact] | None = None,
    done: set[Step] | None = None,
    draft: bool = False,
) -> Facts:
    """Return facts about Hill Top."""
    return Facts(
        policy="hill-top",
        on=on,
        today=today,
        party=party,
        findings=frozenset(findings),
        confirmed=frozenset(confirmed or ()),
        done=frozenset(done or ()),
        draft=draft,
    )
