"""What a reader must know of the version a case is judged by, as it stands today."""

import datetime as dt

from breaches.judged_by import day_of
from breaches.models import Case
from policies.models import ReviewCycle
from policies.pages import NoticeShown, notice_shown
from policies.reviews.schedule import by_month, due_in_words
from policies.rules.words import Notice
from policies.stored_packs import VersionStatus, notices_given
from web.dates import day_in_words


def notices_of(case: Case, status: VersionStatus | None, *, pack_sha256: str, today: dt.date) -> list[NoticeShown]:
    """The notices of the case's version, compared with today: the one place where a page asks the pack again.

    `pack_sha256` is that of the stored answer: a draft may have changed since. Approvals and reviews put on record
    at the school take the place of what the copy does not show. A case that no version judges has no `status`.
    """
    if case.version is None or status is None:
        day = day_in_words(day_of(case.incident))
        return [
            NoticeShown(f"No policy was in force on {day}.", "So no policy gives any step. What the law asks stays.")
        ]
    given = notices_given(case.version, approved=status.approved, cycle=status.cycle, today=today)
    shown = [_shown(notice, status.cycle) for notice in given]
    if pack_sha256 != case.version.pack_sha256:
        shown.append(
            NoticeShown(
                "The draft has changed since it was last asked.", "The next change to this case asks it again."
            )
        )
    return shown


def _shown(notice: Notice, cycle: ReviewCycle | None) -> NoticeShown:
    if notice == Notice.REVIEW_OVERDUE and cycle:
        return NoticeShown(
            f"This policy was due for review {'in' if by_month(cycle) else 'on'} {due_in_words(cycle)}.",
            "It has not been replaced, so it is used here.",
        )
    if notice == Notice.DRAFT:
        return notice_shown(notice, "Somebody asked for it by name, because the school has no other.")
    return notice_shown(notice)
