"""What a reader must know of the version a case is judged by, as it stands today."""

import datetime as dt
from dataclasses import dataclass

from breaches.days import day_in_words
from breaches.judged_by import day_of
from breaches.models import Case
from policies.models import ReviewCycle, Version
from policies.packs_of_versions import approved_at, notices_given
from policies.review_dates import by_month, due_in_words
from policies.rules.meanings import NOTICES
from policies.rules.words import Notice


@dataclass(frozen=True)
class NoticeShown:
    """A fact about the version, and what follows from it."""

    title: str
    text: str = ""


def notices_of(case: Case, *, pack_sha256: str, today: dt.date) -> list[NoticeShown]:
    """The notices of the case's version, compared with today: the one place where a page asks the pack again.

    `pack_sha256` is that of the stored answer: a draft may have changed since. Approvals put on record
    at the school take the place of what the copy does not show.
    """
    if case.version is None:
        day = day_in_words(day_of(case.incident))
        return [
            NoticeShown(f"No policy was in force on {day}.", "So no policy gives any step. What the law asks stays.")
        ]
    cycle = ReviewCycle.objects.at_school(case.school).filter(policy=case.version.policy_id).first()
    approved = case.version.pk in approved_at(case.school)
    notices = notices_given(case.version, approved=approved, cycle=cycle, today=today)
    standing = [_shown(notice, cycle) for notice in notices]
    if pack_sha256 != case.version.pack_sha256:
        standing.append(
            NoticeShown(
                "The draft has changed since it was last asked.", "The next change to this case asks it again."
            )
        )
    return standing


def newer_version(case: Case, *, today: dt.date) -> Version | None:
    """The version in force today, where it came into force after the one this case is judged by and keeps."""
    if case.version is None:
        return None
    current = Version.objects.filter(policy=case.version.policy_id).in_force_at(case.school, on=today)
    return current if current and current.pk != case.version_id and _is_later(current, case.version) else None


def _is_later(one: Version, other: Version) -> bool:
    """Whether a version in force came after another, which may be a draft that never had a day."""
    return other.in_force_from is None or (one.in_force_from or dt.date.min) > other.in_force_from


def _shown(notice: Notice, cycle: ReviewCycle | None) -> NoticeShown:
    if notice == Notice.REVIEW_OVERDUE and cycle:
        return NoticeShown(
            f"This policy was due for review {'in' if by_month(cycle) else 'on'} {due_in_words(cycle)}.",
            "It has not been replaced, so it is used here.",
        )
    if notice == Notice.DRAFT:
        return NoticeShown(NOTICES[notice], "Somebody asked for it by name, because the school has no other.")
    return NoticeShown(NOTICES[notice])
