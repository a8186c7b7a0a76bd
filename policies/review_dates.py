"""The review date that a document gives, and a school's own, in words."""

import datetime as dt

from policies.models import ReviewCycle, Version
from policies.reviewing import due_on_of_month
from policies.stored_packs import pack_of
from web.dates import day_in_words, month_in_words

MONTH_ALONE = len("2022-11")
NONE_SET = "None set"


def anchor_of(version: Version | None) -> tuple[ReviewCycle.Anchor, dt.date | None]:
    """How the document itself says that it comes up for review, and by when; fetch the version with its policy."""
    if version is None or not version.pack_text:
        return ReviewCycle.Anchor.NONE, None
    read = pack_of(version).version
    if read.review_ends is None:
        return ReviewCycle.Anchor.NONE, None
    whole_month = len(read.review) == MONTH_ALONE
    return ReviewCycle.Anchor.MONTH if whole_month else ReviewCycle.Anchor.FIXED, read.review_ends


def due_in_words(cycle: ReviewCycle | None) -> str:
    """When the school's review is due: a day, a month such as November 2022, or none."""
    if cycle is None or cycle.due_on is None:
        return NONE_SET
    due_on = cycle.due_on
    return month_in_words(due_on) if by_month(cycle) else day_in_words(due_on)


def by_month(cycle: ReviewCycle) -> bool:
    """Whether the date in hand is a month without a day, and not a day that a review was brought forward to."""
    due_on = cycle.due_on
    return cycle.whole_month and due_on is not None and due_on == due_on_of_month(due_on.year, due_on.month)
