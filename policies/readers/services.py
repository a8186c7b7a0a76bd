"""Ask people to read a version, move the day by which they should have, and put on record that somebody has."""

import datetime as dt

from django.db import transaction

from audit.services import record
from people.models import School, User
from policies.models import Acknowledgement, AcknowledgementRequest, Version
from policies.readers.querysets import find_read_status
from web.services import save_revision
from web.submit import DayOutOfBounds, Refused, refuse_stale, require_reason


class NotInForce(Refused):
    """People are asked to read the version their school is judged by today, and no other."""


class AlreadyAsked(Refused):
    """This audience is asked to read the version already, by another day."""


class NotAsked(Refused):
    """Somebody says they have read a version that nobody asks them to read."""


@transaction.atomic
def ask_to_read(
    *,
    by: User,
    now: dt.datetime,
    today: dt.date,
    school: School,
    version: Version,
    audience: AcknowledgementRequest.Audience,
    deadline_on: dt.date,
    days_for_new_starters: int,
) -> AcknowledgementRequest:
    """Ask an audience of the school to read the version in force by a day; whoever joins later has days of their own.

    The same question asked twice is asked once. Raises NotInForce, DayOutOfBounds or AlreadyAsked.
    """
    if version != Version.objects.filter(policy=version.policy_id).in_force(school, on=today).first():
        raise NotInForce("This version is not in force at the school. Ask people to read the one that is.")
    _refuse_past(deadline_on, today=today)
    request, is_new = AcknowledgementRequest.objects.get_or_create(
        school=school,
        version=version,
        audience=audience,
        defaults={
            "deadline_on": deadline_on,
            "days_for_new_starters": days_for_new_starters,
            "asked_by": by,
            "asked_on": today,
            "asked_at": now,
        },
    )
    if is_new:
        after = {"version": version.pk, "audience": audience, "deadline_on": deadline_on}
        after |= {"days_for_new_starters": days_for_new_starters}
        record(school=school, by=by, now=now, action="reading.asked", row=request, after=after)
    elif (request.deadline_on, request.days_for_new_starters) != (deadline_on, days_for_new_starters):
        raise AlreadyAsked(
            f"{audience.label} are asked to read this version already. Change the deadline instead.", field="audience"
        )
    return request


@transaction.atomic
def acknowledge(*, by: User, now: dt.datetime, today: dt.date, school: School, version: Version) -> Acknowledgement:
    """Put on record that the user has read a version and will keep to it: once, for nobody else. Raises NotAsked."""
    if find_read_status(by, school, version, on=today) is None:
        raise NotAsked("You are no longer asked to read this version. Open the policy to see the one in force.")
    row, is_new = Acknowledgement.objects.get_or_create(school=school, version=version, user=by, defaults={"at": now})
    if is_new:
        record(school=school, by=by, now=now, action="version.acknowledged", row=row, after={"version": version.pk})
    return row


@transaction.atomic
def change_deadline(
    *,
    by: User,
    now: dt.datetime,
    today: dt.date,
    request: AcknowledgementRequest,
    revision: int,
    deadline_on: dt.date,
    reason: str,
) -> AcknowledgementRequest:
    """Move the day by which a request's readers should have read, later or earlier.

    Moving it again to the day it is on already changes nothing. Raises ReasonNeeded, DayOutOfBounds or Stale.
    """
    locked = AcknowledgementRequest.objects.select_for_update(of=("self",)).select_related("school").get(pk=request.pk)
    reason = require_reason(reason, "Say why the deadline moves.", field="reason")
    _refuse_past(deadline_on, today=today)
    if locked.deadline_on == deadline_on:
        return locked
    refuse_stale(locked, revision=revision, noun="deadline")
    before, locked.deadline_on = {"deadline_on": locked.deadline_on}, deadline_on
    save_revision(locked)
    record(
        school=locked.school,
        by=by,
        now=now,
        action="reading.deadline_changed",
        row=locked,
        before=before,
        after={"deadline_on": deadline_on},
        reason=reason,
    )
    return locked


def _refuse_past(deadline_on: dt.date, *, today: dt.date) -> None:
    if deadline_on < today:
        raise DayOutOfBounds("The deadline must be today or later.", field="deadline_on")
