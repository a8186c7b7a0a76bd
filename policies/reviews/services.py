"""Begin a school's review cycle, set its day, bring it forward, and record the review that was held."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.db.models import Max

from audit.services import record
from people.models import Membership, School, User
from policies.models import Adoption, Approval, Policy, Review, ReviewCycle
from policies.reviews.schedule import (
    anchor_of,
    due_after_interval,
    due_on_of_month,
    first_reminder_on,
    next_reminder_on,
)

DAY = dt.timedelta(days=1)


class StaleCycle(Exception):
    """Somebody else changed the review since the page was opened."""


class NotKeptTo(Exception):
    """The school no longer keeps to the policy."""


def begin_cycle(*, school: School, policy: Policy, today: dt.date) -> ReviewCycle:
    """The cycle of a policy that a school takes up, or takes up again: by the date its latest version gives."""
    anchor, due_on = anchor_of(policy.versions.latest_first().first())
    remind_on = first_reminder_on(due_on, today=today) if due_on else None
    fresh = {"anchor": anchor, "due_on": due_on, "remind_on": remind_on, "interval_months": None}
    cycle, _ = ReviewCycle.objects.update_or_create(school=school, policy=policy, defaults=fresh)
    return cycle


@transaction.atomic
def count_from_approval(*, by: User, now: dt.datetime, today: dt.date, approval: Approval) -> None:
    """Where a review waits for the governing body's approval and has no day yet, count from this one."""
    waiting = ReviewCycle.objects.select_for_update().filter(
        school=approval.school, policy=approval.version.policy_id, anchor=ReviewCycle.Anchor.INTERVAL, due_on=None
    )
    if approval.body != Approval.Body.GOVERNING_BODY or (held := waiting.first()) is None:
        return
    held.due_on = due_after_interval(approval.approved_on, held.interval_months or 0)
    held.remind_on = first_reminder_on(held.due_on, today=today)
    settle(held)
    after = {"approval": approval.pk, "due_on": held.due_on}
    record(school=approval.school, by=by, now=now, action="review.date_counted", row=held, after=after)


def hold_cycle(cycle: ReviewCycle, *, today: dt.date) -> ReviewCycle:
    """The cycle as it is stored now, held until the transaction ends. Raises NotKeptTo.

    A policy withdrawn today is kept to until tonight, and reviewed no more.
    """
    held = ReviewCycle.objects.select_for_update(of=("self",)).select_related("school", "policy").get(pk=cycle.pk)
    if not ReviewCycle.objects.filter(pk=held.pk).kept_on(on=today + DAY).exists():
        raise NotKeptTo(f"{held.school.name} no longer keeps to this policy.")
    return held


def refuse_stale(held: ReviewCycle, *, revision: int) -> None:
    """Raises StaleCycle where the cycle has changed since `revision` was read."""
    if held.revision != revision:
        raise StaleCycle(
            "Somebody changed this review while you were writing. Read what is new, then save yours if it still holds."
        )


def settle(held: ReviewCycle) -> None:
    """Count one more change of a held cycle, and keep it."""
    held.revision += 1
    held.save()


Anchor = ReviewCycle.Anchor


class OwnerElsewhere(Exception):
    """The owner holds no role at the school."""


class OnlyAReviewRenews(Exception):
    """A review date that is set moves later by a recorded review alone."""


class DateNeeded(Exception):
    """The cycle wants a date or a number of months that was not given."""


class NotEarlier(Exception):
    """A review is brought forward to a day from today on, and before the day it is due."""


class ReasonNeeded(Exception):
    """A review was brought forward without a reason."""


class HeldOnAnotherDay(Exception):
    """A review was held on a day that has been, since the school took the policy up; the next comes after it."""


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
    StaleCycle, OwnerElsewhere, DateNeeded or OnlyAReviewRenews.
    """
    held = hold_cycle(cycle, today=today)
    months = interval_months if anchor == Anchor.INTERVAL else None
    due = _due_by(held, anchor=anchor, months=months, due_on=due_on)
    after = {"owner": owner.pk if owner else None, "anchor": anchor, "interval_months": months, "due_on": due}
    if after == (before := _said(held)):
        return held
    refuse_stale(held, revision=revision)
    if owner and owner.pk != held.owner_id and not _is_at(held.school, owner, today=today):
        raise OwnerElsewhere(f"{owner.name} holds no role at {held.school.name}. Choose somebody who does.")
    held.owner, held.anchor, held.interval_months = owner, anchor, months
    if due != held.due_on:
        held.due_on, held.remind_on = due, first_reminder_on(due, today=today) if due else None
    settle(held)
    record(school=held.school, by=by, now=now, action="review.cycle_set", row=held, before=before, after=after)
    return held


@transaction.atomic
def bring_forward(
    *, by: User, now: dt.datetime, today: dt.date, cycle: ReviewCycle, revision: int, due_on: dt.date, reason: str
) -> ReviewCycle:
    """Hold a review sooner than it is due, with a reason. Raises NotKeptTo, StaleCycle, NotEarlier or ReasonNeeded."""
    held = hold_cycle(cycle, today=today)
    words = reason.strip()
    if (held.due_on, held.brought_forward_because) == (due_on, words):
        return held
    refuse_stale(held, revision=revision)
    if not words:
        raise ReasonNeeded("Say why the review is brought forward.")
    if due_on < today or (held.due_on and due_on >= held.due_on):
        raise NotEarlier("The day must be today or later, and before the day the review is due.")
    before = {"due_on": held.due_on}
    held.due_on, held.brought_forward_because = due_on, words
    held.remind_on = first_reminder_on(due_on, today=today)
    settle(held)
    after = {"due_on": due_on}
    record(
        school=held.school,
        by=by,
        now=now,
        action="review.brought_forward",
        row=held,
        before=before,
        after=after,
        reason=words,
    )
    return held


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
    kept to from the day after. Raises NotKeptTo, StaleCycle, HeldOnAnotherDay or DateNeeded.
    """
    if already := Review.objects.filter(school=cycle.school_id, form_token=form_token).first():
        return already
    held = hold_cycle(cycle, today=today)
    refuse_stale(held, revision=revision)
    if held_on > today:
        raise HeldOnAnotherDay("The day of the review must be today or in the past.")
    withdrawn = outcome == Review.Outcome.WITHDRAWN
    following = None if withdrawn else _following(held, held_on=held_on, next_due_on=next_due_on)
    review = Review.objects.create(
        school=held.school,
        policy=held.policy,
        version=held.policy.versions.in_force(held.school, on=held_on).first(),
        outcome=outcome,
        held_on=held_on,
        minute_reference=minute_reference,
        words=words.strip(),
        was_due_on=held.due_on,
        next_due_on=following,
        recorded_by=by,
        recorded_at=now,
        form_token=form_token,
    )
    if withdrawn:
        _stop_keeping(by=by, now=now, held=held, on=held_on)
    held.due_on, held.brought_forward_because = following, ""
    held.remind_on = first_reminder_on(following, today=today) if following else None
    settle(held)
    before = {"due_on": review.was_due_on}
    after = {"outcome": outcome, "held_on": held_on, "minute_reference": minute_reference, "due_on": following}
    record(school=held.school, by=by, now=now, action="review.recorded", row=review, before=before, after=after)
    return review


def claim_reminder(*, cycle_pk: int, remind_on: dt.date, today: dt.date) -> bool:
    """Take the reminder of this day, moving the next one on; of several who try, one is told True.

    Bookkeeping of what was sent, which is not a change to the review: no entry, no revision.
    """
    due_on = ReviewCycle.objects.filter(pk=cycle_pk).values_list("due_on", flat=True).first()
    if due_on is None:
        return False
    still = ReviewCycle.objects.filter(pk=cycle_pk, remind_on=remind_on, due_on=due_on)
    return still.update(remind_on=next_reminder_on(due_on, after=today)) == 1


def _said(held: ReviewCycle) -> dict[str, Any]:
    return {
        "owner": held.owner_id,
        "anchor": held.anchor,
        "interval_months": held.interval_months,
        "due_on": held.due_on,
    }


def _is_at(school: School, user: User, *, today: dt.date) -> bool:
    return Membership.objects.held_by(user, on=today).filter(school=school).exists()


def _due_by(
    held: ReviewCycle, *, anchor: ReviewCycle.Anchor, months: int | None, due_on: dt.date | None
) -> dt.date | None:
    """The date of a cycle that is set. Raises DateNeeded, or OnlyAReviewRenews where another date is set already."""
    if anchor == Anchor.INTERVAL and not months:
        raise DateNeeded("Say how many months there are between two reviews.")
    asked = due_on_of_month(due_on.year, due_on.month) if due_on and anchor == Anchor.MONTH else due_on
    if held.due_on:
        if asked not in (None, held.due_on):
            raise OnlyAReviewRenews("A date that is set moves by recording the review, or by bringing it forward.")
        return held.due_on
    if anchor == Anchor.INTERVAL:
        return _counted(held, since=None, months=months or 0)
    if anchor in (Anchor.FIXED, Anchor.MONTH) and asked is None:
        raise DateNeeded("Say by when the policy must be reviewed.")
    return asked if anchor != Anchor.NONE else None


def _following(held: ReviewCycle, *, held_on: dt.date, next_due_on: dt.date | None) -> dt.date | None:
    """When the next review is due. Raises DateNeeded, or HeldOnAnotherDay where it would not come after this one."""
    if held.anchor == Anchor.NONE:
        return None
    if held.anchor == Anchor.INTERVAL:
        return _counted(held, since=held_on, months=held.interval_months or 0)
    if next_due_on is None:
        raise DateNeeded("Say when the next review is due.")
    if next_due_on <= held_on:
        raise HeldOnAnotherDay("The next review must be after the day of this one.")
    return due_on_of_month(next_due_on.year, next_due_on.month) if held.anchor == Anchor.MONTH else next_due_on


def _counted(held: ReviewCycle, *, since: dt.date | None, months: int) -> dt.date | None:
    """So many months from the last review or the governing body's last approval, whichever is later; None before."""
    days = [
        since,
        Review.objects.filter(school=held.school, policy=held.policy).aggregate(last=Max("held_on"))["last"],
        Approval.objects.filter(
            school=held.school, version__policy=held.policy, body=Approval.Body.GOVERNING_BODY
        ).aggregate(last=Max("approved_on"))["last"],
    ]
    known = [day for day in days if day]
    return due_after_interval(max(known), months) if known else None


def _stop_keeping(*, by: User, now: dt.datetime, held: ReviewCycle, on: dt.date) -> None:
    """End the adoption on this day and take the review's date away. Raises HeldOnAnotherDay."""
    adoption = Adoption.objects.filter(school=held.school, policy=held.policy).latest("adopted_on")
    if on < adoption.adopted_on:
        raise HeldOnAnotherDay("The school took the policy up after that day.")
    before = {"ended_on": adoption.ended_on}
    adoption.ended_on = on
    adoption.save(update_fields=["ended_on"])
    held.anchor, held.interval_months = Anchor.NONE, None
    after = {"ended_on": on}
    record(school=held.school, by=by, now=now, action="policy.withdrawn", row=adoption, before=before, after=after)
