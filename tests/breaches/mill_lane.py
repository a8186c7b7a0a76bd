"""A school that keeps to the made-up policy of the second format, and what it says of cases there."""

import datetime as dt
from pathlib import Path

from breaches.models import Case
from people.models import Capacity, School
from policies.models import Adoption
from policies.rules.answer import as_stored, from_stored
from policies.rules.assessment import Assessment, Facts, assess_version
from policies.rules.parsing import parse_pack
from policies.rules.words import Finding, Party, Step
from policies.services import adopt, load_version
from tests.breaches.factories import make_case
from tests.cast import NOW, TODAY, Cast

TEXT = (Path(__file__).parents[1] / "policies/rules/second_pack.toml").read_text(encoding="utf-8")
# A school follows the law of England or of Wales.
TEXT = TEXT.replace('nation = "northern_ireland"', 'nation = "wales"')


def change_text(*changes: tuple[str, str]) -> str:
    """The policy with some of its text changed, once each; a text that is not there is a mistake in the test."""
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def assess_mill_lane(
    party: Party,
    *findings: Finding,
    confirmed: set[str] | None = None,
    done: set[Step] | None = None,
    text: str = TEXT,
) -> Assessment:
    """What the policy says, as it comes back from the database."""
    facts = Facts(
        "mill-lane", TODAY, TODAY, party, frozenset(findings), frozenset(confirmed or ()), frozenset(done or ())
    )
    return from_stored(as_stored(assess_version(parse_pack(text, "mill-lane.toml"), facts)))


def keep_to_mill_lane(school: School, text: str = TEXT) -> None:
    """The school keeps to this policy, and to this alone."""
    Adoption.objects.filter(school=school).delete()
    version, _ = load_version(by=None, now=NOW, pack_text=text, name="mill-lane.toml")
    adopt(by=None, now=NOW, school=school, policy=version.policy, adopted_on=dt.date(2024, 9, 1))


def mill_lane_case(
    cast: Cast, finding: Finding = Finding.THREAT, *, capacity: Capacity = Capacity.PARENT, text: str = TEXT
) -> Case:
    """A case there of the parent of the cast."""
    keep_to_mill_lane(cast.school, text)
    return make_case(cast, findings={finding: "Seen."}, capacity=capacity)
