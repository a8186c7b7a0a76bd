"""Every fault of a pack as a whole: what reaches too far, clashes, is missing, or rests on nothing."""

import re
from collections import Counter
from itertools import chain, product

from policies.rules.pack import Engagement, Pack, Pair, Prohibition, Right, Rule, list_pairs
from policies.rules.words import Fact, Finding, Force, Party, Step, sort_words

SECOND_EDITION = 2
STRENGTH = {force: place for place, force in enumerate(Force)}
# Read in this order, each taken out of the text, so that "will consider" is not read as "will".
VERBS = (
    (re.compile(r"\b(will|should|must|may)?( be)? ?consider(ed)?\b"), Force.CONSIDER),
    (re.compile(r"\b(will|should|must|is|are)? ?(normally|usually|generally)\b"), Force.NORMALLY),
    (re.compile(r"\b(will|is|are)? ?likely\b"), Force.LIKELY),
    (re.compile(r"\b(will)? ?expect(s|ed)?\b"), Force.EXPECTED),
    (re.compile(r"\balways\b"), Force.ALWAYS),
    (re.compile(r"\bmust\b"), Force.MUST),
    (re.compile(r"\bwill\b"), Force.WILL),
    (re.compile(r"\b(should|recommended)\b"), Force.SHOULD),
    (re.compile(r"\b(may|can|could|reserves? the right)\b"), Force.MAY),
)


def find_faults(pack: Pack) -> list[str]:
    """Return every fault of the pack, each naming its entry; an empty list means that the pack may be used."""
    newer = find_faults_of_the_second_edition(pack) if pack.format == SECOND_EDITION else []
    return [
        *find_overreach(pack),
        *find_use_of_informative(pack),
        *find_unused(pack),
        *find_clashes(pack),
        *newer,
        *find_gaps(pack),
    ]


def find_faults_of_the_second_edition(pack: Pack) -> list[str]:
    """Return the faults that a pack of the first format may have, and still be read."""
    return [
        *find_early_review(pack),
        *find_overstatement(pack),
        *find_lonely_alternatives(pack),
        *find_steps_never_given(pack),
    ]


def find_early_review(pack: Pack) -> list[str]:
    """Say whether the review is due before the version is in force."""
    begins, ends = pack.version.in_force_from, pack.version.review_ends
    if begins and ends and ends < begins:
        return [f"version: the review {pack.version.review!r} is before in_force_from {begins.isoformat()}"]
    return []


def find_overstatement(pack: Pack) -> list[str]:
    """Name each rule whose force is stronger than the verb of its clause."""
    faults = []
    for rule in pack.rules:
        verb = read_verb(rule.clause.modality)
        if verb is None:
            faults.append(
                f"rule {rule.id}: {rule.clause.id} has no verb that gives a step, its modality is"
                f" {rule.clause.modality!r}"
            )
        elif STRENGTH[rule.force] < STRENGTH[verb]:
            faults.append(
                f"rule {rule.id}: force {rule.force} is stronger than {rule.clause.id}, which says"
                f" {rule.clause.modality!r}"
            )
    return faults


def read_verb(modality: str) -> Force | None:
    """Return the strongest force that a clause's own verb bears, None where it holds no such verb."""
    text, forces = modality.lower(), []
    for verb, force in VERBS:
        if verb.search(text):
            forces.append(force)
            text = verb.sub(" ", text)
    return min(forces, key=STRENGTH.__getitem__) if forces else None


def find_lonely_alternatives(pack: Pack) -> list[str]:
    """Name each choice that has but one step to choose."""
    choices: dict[str, list[Rule]] = {}
    for rule in pack.rules:
        if rule.alternatives:
            choices.setdefault(rule.alternatives, []).append(rule)
    return [
        f"rule {rules[0].id}: {label} is a choice of one; alternatives needs two steps or more"
        for label, rules in choices.items()
        if len({rule.step for rule in rules}) == 1
    ]


def find_steps_never_given(pack: Pack) -> list[str]:
    """Name each entry that speaks of a step that no rule of the pack gives."""
    steps_given = {rule.step for rule in pack.rules}
    named = [(name_entry(rule), list_steps_named(rule)) for rule in pack.rules]
    named += [(name_entry(right), right.about) for right in pack.rights]
    return [f"{name}: no rule gives {step}" for name, steps in named for step in steps if step not in steps_given]


def list_steps_named(rule: Rule) -> tuple[Step, ...]:
    """Return the steps that a rule speaks of beside its own."""
    counted_from = [rule.within.start] if rule.within and isinstance(rule.within.start, Step) else []
    return (*rule.after, *(rule.until.done if rule.until else ()), *counted_from)


def find_overreach(pack: Pack) -> list[str]:
    """Name each rule or engagement for a party its clause does not bind, and which no reader must confirm."""
    faults = []
    for entry in list_citing_entries(pack):
        if is_reading_asked(entry) or (pack.format < SECOND_EDITION and not entry.clause.binds):
            continue
        faults += [
            f"{name_entry(entry)}: {entry.clause.id} does not bind {party}"
            for party in sort_words(entry.parties)
            if party not in entry.clause.binds
        ]
    return faults


def is_reading_asked(entry: Rule | Engagement) -> bool:
    """Whether a reader must confirm, by whatever way it opens, that the clause reaches this case."""
    sets = entry.sets_of_facts if isinstance(entry, Rule) else (entry.waits_for,)
    return all(Fact.WORDING_APPLIES in facts for facts in sets)


def find_use_of_informative(pack: Pack) -> list[str]:
    """Name each rule or engagement that rests on a clause marked informative."""
    return [
        f"{name_entry(entry)}: {entry.clause.id} is marked informative, so nothing may rest on it"
        for entry in list_resting_entries(pack)
        if entry.clause.informative
    ]


def find_unused(pack: Pack) -> list[str]:
    """Name each clause that nothing rests on and that is not marked informative, and each unused condition."""
    nearest = chain.from_iterable(silence.show for silence in pack.silences)
    moving = (rule.until.clause for rule in pack.rules if rule.until)
    resting = (entry.clause for entry in list_resting_entries(pack))
    used = {clause.id for clause in chain(resting, moving, nearest)}
    headed = {rule.condition.id for rule in pack.rules}
    return [
        f"clause {clause.id}: nothing rests on it and it is not marked informative"
        for clause in pack.clauses
        if not clause.informative and clause.id not in used
    ] + [
        f"condition {condition.id}: no rule stands under it"
        for condition in pack.conditions
        if condition.id not in headed
    ]


def find_clashes(pack: Pack) -> list[str]:
    """Name each pair answered twice: ruled on and silent, silent twice, or given a step twice by one clause."""
    silent = Counter(chain.from_iterable(sorted(list_pairs(silence)) for silence in pack.silences))
    faults = []
    for pair, times in silent.items():
        where = f"silence {pack.silence_for[pair].id}"
        if pair in pack.rules_for:
            faults.append(
                f"{where}: {write_pair(pair)} is ruled on by {pack.rules_for[pair][0].id} and declared silent"
            )
        if times > 1:
            faults.append(f"{where}: {write_pair(pair)} is declared silent twice")
    return faults + find_repeated_steps(pack)


def find_repeated_steps(pack: Pack) -> list[str]:
    """Name each rule by which a clause gives a step that it has given for that pair already."""
    faults = []
    for pair, rules in pack.rules_for.items():
        seen: set[tuple[str, str]] = set()
        for rule in rules:
            step_of_clause = (rule.clause.id, rule.step)
            if step_of_clause in seen:
                faults.append(f"rule {rule.id}: {write_pair(pair)} is given {rule.step} twice by {rule.clause.id}")
            seen.add(step_of_clause)
    return faults


def find_gaps(pack: Pack) -> list[str]:
    """Name each party and finding that the pack neither rules on nor declares silent."""
    return [
        f"no answer for {party} x {finding}"
        for party, finding in product(*map(pack.vocabulary.list_words, (Party, Finding)))
        if (party, finding) not in pack.rules_for and (party, finding) not in pack.silence_for
    ]


def write_pair(pair: Pair) -> str:
    """Write a pair as every sentence about it does."""
    return f"{pair[0]} x {pair[1]}"


def list_citing_entries(pack: Pack) -> list[Rule | Engagement]:
    """Return every entry that must speak of a party its clause binds."""
    return [*pack.rules, *pack.engagements]


def list_resting_entries(pack: Pack) -> list[Rule | Engagement | Prohibition | Right]:
    """Return every entry that rests on a clause, those that speak of the school or grant something too."""
    return [*list_citing_entries(pack), *pack.prohibitions, *pack.rights]


def name_entry(entry: Rule | Engagement | Prohibition | Right) -> str:
    """Name a rule by its id and every other entry by its clause."""
    if isinstance(entry, Rule):
        return f"rule {entry.id}"
    kinds = {Engagement: "engagement", Prohibition: "forbidden", Right: "right"}
    return f"{kinds[type(entry)]} of {entry.clause.id}"
