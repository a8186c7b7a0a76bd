"""Which version of the policy a case goes by, what is to be said of it, and who had read it."""

import datetime as dt
from typing import cast

from django.utils import timezone

from breaches.models import Case
from incidents.models import Incident
from policies.models import ReviewCycle, Version
from policies.own_words import read_words
from policies.pages import NoticeShown, present_notice
from policies.reviews.schedule import due_in_words, is_due_by_month
from policies.rules.pack import Pack
from policies.rules.wordings import CORE_WORDINGS, Wordings, build_wordings, merge_words
from policies.rules.words import Notice
from policies.stored_packs import VersionStatus, derive_notices, get_pack, get_version_wordings, load_version_status
from web.dates import day_in_words


def find_version_in_force(incident: Incident) -> Version | None:
    return Version.objects.in_force_at(incident.school, on=get_day(incident))


def get_day(incident: Incident) -> dt.date:
    return cast("dt.date", incident.happened_on)  # the database refuses a logged incident without its day


def rests_on_draft(version: Version | None, incident: Incident) -> bool:
    """Whether a case rests on a version that was not in force on the day, whatever has become of it since."""
    if version is None:
        return False
    return version.in_force_from is None or version.in_force_from > get_day(incident)


def find_pack(case: Case, *, pack_sha256: str) -> Pack | None:
    """The pack that gave a stored answer of the case, by its hash: none where a draft has changed since."""
    if case.version is None or case.version.pack_sha256 != pack_sha256:
        return None
    return get_pack(case.version)


def get_case_wordings(case: Case) -> Wordings:
    """How every word of a case reads: as its version has it, else as a policy of the school had it last."""
    if not case.school.words:
        return CORE_WORDINGS
    own = get_version_wordings(case.version).vocabulary.own
    return build_wordings(merge_words(read_words(case.school), own))


def find_version_status(case: Case, *, today: dt.date) -> VersionStatus | None:
    """Where the version of a case stands at its school today, and whether its subject had read it."""
    if case.version is None:
        return None
    return load_version_status(case.version, case.school, reader=case.subject.user_id, today=today)


def list_notices(case: Case, status: VersionStatus | None, *, pack_sha256: str, today: dt.date) -> list[NoticeShown]:
    """The notices of the case's version, compared with today: the one place where a page asks the pack again.

    `pack_sha256` is that of the stored answer: a draft may have changed since. Approvals and reviews put on record
    at the school take the place of what the copy does not show. A case that no version judges has no `status`.
    """
    if case.version is None or status is None:
        day = day_in_words(get_day(case.incident))
        return [
            NoticeShown(f"No policy was in force on {day}.", "So no policy gives any step. What the law asks stays.")
        ]
    words = derive_notices(case.version, approved=status.approved, cycle=status.cycle, today=today)
    notices = [_show_notice(word, status.cycle) for word in words]
    if pack_sha256 != case.version.pack_sha256:
        notices.append(
            NoticeShown(
                "The draft has changed since it was last asked.", "The next change to this case asks it again."
            )
        )
    return notices


def _show_notice(notice: Notice, cycle: ReviewCycle | None) -> NoticeShown:
    if notice == Notice.REVIEW_OVERDUE and cycle:
        return NoticeShown(
            f"This policy was due for review {'in' if is_due_by_month(cycle) else 'on'} {due_in_words(cycle)}.",
            "It has not been replaced, so it is used here.",
        )
    if notice == Notice.DRAFT:
        return present_notice(notice, "Somebody asked for it by name, because the school has no other.")
    return present_notice(notice)


def describe_acknowledgement(case: Case, status: VersionStatus | None) -> str:
    """A sentence about a subject who can sign in; nothing about anybody else, or where no version judges the case."""
    if status is None or case.subject.user_id is None:
        return ""
    read_on = timezone.localdate(status.read_at) if status.read_at else None
    return word_acknowledgement(read_on, happened_on=get_day(case.incident))


def word_acknowledgement(read_on: dt.date | None, *, happened_on: dt.date) -> str:
    if read_on is None:
        return "No record that they had read this version"
    if read_on < happened_on:
        when = "before it happened"
    else:
        when = "the day it happened" if read_on == happened_on else "only after it happened"
    return f"Said on {day_in_words(read_on)}, {when}, that they had read this version"
