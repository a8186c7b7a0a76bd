"""Where one version stands at a school today, in one question to the database."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Subquery

from people.models import School
from policies.models import Acknowledgement, Approval, ReviewCycle, Version


@dataclass(frozen=True)
class Standing:
    """Whether every body approved the version, the school's cycle of reviews, and the key of a version since.

    `read_at` is when the reader who was asked about said that they had read it.
    """

    approved: bool
    cycle: ReviewCycle
    newer: int | None
    read_at: dt.datetime | None


def standing_of(version: Version, school: School, *, reader: int | None, today: dt.date) -> Standing:
    """Where a version of a policy that the school adopted stands: adopting one gives it its cycle.

    `reader` is the key of a user, or none where nobody's reading is asked about.
    """
    bodies = Approval.objects.filter(school=school, version=version).order_by().values("version")
    newer = Version.objects.filter(policy=version.policy_id).in_force(school, on=today).with_a_pack()
    newer = newer.exclude(pk=version.pk)
    if version.in_force_from:
        newer = newer.filter(in_force_from__gt=version.in_force_from)
    said = Acknowledgement.objects.filter(school=school, version=version, user=reader)
    cycles = ReviewCycle.objects.at_school(school).filter(policy=version.policy_id)
    asked = cycles.annotate(
        bodies=Subquery(bodies.annotate(number=Count("body")).values("number")),
        newer=Subquery(newer.values("pk")[:1]),
        read_at=Subquery(said.values("at")[:1]),
    )
    cycle: Any = asked.get()
    return Standing(approved=cycle.bodies == len(Approval.Body), cycle=cycle, newer=cycle.newer, read_at=cycle.read_at)
