import dataclasses
from itertools import product

import pytest

from policies.rules.pack import build_ladders, list_pairs
from policies.rules.words import NEW_FINDINGS, Finding, Party
from tests.policies.rules.factories import small_pack


def test_an_entry_speaks_of_each_party_with_each_finding() -> None:
    block = small_pack().rules[2]

    assert list_pairs(block) == {(Party.PARENT, Finding.THREAT), (Party.PARENT, Finding.ONLINE_COMPLAINT)}


def test_a_pack_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        small_pack().rules[0].label = "Something else"  # type: ignore[misc]  # the point of the test


def test_parties_to_whom_a_policy_says_the_same_share_a_ladder() -> None:
    assert [ladder.parties for ladder in build_ladders(small_pack())] == [
        (Party.STAFF, Party.GOVERNOR, Party.VOLUNTEER, Party.PUPIL, Party.VISITOR, Party.OTHER),
        (Party.PARENT,),
        (Party.CONTRACTOR,),
    ]


def test_the_rungs_of_a_ladder_stand_under_their_conditions_in_the_order_of_the_document() -> None:
    [_, parent, _] = build_ladders(small_pack())

    assert [(rung.condition.id, [rule.id for rule in rung.rules]) for rung in parent.rungs] == [
        ("comment", ["ht-removal-threat"]),
        ("comment", ["ht-removal-complaint"]),
        ("comment", ["ht-block"]),
        ("threat", ["ht-police-parent"]),
    ]
    assert parent.rungs[2].findings == (Finding.ONLINE_COMPLAINT, Finding.THREAT)


def test_a_ladder_says_where_the_policy_is_silent() -> None:
    [others, parent, _] = build_ladders(small_pack())

    later = "second-format-findings"
    assert [silence.id for silence in others.silences] == ["ht-complaint-others", "ht-the-rest", later]
    assert [silence.id for silence in parent.silences] == ["ht-the-rest", later]


def test_a_pack_of_the_first_format_is_silent_on_the_words_of_the_second_and_its_ladder_says_so() -> None:
    pack = small_pack()
    contractors = build_ladders(pack)[-1]

    assert contractors.rungs == ()
    assert [silence.id for silence in contractors.silences] == ["second-format-parties"]
    assert contractors.silences[0].findings == frozenset(Finding)
    for party, finding in product(Party, NEW_FINDINGS):
        assert not pack.rules_for.get((party, finding))
        assert "first format" in pack.silence_for[party, finding].note
