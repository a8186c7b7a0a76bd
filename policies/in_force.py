"""From when a version is in force at a school."""

import datetime as dt

from people.models import School
from policies.models import Adoption, Version


def in_force_since(version: Version, school: School, *, on: dt.date) -> dt.date | None:
    """The day from which it was in force on this one: that of its adoption where it states none itself."""
    if version.date_stated or version.status != Version.Status.ADOPTED:
        return version.in_force_from
    adopted = Adoption.objects.filter(school=school, policy=version.policy_id)
    return adopted.filter(adopted_on__lte=on).latest("adopted_on").adopted_on
