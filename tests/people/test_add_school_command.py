"""Setting up a school from the command line."""

import io

import pytest
from django.core.management import CommandError, call_command

from people.models import Membership, School
from policies.models import Adoption
from tests.cast import Cast, load_pack

SAID = {
    "name": "Ysgol y Bryn",
    "prefix": "YB",
    "nation": "wales",
    "local_authority": "Gwynedd",
    "administrator_name": "Mair Owen",
    "administrator_email": "mair@ysgol-y-bryn.example",
}


def run(command: str, *args: str, **options: object) -> str:
    out = io.StringIO()
    call_command(command, *args, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_a_school_comes_with_an_administrator() -> None:
    run("add_school", "ysgol-y-bryn", **SAID)
    membership = Membership.objects.get(school__slug="ysgol-y-bryn")
    assert (membership.role, membership.user.email) == ("administrator", "mair@ysgol-y-bryn.example")


def test_a_school_that_is_there_already_is_refused_and_leaves_nothing_behind(cast: Cast) -> None:
    before = Membership.objects.count()
    with pytest.raises(CommandError, match="there already"):
        run("add_school", "another-slug", **{**SAID, "prefix": cast.school.reference_prefix})
    assert Membership.objects.count() == before
    assert not School.objects.filter(slug="another-slug").exists()


def test_a_policy_is_adopted_from_a_day(cast: Cast) -> None:
    load_pack("cavendish")
    assert "keeps to" in run("adopt_policy", "cornist-park", "cavendish", "--on", "2026-01-05")
    assert Adoption.objects.filter(school=cast.school, policy__slug="cavendish").exists()


@pytest.mark.parametrize(
    ("school", "policy", "says"),
    [
        ("nowhere", "cornist-park", "no such school"),
        ("cornist-park", "nothing", "no such policy"),
        ("cornist-park", "cornist-park", "already keeps to"),
    ],
)
def test_what_cannot_be_adopted_is_refused_with_a_sentence(cast: Cast, school: str, policy: str, says: str) -> None:
    with pytest.raises(CommandError, match=says):
        run("adopt_policy", school, policy, "--on", "2026-01-05")
