"""Begin a school's review cycle, and hold it while somebody changes it."""

import datetime as dt

from django.db import transaction

from audit.services import record
from people.models import School, User
from policies.models import Approval, Policy, ReviewCycle
from policies.review_dates import anchor_of
from policies.reviewing import due_after_interval, first_reminder_on

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
