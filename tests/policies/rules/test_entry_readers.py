from datetime import date

import pytest

from policies.rules.pack import Engagement
from policies.rules.parsing import PackError
from policies.rules.words import Fact, PackApproval, PackNation, PackStatus, Party
from tests.policies.rules.factories import small_pack

REVIEW = 'review = "2025-06"'


def test_a_policy_and_its_version_are_read() -> None:
    pack = small_pack()

    assert pack.policy.slug == "hill-top"
    assert pack.policy.schools == ("Hill Top Primary",)
    assert pack.policy.nation == PackNation.ENGLAND
    assert pack.version.in_force_from == date(2024, 9, 1)
    assert pack.version.status == PackStatus.ADOPTED
    assert pack.version.approval == PackApproval.RECORDED


@pytest.mark.parametrize(
    ("review", "ends"),
    [
        ("2025-06", date(2025, 6, 30)),
        ("2024-02", date(2024, 2, 29)),
        ("2025-06-15", date(2025, 6, 15)),
        ("none", None),
    ],
)
def test_a_review_ends_on_its_day_or_with_its_month(review: str, ends: date | None) -> None:
    assert small_pack((REVIEW, f'review = "{review}"')).version.review_ends == ends


@pytest.mark.parametrize("review", ["2025-13", "2025-02-30", "June 2025", "20250615", "2025"])
def test_a_review_that_is_no_day_and_no_month_is_refused(review: str) -> None:
    with pytest.raises(PackError, match=f"version: review '{review}' must be a day"):
        small_pack((REVIEW, f'review = "{review}"'))


def test_a_draft_is_not_in_force() -> None:
    pack = small_pack(('status = "adopted"\nin_force_from = 2024-09-01', 'status = "draft"'))

    assert pack.version.in_force_from is None


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("in_force_from = 2024-09-01\n", "", "version: an adopted version needs in_force_from"),
        ('status = "adopted"', 'status = "draft"', "version: a draft leaves in_force_from out"),
        ("2024-09-01", "2024-09-01T08:00:00", "version: in_force_from must be a date such as 2021-11-01"),
        ("2024-09-01", '"2024-09-01"', "version: in_force_from must be a date such as 2021-11-01"),
        ('slug = "hill-top"', 'slug = "Hill Top"', "policy: slug 'Hill Top' must be lower case words"),
        ('nation = "england"', 'nation = "kent"', "policy: nation: unknown word 'kent'"),
        ('condition = "threat"', 'condition = "gone"', "rule ht-police-parent: condition gone is cited but missing"),
        ('clause = "HT-3"', 'clause = "HT-9"', "rule ht-police-parent: clause HT-9 is cited but missing"),
        ('show = ["HT-1"]', 'show = ["HT-9"]', "silence ht-complaint-others: clause HT-9 is cited but missing"),
        ('alternatives = "HT-2"', 'alternatives = "one"', "rule ht-removal-threat: alternatives must be 'HT-2' or"),
        ('force = "always"', 'force = "shall"', "rule ht-police-parent: force: unknown word 'shall'"),
        (
            'step = "contact_police"',
            'step = "contact_police"\ninforms = ["deputy"]',
            "rule ht-police-parent: informs stands with the step inform_headteacher alone",
        ),
        (
            'step = "contact_police"',
            'step = "inform_headteacher"\ninforms = []',
            "rule ht-police-parent: informs is empty",
        ),
        (
            'step = "contact_police"',
            'step = "inform_headteacher"\ninforms = ["caretaker"]',
            "rule ht-police-parent: informs: unknown word 'caretaker'",
        ),
        ('note = "The policy does not speak of it."', 'note = ""', "silence ht-the-rest: note is empty"),
        ("exceptions = []", "", r"engagement 1 \(HT-1\): exceptions is missing"),
    ],
)
def test_a_bad_value_is_refused(old: str, new: str, sentence: str) -> None:
    with pytest.raises(PackError, match=f"^small.toml: {sentence}"):
        small_pack((old, new))


def test_a_clause_may_carry_a_caution_and_need_not() -> None:
    assert [clause.caution for clause in small_pack().clauses] == ["", "", "Which page is meant is not said.", ""]


def test_a_clause_that_binds_every_party_names_all_that_the_first_format_knows() -> None:
    pack = small_pack(('binds = ["parent"]', 'binds = "every"'))

    assert pack.clauses[1].binds == tuple(party for party in Party if party != Party.CONTRACTOR)


def test_an_engagement_waits_only_when_it_says_so() -> None:
    engagements: tuple[Engagement, ...] = small_pack().engagements

    assert [engagement.waits_for for engagement in engagements] == [(), (Fact.REASONABLE_COMPLAINT,)]
