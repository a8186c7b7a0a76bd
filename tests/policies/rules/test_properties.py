"""What holds for every shipped pack, whatever the facts."""

from dataclasses import replace
from datetime import date
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.rules.answer import as_contract
from policies.rules.assessment import STRENGTH, Facts, assess, assess_version
from policies.rules.pack import Pack
from policies.rules.words import Fact, Finding, Party, State, Step
from policies.stored_packs import shipped_duties, shipped_packs

DAY = date(2026, 12, 1)

sampled = settings(derandomize=True, deadline=None, max_examples=300, database=None)
every_pack = pytest.mark.parametrize("pack", shipped_packs(), ids=lambda pack: pack.policy.slug)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Pack, Facts]:
    """Draw a pack and facts that at least one of its rules speaks of, with any other findings beside."""
    pack = draw(st.sampled_from(shipped_packs()))
    rule = draw(st.sampled_from(pack.rules))
    finding = draw(st.sampled_from(sorted(rule.findings)))
    waited_for = sorted({fact for other in pack.rules for fact in other.waits_for})
    return pack, Facts(
        policy=pack.policy.slug,
        on=DAY,
        today=DAY,
        party=draw(st.sampled_from(sorted(rule.parties))),
        findings=draw(st.frozensets(st.sampled_from(Finding), max_size=6)) | {finding},
        confirmed=draw(st.frozensets(st.sampled_from(waited_for))),
        done=draw(st.frozensets(st.sampled_from([rule.step, *Step]), max_size=3)),
        draft=True,
    )


def asking(party: Party, *findings: Finding) -> Facts:
    """Return facts with nothing confirmed."""
    return Facts("any", DAY, DAY, party, frozenset(findings))


@every_pack
def test_every_party_and_finding_has_a_step_or_a_silence_and_never_both(pack: Pack) -> None:
    for party, finding in product(Party, Finding):
        answer = assess_version(pack, asking(party, finding))
        assert bool(answer.steps) != bool(answer.silent), f"{party} x {finding}"


@every_pack
def test_every_rule_opens_once_all_it_waits_for_is_confirmed(pack: Pack) -> None:
    for rule in pack.rules:
        for party, finding in product(rule.parties, rule.findings):
            answer = assess_version(pack, replace(asking(party, finding), confirmed=frozenset(rule.waits_for)))
            [step] = [step for step in answer.steps if step.step == rule.step]
            assert step.state == State.OPEN, rule.id
            assert STRENGTH[step.force] <= STRENGTH[rule.force], rule.id


@every_pack
def test_no_rule_opens_while_one_fact_is_missing(pack: Pack) -> None:
    for rule in pack.rules:
        for missing, party, finding in product(rule.waits_for, rule.parties, rule.findings):
            confirmed = frozenset(rule.waits_for) - {missing}
            answer = assess_version(pack, replace(asking(party, finding), confirmed=confirmed))
            shown = [clause for step in answer.steps for clause in step.clauses if clause.rule.id == rule.id]
            assert [clause.waiting_for for clause in shown] == [(missing,)], rule.id


@sampled
@given(cases())
def test_every_step_rests_on_a_clause_that_binds_the_party_or_names_nobody(case: tuple[Pack, Facts]) -> None:
    pack, facts = case
    for step in assess_version(pack, facts).steps:
        assert step.clauses
        for clause in step.clauses:
            assert clause.clause in pack.clauses
            assert facts.party in clause.rule.parties
            assert not facts.findings.isdisjoint(clause.rule.findings)
            reading = Fact.WORDING_APPLIES in clause.rule.waits_for
            assert reading or not clause.clause.binds or facts.party in clause.clause.binds


@sampled
@given(cases())
def test_one_more_fact_never_removes_or_closes_a_step_or_lowers_its_force(case: tuple[Pack, Facts]) -> None:
    pack, facts = case
    before = assess_version(pack, facts)
    for fact in Fact:
        after = assess_version(pack, replace(facts, confirmed=facts.confirmed | {fact}))
        assert [step.step for step in after.steps] == [step.step for step in before.steps]
        for old, new in zip(before.steps, after.steps, strict=True):
            assert len(new.waiting_for) <= len(old.waiting_for)
            assert old.state != State.OPEN or new.state == State.OPEN
            assert old.waiting_for or STRENGTH[new.force] <= STRENGTH[old.force]
        assert {engaged.clause.id for engaged in after.engaged} >= {engaged.clause.id for engaged in before.engaged}
        assert after.silent == before.silent


@sampled
@given(cases())
def test_what_is_answered_for_several_findings_is_the_union_of_the_answers_for_each(case: tuple[Pack, Facts]) -> None:
    pack, facts = case
    whole = assess_version(pack, facts)
    parts = [assess_version(pack, replace(facts, findings=frozenset({finding}))) for finding in facts.findings]

    assert {step.step for step in whole.steps} == {step.step for part in parts for step in part.steps}
    assert set(whole.silent) == {silent for part in parts for silent in part.silent}
    opened = {step.step for part in parts for step in part.steps if step.state == State.OPEN}
    assert {step.step for step in whole.steps if step.state == State.OPEN} == opened


@sampled
@given(cases())
def test_steps_stand_in_the_order_of_the_clauses_that_give_them(case: tuple[Pack, Facts]) -> None:
    pack, facts = case
    places = {clause.id: place for place, clause in enumerate(pack.clauses)}
    answer = assess_version(pack, facts)
    firsts = [places[step.clauses[0].id] for step in answer.steps]

    assert firsts == sorted(firsts)
    for step in answer.steps:
        listed = [places[clause.id] for clause in step.clauses]
        assert listed == sorted(set(listed))


@sampled
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_never_matters(case: tuple[Pack, Facts], shuffler: Random) -> None:
    pack, facts = case
    findings, confirmed, done = list(facts.findings), list(facts.confirmed), list(facts.done)
    for given_list in (findings, confirmed, done):
        shuffler.shuffle(given_list)
    shuffled = replace(facts, findings=frozenset(findings), confirmed=frozenset(confirmed), done=frozenset(done))

    assert as_contract(assess_version(pack, shuffled), "a") == as_contract(assess_version(pack, facts), "a")


@sampled
@given(cases())
def test_no_answer_carries_a_clause_of_another_policy(case: tuple[Pack, Facts]) -> None:
    pack, facts = case
    others = {clause.id for other in shipped_packs() if other is not pack for clause in other.clauses}
    answer = assess(shipped_packs(), facts, shipped_duties())
    carried = {clause.id for step in answer.steps for clause in step.clauses}
    carried |= {clause.id for silence in answer.silent for clause in silence.show}
    carried |= {engaged.clause.id for engaged in answer.engaged}

    assert carried.isdisjoint(others)
    assert {duty.nation for duty in answer.duties} <= {pack.policy.nation}


@sampled
@given(cases())
def test_what_is_done_is_shown_as_done_and_changes_nothing_else(case: tuple[Pack, Facts]) -> None:
    pack, facts = case
    undone = assess_version(pack, replace(facts, done=frozenset()))
    answer = assess_version(pack, facts)

    assert [(step.step, step.force, step.clauses) for step in answer.steps] == [
        (step.step, step.force, step.clauses) for step in undone.steps
    ]
    for step, before in zip(answer.steps, undone.steps, strict=True):
        assert step.state == (State.DONE if step.step in facts.done else before.state)


@sampled
@given(cases())
def test_an_open_step_waits_for_nothing_and_a_waiting_step_for_something(case: tuple[Pack, Facts]) -> None:
    pack, facts = case
    for step in assess_version(pack, facts).steps:
        if step.state != State.DONE:
            assert (step.state == State.OPEN) == (not step.waiting_for)
        assert step.waiting_for in [clause.waiting_for for clause in step.clauses]
        assert facts.confirmed.isdisjoint(step.waiting_for)


@sampled
@given(cases())
def test_the_same_facts_always_give_the_same_answer(case: tuple[Pack, Facts]) -> None:
    pack, facts = case

    assert assess_version(pack, facts) == assess_version(pack, facts)
