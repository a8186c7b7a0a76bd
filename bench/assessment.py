"""Measures one assessment with full citations against plain Python that traces the same rules.

Run it with: python -m bench.assessment

Both sides answer the same cases of one policy: staff, parents and pupils, every finding beside every fifth other
finding, with nothing confirmed and with every fact confirmed. That the answers are the same is checked before the
clock starts. Every other pack is timed with the same cases. All take turns, and the best round of each counts.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import product
from pathlib import Path
from time import process_time

from bench.plain_rules import answer
from policies.rules.answer import as_contract
from policies.rules.assessment import Facts, assess_version
from policies.rules.pack import Pack
from policies.rules.parsing import parse_pack
from policies.rules.words import Fact, Finding, Party

SLUG = "avenue-recreation-road"
PACKS = sorted((Path(__file__).parent.parent / "policies" / "packs").glob("*.toml"))
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


def best_of(rounds: int, facts_of_each: Sequence[Sequence[Facts]], *sides: Callable[[Facts], object]) -> list[float]:
    """Return the microseconds of processor time an answer takes in the best round of each side.

    Each side is asked its own cases; answers are dropped as they come.
    """
    best = [float("inf")] * len(sides)
    for _ in range(rounds):
        for number, (side, cases_asked) in enumerate(zip(sides, facts_of_each, strict=True)):
            started = process_time()
            for facts in cases_asked:
                side(facts)
            best[number] = min(best[number], process_time() - started)
    return [seconds * 1_000_000 / len(cases_asked) for seconds, cases_asked in zip(best, facts_of_each, strict=True)]


def check(pack: Pack, facts_of_each: Sequence[Facts]) -> None:
    """Stop where the plain rules answer otherwise."""
    for facts in facts_of_each:
        plain = answer(facts.party, facts.findings, facts.confirmed)
        if as_contract(assess_version(pack, facts), None)["steps"] != plain:
            raise SystemExit(f"the plain rules answer otherwise: {facts}")


def main() -> None:
    """Check that both sides agree, then print the ratio of their times, and the time of every other pack."""
    packs = {path.stem: parse_pack(path.read_text(encoding="utf-8"), path.name) for path in PACKS}
    facts_of_each = {slug: [replace(facts, policy=slug) for facts in cases()] for slug in packs}
    check(packs[SLUG], facts_of_each[SLUG])
    sides = [partial(assess_version, pack) for pack in packs.values()]
    plainly, *ours = best_of(
        ROUNDS,
        [facts_of_each[SLUG], *facts_of_each.values()],
        lambda facts: answer(facts.party, facts.findings, facts.confirmed),
        *sides,
    )
    of_each = dict(zip(packs, ours, strict=True))
    avenue = of_each[SLUG]
    print(
        f"assessment: {avenue:.1f} us against {plainly:.1f} us of plain Python,"
        f" ratio {avenue / plainly:.2f} (target {TARGET:.0f})"
    )
    for slug, taken in of_each.items():
        clauses = len(packs[slug].clauses)
        print(f"{slug}, {clauses} clauses: {taken:.1f} us, {taken / avenue:.2f} of what {SLUG} takes")


if __name__ == "__main__":
    main()
