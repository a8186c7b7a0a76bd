"""Ask the policy again, and store what it answered."""

import datetime as dt

from django.utils import timezone

from breaches.changes import what_changed
from breaches.due import open_since, steps_done
from breaches.judged_by import day_of, judged_as_draft
from breaches.models import Case, StoredAssessment
from people.models import User
from policies.rules.answer import as_stored, from_stored
from policies.rules.assessment import Facts
from policies.rules.words import Fact, Finding, Party
from policies.stored_packs import assess_stored_version


def assess_again(*, by: User, now: dt.datetime, case: Case, cause: str) -> StoredAssessment:
    """Store what the case's version says of the facts as they stand, with what has changed since last time.

    Called inside the transaction of the change that is its `cause`, which then settles the case.
    Where no version was in force the answer is empty and says so.
    """
    facts = _facts_of(case, today=timezone.localdate(now))
    answer = assess_stored_version(case.version, facts, school=case.school)
    earlier = StoredAssessment.objects.filter(case=case).first()
    stored = as_stored(answer)
    case.open_since = open_since(case.open_since, answer.steps, today=facts.today)
    return StoredAssessment.objects.create(
        case=case,
        made_by=by,
        made_at=now,
        cause=cause[:200],
        version=case.version,
        pack_sha256=case.version.pack_sha256 if case.version else "",
        facts=stored["facts"],
        answer=stored,
        changed=what_changed(from_stored(earlier.answer), answer) if earlier else [],
    )


def _facts_of(case: Case, *, today: dt.date) -> Facts:
    findings = case.findings.filter(withdrawn_at__isnull=True).values_list("finding", flat=True)
    confirmed = case.confirmations.filter(withdrawn_at__isnull=True).values_list("fact", flat=True)
    return Facts(
        policy=case.version.policy.slug if case.version else "",
        on=day_of(case.incident),
        today=today,
        party=Party(case.capacity),
        findings=frozenset(Finding(word) for word in findings),
        confirmed=frozenset(Fact(word) for word in confirmed),
        done=steps_done(case.step_records.all()),
        draft=judged_as_draft(case.version, case.incident),
    )
