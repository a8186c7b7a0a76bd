"""Take a step, leave one undone, or do something the policy does not give; and see to what was to be followed up."""

import datetime as dt
import uuid
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from breaches.due import COMPLETED_BY_AN_ANSWER, find_open_follow_ups
from breaches.models import Case, StepRecord
from breaches.outcomes import list_outcomes
from breaches.services.cases import latest_answer, lock, refuse_change, save_change
from breaches.timeline import say_step_recorded
from breaches.version import get_case_wordings, get_day
from incidents.models import Evidence
from people.models import User
from policies.rules.assessment import StepAnswer
from policies.rules.words import Party, State, Step
from web.submit import DayOutOfBounds, Refused, require_reason

Outcome = StepRecord.Outcome
LATEST_FOLLOW_UP = dt.timedelta(days=366)


class StepNotGiven(Refused):
    """The policy does not give this step in this case."""


class StepIsWaiting(Refused):
    """The step waits for a fact that nobody has confirmed."""


class FollowUpNeeded(Refused):
    """No reply is something to come back to."""


class OutcomeDoesNotFit(Refused):
    """Nobody can have answered a step of this kind so."""


class NotEvidenceOfThis(Refused):
    """The file chosen is evidence of another incident."""


class Deed(TypedDict):
    """When something was done, by whom, and when to come back to it."""

    done_on: dt.date
    done_by: str
    follow_up_on: NotRequired[dt.date | None]


@transaction.atomic
def take_step(
    *,
    by: User,
    now: dt.datetime,
    case: Case,
    revision: int,
    step: Step,
    form_token: uuid.UUID,
    outcome: StepRecord.Outcome | None = None,
    note: str = "",
    evidence: Evidence | None = None,
    **deed: Unpack[Deed],
) -> StepRecord:
    """Record what was done about an open step, and ask the policy again; the same form sent twice records once.

    A refusal recorded here confirms nothing by itself, and no reply asks for a day to come back to. Raises
    StepNotGiven, StepIsWaiting, DayOutOfBounds, OutcomeDoesNotFit, FollowUpNeeded, NotEvidenceOfThis,
    CaseIsClosed or Stale.
    """
    locked = lock(case)
    if already := locked.step_records.filter(form_token=form_token).first():
        return already
    refuse_change(locked, revision=revision)
    answer = _find_step(locked, step)
    _refuse_days(locked, deed, today=timezone.localdate(now))
    _refuse_outcome(get_case_wordings(locked).counts_as(step), outcome, follow_up_on=deed.get("follow_up_on"))
    if evidence is not None and evidence.incident_id != locked.incident_id:
        raise NotEvidenceOfThis("Choose a file that belongs to this incident.", field="evidence")
    return _create_record(
        by=by,
        now=now,
        case=locked,
        kind=StepRecord.Kind.TAKEN,
        step=step,
        what=note.strip(),
        outcome=outcome or "",
        evidence=evidence,
        form_token=form_token,
        **deed,
        **_cite_grounds(answer),
    )


@transaction.atomic
def leave_undone(
    *, by: User, now: dt.datetime, case: Case, revision: int, step: Step, reason: str, form_token: uuid.UUID
) -> StepRecord:
    """Record why an open step is left undone: shown as such for ever. The same form sent twice records once.

    Raises StepNotGiven, StepIsWaiting, ReasonNeeded, CaseIsClosed or Stale.
    """
    locked = lock(case)
    if already := locked.step_records.filter(form_token=form_token).first():
        return already
    refuse_change(locked, revision=revision)
    answer = _find_step(locked, step)
    return _create_record(
        by=by,
        now=now,
        case=locked,
        kind=StepRecord.Kind.LEFT_UNDONE,
        step=step,
        reason=require_reason(reason, "Say why the step is left undone."),
        form_token=form_token,
        **_cite_grounds(answer),
    )


@transaction.atomic
def step_outside_policy(
    *,
    by: User,
    now: dt.datetime,
    case: Case,
    revision: int,
    what: str,
    reason: str,
    form_token: uuid.UUID,
    **deed: Unpack[Deed],
) -> StepRecord:
    """Record something done that the policy does not give, with the reason: shown as such for ever.

    The same form sent twice records once. Raises ReasonNeeded, DayOutOfBounds, CaseIsClosed or Stale.
    """
    locked = lock(case)
    if already := locked.step_records.filter(form_token=form_token).first():
        return already
    refuse_change(locked, revision=revision)
    _refuse_days(locked, deed, today=timezone.localdate(now))
    sentence = "Say why it was done, since the policy does not give it."
    return _create_record(
        by=by,
        now=now,
        case=locked,
        kind=StepRecord.Kind.OUTSIDE_POLICY,
        what=require_reason(what, "Say what was done.", field="what"),
        reason=require_reason(reason, sentence, field="reason"),
        form_token=form_token,
        **deed,
    )


@transaction.atomic
def finish_follow_up(*, by: User, now: dt.datetime, step_record: StepRecord, revision: int) -> StepRecord:
    """Record that a follow-up was seen to; one seen to already is returned as it is.

    Raises CaseIsClosed or Stale.
    """
    locked = lock(step_record.case)
    row = StepRecord.objects.get(pk=step_record.pk)
    if row.follow_up_done_at:
        return row
    refuse_change(locked, revision=revision)
    _finish(row, now=now)
    save_change(locked, row, by=by, now=now, action="follow_up.done", after={"case": locked.pk})
    return row


def _find_step(case: Case, word: Step) -> StepAnswer:
    """The step as the policy gives it in this case. Raises StepNotGiven or StepIsWaiting."""
    answer = next((step for step in latest_answer(case).steps if step.step == word), None)
    if answer is None:
        raise StepNotGiven(
            "The policy does not give this step in this case. If you do it all the same, record it as something "
            "outside the policy, with your reason."
        )
    if answer.state == State.WAITING:
        facts = get_case_wordings(case).waits_for(answer.waiting_for, Party(case.capacity), answer.after)
        raise StepIsWaiting(
            f"The policy does not give this step yet. It waits for {facts}. "
            "See to that first, or record what you do as something outside the policy, with your reason."
        )
    return answer


def _refuse_outcome(step: Step, outcome: Outcome | None, *, follow_up_on: dt.date | None) -> None:
    """Raises OutcomeDoesNotFit or FollowUpNeeded; something else may be said of every step."""
    if outcome and outcome != Outcome.OTHER and outcome not in list_outcomes(step):
        raise OutcomeDoesNotFit("Choose how it went from the list.", field="outcome")
    if outcome == Outcome.NO_REPLY and step in COMPLETED_BY_AN_ANSWER and follow_up_on is None:
        raise FollowUpNeeded("No reply is not a refusal. Choose a day to ask again.", field="follow_up_on")


def _cite_grounds(answer: StepAnswer) -> dict[str, Any]:
    return {
        "clauses": [clause.id for clause in answer.clauses if clause.is_open] or [answer.shown.id],
        "force": answer.force,
    }


def _refuse_days(case: Case, deed: Deed, *, today: dt.date) -> None:
    done_on, follow_up_on = deed["done_on"], deed.get("follow_up_on")
    if done_on > today:
        raise DayOutOfBounds("The day it was done cannot be in the future.", field="done_on")
    if done_on < get_day(case.incident):
        raise DayOutOfBounds("The day it was done cannot be before the incident.", field="done_on")
    if follow_up_on and follow_up_on < today:
        raise DayOutOfBounds("The day to come back to it must be today or later.", field="follow_up_on")
    if follow_up_on and follow_up_on > today + LATEST_FOLLOW_UP:
        raise DayOutOfBounds(
            "The day to come back to it must be today or later, and within a year.", field="follow_up_on"
        )


def _create_record(*, by: User, now: dt.datetime, case: Case, kind: StepRecord.Kind, **fields: Any) -> StepRecord:
    """Keep one record; what is now said of a step settles the follow-ups set on it before."""
    if step := fields.get("step"):
        for earlier in find_open_follow_ups(case.step_records.filter(step=step)):
            _finish(earlier, now=now)
    fields["done_by"] = fields.get("done_by", "").strip()
    row = StepRecord.objects.create(case=case, kind=kind, recorded_by=by, recorded_at=now, **fields)
    is_taken = row.kind == StepRecord.Kind.TAKEN
    cause = say_step_recorded(Step(row.step), get_case_wordings(case)) if is_taken else ""
    recorded = ("step", "done_on", "outcome", "force", "follow_up_on")
    after = {"case": case.pk} | {name: fields[name] for name in recorded if name in fields}
    save_change(case, row, by=by, now=now, action=f"step.{kind}", cause=cause, after=after, reason=row.reason)
    return row


def _finish(row: StepRecord, *, now: dt.datetime) -> None:
    row.follow_up_done_at = now
    row.save(update_fields=["follow_up_done_at"])
