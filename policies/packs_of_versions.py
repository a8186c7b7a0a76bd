"""The pack of a stored version, read once a process, and the notices that pages show with it."""

import datetime as dt
import tomllib
from functools import lru_cache

from django.db.models import Count

from people.models import School
from policies.models import Approval, ReviewCycle, Version
from policies.rules.assessment import notices_for
from policies.rules.pack import Pack
from policies.rules.parsing import parse_pack
from policies.rules.words import Notice

OF_REVIEWS = (Notice.REVIEW_OVERDUE, Notice.NO_REVIEW_DATE)
# By the hash of the pack that holds them: a text read once need not be fetched again.
_CLAUSE_IDS: dict[str, frozenset[str]] = {}


def pack_of(version: Version) -> Pack:
    """The pack of a version that has one; fetch the version with its policy, or this asks for it."""
    return _parsed(version.pack_text, version.policy.slug)


def clause_ids_stored() -> frozenset[str]:
    """The ids of the clauses of every version in the database: one query, and one more where a pack is new."""
    packs = Version.objects.with_a_pack().order_by()
    hashes = set(packs.values_list("pack_sha256", flat=True))
    if unread := hashes - _CLAUSE_IDS.keys():
        for digest, text in packs.filter(pack_sha256__in=unread).values_list("pack_sha256", "pack_text").iterator():
            _CLAUSE_IDS[digest] = frozenset(clause["id"] for clause in tomllib.loads(text).get("clause", []))
    return frozenset().union(*(_CLAUSE_IDS[digest] for digest in hashes))


def notices_at(version: Version, school: School, *, today: dt.date) -> tuple[Notice, ...]:
    """The notices of a version at a school, as its approvals and its reviews stand there today."""
    cycle = ReviewCycle.objects.at_school(school).filter(policy=version.policy_id).first()
    return notices_given(version, approved=version.pk in approved_at(school), cycle=cycle, today=today)


def notices_given(
    version: Version, *, approved: bool, cycle: ReviewCycle | None, today: dt.date
) -> tuple[Notice, ...]:
    """The notices of a version whose approval is, or is not, on record, and whose reviews go by this cycle.

    What the school has put on record takes the place of what its document says of approval and review. Without a
    cycle the document's own date counts.
    """
    given = set(_stated(version, today))
    if approved:
        given.discard(Notice.APPROVAL_NOT_RECORDED)
    if cycle is not None:
        given -= set(OF_REVIEWS)
        given |= set(_of_review(cycle, today))
    return tuple(notice for notice in Notice if notice in given)


def approved_at(school: School) -> frozenset[int]:
    """The versions that every body has approved at this school."""
    bodies = Approval.objects.filter(school=school).order_by().values("version").annotate(bodies=Count("body"))
    return frozenset(bodies.filter(bodies=len(Approval.Body)).values_list("version", flat=True))


def _stated(version: Version, today: dt.date) -> tuple[Notice, ...]:
    """What the document says of itself; of one without a pack nothing is known but whether it is a draft."""
    if version.pack_text:
        return notices_for(pack_of(version).version, today)
    unproven = (Notice.APPROVAL_NOT_RECORDED, Notice.NO_REVIEW_DATE)
    return unproven if version.status == Version.Status.ADOPTED else (Notice.DRAFT, *unproven)


def _of_review(cycle: ReviewCycle, today: dt.date) -> tuple[Notice, ...]:
    if cycle.due_on is None:
        return (Notice.NO_REVIEW_DATE,)
    return (Notice.REVIEW_OVERDUE,) if today > cycle.due_on else ()


@lru_cache(maxsize=64)
def _parsed(text: str, name: str) -> Pack:
    return parse_pack(text, name)
