"""What holds for every pack of the second format, whoever wrote it and whatever the facts."""

from dataclasses import replace
from itertools import product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from policies.rules.answer import as_contract
from policies.rules.assessment import STRENGTH, Facts, StepAnswer, assess_version
from policies.rules.pack import Pack
from policies.rules.words import Fact, Finding, Party, Scope, State, Step
from tests.policies.rules.generated_packs import CLAUSES, FACTS, FINDINGS, generated_cases

generated = settings(derandomize=True, deadline=None, max_examples=100, database=None)
Drawn = tuple[Pack, Facts]


def steps_of(pack: Pack, facts: Facts) -> dict[Step, StepAnswer]:
    """Return the steps of the answer by their words."""
    return {step.step: step for step in assess_version(pack, facts).steps}


@generated
@given(generated_cases())
def test_every_party_and_finding_has_a_step_or_a_silence_and_never_both(drawn: Drawn) -> None:
    pack, facts = drawn
    for party, finding in product(pack.vocabulary.list_words(Party), pack.vocabulary.list_words(Finding)):
        answer = assess_version(pack, replace(facts, party=party, findings=frozenset({finding})))
        assert bool(answer.steps) != bool(answer.silent)


@generated
@given(generated_cases())
def test_no_answer_carries_a_clause_of_another_pack_or_of_a_rule_for_others(drawn: Drawn) -> None:
    pack, facts = drawn
    for step in assess_version(pack, facts).steps:
        assert step.clauses
        for clause in step.clauses:
            assert clause.clause in pack.clauses
            assert facts.party in clause.rule.parties
            assert not facts.findings.isdisjoint(clause.rule.findings)


@generated
@given(generated_cases())
def test_one_more_fact_never_removes_a_step_and_closes_one_only_where_the_document_moves_on(drawn: Drawn) -> None:
    pack, facts = drawn
    before = steps_of(pack, facts)
    for fact in map(Fact, FACTS):
        after = steps_of(pack, replace(facts, confirmed=facts.confirmed | {fact}))
        assert list(after) == list(before)
        for word, old in before.items():
            if old.state != State.OPEN:
                continue
            new = after[word]
            moved = any(clause.passed_by for clause in new.clauses)
            assert moved or (new.state == State.OPEN and STRENGTH[new.force] <= STRENGTH[old.force])
            assert new.state in {State.OPEN, State.PASSED} or moved


@generated
@given(generated_cases())
def test_a_step_that_has_passed_says_by_which_clause_and_is_never_due(drawn: Drawn) -> None:
    pack, facts = drawn
    answer = assess_version(pack, facts)
    for step in answer.steps:
        assert (step.state == State.PASSED) == (step.passed_by is not None)
        assert step.state == State.OPEN or step not in answer.due


@generated
@given(generated_cases(), st.sampled_from(["breach_found", "third_time"]), st.sampled_from(FINDINGS))
def test_a_fact_of_one_finding_opens_nothing_for_another(drawn: Drawn, fact: str, finding: str) -> None:
    pack, facts = drawn
    before = steps_of(pack, facts)
    after = steps_of(pack, replace(facts, confirmed=facts.confirmed | {f"{fact}:{finding}"}))
    for word, old in before.items():
        for clause, now in zip(old.clauses, after[word].clauses, strict=True):
            rules = [rule for rule in pack.rules if rule.clause == clause.clause and rule.step == word]
            if finding not in facts.findings or all(finding not in rule.findings for rule in rules):
                assert (now.waiting_for, now.passed_by) == (clause.waiting_for, clause.passed_by)


@generated
@given(generated_cases(), st.sampled_from(CLAUSES))
def test_a_fact_of_one_clause_opens_nothing_of_another(drawn: Drawn, clause_id: str) -> None:
    pack, facts = drawn
    before = steps_of(pack, facts)
    after = steps_of(pack, replace(facts, confirmed=facts.confirmed | {f"wording_applies:{clause_id}"}))
    for word, old in before.items():
        for clause, now in zip(old.clauses, after[word].clauses, strict=True):
            if clause.id != clause_id:
                assert (now.waiting_for, now.passed_by) == (clause.waiting_for, clause.passed_by)


@generated
@given(generated_cases())
def test_the_bare_word_is_the_same_as_the_fact_of_every_finding_and_every_clause(drawn: Drawn) -> None:
    pack, facts = drawn
    bare = {word for word in facts.confirmed if ":" not in word and pack.scopes.get(word)}
    written = {
        f"{word}:{where}"
        for word in bare
        for where in (facts.findings if pack.scopes[word] == Scope.FINDING else CLAUSES)
        if pack.scopes[word] != Scope.INCIDENT
    }
    kept = {word for word in bare if pack.scopes[word] == Scope.INCIDENT}
    scoped = replace(facts, confirmed=facts.confirmed - bare | written | kept)

    assert assess_version(pack, facts).steps == assess_version(pack, scoped).steps


@generated
@given(generated_cases(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_never_matters(drawn: Drawn, shuffler: Random) -> None:
    pack, facts = drawn
    findings, confirmed, done = list(facts.findings), list(facts.confirmed), list(facts.done)
    for words in (findings, confirmed, done):
        shuffler.shuffle(words)
    shuffled = replace(facts, findings=frozenset(findings), confirmed=frozenset(confirmed), done=frozenset(done))

    assert as_contract(assess_version(pack, shuffled), 1) == as_contract(assess_version(pack, facts), 1)


@generated
@given(generated_cases())
def test_several_findings_give_the_union_of_their_steps(drawn: Drawn) -> None:
    pack, facts = drawn
    parts = [assess_version(pack, replace(facts, findings=frozenset({finding}))) for finding in facts.findings]
    whole = assess_version(pack, facts)

    assert {step.step for step in whole.steps} == {step.step for part in parts for step in part.steps}
    assert set(whole.silent) == {silent for part in parts for silent in part.silent}
