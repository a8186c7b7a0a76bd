"""Record that a letter was sent, or withdraw one before it is."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from audit.services import record
from breaches.letters.kinds import BEGINS_ITS_STEP
from breaches.models import Letter, StepRecord
from breaches.services.holding import require
from breaches.services.letters.holding import Status, WrongStage, hold, hold_open, keep, refuse_stale
from breaches.services.steps import step_outside_policy, take_step
from people.models import User
from policies.rules.words import Step
from web.dates import day_in_words


class SentOnOutOfBounds(Exception):
    """A letter is sent on the day it was produced or later, and not in the future."""


@dataclass(frozen=True)
class StepToo:
    """The wish to record the letter's step on the case as well, on the case's revision that the person saw."""

    case_revision: int
    follow_up_on: dt.date | None
    form_token: uuid.UUID


@transaction.atomic
def send_letter(
    *,
    by: User,
    now: dt.datetime,
    letter: Letter,
    revision: int,
    sent_on: dt.date,
    way: Letter.Way,
    note: str,
    step_too: StepToo | None,
) -> Letter:
    """Record how and when a produced letter was sent; one that was sent already is answered as it is.

    Its step is recorded as taken only with `step_too`, without a reply so far. Raises SentOnOutOfBounds, WrongStage,
    StaleLetter or CaseIsClosed, and with `step_too` whatever take_step raises.
    """
    held, case = hold_open(letter)
    if held.status == Status.SENT:
        return held
    if held.status != Status.PRODUCED:
        raise WrongStage("Produce the letter before you record that it was sent.")
    refuse_stale(held, revision=revision)
    _refuse_day(held, sent_on=sent_on, today=timezone.localdate(now))
    held.status, held.sent_on, held.sent_by, held.sent_at = Status.SENT, sent_on, by, now
    held.sent_way, held.sent_note = way, note.strip()
    keep(held, "status", "sent_on", "sent_by", "sent_at", "sent_way", "sent_note")
    after = {"sent_on": sent_on, "way": way}
    record(school=case.school, by=by, now=now, action="letter.sent", row=held, after=after)
    if step_too:
        _record_step(by=by, now=now, letter=held, step_too=step_too)
    return held


@transaction.atomic
def withdraw_letter(*, by: User, now: dt.datetime, letter: Letter, revision: int, why: str) -> Letter:
    """Withdraw a letter that was not sent, with a reason; it stays on the case, as does what was sealed.

    One that is withdrawn already is answered as it is. Raises WrongStage, StaleLetter or ReasonNeeded.
    """
    held, case = hold(letter)
    if held.status == Status.WITHDRAWN:
        return held
    if held.status == Status.SENT:
        raise WrongStage("This letter was sent, so it cannot be withdrawn. Write another that puts it right.")
    refuse_stale(held, revision=revision)
    reason = require(why, sentence="Say why the letter is withdrawn.")
    before = {"status": held.status}
    held.status, held.withdrawn_by, held.withdrawn_at, held.withdrawn_why = Status.WITHDRAWN, by, now, reason
    keep(held, "status", "withdrawn_by", "withdrawn_at", "withdrawn_why")
    record(school=case.school, by=by, now=now, action="letter.withdrawn", row=held, before=before, reason=reason)
    return held


def may_record_step(letter: Letter) -> bool:
    """Whether sending this letter can count as its step: a notice of an investigation only begins one."""
    return letter.kind not in BEGINS_ITS_STEP


def _refuse_day(letter: Letter, *, sent_on: dt.date, today: dt.date) -> None:
    if sent_on > today:
        raise SentOnOutOfBounds("The day it was sent cannot be in the future.")
    if letter.dated_on and sent_on < letter.dated_on:
        raise SentOnOutOfBounds(
            f"The letter was produced on {day_in_words(letter.dated_on)}, so it was sent on that day or later."
        )


def _record_step(*, by: User, now: dt.datetime, letter: Letter, step_too: StepToo) -> None:
    told = f"{letter.get_kind_display()}, sent {letter.get_sent_way_display().lower()}"
    if not letter.step:
        step_outside_policy(
            by=by,
            now=now,
            case=letter.case,
            revision=step_too.case_revision,
            what=told,
            reason=letter.outside_reason,
            done_on=letter.sent_on or timezone.localdate(now),
            done_by=by.name,
            follow_up_on=step_too.follow_up_on,
            form_token=step_too.form_token,
        )
        return
    take_step(
        by=by,
        now=now,
        case=letter.case,
        revision=step_too.case_revision,
        step=Step(letter.step),
        done_on=letter.sent_on or timezone.localdate(now),
        done_by=by.name,
        outcome=StepRecord.Outcome.NO_REPLY,
        note=told,
        follow_up_on=step_too.follow_up_on,
        evidence=None,
        form_token=step_too.form_token,
    )
