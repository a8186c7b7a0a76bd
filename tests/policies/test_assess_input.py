import json
from datetime import date

import pytest

from policies.management.commands.assess import FactsError, Terms, parse_assess_input
from policies.rules.assessment import Facts
from policies.rules.words import Fact, Finding, Party, Step

TODAY = date(2026, 5, 1)
WHOLE = {
    "id": "a1",
    "policy": "hill-top",
    "on": "2022-01-15",
    "today": "2022-02-01",
    "party": "parent",
    "findings": ["defamation", "threat"],
    "confirmed": ["refused"],
    "done": ["meeting"],
    "draft": True,
}
LEAST = {"policy": "hill-top", "on": "2022-01-15", "party": "parent", "findings": ["threat"]}
POLICIES = {"hill-top": Terms(frozenset({"HT-1"}))}


def read(value: object) -> list[tuple[str | int | None, Facts]]:
    """Return what is read from a value written as JSON."""
    return [(case.id, case.facts) for case in parse_assess_input(json.dumps(value), POLICIES, TODAY)]


def test_every_field_is_read() -> None:
    facts = Facts(
        policy="hill-top",
        on=date(2022, 1, 15),
        today=date(2022, 2, 1),
        party=Party.PARENT,
        findings=frozenset({Finding.DEFAMATION, Finding.THREAT}),
        confirmed=frozenset({Fact.REFUSED}),
        done=frozenset({Step.MEETING}),
        draft=True,
    )

    assert read(WHOLE) == [("a1", facts)]


def test_what_is_left_out_is_empty_and_today_is_the_day_of_asking() -> None:
    assert read([LEAST]) == [
        (None, Facts("hill-top", date(2022, 1, 15), TODAY, Party.PARENT, frozenset({Finding.THREAT})))
    ]


def test_a_list_is_read_in_order_and_may_be_empty() -> None:
    assert [asked_id for asked_id, _ in read([LEAST | {"id": "b"}, LEAST | {"id": 7}])] == ["b", 7]
    assert read([]) == []


def test_the_order_of_a_list_never_matters() -> None:
    assert read(WHOLE | {"findings": ["threat", "defamation", "threat"]}) == read(WHOLE)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"policy": "valley"}, "object 1: policy: unknown policy 'valley'"),
        ({"policy": 3}, "object 1: policy: must be text, not 3"),
        ({"on": "15 January 2022"}, "object 1: on: must be a day such as 2022-01-15, not '15 January 2022'"),
        ({"on": "2022-01-15T09:00:00"}, "object 1: on: must be a day such as 2022-01-15, not '2022-01-15T09:00:00'"),
        ({"on": "20220115"}, "object 1: on: must be a day such as 2022-01-15, not '20220115'"),
        ({"on": "2022-02-30"}, "object 1: on: there is no such day as 2022-02-30"),
        ({"on": 20220115}, "object 1: on: must be a day such as 2022-01-15, not 20220115"),
        ({"today": None}, "object 1: today: must be a day such as 2022-01-15, not None"),
        ({"party": "aunt"}, "object 1: party: unknown word 'aunt'"),
        ({"party": ["parent"]}, "object 1: party: must be text, not ['parent']"),
        ({"findings": "defamation"}, "object 1: findings: must be a list, not 'defamation'"),
        ({"findings": ["slander"]}, "object 1: findings: unknown word 'slander'"),
        ({"findings": [None]}, "object 1: findings: must be text, not None"),
        ({"confirmed": ["no_reply"]}, "object 1: confirmed: unknown word 'no_reply'"),
        ({"confirmed": None}, "object 1: confirmed: must be a list, not None"),
        ({"done": ["exclude"]}, "object 1: done: unknown word 'exclude'"),
        ({"draft": "yes"}, "object 1: draft: must be true or false, not 'yes'"),
        ({"draft": 1}, "object 1: draft: must be true or false, not 1"),
        ({"id": 1.5}, "object 1: id: must be text or a whole number, not 1.5"),
        ({"id": True}, "object 1: id: must be text or a whole number, not True"),
        ({"finding": []}, "object 1: 'finding': unknown field"),
    ],
)
def test_a_refusal_names_the_index_the_field_and_the_fault(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(FactsError) as refused:
        read([WHOLE, WHOLE | change])

    assert str(refused.value) == sentence


@pytest.mark.parametrize("field", ["policy", "on", "party", "findings"])
def test_a_required_field_that_is_missing_is_named(field: str) -> None:
    with pytest.raises(FactsError, match=f"^object 0: {field}: is missing$"):
        read({key: value for key, value in LEAST.items() if key != field})


@pytest.mark.parametrize("value", ["text", 3, None, [[]]])
def test_what_is_not_an_object_is_refused(value: object) -> None:
    with pytest.raises(FactsError, match=r"^object 0: must be an object$"):
        read(value)


@pytest.mark.parametrize("text", ["", "{", "[" * 200_000, "1" * 5000])
def test_what_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(FactsError, match=r"^(the input is not JSON|object 0: must be an object)"):
        parse_assess_input(text, POLICIES, TODAY)


def test_a_fact_may_be_confirmed_of_a_finding_or_of_a_clause() -> None:
    [(_, facts)] = read(LEAST | {"confirmed": ["breach_found:threat", "wording_applies:HT-1", "refused"]})

    assert facts.confirmed == {"breach_found:threat", "wording_applies:HT-1", "refused"}


@pytest.mark.parametrize(
    ("word", "fault"),
    [
        ("refused:threat", "confirmed: refused holds for the whole incident, so it is written without 'threat'"),
        ("breach_found:HT-1", "confirmed: unknown word 'HT-1'"),
        ("breach_found:", "confirmed: unknown word ''"),
        ("wording_applies:threat", "confirmed: wording_applies: the policy has no clause 'threat'"),
        ("nothing:threat", "confirmed: unknown word 'nothing'"),
    ],
)
def test_a_fact_with_a_scope_it_does_not_have_is_refused(word: str, fault: str) -> None:
    with pytest.raises(FactsError, match=f"^object 0: {fault}$"):
        read(LEAST | {"confirmed": [word]})


def test_facts_without_a_finding_are_refused() -> None:
    with pytest.raises(FactsError, match=r"^object 0: findings: is empty$"):
        read(LEAST | {"findings": []})
