"""The pack of a stored version, read once a process, its review date, and the notices that ride on it."""

import datetime as dt
from functools import lru_cache

from django.db.models import Count

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
    return notices_given(version, approved=version.pk in approved_at(school), today=today)


def notices_given(version: Version, *, approved: bool, today: dt.date) -> tuple[Notice, ...]:
    """The notices of a version whose approval is, or is not, on record."""
    notices = notices_for(pack_of(version).version, today)
    return tuple(one for one in notices if not (approved and one == Notice.APPROVAL_NOT_RECORDED))


def approved_at(school: School) -> frozenset[int]:
    """The versions that every body has approved at this school."""
    bodies = Approval.objects.filter(school=school).order_by().values("version").annotate(bodies=Count("body"))
    return frozenset(bodies.filter(bodies=len(Approval.Body)).values_list("version", flat=True))


def review_in_words(version: Version) -> str:
    """The review date as the document gives it: a day, a month such as November 2022, or none."""
    read = pack_of(version).version
    if read.review_ends is None:
        return "None set"
    whole_month = len(read.review) == len("2022-11")
    return f"{read.review_ends:%B %Y}" if whole_month else f"{read.review_ends.day} {read.review_ends:%B %Y}"


@lru_cache(maxsize=64)
def _parsed(text: str, name: str) -> Pack:
    return parse_pack(text, name)
