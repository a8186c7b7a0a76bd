"""The pack of a stored version, read once a process, and the notices that ride on it."""

import datetime as dt
from functools import lru_cache

from people.models import School
from policies.models import Approval, Version
from policies.rules.assessment import notices_for
from policies.rules.pack import Pack
from policies.rules.parsing import parse_pack
from policies.rules.words import Notice


def pack_of(version: Version) -> Pack:
    """The version's pack; fetch the version with its policy, or this asks for it."""
    return _parsed(version.pack_text, version.policy.slug)


def notices_at(version: Version, school: School, *, today: dt.date) -> tuple[Notice, ...]:
    """The notices of a version at a school: its approval is no longer missing once both bodies' are on record."""
    bodies = Approval.objects.filter(version=version, school=school).values_list("body", flat=True)
    approved = set(bodies) == set(Approval.Body.values)
    notices = notices_for(pack_of(version).version, today)
    return tuple(one for one in notices if not (approved and one == Notice.APPROVAL_NOT_RECORDED))


@lru_cache(maxsize=64)
def _parsed(text: str, name: str) -> Pack:
    return parse_pack(text, name)
