"""Close a case, or reopen one. Neither deletes anything."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from breaches.due import find_unanswered_considerations, find_undone_binding_steps
from breaches.models import Case, Closing
from breaches.services.cases import latest_answer, lock, save_change
from breaches.services.steps import leave_undone
from people.models import Membership, User
from people.permissions import Action
from policies.rules.assessment import StepAnswer
from policies.rules.words import Step
from web.submit import Refused, refuse_stale, require_reason


class StepsUnfinished(Refused):
    """A step that binds the school, or that it is to consider, is neither done nor left with a reason."""


class RoleMayNot(Refused):
    """No role that they hold at the school includes it."""


WHO_MAY = {
    Action.CLOSE_CASE: "Ask the Headteacher, a Deputy or the safeguarding lead to close the case.",
    Action.REOPEN_CASE: "Ask the Headteacher or the Deputy to reopen the case.",
}


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

    Those are the steps that bind the school, and those it was to consider and did not take.

    A closed case is returned as it is. Raises RoleMayNot, StepsUnfinished, ReasonNeeded or Stale.
    """
    locked = lock(case)
    if not locked.is_open:
        return locked
    _refuse_role(Action.CLOSE_CASE, by=by, now=now, case=locked)
    refuse_stale(locked, revision=revision, noun="case")
    note = require_reason(note, "Say how the case ended.", field="note")
    for step, (reason, token) in left_undone.items():
        leave_undone(by=by, now=now, case=locked, revision=locked.revision, step=step, reason=reason, form_token=token)
        locked.refresh_from_db(fields=["revision"])
    _refuse_unfinished(locked)
    Closing.objects.create(case=locked, outcome=outcome, note=note, closed_by=by, closed_at=now)
    locked.status, locked.outcome, locked.closing_note = Case.Status.CLOSED, outcome, note
    locked.closed_on = timezone.localdate(now)
    save_change(locked, locked, by=by, now=now, action="case.closed", after={"outcome": outcome}, reason=note)
    return locked


@transaction.atomic
def reopen_case(*, by: User, now: dt.datetime, case: Case, revision: int, why: str) -> Case:
    """Open a closed case again, with a reason; every closing stays on record.

    An open case is returned as it is. Raises RoleMayNot, ReasonNeeded or Stale.
    """
    locked = lock(case)
    if locked.is_open:
        return locked
    _refuse_role(Action.REOPEN_CASE, by=by, now=now, case=locked)
    refuse_stale(locked, revision=revision, noun="case")
    why = require_reason(why, "Say why the case is reopened.")
    locked.closings.filter(reopened_at=None).update(reopened_by=by, reopened_at=now, reopened_why=why)
    before = {"outcome": locked.outcome, "closed_on": locked.closed_on}
    locked.status, locked.closed_on, locked.outcome, locked.closing_note = Case.Status.OPEN, None, "", ""
    save_change(locked, locked, by=by, now=now, action="case.reopened", before=before, reason=why)
    return locked


def _refuse_role(action: Action, *, by: User, now: dt.datetime, case: Case) -> None:
    """Raises RoleMayNot where no role that they hold at the school on the day includes the action."""
    memberships = Membership.objects.held_by(by, on=timezone.localdate(now)).filter(school=case.school_id)
    if not memberships.that_may(action).exists():
        raise RoleMayNot(WHO_MAY[action])


def _refuse_unfinished(case: Case) -> None:
    steps, records = latest_answer(case).steps, list(case.step_records.all())
    if undone := find_undone_binding_steps(steps, records):
        raise StepsUnfinished(f"Do each step the policy binds the school to, or say why not: {_name(undone)}.")
    if considered := find_unanswered_considerations(steps, records):
        raise StepsUnfinished(
            f"The policy has the school consider these. Say of each why it was not taken: {_name(considered)}."
        )


def _name(steps: Iterable[StepAnswer]) -> str:
    return ", ".join(f"“{step.label}”" for step in steps)
