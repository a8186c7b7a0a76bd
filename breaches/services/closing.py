"""Close a case, or reopen one. Neither deletes anything."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from audit.services import record
from breaches.due import firm_undone
from breaches.models import Case, Closing
from breaches.services.cases import latest_answer, lock, refuse_stale, require, settle
from breaches.services.steps import leave_undone
from people.models import Membership, User
from people.permissions import Action
from policies.rules.words import Step


class StepsUnfinished(Exception):
    """A step the policy binds the school to is neither done nor left undone with a reason."""


class MayNotClose(Exception):
    """Closing a case is not for somebody of this role."""


class MayNotReopen(Exception):
    """Reopening is for the Headteacher, the Deputy, and the Chair for a case of their own."""


@transaction.atomic
def close_case(
    *,
    by: User,
    now: dt.datetime,
    case: Case,
    revision: int,
    outcome: Case.Outcome,
    note: str,
    left_undone: Mapping[Step, tuple[str, uuid.UUID]],
) -> Case:
    """Close a case, first leaving undone each step of `left_undone` with its reason and its form's token.

    A closed case is returned as it is. Raises MayNotClose, StepsUnfinished, ReasonNeeded or StaleCase.
    """
    held = lock(case)
    if not held.is_open:
        return held
    if not _may(Action.CLOSE_CASE, by=by, now=now, case=held):
        raise MayNotClose("Ask the Headteacher, a Deputy or the safeguarding lead to close the case.")
    refuse_stale(held, revision=revision)
    words = require(note, sentence="Say how the case ended.")
    for step, (reason, token) in left_undone.items():
        leave_undone(by=by, now=now, case=held, revision=held.revision, step=step, reason=reason, form_token=token)
        held.refresh_from_db(fields=["revision"])
    _refuse_unfinished(held)
    Closing.objects.create(case=held, outcome=outcome, note=words, closed_by=by, closed_at=now)
    held.status, held.outcome, held.closing_note = Case.Status.CLOSED, outcome, words
    held.closed_on = timezone.localdate(now)
    settle(held)
    record(
        school=held.school, by=by, now=now, action="case.closed", row=held, after={"outcome": outcome}, reason=words
    )
    return held


@transaction.atomic
def reopen_case(*, by: User, now: dt.datetime, case: Case, revision: int, why: str) -> Case:
    """Open a closed case again, with a reason; every closing stays on record.

    An open case is returned as it is. Raises MayNotReopen, ReasonNeeded or StaleCase.
    """
    held = lock(case)
    if held.is_open:
        return held
    if not _may(Action.REOPEN_CASE, by=by, now=now, case=held):
        raise MayNotReopen("Ask the Headteacher or the Deputy to reopen the case.")
    refuse_stale(held, revision=revision)
    reason = require(why, sentence="Say why the case is reopened.")
    held.closings.filter(reopened_at__isnull=True).update(reopened_by=by, reopened_at=now, reopened_why=reason)
    before = {"outcome": held.outcome, "closed_on": held.closed_on}
    held.status, held.closed_on, held.outcome, held.closing_note = Case.Status.OPEN, None, "", ""
    settle(held)
    record(school=held.school, by=by, now=now, action="case.reopened", row=held, before=before, reason=reason)
    return held


def _may(action: Action, *, by: User, now: dt.datetime, case: Case) -> bool:
    """Whether any role they hold at the school on the day includes the action."""
    memberships = Membership.objects.held_by(by, on=timezone.localdate(now)).filter(school=case.school_id)
    return memberships.that_may(action).exists()


def _refuse_unfinished(case: Case) -> None:
    undone = firm_undone(latest_answer(case).steps, case.step_records.all())
    if undone:
        labels = ", ".join(f"“{one.label}”" for one in undone)
        raise StepsUnfinished(f"Do each step the policy binds the school to, or say why not: {labels}.")
