"""The packs that ship with Rung and those of stored versions: which version answers, what it says, how it stands.

Packs are read once a process: the files that ship do not change, nor does the text of a version.
"""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.db.models import Count, Subquery

from people.models import School
from policies.models import Acknowledgement, Adoption, Approval, Policy, ReviewCycle, Version
from policies.own_words import get_wordings, read_words
from policies.rules.answer import to_plain
from policies.rules.assessment import Assessment, Facts, assess_version, count_facts, find_notices
from policies.rules.duties import Duty, find_duties, parse_duties
from policies.rules.pack import Pack
from policies.rules.parsing import parse_pack
from policies.rules.vocabulary import OwnWord
from policies.rules.wordings import CORE_WORDINGS, Wordings, build_wordings, merge_words
from policies.rules.words import Notice, PackNation

PACKS = Path(__file__).parent / "packs"
GUIDANCE = Path(__file__).parent / "guidance"
UNFINISHED = (Version.Status.DRAFT, Version.Status.PROPOSED)
REVIEW_NOTICES = (Notice.REVIEW_OVERDUE, Notice.NO_REVIEW_DATE)
# By the hash of the pack that holds them: a text read once need not be fetched again.
_CLAUSE_IDS: dict[str, frozenset[str]] = {}


@dataclass(frozen=True)
class VersionStatus:
    """Whether every body approved the version, the school's cycle of reviews, and the key of a version since.

    `read_at` is when the reader who was asked about said that they had read it.
    """

    approved: bool
    cycle: ReviewCycle
    newer: int | None
    read_at: dt.datetime | None


@cache
def shipped_texts() -> dict[str, str]:
    """The text of every shipped pack by its file name, in order of name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(PACKS.glob("*.toml"))}


@cache
def shipped_packs() -> tuple[Pack, ...]:
    """Every shipped pack, in order of file name."""
    return tuple(parse_pack(text, name) for name, text in shipped_texts().items())


@cache
def shipped_duties() -> tuple[Duty, ...]:
    """Every shipped duty, dormant ones included, in order of file and row."""
    return tuple(
        duty
        for path in sorted(GUIDANCE.glob("duties*.toml"))
        for duty in parse_duties(path.read_text(encoding="utf-8"), path.name)
    )


def get_pack(version: Version) -> Pack:
    """The pack of a version that has one; fetch the version with its policy, or this asks for it."""
    return _parse(version.pack_text, version.policy.slug)


def get_version_wordings(version: Version | None) -> Wordings:
    """How every word reads that a version knows; fetch it with its policy."""
    return build_wordings(get_pack(version).vocabulary.own) if version else CORE_WORDINGS


def load_wordings_on(school: School, *, on: dt.date) -> Wordings:
    """How every word reads that the policy knows by which the school judges on the day: what its pages may offer."""
    return get_version_wordings(find_answering_version(school, on=on)) if school.words else CORE_WORDINGS


def collect_words(school: School) -> list[dict[str, Any]]:
    """The words that a school is to keep, by the versions of its policies as they are stored now.

    A draft adds words, and changes none that a version declares which the school keeps to or kept to.
    """
    versions = Version.objects.filter(policy__in=Policy.objects.of_school(school)).with_a_pack()
    current: tuple[OwnWord, ...] = ()
    current_versions = versions.exclude(status=Version.Status.WITHDRAWN).select_related("policy").order_by("pk")
    for version in sorted(current_versions, key=lambda version: version.status == Version.Status.ADOPTED):
        current = merge_words(current, get_pack(version).vocabulary.own)
    words = merge_words(read_words(school), current)
    return [to_plain(word) | {"is_current": word in current} for word in words]


def load_clause_ids() -> frozenset[str]:
    """The ids of the clauses of every version in the database: one query, and one more where a pack is new."""
    packs = Version.objects.with_a_pack().order_by()
    hashes = set(packs.values_list("pack_sha256", flat=True))
    if unread := hashes - _CLAUSE_IDS.keys():
        for digest, text in packs.filter(pack_sha256__in=unread).values_list("pack_sha256", "pack_text").iterator():
            _CLAUSE_IDS[digest] = frozenset(clause["id"] for clause in tomllib.loads(text).get("clause", []))
    return frozenset().union(*(_CLAUSE_IDS[digest] for digest in hashes))


@lru_cache(maxsize=64)
def _parse(text: str, name: str) -> Pack:
    return parse_pack(text, name)


def find_answering_version(school: School, *, on: dt.date) -> Version | None:
    """The version in force on the day, else the draft of a school that has no other; None where it has neither."""
    return Version.objects.in_force_at(school, on=on) or find_answering_draft(school)


def find_answering_draft(school: School) -> Version | None:
    """The school's draft, where it has no adopted version at all: it answers, but only as a draft."""
    versions = Version.objects.filter(policy__in=Policy.objects.of_school(school)).with_a_pack()
    if versions.filter(status=Version.Status.ADOPTED).exists():
        return None
    return versions.filter(status__in=UNFINISHED).select_related("policy").order_by("-pk").first()


def assess_stored_version(version: Version | None, facts: Facts, *, school: School) -> Assessment:
    """The version's answer to the facts; where none was in force, an empty one that says so, with the duties."""
    if version is not None:
        adopted_on = _find_adoption_day(version, school, on=facts.on)
        return assess_version(get_pack(version), facts, adopted_on, duties=shipped_duties())
    vocabulary = get_wordings(school).vocabulary
    duties = find_duties(shipped_duties(), count_facts(vocabulary, facts, PackNation(school.nation), ()))
    return Assessment(facts, None, None, (Notice.NO_VERSION_IN_FORCE,), duties=duties)


def _find_adoption_day(version: Version, school: School, *, on: dt.date) -> dt.date | None:
    """The day the school adopted what states no day of its own; None where the version's own day, or none, counts."""
    if version.date_stated or version.status != Version.Status.ADOPTED:
        return None
    adopted = Adoption.objects.filter(school=school, policy=version.policy_id)
    return adopted.filter(adopted_on__lte=on).latest("adopted_on").adopted_on


def load_version_status(version: Version, school: School, *, reader: int | None, today: dt.date) -> VersionStatus:
    """How a version of a policy that the school adopted stands there today, in one question to the database.

    Adopting a policy gives it its cycle. `reader` is the key of a user, or none where nobody's reading is asked about.
    """
    bodies = Approval.objects.filter(school=school, version=version).order_by().values("version")
    newer = Version.objects.filter(policy=version.policy_id).in_force(school, on=today).with_a_pack()
    newer = newer.exclude(pk=version.pk)
    if version.in_force_from:
        newer = newer.filter(in_force_from__gt=version.in_force_from)
    acknowledgements = Acknowledgement.objects.filter(school=school, version=version, user=reader)
    cycles = ReviewCycle.objects.at_school(school).filter(policy=version.policy_id)
    found: Any = cycles.annotate(
        bodies=Subquery(bodies.annotate(number=Count("body")).values("number")),
        newer=Subquery(newer.values("pk")[:1]),
        read_at=Subquery(acknowledgements.values("at")[:1]),
    ).get()
    approved = found.bodies == len(Approval.Body)
    return VersionStatus(approved=approved, cycle=found, newer=found.newer, read_at=found.read_at)


def load_notices(version: Version, school: School, *, today: dt.date) -> tuple[Notice, ...]:
    """The notices of a version at a school, as its approvals and its reviews stand there today."""
    cycle = ReviewCycle.objects.at_school(school).filter(policy=version.policy_id).first()
    return derive_notices(version, approved=version.pk in load_approved_versions(school), cycle=cycle, today=today)


def derive_notices(
    version: Version, *, approved: bool, cycle: ReviewCycle | None, today: dt.date
) -> tuple[Notice, ...]:
    """The notices of a version whose approval is, or is not, on record, and whose reviews go by this cycle.

    What the school has put on record takes the place of what its document says of approval and review. Without a
    cycle the document's own date counts.
    """
    given = set(_find_stated_notices(version, today))
    if approved:
        given.discard(Notice.APPROVAL_NOT_RECORDED)
    if cycle is not None:
        given -= set(REVIEW_NOTICES)
        given |= set(_find_review_notices(cycle, today))
    return tuple(notice for notice in Notice if notice in given)


def load_approved_versions(school: School) -> frozenset[int]:
    bodies = Approval.objects.filter(school=school).order_by().values("version").annotate(bodies=Count("body"))
    return frozenset(bodies.filter(bodies=len(Approval.Body)).values_list("version", flat=True))


def _find_stated_notices(version: Version, today: dt.date) -> tuple[Notice, ...]:
    """What the document says of itself; of one without a pack nothing is known but whether it is a draft."""
    if version.pack_text:
        return find_notices(get_pack(version).version, today)
    unproven = (Notice.APPROVAL_NOT_RECORDED, Notice.NO_REVIEW_DATE)
    return unproven if version.status == Version.Status.ADOPTED else (Notice.DRAFT, *unproven)


def _find_review_notices(cycle: ReviewCycle, today: dt.date) -> tuple[Notice, ...]:
    if cycle.due_on is None:
        return (Notice.NO_REVIEW_DATE,)
    return (Notice.REVIEW_OVERDUE,) if today > cycle.due_on else ()
