import pytest

from policies.rules.faults import find_faults
from policies.rules.parsing import PackError
from tests.policies.rules.factories import small_pack


def faults(*changes: tuple[str, str]) -> tuple[str, ...]:
    """Return every fault for which the changed pack is refused."""
    with pytest.raises(PackError) as refused:
        small_pack(*changes)
    return refused.value.faults


def test_a_sound_pack_has_no_fault() -> None:
    assert find_faults(small_pack()) == []


def test_a_gap_names_the_party_and_the_finding() -> None:
    assert faults(
        (
            'parties = ["staff", "governor", "volunteer", "pupil", "visitor", "other"]\nfindings = ["threat"]',
            'parties = ["staff", "volunteer", "pupil", "visitor", "other"]\nfindings = ["threat"]',
        ),
    ) == ("no answer for governor x threat",)


def test_a_pair_both_ruled_on_and_silent_is_a_clash() -> None:
    assert faults(('"defamation", "allegation",', '"threat", "defamation", "allegation",'))[0] == (
        "silence ht-the-rest: governor x threat is ruled on by ht-police-anyone and declared silent"
    )


def test_a_pair_silent_twice_is_a_clash() -> None:
    assert "silence ht-the-rest: pupil x online_complaint is declared silent twice" in faults(
        ('"defamation", "allegation",', '"online_complaint", "defamation", "allegation",')
    )


def test_a_clause_that_gives_one_step_twice_is_a_clash() -> None:
    assert faults(('findings = ["online_complaint"]', 'findings = ["online_complaint", "threat"]')) == (
        "rule ht-removal-complaint: parent x threat is given request_removal twice by HT-2",
    )


def test_a_rule_reaches_only_the_parties_its_clause_binds() -> None:
    assert faults(
        (
            'id = "HT-3"\nplace = "Action, second point"\nbinds = []',
            'id = "HT-3"\nplace = "Action, second point"\nbinds = ["pupil"]',
        )
    ) == ("rule ht-police-parent: HT-3 does not bind parent",)


def test_a_rule_that_waits_for_a_reading_of_the_wording_may_reach_further() -> None:
    pack = small_pack(
        (
            'id = "HT-3"\nplace = "Action, second point"\nbinds = []',
            'id = "HT-3"\nplace = "Action, second point"\nbinds = ["parent"]',
        ),
    )

    assert find_faults(pack) == []


def test_an_engagement_reaches_only_the_parties_its_clause_binds() -> None:
    assert faults(('clause = "HT-1"\nparties = ["parent"]', 'clause = "HT-1"\nparties = ["parent", "pupil"]')) == (
        "engagement of HT-1: HT-1 does not bind pupil",
    )


def test_nothing_rests_on_an_informative_clause() -> None:
    assert faults(('clause = "HT-1"', 'clause = "HT-0"')) == (
        "engagement of HT-0: HT-0 is marked informative, so nothing may rest on it",
    )


def test_a_clause_that_nothing_rests_on_is_marked_informative() -> None:
    assert faults(("informative = true", "informative = false")) == (
        "clause HT-0: nothing rests on it and it is not marked informative",
    )


def test_a_silence_may_show_a_clause_that_nothing_else_rests_on() -> None:
    pack = small_pack(("informative = true", "informative = false"), ("show = []", 'show = ["HT-0"]'))

    assert find_faults(pack) == []


def test_a_condition_has_a_rule_under_it() -> None:
    assert faults(("[[rule]]", '[[condition]]\nid = "spare"\nheading = "Never"\nnote = ""\n\n[[rule]]')) == (
        "condition spare: no rule stands under it",
    )
