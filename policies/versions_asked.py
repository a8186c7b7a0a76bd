"""Which version answers when somebody asks what the school's policy says."""

import datetime as dt

from people.models import School
from policies.models import Policy, Version

UNFINISHED = (Version.Status.DRAFT, Version.Status.PROPOSED)


def version_to_ask(school: School, *, on: dt.date) -> Version | None:
    """The version in force on the day, else the draft of a school that has no other; None where it has neither."""
    return Version.objects.in_force_at(school, on=on) or draft_offered(school)


def draft_offered(school: School) -> Version | None:
    """The school's draft, where it has no adopted version at all: it answers, but only as a draft."""
    versions = Version.objects.filter(policy__in=Policy.objects.of_school(school)).with_a_pack()
    if versions.filter(status=Version.Status.ADOPTED).exists():
        return None
    return versions.filter(status__in=UNFINISHED).select_related("policy").order_by("-pk").first()
