"""Approve a letter: with a second pair of eyes where the school wants one."""

import datetime as dt

from django.db import transaction

from audit.services import record
from breaches.models import Letter
from breaches.services.letters.holding import Status, WrongStage, hold_open, keep, refuse_stale
from people.models import User


class SecondPersonNeeded(Exception):
    """At this school somebody else than the writer approves a letter."""


@transaction.atomic
def approve_letter(*, by: User, now: dt.datetime, letter: Letter, revision: int) -> Letter:
    """Approve what a draft says; an approved letter is answered as it is.

    Raises SecondPersonNeeded where the school wants one and `by` drafted it or last changed it; StaleLetter,
    WrongStage or CaseIsClosed.
    """
    held, case = hold_open(letter)
    if held.status == Status.APPROVED:
        return held
    if held.status != Status.DRAFT:
        raise WrongStage("Only a draft can be approved.")
    refuse_stale(held, revision=revision)
    if case.school.second_person_approves_letters and wrote(held, by):
        raise SecondPersonNeeded("At this school somebody other than the writer approves a letter.")
    held.status, held.approved_by, held.approved_at = Status.APPROVED, by, now
    keep(held, "status", "approved_by", "approved_at")
    record(school=case.school, by=by, now=now, action="letter.approved", row=held, after={"revision": held.revision})
    return held


def wrote(letter: Letter, user: User) -> bool:
    """Whether the user drafted the letter, or was the last to change it."""
    return user.pk in (letter.drafted_by_id, letter.changed_by_id)
