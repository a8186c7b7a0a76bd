"""What a stored version says of the facts at a school; without one, what the law still asks."""

import datetime as dt

from people.models import School
from policies.models import Adoption, Version
from policies.rules.assessment import Assessment, Facts, assess_version
from policies.rules.duties import duties_for
from policies.rules.words import Nation, Notice
from policies.shelf import shipped_duties
from policies.stored_packs import pack_of


def assessed(version: Version | None, facts: Facts, *, school: School) -> Assessment:
    """The version's answer to the facts; where none was in force, an empty one that says so, with the duties."""
    if version is not None:
        adopted_on = _adopted_on(version, school, on=facts.on)
        return assess_version(pack_of(version), facts, adopted_on, duties=shipped_duties())
    duties = duties_for(shipped_duties(), Nation(school.nation), facts.today, facts.party, facts.findings)
    return Assessment(facts, None, None, (Notice.NO_VERSION_IN_FORCE,), duties=duties)


def _adopted_on(version: Version, school: School, *, on: dt.date) -> dt.date | None:
    """The day the school adopted what states no day of its own; None where the version's own day, or none, counts."""
    if version.date_stated or version.status != Version.Status.ADOPTED:
        return None
    adopted = Adoption.objects.filter(school=school, policy=version.policy_id)
    return adopted.filter(adopted_on__lte=on).latest("adopted_on").adopted_on
