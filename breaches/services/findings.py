"""Establish a finding or confirm a fact, and take either back: the policy is asked again each time."""

import datetime as dt

from django.db import transaction

from breaches.models import Case, CaseFinding, Confirmation
from breaches.services.cases import lock, refuse_change, save_change
from breaches.timeline import say_fact_confirmed, say_fact_unconfirmed, say_finding_added, say_finding_withdrawn
from breaches.version import get_case_wordings
from people.models import User
from policies.rules.words import Fact, Finding, Party
from web.submit import require_reason


@transaction.atomic
def establish_finding(
    *, by: User, now: dt.datetime, case: Case, revision: int, finding: Finding, why: str
) -> CaseFinding:
    """Record that a person has established a finding.

    One that is established already is returned as it is. Raises ReasonNeeded, CaseIsClosed or Stale.
    """
    locked = lock(case)
    if already := locked.findings.filter(finding=finding, withdrawn_at=None).first():
        return already
    refuse_change(locked, revision=revision)
    why = require_reason(why, "Say what establishes it.")
    row = CaseFinding.objects.create(case=locked, finding=finding, why=why, established_by=by, established_at=now)
    after = {"case": locked.pk, "finding": finding}
    cause = say_finding_added(finding, get_case_wordings(locked))
    save_change(locked, row, by=by, now=now, action="finding.established", cause=cause, after=after, reason=why)
    return row


@transaction.atomic
def confirm_fact(*, by: User, now: dt.datetime, case: Case, revision: int, fact: Fact, why: str) -> Confirmation:
    """Record that a person has confirmed a fact.

    One that is confirmed already is returned as it is. Raises ReasonNeeded, CaseIsClosed or Stale.
    """
    locked = lock(case)
    if already := locked.confirmations.filter(fact=fact, withdrawn_at=None).first():
        return already
    refuse_change(locked, revision=revision)
    why = require_reason(why, "Say how you know.")
    row = Confirmation.objects.create(case=locked, fact=fact, why=why, confirmed_by=by, confirmed_at=now)
    after = {"case": locked.pk, "fact": fact}
    cause = say_fact_confirmed(fact, Party(locked.capacity), get_case_wordings(locked))
    save_change(locked, row, by=by, now=now, action="fact.confirmed", cause=cause, after=after, reason=why)
    return row


@transaction.atomic
def withdraw(*, by: User, now: dt.datetime, row: CaseFinding | Confirmation, revision: int, why: str) -> None:
    """Take a finding or a confirmation back; it stays on record, with the reason.

    One that is taken back already stays as it is. Raises ReasonNeeded, CaseIsClosed or Stale.
    """
    locked = lock(row.case)
    row.refresh_from_db()
    if row.withdrawn_at:
        return
    refuse_change(locked, revision=revision)
    wordings = get_case_wordings(locked)
    if isinstance(row, CaseFinding):
        action, sentence = "finding.withdrawn", "Say why the finding no longer stands."
        word, cause = {"finding": row.finding}, say_finding_withdrawn(Finding(row.finding), wordings)
    else:
        action, sentence = "fact.unconfirmed", "Say why it is no longer confirmed."
        word, cause = {"fact": row.fact}, say_fact_unconfirmed(Fact(row.fact), Party(locked.capacity), wordings)
    row.withdrawn_by, row.withdrawn_at, row.withdrawn_why = by, now, require_reason(why, sentence)
    row.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_why"])
    before = {"case": locked.pk, **word}
    save_change(locked, row, by=by, now=now, action=action, cause=cause, before=before, reason=row.withdrawn_why)
