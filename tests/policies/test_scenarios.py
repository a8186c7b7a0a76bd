"""Every scenario gives its whole answer, and together they reach everything a pack can say."""

from datetime import date, timedelta
from itertools import chain

import pytest

from policies.rules.assessment import Assessment
from policies.rules.pack import Engagement, Pack, Rule
from policies.rules.vocabulary import FIRST_FORMAT
from policies.rules.words import Fact, Notice, Party
from tests.policies.scenario_files import Scenario, answered, file_names, get_pack, scenarios_of

FEWEST = 25
DAY = timedelta(days=1)

every_file = pytest.mark.parametrize("name", file_names())
every_scenario = pytest.mark.parametrize(
    "scenario",
    [
        pytest.param(scenario, id=f"{name.removesuffix('.toml')}: {scenario.says}")
        for name in file_names()
        for scenario in scenarios_of(name)
    ],
)


@every_scenario
def test_the_answer_is_the_one_the_document_gives(scenario: Scenario) -> None:
    answer = answered(scenario)

    assert answer.in_force_from == scenario.in_force_from
    assert list(answer.notices) == scenario.notices
    assert steps_of(answer) == scenario.steps
    assert {silence.finding: [clause.id for clause in silence.show] for silence in answer.silent} == scenario.silent
    if scenario.engaged is not None:
        assert [engagement.clause.id for engagement in answer.engaged] == scenario.engaged
    assert [prohibition.clause.id for prohibition in answer.forbidden] == scenario.forbidden


def steps_of(answer: Assessment) -> list[dict[str, object]]:
    """Return the steps as a scenario writes them."""
    return [
        {
            "step": step.step,
            "state": step.state,
            "force": step.force,
            "clauses": [clause.id for clause in step.clauses],
            "waiting_for": list(step.waiting_for),
            "alternatives": step.alternatives,
        }
        for step in answer.steps
    ]


@every_file
def test_a_pack_and_its_scenarios_are_about_one_policy(name: str) -> None:
    assert {scenario.facts.policy for scenario in scenarios_of(name)} == {get_pack(name).policy.slug}


@every_file
def test_there_are_enough_scenarios_and_each_sentence_is_said_once(name: str) -> None:
    sentences = [scenario.says for scenario in scenarios_of(name)]

    assert len(sentences) >= FEWEST
    assert sorted(set(sentences)) == sorted(sentences)


@every_file
def test_every_party_appears(name: str) -> None:
    known = Party if get_pack(name).format == 2 else FIRST_FORMAT.list_words(Party)
    assert {scenario.facts.party for scenario in scenarios_of(name)} == set(known)


@every_file
def test_every_rule_is_reached(name: str) -> None:
    shown = {
        clause.rule.id
        for scenario in scenarios_of(name)
        for step in answered(scenario).steps
        for clause in step.clauses
    }

    assert sorted({rule.id for rule in get_pack(name).rules} - shown) == []


@every_file
def test_every_rule_is_open_in_some_scenario(name: str) -> None:
    opened = {
        clause.rule.id
        for scenario in scenarios_of(name)
        for step in answered(scenario).steps
        for clause in step.clauses
        if not clause.waiting_for
    }

    assert sorted({rule.id for rule in get_pack(name).rules} - opened) == []


@every_file
def test_every_precondition_is_tried_present_and_absent(name: str) -> None:
    pack = get_pack(name)
    entries: list[Rule | Engagement] = [*pack.rules, *pack.engagements]

    assert [
        f"{named(entry)}: {fact}" for entry in entries for fact in list_facts(entry) if not tried(name, entry, fact)
    ] == []


def list_facts(entry: Rule | Engagement) -> list[Fact]:
    """Return every fact that an entry waits for, by whatever way it opens."""
    sets = entry.sets_of_facts if isinstance(entry, Rule) else (entry.waits_for,)
    return list(dict.fromkeys(chain.from_iterable(sets)))


def named(entry: Rule | Engagement) -> str:
    """Name a rule or an engagement."""
    return entry.id if isinstance(entry, Rule) else f"engagement of {entry.clause.id}"


def tried(name: str, entry: Rule | Engagement, fact: Fact) -> bool:
    """Is there a scenario with the fact confirmed, and one without it, for which the entry speaks?"""
    seen = {
        fact in scenario.facts.confirmed
        for scenario in scenarios_of(name)
        if scenario.in_force_from or scenario.facts.draft
        if scenario.facts.party in entry.parties and not scenario.facts.findings.isdisjoint(entry.findings)
    }
    return seen == {True, False}


@every_file
def test_every_engagement_is_reached(name: str) -> None:
    touched = {engagement.clause.id for scenario in scenarios_of(name) for engagement in answered(scenario).engaged}

    assert sorted({engagement.clause.id for engagement in get_pack(name).engagements} - touched) == []


@every_file
def test_everything_forbidden_is_reached(name: str) -> None:
    shown = {entry.clause.id for scenario in scenarios_of(name) for entry in answered(scenario).forbidden}

    assert sorted({entry.clause.id for entry in get_pack(name).prohibitions} - shown) == []


@every_file
def test_every_silence_is_reached(name: str) -> None:
    pack = get_pack(name)
    reached = {
        pack.silence_for[scenario.facts.party, silence.finding].id
        for scenario in scenarios_of(name)
        for silence in answered(scenario).silent
    }

    written = {silence.id for silence in pack.silences if not silence.id.startswith("second-format-")}
    assert sorted(written - reached) == []


@every_file
def test_every_notice_is_reached(name: str) -> None:
    given = set(chain.from_iterable(scenario.notices for scenario in scenarios_of(name)))

    assert sorted(possible_notices(get_pack(name)) - given) == []


def possible_notices(pack: Pack) -> set[Notice]:
    """Return every notice that this version can ever carry."""
    version = pack.version
    possible = {Notice.NO_VERSION_IN_FORCE}
    if version.in_force_from is None:
        possible.add(Notice.DRAFT)
    elif not version.date_stated:
        possible.add(Notice.NO_DATE_STATED)
    if version.approval == "not recorded":
        possible.add(Notice.APPROVAL_NOT_RECORDED)
    return possible | {Notice.REVIEW_OVERDUE if version.review_ends else Notice.NO_REVIEW_DATE}


@every_file
def test_the_first_day_in_force_and_the_day_before_are_tried(name: str) -> None:
    begins = get_pack(name).version.in_force_from
    days = {scenario.facts.on for scenario in scenarios_of(name)}
    drafts = {scenario.facts.draft for scenario in scenarios_of(name)}

    if begins is None:
        assert drafts == {True, False}
    else:
        assert [day for day in (begins - DAY, begins) if day not in days] == []


@every_file
def test_the_last_day_of_the_review_and_the_day_after_are_tried(name: str) -> None:
    ends = get_pack(name).version.review_ends
    wanted = [] if ends is None else [ends, ends + DAY]

    assert [day for day in wanted if day not in days_of_asking(name)] == []


def days_of_asking(name: str) -> set[date]:
    """Return every day on which a scenario asks."""
    return {scenario.facts.today for scenario in scenarios_of(name)}
