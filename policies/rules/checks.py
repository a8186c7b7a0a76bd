"""What a readable pack is still refused for: gaps, clashes, and clauses that bear more or less than they say."""

from collections import Counter
from itertools import chain, product

from policies.rules.pack import Engagement, Pack, Pair, Rule, pairs_of
from policies.rules.words import Fact, Finding, Party


def faults_in(pack: Pack) -> list[str]:
    """Return every fault of the pack, each naming its entry; an empty list means that the pack may be used."""
    return [*reach(pack), *informative(pack), *unused(pack), *clashes(pack), *gaps(pack)]


def gaps(pack: Pack) -> list[str]:
    """Name each party and finding that the pack neither rules on nor declares silent."""
    return [
        f"no answer for {party} x {finding}"
        for party, finding in product(Party, Finding)
        if (party, finding) not in pack.rules_for and (party, finding) not in pack.silence_for
    ]


def clashes(pack: Pack) -> list[str]:
    """Name each pair answered twice: ruled on and silent, silent twice, or given a step twice by one clause."""
    silent = Counter(chain.from_iterable(sorted(pairs_of(silence)) for silence in pack.silences))
    faults = []
    for pair, times in silent.items():
        where = f"silence {pack.silence_for[pair].id}"
        if pair in pack.rules_for:
            faults.append(f"{where}: {words_of(pair)} is ruled on by {pack.rules_for[pair][0].id} and declared silent")
        if times > 1:
            faults.append(f"{where}: {words_of(pair)} is declared silent twice")
    return faults + repeated_steps(pack)


def repeated_steps(pack: Pack) -> list[str]:
    """Name each rule by which a clause gives a step that it has given for that pair already."""
    faults = []
    for pair, rules in pack.rules_for.items():
        seen: set[tuple[str, str]] = set()
        for rule in rules:
            given = (rule.clause.id, rule.step)
            if given in seen:
                faults.append(f"rule {rule.id}: {words_of(pair)} is given {rule.step} twice by {rule.clause.id}")
            seen.add(given)
    return faults


def words_of(pair: Pair) -> str:
    """Write a pair as every sentence about it does."""
    return f"{pair[0]} x {pair[1]}"


def reach(pack: Pack) -> list[str]:
    """Name each rule or engagement for a party its clause does not bind, and which no reader must confirm."""
    faults = []
    for entry in resting(pack):
        if not entry.clause.binds or Fact.WORDING_APPLIES in entry.waits_for:
            continue
        faults += [
            f"{label(entry)}: {entry.clause.id} does not bind {party}"
            for party in Party
            if party in entry.parties and party not in entry.clause.binds
        ]
    return faults


def informative(pack: Pack) -> list[str]:
    """Name each rule or engagement that rests on a clause marked informative."""
    return [
        f"{label(entry)}: {entry.clause.id} is marked informative, so nothing may rest on it"
        for entry in resting(pack)
        if entry.clause.informative
    ]


def unused(pack: Pack) -> list[str]:
    """Name each clause that nothing rests on and that is not marked informative, and each unused condition."""
    shown = chain.from_iterable(silence.show for silence in pack.silences)
    used = {clause.id for clause in chain((entry.clause for entry in resting(pack)), shown)}
    headed = {rule.condition.id for rule in pack.rules}
    return [
        f"clause {clause.id}: nothing rests on it and it is not marked informative"
        for clause in pack.clauses
        if not clause.informative and clause.id not in used
    ] + [f"condition {one.id}: no rule stands under it" for one in pack.conditions if one.id not in headed]


def resting(pack: Pack) -> list[Rule | Engagement]:
    """Return every entry that rests on a clause."""
    return [*pack.rules, *pack.engagements]


def label(entry: Rule | Engagement) -> str:
    """Name a rule by its id and an engagement by its clause."""
    return f"rule {entry.id}" if isinstance(entry, Rule) else f"engagement of {entry.clause.id}"
