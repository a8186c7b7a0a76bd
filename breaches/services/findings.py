"""Establish a finding or confirm a fact, take either back, and have the ladder assessed again."""

import datetime as dt

from django.db import transaction

from audit.services import record
from breaches.models import Case, CaseFinding, Confirmation
from breaches.services.cases import assess_again, lock, refuse_closed, refuse_stale, require, settle
from breaches.timeline import fact_confirmed, fact_unconfirmed, finding_added, finding_withdrawn
from people.models import User
from policies.rules.words import Fact, Finding, Party


@transaction.atomic
def establish(*, by: User, now: dt.datetime, case: Case, revision: int, finding: Finding, why: str) -> CaseFinding:
    """Record that a person has established a finding, and ask the policy again.

    A finding that stands already is returned as it is. Raises ReasonNeeded, CaseIsClosed or StaleCase.
    """
    held = lock(case)
    if standing := held.findings.filter(finding=finding, withdrawn_at__isnull=True).first():
        return standing
    refuse_closed(held)
    refuse_stale(held, revision=revision)
    reason = require(why, sentence="Say what establishes it.")
    row = CaseFinding.objects.create(case=held, finding=finding, why=reason, established_by=by, established_at=now)
    assess_again(by=by, now=now, case=held, cause=finding_added(finding))
    after = {"case": held.pk, "finding": finding}
    record(school=held.school, by=by, now=now, action="finding.established", row=row, after=after, reason=reason)
    settle(held)
    return row


@transaction.atomic
def withdraw_finding(*, by: User, now: dt.datetime, finding: CaseFinding, revision: int, why: str) -> CaseFinding:
    """Take a finding back, with a reason; it stays on record, and the policy is asked again.

    One that is withdrawn already is returned as it is. Raises ReasonNeeded, CaseIsClosed or StaleCase.
    """
    held = lock(finding.case)
    row = CaseFinding.objects.get(pk=finding.pk)
    if row.withdrawn_at:
        return row
    refuse_closed(held)
    refuse_stale(held, revision=revision)
    row.withdrawn_why = require(why, sentence="Say why the finding no longer stands.")
    row.withdrawn_by, row.withdrawn_at = by, now
    row.save(update_fields=["withdrawn_why", "withdrawn_by", "withdrawn_at"])
    assess_again(by=by, now=now, case=held, cause=finding_withdrawn(Finding(row.finding)))
    before = {"case": held.pk, "finding": row.finding}
    record(
        school=held.school,
        by=by,
        now=now,
        action="finding.withdrawn",
        row=row,
        before=before,
        reason=row.withdrawn_why,
    )
    settle(held)
    return row


@transaction.atomic
def confirm(*, by: User, now: dt.datetime, case: Case, revision: int, fact: Fact, why: str) -> Confirmation:
    """Record that a person has confirmed a fact, and ask the policy again.

    A fact confirmed already is returned as it is. Raises ReasonNeeded, CaseIsClosed or StaleCase.
    """
    held = lock(case)
    if standing := held.confirmations.filter(fact=fact, withdrawn_at__isnull=True).first():
        return standing
    refuse_closed(held)
    refuse_stale(held, revision=revision)
    reason = require(why, sentence="Say how you know.")
    row = Confirmation.objects.create(case=held, fact=fact, why=reason, confirmed_by=by, confirmed_at=now)
    assess_again(by=by, now=now, case=held, cause=fact_confirmed(fact, Party(held.capacity)))
    after = {"case": held.pk, "fact": fact}
    record(school=held.school, by=by, now=now, action="fact.confirmed", row=row, after=after, reason=reason)
    settle(held)
    return row


@transaction.atomic
def unconfirm(*, by: User, now: dt.datetime, confirmation: Confirmation, revision: int, why: str) -> Confirmation:
    """Take a confirmation back, with a reason; it stays on record, and the policy is asked again.

    One that is taken back already is returned as it is. Raises ReasonNeeded, CaseIsClosed or StaleCase.
    """
    held = lock(confirmation.case)
    row = Confirmation.objects.get(pk=confirmation.pk)
    if row.withdrawn_at:
        return row
    refuse_closed(held)
    refuse_stale(held, revision=revision)
    row.withdrawn_why = require(why, sentence="Say why it is no longer confirmed.")
    row.withdrawn_by, row.withdrawn_at = by, now
    row.save(update_fields=["withdrawn_why", "withdrawn_by", "withdrawn_at"])
    assess_again(by=by, now=now, case=held, cause=fact_unconfirmed(Fact(row.fact), Party(held.capacity)))
    before = {"case": held.pk, "fact": row.fact}
    record(
        school=held.school, by=by, now=now, action="fact.unconfirmed", row=row, before=before, reason=row.withdrawn_why
    )
    settle(held)
    return row
