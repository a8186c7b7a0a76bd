"""Answer a question that the policy leaves open yes or no, change the answer, or take it back: each asks it again."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from breaches.models import Case, Confirmation
from breaches.questions import say_answer, say_taken_back
from breaches.services.cases import lock, refuse_change, save_change
from breaches.version import get_case_wordings
from people.models import User
from policies.rules.words import Fact, Party
from web.submit import require_reason

Answer = Confirmation.Answer
ACTIONS = {Answer.YES: "fact.confirmed", Answer.NO: "fact.denied"}
WHY = {Answer.YES: "Say how you know.", Answer.NO: "Say why not."}
WHY_NOT_YET = "Say why it is no longer answered."


@transaction.atomic
def answer_question(
    *,
    by: User,
    now: dt.datetime,
    case: Case,
    revision: int,
    fact: Fact,
    answer: Confirmation.Answer,
    why: str,
    scopes: Sequence[str] = ("",),
    asks: str = "",
) -> list[Confirmation]:
    """Record a person's answer, one row for each of `scopes`; another answer that stood there stays as changed.

    `asks` is what was asked, where it was not the usual question. The same answer is returned as it stands. To the
    rules a no is the same as nothing confirmed. Raises ReasonNeeded, CaseIsClosed or Stale.
    """
    locked = lock(case)
    current = _find_current(locked, fact, scopes)
    if len(current) == len(scopes) and all(row.answer == answer for row in current):
        return current
    refuse_change(locked, revision=revision)
    why, party = require_reason(why, WHY[answer]), Party(locked.capacity)
    wordings = get_case_wordings(locked)
    _end(current, by=by, now=now, why=why)
    rows = [
        Confirmation.objects.create(
            case=locked,
            fact=fact,
            scope=scope,
            question=asks or wordings.question(fact, party).asks,
            answer=answer,
            why=why,
            confirmed_by=by,
            confirmed_at=now,
        )
        for scope in scopes
    ]
    before = {"answer": current[0].answer} if current else None
    after = {"case": locked.pk, "fact": fact, "scopes": [scope for scope in scopes if scope], "answer": answer}
    cause, action = say_answer(rows, party, wordings), ACTIONS[answer]
    save_change(locked, rows[0], by=by, now=now, action=action, cause=cause, before=before, after=after, reason=why)
    return rows


@transaction.atomic
def take_answer_back(
    *, by: User, now: dt.datetime, case: Case, revision: int, fact: Fact, why: str, scopes: Sequence[str] = ("",)
) -> None:
    """Leave a question open again; the answer stays on record, with the reason. Nothing happens where there is none.

    Raises ReasonNeeded, CaseIsClosed or Stale.
    """
    locked = lock(case)
    current = _find_current(locked, fact, scopes)
    if not current:
        return
    refuse_change(locked, revision=revision)
    why = require_reason(why, WHY_NOT_YET)
    _end(current, by=by, now=now, why=why)
    before = {
        "case": locked.pk,
        "fact": fact,
        "scopes": [scope for scope in scopes if scope],
        "answer": current[0].answer,
    }
    cause = say_taken_back(current, Party(locked.capacity), get_case_wordings(locked))
    save_change(locked, current[0], by=by, now=now, action="fact.unconfirmed", cause=cause, before=before, reason=why)


def _find_current(case: Case, fact: Fact, scopes: Sequence[str]) -> list[Confirmation]:
    return list(case.confirmations.filter(fact=fact, scope__in=scopes, withdrawn_at=None).order_by("pk"))


def _end(rows: Sequence[Confirmation], *, by: User, now: dt.datetime, why: str) -> None:
    for row in rows:
        row.withdrawn_by, row.withdrawn_at, row.withdrawn_why = by, now, why
        row.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_why"])
