"""Establish a finding, or take it back: the policy is asked again each time."""

import datetime as dt

from django.db import transaction

from breaches.models import Case, CaseFinding
from breaches.services.cases import lock, refuse_change, save_change
from breaches.timeline import say_finding_added, say_finding_withdrawn
from breaches.version import get_case_wordings
from people.models import User
from policies.rules.words import Finding
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
def withdraw(*, by: User, now: dt.datetime, row: CaseFinding, revision: int, why: str) -> None:
    """Take a finding back; it stays on record, with the reason.

    One that is taken back already stays as it is. Raises ReasonNeeded, CaseIsClosed or Stale.
    """
    locked = lock(row.case)
    row.refresh_from_db()
    if row.withdrawn_at:
        return
    refuse_change(locked, revision=revision)
    why = require_reason(why, "Say why the finding no longer stands.")
    row.withdrawn_by, row.withdrawn_at, row.withdrawn_why = by, now, why
    row.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_why"])
    before = {"case": locked.pk, "finding": row.finding}
    cause = say_finding_withdrawn(Finding(row.finding), get_case_wordings(locked))
    save_change(
        locked, row, by=by, now=now, action="finding.withdrawn", cause=cause, before=before, reason=row.withdrawn_why
    )
