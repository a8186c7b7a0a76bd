"""Drafts: started, filled in page by page, thrown away without being deleted."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.services import record
from incidents.days import FaultyDays, faults_in_days
from incidents.models import Incident, IncidentFinding
from incidents.pages import FIELDS, Page
from people.models import School, User
from policies.rules.words import Finding

# The record is kept for ever, and what somebody wrote stays out of it: of other fields it says that they changed.
RECORDED = frozenset({"happened_on", "happened_at_time", "known_on", "platform", "audience"})


class NotADraft(Exception):
    """Something was about to be changed that is a draft no longer."""

    def __init__(self) -> None:
        super().__init__("This incident is not a draft any more, so its pages cannot be changed.")


class StaleDraft(Exception):
    """The draft was changed in another window since the form was opened."""

    def __init__(self) -> None:
        super().__init__("This draft was changed in another window after you opened this page. Nothing is lost.")


class ReasonMissing(Exception):
    """A finding that only its writer can explain came without an explanation."""

    def __init__(self) -> None:
        super().__init__("Say what the other breach is and why you find it.")


@transaction.atomic
def start_draft(*, by: User, now: dt.datetime, school: School) -> Incident:
    """Start a draft of one's own; one that was started and never touched is used again."""
    untouched = Incident.objects.select_for_update().at_school(school).drafts_of(by).filter(revision=1).first()
    if untouched:
        return untouched
    draft = Incident.objects.create(school=school, started_by=by, started_at=now)
    record(school=school, by=by, now=now, action="incident.started", row=draft)
    return draft


@transaction.atomic
def save_page(
    *, by: User, now: dt.datetime, incident: Incident, revision: int, page: Page, values: Mapping[str, Any]
) -> Incident:
    """Keep one page of a draft as it was filled in; `values` may hold the fields of that page (see pages.FIELDS).

    Raises NotADraft, StaleDraft, or FaultyDays.
    """
    draft = locked_draft(incident, revision=revision)
    changed = [field for field in FIELDS[page] if field in values and getattr(draft, field) != values[field]]
    before = {field: getattr(draft, field) for field in changed if field in RECORDED}
    for field in changed:
        setattr(draft, field, values[field])
    faults = faults_in_days(
        happened_on=draft.happened_on,
        at_time=draft.happened_at_time,
        known_on=draft.known_on,
        now=timezone.localtime(now),
    )
    if faults:
        raise FaultyDays(faults)
    if changed:
        after = {field: getattr(draft, field) for field in before} | {"fields": changed}
        draft.save(update_fields=changed)
        changed_draft(draft)
        record(school=draft.school, by=by, now=now, action="incident.saved", row=draft, before=before, after=after)
    return draft


@transaction.atomic
def set_findings(
    *, by: User, now: dt.datetime, incident: Incident, revision: int, findings: Mapping[Finding, str]
) -> Incident:
    """Make these the findings of a draft, each with its reason, which only `other_breach` must have.

    Raises NotADraft, StaleDraft, or ReasonMissing.
    """
    if not findings.get(Finding.OTHER_BREACH, "given").strip():
        raise ReasonMissing
    draft = locked_draft(incident, revision=revision)
    kept = {one.finding: one.reason for one in draft.findings.all()}
    wanted = {finding.value: reason for finding, reason in findings.items()}
    if kept == wanted:
        return draft
    draft.findings.exclude(finding__in=wanted).delete()
    for finding, reason in wanted.items():
        IncidentFinding.objects.update_or_create(incident=draft, finding=finding, defaults={"reason": reason})
    changed_draft(draft)
    record(
        school=draft.school,
        by=by,
        now=now,
        action="incident.findings_set",
        row=draft,
        before={"findings": sorted(kept)},
        after={"findings": sorted(wanted)},
    )
    return draft


@transaction.atomic
def discard_draft(*, by: User, now: dt.datetime, incident: Incident) -> Incident:
    """Put a draft away for good. Its rows and its evidence stay; nobody is shown them. Raises NotADraft."""
    draft = locked_draft(incident)
    draft.status = Incident.Status.DISCARDED
    draft.save(update_fields=["status"])
    record(school=draft.school, by=by, now=now, action="incident.discarded", row=draft)
    return draft


def locked_draft(incident: Incident, *, revision: int | None = None) -> Incident:
    """The draft as it is stored now, held until the transaction ends. Raises NotADraft or StaleDraft."""
    draft = Incident.objects.select_for_update().get(pk=incident.pk)
    if draft.status != Incident.Status.DRAFT:
        raise NotADraft
    if revision is not None and draft.revision != revision:
        raise StaleDraft
    return draft


def changed_draft(draft: Incident) -> None:
    """Count one more change to a draft, so that forms opened before it are known to be stale."""
    draft.revision += 1
    draft.save(update_fields=["revision"])
