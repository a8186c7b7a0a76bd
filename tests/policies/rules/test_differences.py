from dataclasses import replace

import pytest

from policies.rules.differences import RECIPIENTS, ClauseDifference, Kind, compare_packs, rule_in_words
from policies.rules.pack import Pack
from policies.rules.wordings import CORE_WORDINGS
from policies.rules.words import Finding, Recipient
from tests.policies.rules.factories import small_pack

NEW_CLAUSE = (
    "[[condition]]",
    """[[clause]]
id = "HT-4"
place = "Action, third point"
binds = []
modality = "none"
category = "purpose"
summary = "Says who reads the policy."
informative = true

[[condition]]""",
)
POLICE = "Always: Report the comment to the police. Who: the policy does not say. For: Threat. "


def only(old: Pack, new: Pack) -> ClauseDifference:
    """Return the one clause that differs."""
    [found] = compare_packs(old, new)
    return found


def test_a_version_does_not_differ_from_itself() -> None:
    assert compare_packs(small_pack(), small_pack()) == ()


def test_the_version_of_a_pack_is_no_difference_between_clauses() -> None:
    assert compare_packs(small_pack(), small_pack(('review = "2025-06"', 'review = "2029-06"'))) == ()


def test_a_clause_that_is_new_and_one_that_is_gone_are_told_apart() -> None:
    longer = small_pack(NEW_CLAUSE)

    added, removed = only(small_pack(), longer), only(longer, small_pack())
    assert (added.kind, added.clause.id, added.changes, added.steps) == (Kind.ADDED, "HT-4", (), ())
    assert (removed.kind, removed.clause.id) == (Kind.REMOVED, "HT-4")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("Parents, first point", "Parents, second point"), ("Place", "Parents, first point", "Parents, second point")),  # noqa: E501
        (('binds = ["parent"]', 'binds = ["parent", "staff"]'), ("Binds", "Parents and carers", "Staff; Parents and carers")),  # noqa: E501
        (('modality = "must not"', 'modality = "should not"'), ("Verb", "must not", "should not")),
        (
            ("Parents do not post threats or complaints.", "Parents do not post threats."),
            ("Summary", "Parents do not post threats or complaints.", "Parents do not post threats."),
        ),
        (
            ('exceptions = ["A complaint made to the school itself."]', "exceptions = []"),
            ("Exceptions", "A complaint made to the school itself.", ""),
        ),
    ],
)  # fmt: skip
def test_what_changed_of_a_clause_is_said_under_its_heading(
    change: tuple[str, str], told: tuple[str, str, str]
) -> None:
    difference = only(small_pack(), small_pack(change))

    assert (difference.kind, difference.clause.id, difference.steps) == (Kind.CHANGED, "HT-1", ())
    assert difference.changes[0].what == told[0]
    assert difference.changes[0].before == told[1]
    assert set(difference.changes[0].after.split("; ")) == set(told[2].split("; "))


def test_the_clause_shown_is_the_newer_one() -> None:
    difference = only(small_pack(), small_pack(("Parents, first point", "Parents, second point")))

    assert difference.clause.place == "Parents, second point"


def test_a_step_whose_force_changed_is_shown_in_words_with_the_clause_as_it_was() -> None:
    difference = only(small_pack(), small_pack(('force = "always"', 'force = "may"')))

    assert (difference.kind, difference.clause.id, difference.changes) == (Kind.CHANGED, "HT-3", ())
    [step] = difference.steps
    assert step.before == f"{POLICE}About: Parents and carers."
    assert step.after.startswith("May: Report the comment to the police.")


def test_a_step_that_waits_for_one_more_fact_says_so() -> None:
    waits = ('label = "Ask for the comment to be removed"\nwho = "school"\nwaits_for = ["refused", "continued"]', "")
    fewer = (waits[0], waits[0].replace('"refused", ', ""))
    [step] = only(small_pack(fewer), small_pack()).steps

    assert step.before.endswith("One of several joined by “or”. Waits for: Has the person carried on?")
    assert step.after.endswith("Waits for: Has the person refused? Has the person carried on?")


def test_a_step_that_tells_somebody_more_says_so() -> None:
    inform = 'step = "inform_headteacher"'
    police = 'step = "contact_police"'
    head, both = (f"{inform}\ninforms = [{names}]" for names in ('"headteacher"', '"deputy", "headteacher"'))
    [step] = only(small_pack((police, head)), small_pack((police, both))).steps

    assert step.before.endswith("Tells: the Headteacher.")
    assert step.after.endswith("Tells: the Headteacher; the Deputy Headteacher.")
    assert set(RECIPIENTS) == set(Recipient)


def test_a_rule_that_only_took_another_name_is_no_difference() -> None:
    assert compare_packs(small_pack(), small_pack(('id = "ht-block"', 'id = "ht-page-block"'))) == ()


def test_a_rule_that_is_new_and_one_that_is_gone_are_steps_of_their_clause() -> None:
    renamed = ('id = "ht-block"', 'id = "ht-page-block"')
    other = small_pack(renamed, ('label = "Block the parent from the school\'s page"', 'label = "Block the parent"'))
    gone, new = only(small_pack(), other).steps

    assert (gone.before.split(".")[0], gone.after) == ("May: Block the parent from the school's page", "")
    assert (new.before, new.after.split(".")[0]) == ("", "May: Block the parent")


def test_a_rule_for_anything_at_all_is_said_to_be_for_any_finding() -> None:
    rule = replace(small_pack().rules[0], findings=frozenset(Finding))

    assert "For: any finding." in rule_in_words(rule, CORE_WORDINGS)
