"""Loading, adopting and judging by versions of policies."""

import datetime as dt
import uuid

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from audit.models import Entry
from people.models import School
from policies.models import Adoption, Policy, Review, ReviewCycle, Version
from policies.reviews.services import record_review
from policies.services import AlreadyAdopted, PublishedVersionChanged, adopt, load_version
from tests.cast import NOW, TODAY, Cast, load_pack

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


def test_what_is_in_force_on_a_day_is_what_the_adoptions_and_the_versions_say(cast: Cast) -> None:
    undated, draft = load_pack("avenue-recreation-road"), load_pack("cavendish")
    taken_up = dt.date(2026, 1, 5)
    for version, school in ((undated, cast.school), (undated, cast.other_school), (draft, cast.school)):
        adopt(by=None, now=NOW, school=school, policy=version.policy, adopted_on=taken_up)
    cycle = ReviewCycle.objects.get(school=cast.school, policy=undated.policy)
    record_review(
        by=cast.head,
        now=NOW,
        today=TODAY,
        cycle=cycle,
        revision=cycle.revision,
        outcome=Review.Outcome.WITHDRAWN,
        held_on=TODAY,
        form_token=uuid.UUID(int=1),
    )
    statuses = {}
    for day in (dt.date(2021, 11, 1), taken_up, TODAY, TODAY + DAY):
        for on in (day - DAY, day):
            for school in School.objects.all():
                statuses[school.pk, on] = set(Version.objects.in_force(school, on=on))
                assert statuses[school.pk, on] == {
                    adoption.policy.versions.get()
                    for adoption in Adoption.objects.filter(school=school)
                    if is_in_force(adoption, adoption.policy.versions.get(), on)
                }
    assert statuses[cast.school.pk, TODAY] == {cast.version, undated}
    assert statuses[cast.school.pk, TODAY + DAY] == {cast.version}
    assert statuses[cast.other_school.pk, TODAY + DAY] >= {undated}
    assert statuses[cast.school.pk, dt.date(2021, 10, 31)] == set()


def is_in_force(adoption: Adoption, version: Version, on: dt.date) -> bool:
    if version.status != Version.Status.ADOPTED or version.in_force_from is None or version.in_force_from > on:
        return False
    is_begun = version.date_stated or adoption.adopted_on <= on
    return is_begun and (adoption.ended_on is None or adoption.ended_on >= on)


def test_a_policy_is_adopted_once(cast: Cast) -> None:
    with pytest.raises(AlreadyAdopted):
        adopt(by=None, now=NOW, school=cast.school, policy=cast.version.policy, adopted_on=dt.date(2022, 1, 1))
