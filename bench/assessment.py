"""Measures one assessment with full citations against plain Python that traces the same rules.

Run it with: python -m bench.assessment

Both sides answer the same cases of one policy: staff, parents and pupils, every finding beside every fifth other
finding, with nothing confirmed and with every fact confirmed. That the answers are the same is checked before the
clock starts. The two sides take turns, and the best round of each counts.
"""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import product
from pathlib import Path
from time import perf_counter

from bench.plain_rules import answer
from policies.rules.answer import as_contract
from policies.rules.assessment import Facts, assess_version
from policies.rules.parsing import parse_pack
from policies.rules.words import Fact, Finding, Party

SLUG = "avenue-recreation-road"
PACK = Path(__file__).parent.parent / "policies" / "packs" / f"{SLUG}.toml"
DAY = date(2026, 11, 2)
ROUNDS = 40
TARGET = 3.0


def cases() -> list[Facts]:
    """Return the facts of every case."""
    parties = (Party.STAFF, Party.PARENT, Party.PUPIL)
    confirmed = (frozenset[Fact](), frozenset(Fact))
    return [
        Facts(SLUG, DAY, DAY, party, frozenset({one, other}), facts)
        for party, one, other, facts in product(parties, Finding, list(Finding)[3::5], confirmed)
    ]


def best_of(rounds: int, asked: Sequence[Facts], *sides: Callable[[Facts], object]) -> list[float]:
    """Return the microseconds an answer takes in the best round of each side; answers are dropped as they come."""
    best = [float("inf")] * len(sides)
    for _ in range(rounds):
        for number, side in enumerate(sides):
            started = perf_counter()
            for facts in asked:
                side(facts)
            best[number] = min(best[number], perf_counter() - started)
    return [seconds * 1_000_000 / len(asked) for seconds in best]


def main() -> None:
    """Check that both sides agree, then print the ratio of their times."""
    pack = parse_pack(PACK.read_text(encoding="utf-8"), PACK.name)
    asked = cases()
    for facts in asked:
        plain = answer(facts.party, facts.findings, facts.confirmed)
        if as_contract(assess_version(pack, facts), None)["steps"] != plain:
            raise SystemExit(f"the plain rules answer otherwise: {facts}")
    ours, plainly = best_of(
        ROUNDS,
        asked,
        lambda facts: assess_version(pack, facts),
        lambda facts: answer(facts.party, facts.findings, facts.confirmed),
    )
    print(
        f"assessment: {ours:.1f} us against {plainly:.1f} us of plain Python,"
        f" ratio {ours / plainly:.2f} (target {TARGET:.0f})"
    )


if __name__ == "__main__":
    main()
