"""The register of low-level concerns: entries are added and looked at together, never changed."""

import datetime as dt
import uuid
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists
from django.utils import timezone

from audit.services import record
from incidents.access import has_reading_role, who_may_read_about
from people.models import Capacity, Person, User
from reports.models import ConcernReview, LowLevelConcern, StaffReport
from reports.querysets import REGISTER_ROLES
from web.submit import Refused, Stale

# What a member of staff told of their own contact, by the kind of their report: the report itself holds the rest.
OWN_CONTACT = {
    StaffReport.Kind.FRIEND_REQUEST: "a friend request or a message",
    StaffReport.Kind.EXCEPTIONAL_CONTACT: "contact with a parent from a personal account",
    StaffReport.Kind.CLOSURE_CONTACT: "contact while the school was closed",
}


class NotAboutStaff(Refused):
    def __init__(self) -> None:
        super().__init__(
            "Choose a member of staff other than yourself. What you did yourself you tell in a report.", field="about"
        )


class NobodyCouldRead(Refused):
    """Everybody who may read an entry or a report is kept from it, or there is nobody."""


NOBODY_COULD_READ = (
    "Nobody at your school could read this: everybody whose role allows it is the person it is about, or is "
    "related to them. Ask your Administrator to give somebody who is not involved the role first: Chair of "
    "governors where it is about the Headteacher, otherwise Headteacher or safeguarding lead."
)


class EntriesSeen(NamedTuple):
    """How many raised entries of a person there are, as the revision that a review is made on."""

    revision: int


@transaction.atomic
def record_concern(
    *, by: User, now: dt.datetime, about: Person, happened_on: dt.date, words: str, done: str, form_token: uuid.UUID
) -> LowLevelConcern:
    """Add an entry about a member of staff; the same form sent twice adds it once.

    `done` is what was said or done about it, and why. Raises NotAboutStaff, NobodyCouldRead, or Refused for
    a day to come.
    """
    locked: Person = Person.objects.select_for_update().select_related("school").get(pk=about.pk)
    if there := locked.concerns.filter(form_token=form_token).first():
        return there
    today = timezone.localdate(now)
    if happened_on > today:
        raise Refused("The day it happened must be today or in the past.", field="happened_on")
    if locked.user_id == by.pk or not _is_staff(locked):
        raise NotAboutStaff
    entry = LowLevelConcern.objects.create(
        school=locked.school,
        about=locked,
        happened_on=happened_on,
        words=words,
        done=done,
        recorded_by=by,
        recorded_at=now,
        form_token=form_token,
    )
    if not _can_be_read(entry, on=today):
        raise NobodyCouldRead(NOBODY_COULD_READ)
    after = {"about": locked.pk, "happened_on": happened_on}
    record(school=locked.school, by=by, now=now, action="concern.recorded", row=entry, after=after)
    return entry


@transaction.atomic
def record_concern_review(
    *, by: User, now: dt.datetime, about: Person, revision: int, words: str, form_token: uuid.UUID
) -> ConcernReview:
    """Keep what somebody makes of a person's entries together; the same form sent twice keeps it once.

    `revision` is how many raised entries they read. Raises Stale where one was added since.
    """
    locked: Person = Person.objects.select_for_update().select_related("school").get(pk=about.pk)
    if there := locked.concern_reviews.filter(form_token=form_token).first():
        return there
    raised = locked.concerns.raised().count()
    if not raised:
        raise Refused("There are no entries to look at together.")
    if raised != revision:
        raise Stale(
            "An entry was added after you opened this page. Read it, then say what you make of all.",
            stored=EntriesSeen(raised),
        )
    review = ConcernReview.objects.create(
        about=locked, entries=raised, words=words, reviewed_by=by, reviewed_at=now, form_token=form_token
    )
    after = {"about": locked.pk, "entries": raised}
    record(school=locked.school, by=by, now=now, action="concern.reviewed", row=review, after=after)
    return review


@transaction.atomic
def record_concerns_read(*, by: User, now: dt.datetime, about: Person) -> None:
    record(school=about.school, by=by, now=now, action="concern.read", row=about)


@transaction.atomic
def note_self_report(*, by: User, now: dt.datetime, report: StaffReport) -> LowLevelConcern | None:
    """Put a neutral entry beside what a member of staff told of their own contact; asked again, give the same entry.

    None where the report is of something else, of a colleague, or of somebody who is not staff. Nothing the writer
    said is copied: whoever may read the report reads it there.
    """
    kind = StaffReport.Kind(report.kind)
    if kind not in OWN_CONTACT or report.who == StaffReport.Who.COLLEAGUE:
        return None
    if there := LowLevelConcern.objects.filter(report=report).first():
        return there
    about = Person.objects.select_related("school").get(school=report.school, user=report.reported_by)
    if not _is_staff(about):
        return None
    entry = LowLevelConcern.objects.create(
        school=report.school,
        about=about,
        happened_on=report.happened_on or timezone.localdate(report.reported_at),
        words=f"They told the school of this themselves: {OWN_CONTACT[kind]}.",
        report=report,
        recorded_by=by,
        recorded_at=now,
        form_token=report.form_token,
    )
    record(school=report.school, by=by, now=now, action="concern.noted", row=entry, after={"report": report.pk})
    return entry


def _is_staff(person: Person) -> bool:
    staff = person.school.list_capacity_variants(Capacity.STAFF)
    return person.capacities.filter(capacity__in=staff).exists()


def _can_be_read(entry: LowLevelConcern, *, on: dt.date) -> bool:
    readers = has_reading_role(Exists(Person.objects.headteachers(on=on).filter(pk=entry.about_id)), REGISTER_ROLES)
    return who_may_read_about(entry.about_id, school_id=entry.school_id, readers=readers, on=on).exists()
