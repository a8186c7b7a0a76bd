"""The words that a school keeps: those that its policies declare, or did."""

import datetime as dt
from dataclasses import replace

from people.models import Capacity
from policies.models import Version
from policies.own_words import get_wordings
from policies.rules.wordings import CORE_WORDINGS
from policies.rules.words import Finding, Party, Step
from policies.services import withdraw
from policies.stored_packs import load_wordings_on
from tests.cast import NOW, TODAY, Cast
from tests.policies.factories import (
    FERN_HILL,
    FERN_HILL_FROM,
    edit_draft,
    keep_to_fern_hill,
    load_fern_hill,
    reload,
    reload_school,
    start_draft,
)

COOK = '[[word]]\nkind = "party"\nword = "cook"\nlabel = "cook"\nmeans = "Cooks."\ncounts_as = "staff"\n\n'


def start_draft_of(cast: Cast, version: Version) -> Version:
    return start_draft(replace(cast, version=version), number="2")


def test_a_school_whose_policies_declare_nothing_has_the_words_of_the_core(cast: Cast) -> None:
    assert cast.school.words == []
    assert get_wordings(cast.school) is CORE_WORDINGS
    assert load_wordings_on(cast.school, on=TODAY) is CORE_WORDINGS


def test_a_school_has_the_words_of_a_policy_from_when_it_adopts_it(cast: Cast) -> None:
    school = keep_to_fern_hill(cast.school)

    assert [row["word"] for row in school.words] == [
        "club_leader", "chat_gossip", "third_time", "gate_talk", "parents_forum",
    ]  # fmt: skip
    assert get_wordings(school).steps[Step("gate_talk")].label == "Talk at the gate"
    assert reload_school(cast.other_school).words == []


def test_a_version_loaded_later_changes_the_label_and_forgets_nothing(cast: Cast) -> None:
    keep_to_fern_hill(cast.school)
    later = FERN_HILL.replace('number = "1"', 'number = "2"').replace("2024-09-01", "2025-09-01")
    load_fern_hill(later.replace('label = "Talk at the gate"\nmeans', 'label = "Talk indoors"\nmeans'))

    wordings = get_wordings(reload_school(cast.school))

    assert wordings.steps[Step("gate_talk")].label == "Talk indoors"
    assert wordings.findings[Finding("chat_gossip")].name == "Gossip in a class chat"


def test_a_draft_renames_no_word_that_the_policy_in_force_declares(cast: Cast) -> None:
    keep_to_fern_hill(cast.school)
    change = ('label = "Talk at the gate"\nmeans', 'label = "Talk indoors"\nmeans')
    edit_draft(cast, start_draft_of(cast, load_fern_hill()), change)

    assert get_wordings(reload_school(cast.school)).steps[Step("gate_talk")].label == "Talk at the gate"


def test_a_word_of_a_draft_that_is_withdrawn_is_no_longer_offered_and_still_has_its_name(cast: Cast) -> None:
    keep_to_fern_hill(cast.school)
    draft = edit_draft(cast, start_draft_of(cast, load_fern_hill()), ("[[clause]]", COOK + "[[clause]]"))
    drafted = reload_school(cast.school)
    reason = "Nobody wants it."
    withdraw(by=cast.head, now=NOW, school=drafted, version=draft, revision=reload(draft).revision, reason=reason)
    school = reload_school(cast.school)

    assert drafted.own_capacities == {"club_leader": "Club leader", "cook": "Cook"}
    assert school.own_capacities == {"club_leader": "Club leader"}
    assert get_wordings(school).parties[Party("cook")].name == "cook"


def test_what_may_be_offered_is_what_the_policy_of_the_day_knows(cast: Cast) -> None:
    cast.school.adoptions.all().delete()
    school = keep_to_fern_hill(cast.school)

    assert Finding("chat_gossip") in load_wordings_on(school, on=FERN_HILL_FROM).findings
    assert load_wordings_on(school, on=FERN_HILL_FROM - dt.timedelta(days=1)) is CORE_WORDINGS


def test_a_capacity_counts_as_one_that_every_school_has(cast: Cast) -> None:
    school = keep_to_fern_hill(cast.school)

    assert school.count_capacity("club_leader") == Capacity.VOLUNTEER
    assert school.count_capacity("parent") == Capacity.PARENT
    assert school.list_capacity_variants(Capacity.VOLUNTEER) == ["volunteer", "club_leader"]
