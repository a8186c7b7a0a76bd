"""Loading, adopting and judging by versions of policies."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from audit.models import Entry
from policies.models import Policy, Version
from policies.services import AlreadyAdopted, PublishedVersionChanged, adopt, load_version
from tests.cast import NOW, Cast, load_pack

pytestmark = pytest.mark.engine

DAY = dt.timedelta(days=1)


@pytest.mark.django_db
def test_loading_the_shipped_packs_twice_changes_nothing() -> None:
    call_command("load_policies", verbosity=0)
    stored = list(Version.objects.order_by("pk").values_list("pk", "pack_sha256", "loaded_at"))
    entries = Entry.objects.count()
    call_command("load_policies", verbosity=0)
    assert list(Version.objects.order_by("pk").values_list("pk", "pack_sha256", "loaded_at")) == stored
    assert Entry.objects.count() == entries
    assert set(Policy.objects.values_list("slug", flat=True)) == {
        "avenue-recreation-road",
        "bradley",
        "cavendish",
        "cornist-park",
        "st-peters",
    }


def test_a_published_version_is_never_loaded_over(cast: Cast) -> None:
    changed = cast.version.pack_text + "\n# one more line\n"
    with pytest.raises(PublishedVersionChanged):
        load_version(by=None, now=NOW, pack_text=changed, name="cornist-park.toml")


@pytest.mark.django_db
def test_a_draft_may_change_with_its_file() -> None:
    draft = load_pack("cavendish")
    _, written = load_version(by=None, now=NOW, pack_text=draft.pack_text + "\n# more\n", name="cavendish.toml")
    assert written


def test_the_database_refuses_to_change_or_remove_a_published_version(cast: Cast) -> None:
    for statement in (
        "UPDATE policies_version SET pack_text = 'x'",
        "UPDATE policies_version SET in_force_from = '2000-01-01'",
        "UPDATE policies_version SET status = 'draft'",
        "DELETE FROM policies_version",
    ):
        with (
            pytest.raises(DatabaseError, match="never changed or removed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert Version.objects.get(pk=cast.version.pk).pack_text == cast.version.pack_text


def test_a_dated_version_judges_from_the_day_it_states_and_not_the_day_before(cast: Cast) -> None:
    begins = dt.date(2021, 11, 1)
    assert Version.objects.in_force_at(cast.school, on=begins) == cast.version
    assert Version.objects.in_force_at(cast.school, on=begins - DAY) is None


def test_an_undated_version_judges_from_the_day_the_school_adopted_it(cast: Cast) -> None:
    version = load_pack("avenue-recreation-road")
    adopted_on = dt.date(2026, 1, 5)
    adopt(by=None, now=NOW, school=cast.other_school, policy=version.policy, adopted_on=adopted_on)
    versions = Version.objects.filter(policy=version.policy)
    assert versions.in_force_at(cast.other_school, on=adopted_on) == version
    assert versions.in_force_at(cast.other_school, on=adopted_on - DAY) is None


def test_a_draft_judges_nothing(cast: Cast) -> None:
    draft = load_pack("cavendish")
    adopt(by=None, now=NOW, school=cast.other_school, policy=draft.policy, adopted_on=dt.date(2000, 1, 1))
    assert Version.objects.filter(policy=draft.policy).in_force_at(cast.other_school, on=dt.date(2026, 1, 1)) is None


def test_a_policy_is_adopted_once(cast: Cast) -> None:
    with pytest.raises(AlreadyAdopted):
        adopt(by=None, now=NOW, school=cast.school, policy=cast.version.policy, adopted_on=dt.date(2022, 1, 1))
