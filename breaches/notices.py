"""What a reader must know of the version a case is judged by, as it stands today."""

import datetime as dt
from dataclasses import dataclass

from breaches.days import day_in_words
from breaches.judged_by import day_of
from breaches.models import Case
from policies.models import Version
from policies.packs_of_versions import notices_at, review_in_words
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
    standing = [_shown(notice, case.version) for notice in notices_at(case.version, case.school, today=today)]
    if pack_sha256 != case.version.pack_sha256:
        standing.append(
            NoticeShown(
                "The draft has changed since it was last asked.", "The next change to this case asks it again."
            )
        )
    return standing


def _shown(notice: Notice, version: Version) -> NoticeShown:
    if notice == Notice.REVIEW_OVERDUE:
        return NoticeShown(
            f"This policy was due for review in {review_in_words(version)}.",
            "It has not been replaced, so it is used here.",
        )
    if notice == Notice.DRAFT:
        return NoticeShown(NOTICES[notice], "Somebody asked for it by name, because the school has no other.")
    return NoticeShown(NOTICES[notice])
