"""Begin a school's review cycle, set it, bring a review forward, and record one.

What every service of policies shares stands first: the refusals for a reason not given and for a day out of bounds,
and how a row is stored as one revision more.
"""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.db.models import Max

from audit.services import record
from people.models import Membership, School, User
from policies.models import Adoption, Approval, Policy, Review, ReviewCycle
from policies.reviews.schedule import (
    add_months,
    first_reminder_on,
    last_day_of_month,
    next_reminder_on,
    read_review_anchor,
)
from web.services import save_revision
from web.submit import DayOutOfBounds, Refused, refuse_stale, require_reason

DAY = dt.timedelta(days=1)
Anchor = ReviewCycle.Anchor


class DateNeeded(Refused):
    """The cycle wants a date or a number of months that was not given."""


class NotKeptTo(Refused):
    """The school no longer keeps to the policy."""


class OwnerElsewhere(Refused):
    """The owner holds no role at the school."""


class OnlyAReviewRenews(Refused):
    """A review date that is set moves later by a recorded review alone."""


def begin_cycle(*, school: School, policy: Policy, today: dt.date) -> ReviewCycle:
    """The cycle of a policy that a school takes up, or takes up again: by the date its latest version gives."""
    anchor, due_on = read_review_anchor(policy.versions.latest_first().first())
    remind_on = first_reminder_on(due_on, today=today) if due_on else None
    fresh = {"anchor": anchor, "due_on": due_on, "remind_on": remind_on, "interval_months": None}
    cycle, _ = ReviewCycle.objects.update_or_create(school=school, policy=policy, defaults=fresh)
    return cycle


@transaction.atomic
def set_cycle(
    *,
    by: User,
    now: dt.datetime,
    today: dt.date,
    cycle: ReviewCycle,
    revision: int,
    owner: User | None,
    anchor: ReviewCycle.Anchor,
    interval_months: int | None = None,
    due_on: dt.date | None = None,
) -> ReviewCycle:
    """Say who sees to a review, how it comes round, and, where no date is set yet, by when.

    A date that is set stays as it is: how it comes round then holds from the next review on. Raises NotKeptTo,
    Stale, OwnerElsewhere, DateNeeded or OnlyAReviewRenews.
    """
    locked = _lock(cycle, today=today)
    months = interval_months if anchor == Anchor.INTERVAL else None
    due = _due_by(locked, anchor=anchor, months=months, due_on=due_on)
    after = {"owner": owner.pk if owner else None, "anchor": anchor, "interval_months": months, "due_on": due}
    if after == (before := _cycle_values(locked)):
        return locked
    refuse_stale(locked, revision=revision, noun="review")
    if owner and owner.pk != locked.owner_id and not _holds_a_role(owner, locked.school, today=today):
        raise OwnerElsewhere(
            f"{owner.name} holds no role at {locked.school.name}. Choose somebody who does.", field="owner"
        )
    locked.owner, locked.anchor, locked.interval_months = owner, anchor, months
    if due != locked.due_on:
        locked.due_on, locked.remind_on = due, first_reminder_on(due, today=today) if due else None
    save_revision(locked)
    record(school=locked.school, by=by, now=now, action="review.cycle_set", row=locked, before=before, after=after)
    return locked


@transaction.atomic
def bring_forward(
    *, by: User, now: dt.datetime, today: dt.date, cycle: ReviewCycle, revision: int, due_on: dt.date, reason: str
) -> ReviewCycle:
    """Hold a review sooner than it is due, with a reason. Raises NotKeptTo, Stale, DayOutOfBounds or ReasonNeeded."""
    locked = _lock(cycle, today=today)
    if (locked.due_on, locked.brought_forward_because) == (due_on, reason.strip()):
        return locked
    refuse_stale(locked, revision=revision, noun="review")
    reason = require_reason(reason, "Say why the review is brought forward.", field="reason")
    if due_on < today or (locked.due_on and due_on >= locked.due_on):
        raise DayOutOfBounds("The day must be today or later, and before the day the review is due.", field="due_on")
    before = {"due_on": locked.due_on}
    locked.due_on, locked.brought_forward_because = due_on, reason
    locked.remind_on = first_reminder_on(due_on, today=today)
    save_revision(locked)
    record(
        school=locked.school,
        by=by,
        now=now,
        action="review.brought_forward",
        row=locked,
        before=before,
        after={"due_on": due_on},
        reason=reason,
    )
    return locked


@transaction.atomic
def record_review(
    *,
    by: User,
    now: dt.datetime,
    today: dt.date,
    cycle: ReviewCycle,
    revision: int,
    form_token: uuid.UUID,
    outcome: Review.Outcome,
    held_on: dt.date,
    minute_reference: str = "",
    words: str = "",
    next_due_on: dt.date | None = None,
) -> Review:
    """Put on record that a review was held and what came of it: nothing else renews the date.

    `next_due_on` is asked for where the cycle goes by a day or a month. A policy that is withdrawn is no longer
    kept to from the day after. Raises NotKeptTo, Stale, DayOutOfBounds or DateNeeded.
    """
    if already := Review.objects.filter(school=cycle.school_id, form_token=form_token).first():
        return already
    locked = _lock(cycle, today=today)
    refuse_stale(locked, revision=revision, noun="review")
    if held_on > today:
        raise DayOutOfBounds("The day of the review must be today or in the past.", field="held_on")
    withdrawn = outcome == Review.Outcome.WITHDRAWN
    next_due_on = None if withdrawn else _next_due_on(locked, held_on=held_on, next_due_on=next_due_on)
    review = Review.objects.create(
        school=locked.school,
        policy=locked.policy,
        version=locked.policy.versions.in_force(locked.school, on=held_on).first(),
        outcome=outcome,
        held_on=held_on,
        minute_reference=minute_reference,
        words=words.strip(),
        was_due_on=locked.due_on,
        next_due_on=next_due_on,
        recorded_by=by,
        recorded_at=now,
        form_token=form_token,
    )
    if withdrawn:
        _end_adoption(by=by, now=now, cycle=locked, on=held_on)
    remind_on = first_reminder_on(next_due_on, today=today) if next_due_on else None
    save_revision(locked, due_on=next_due_on, brought_forward_because="", remind_on=remind_on)
    before = {"due_on": review.was_due_on}
    after = {"outcome": outcome, "held_on": held_on, "minute_reference": minute_reference, "due_on": next_due_on}
    record(school=locked.school, by=by, now=now, action="review.recorded", row=review, before=before, after=after)
    return review


@transaction.atomic
def count_from_approval(*, by: User, now: dt.datetime, today: dt.date, approval: Approval) -> None:
    """Where a review waits for the governing body's approval and has no day yet, count from this one."""
    waiting = ReviewCycle.objects.select_for_update().filter(
        school=approval.school, policy=approval.version.policy_id, anchor=ReviewCycle.Anchor.INTERVAL, due_on=None
    )
    if approval.body != Approval.Body.GOVERNING_BODY or (locked := waiting.first()) is None:
        return
    locked.due_on = add_months(approval.approved_on, locked.interval_months or 0)
    locked.remind_on = first_reminder_on(locked.due_on, today=today)
    save_revision(locked)
    after = {"approval": approval.pk, "due_on": locked.due_on}
    record(school=approval.school, by=by, now=now, action="review.date_counted", row=locked, after=after)


def claim_reminder(*, cycle_pk: int, remind_on: dt.date, today: dt.date) -> bool:
    """Take the reminder of this day, moving the next one on; of several who try, one is told True.

    Bookkeeping of what was sent, which is not a change to the review: no entry, no revision.
    """
    due_on = ReviewCycle.objects.filter(pk=cycle_pk).values_list("due_on", flat=True).first()
    if due_on is None:
        return False
    still = ReviewCycle.objects.filter(pk=cycle_pk, remind_on=remind_on, due_on=due_on)
    return still.update(remind_on=next_reminder_on(due_on, after=today)) == 1


def _lock(cycle: ReviewCycle, *, today: dt.date) -> ReviewCycle:
    """The cycle as it is stored now, locked until the transaction ends. Raises NotKeptTo.

    A policy withdrawn today is kept to until tonight, and reviewed no more.
    """
    locked = ReviewCycle.objects.select_for_update(of=("self",)).select_related("school", "policy").get(pk=cycle.pk)
    if not ReviewCycle.objects.filter(pk=locked.pk).of_adopted_policies(on=today + DAY).exists():
        raise NotKeptTo(f"{locked.school.name} no longer keeps to this policy.")
    return locked


def _cycle_values(locked: ReviewCycle) -> dict[str, Any]:
    return {
        "owner": locked.owner_id,
        "anchor": locked.anchor,
        "interval_months": locked.interval_months,
        "due_on": locked.due_on,
    }


def _holds_a_role(user: User, school: School, *, today: dt.date) -> bool:
    return Membership.objects.held_by(user, on=today).filter(school=school).exists()


def _due_by(
    locked: ReviewCycle, *, anchor: ReviewCycle.Anchor, months: int | None, due_on: dt.date | None
) -> dt.date | None:
    """The date of a cycle that is set. Raises DateNeeded, or OnlyAReviewRenews where another date is set already."""
    if anchor == Anchor.INTERVAL and not months:
        raise DateNeeded("Say how many months there are between two reviews.", field="interval_months")
    if due_on and anchor == Anchor.MONTH:
        due_on = last_day_of_month(due_on)
    if locked.due_on:
        if due_on not in (None, locked.due_on):
            raise OnlyAReviewRenews(
                "A date that is set moves by recording the review, or by bringing it forward.", field="due_on"
            )
        return locked.due_on
    if anchor == Anchor.INTERVAL:
        return _count_months(locked, since=None, months=months or 0)
    if anchor == Anchor.NONE:
        return None
    if due_on is None:
        raise DateNeeded("Say by when the policy must be reviewed.", field=_date_field(anchor))
    return due_on


def _date_field(anchor: str) -> str:
    """The field in which a date is given: a month has one of its own."""
    return "month" if anchor == Anchor.MONTH else "due_on"


def _next_due_on(locked: ReviewCycle, *, held_on: dt.date, next_due_on: dt.date | None) -> dt.date | None:
    """When the next review is due. Raises DateNeeded, or DayOutOfBounds where it would not come after this one."""
    if locked.anchor == Anchor.NONE:
        return None
    if locked.anchor == Anchor.INTERVAL:
        return _count_months(locked, since=held_on, months=locked.interval_months or 0)
    if next_due_on is None:
        raise DateNeeded("Say when the next review is due.", field=_date_field(locked.anchor))
    if next_due_on <= held_on:
        raise DayOutOfBounds("The next review must be after the day of this one.", field=_date_field(locked.anchor))
    return last_day_of_month(next_due_on) if locked.anchor == Anchor.MONTH else next_due_on


def _count_months(locked: ReviewCycle, *, since: dt.date | None, months: int) -> dt.date | None:
    """So many months from the last review or the governing body's last approval, whichever is later; None before."""
    days = [
        since,
        Review.objects.filter(school=locked.school, policy=locked.policy).aggregate(last=Max("held_on"))["last"],
        Approval.objects.filter(
            school=locked.school, version__policy=locked.policy, body=Approval.Body.GOVERNING_BODY
        ).aggregate(last=Max("approved_on"))["last"],
    ]
    known = [day for day in days if day]
    return add_months(max(known), months) if known else None


def _end_adoption(*, by: User, now: dt.datetime, cycle: ReviewCycle, on: dt.date) -> None:
    """End the adoption on this day and take the review's date away. Raises DayOutOfBounds."""
    adoption = Adoption.objects.filter(school=cycle.school, policy=cycle.policy).latest("adopted_on")
    if on < adoption.adopted_on:
        raise DayOutOfBounds("The school took the policy up after that day.", field="held_on")
    before = {"ended_on": adoption.ended_on}
    adoption.ended_on = on
    adoption.save(update_fields=["ended_on"])
    cycle.anchor, cycle.interval_months = Anchor.NONE, None
    after = {"ended_on": on}
    record(school=cycle.school, by=by, now=now, action="policy.withdrawn", row=adoption, before=before, after=after)
