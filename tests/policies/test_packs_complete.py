"""The shipped packs as a whole: which they are, what they hold, and what must not change unnoticed."""

from datetime import date

import pytest

from policies.rules.assessment import find_notices
from policies.rules.pack import Pack
from policies.rules.words import Notice
from policies.stored_packs import shipped_packs, shipped_texts
from tests.policies.rule_ids import RULE_IDS, rule_ids

PREFIXES = {
    "avenue-recreation-road": "AVR-",
    "bradley": "BP-",
    "cavendish": "CAV-",
    "cornist-park": "CP-",
    "st-peters": "SPC-",
}

every_pack = pytest.mark.parametrize("pack", shipped_packs(), ids=lambda pack: pack.policy.slug)


def test_five_policies_ship() -> None:
    assert sorted(pack.policy.slug for pack in shipped_packs()) == sorted(PREFIXES)


def test_no_rule_id_changes_unnoticed() -> None:
    assert rule_ids() == RULE_IDS.read_text(encoding="utf-8")


def test_no_two_packs_share_a_rule_id() -> None:
    ids = [rule.id for pack in shipped_packs() for rule in pack.rules]

    assert len(set(ids)) == len(ids)


def test_every_pack_names_itself_in_its_file_name() -> None:
    assert all(name.startswith(pack.policy.slug) for name, pack in zip(shipped_texts(), shipped_packs(), strict=True))


@every_pack
def test_every_clause_id_tells_its_policy(pack: Pack) -> None:
    prefix = PREFIXES[pack.policy.slug]

    assert [clause.id for clause in pack.clauses if not clause.id.startswith(prefix)] == []


@pytest.mark.parametrize(
    ("slug", "begins", "today", "notices"),
    [
        ("cornist-park", date(2021, 11, 1), date(2022, 11, 30), [Notice.APPROVAL_NOT_RECORDED]),
        ("bradley", date(2023, 5, 1), date(2030, 1, 1), [Notice.APPROVAL_NOT_RECORDED, Notice.NO_REVIEW_DATE]),
        ("st-peters", date(2022, 3, 1), date(2023, 3, 31), [Notice.APPROVAL_NOT_RECORDED]),
        (
            "cavendish",
            None,
            date(2030, 1, 1),
            [Notice.DRAFT, Notice.APPROVAL_NOT_RECORDED, Notice.NO_REVIEW_DATE],
        ),
        (
            "avenue-recreation-road",
            date(2000, 1, 1),
            date(2030, 1, 1),
            [Notice.APPROVAL_NOT_RECORDED, Notice.NO_REVIEW_DATE, Notice.NO_DATE_STATED],
        ),
    ],
)
def test_every_version_carries_its_own_notices(
    slug: str, begins: date | None, today: date, notices: list[Notice]
) -> None:
    [version] = [pack.version for pack in shipped_packs() if pack.policy.slug == slug]

    assert version.in_force_from == begins
    assert list(find_notices(version, today)) == notices


def test_no_two_versions_of_a_policy_begin_on_the_same_day() -> None:
    beginnings = [(pack.policy.slug, pack.version.in_force_from) for pack in shipped_packs()]

    assert len(set(beginnings)) == len(beginnings)
