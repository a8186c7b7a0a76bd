"""Open a case, hand it over, write a note on it; and how every service changes a case.

A service that changes a case locks it, returns what is there already where the same was done before, refuses, writes
its row, and saves the change, all in one transaction:

    locked = lock(case)
    if already := locked.findings.filter(finding=finding, withdrawn_at=None).first():
        return already
    refuse_change(locked, revision=revision)
    row = CaseFinding.objects.create(case=locked, ...)
    save_change(locked, row, by=by, now=now, action="finding.established", cause=say_finding_added(finding, wordings))
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from audit.services import record
from breaches.due import find_next_due_on, find_steps_done, has_something_to_decide, update_open_since
from breaches.limits import find_limits
from breaches.models import Case, CaseFinding, Confirmation, Note, StepRecord, StoredAssessment
from breaches.questions import build_questions, write_fact
from breaches.timeline import CASE_OPENED, CAUSE_AT_MOST, describe_changes
from breaches.version import find_pack, find_version_in_force, get_case_wordings, get_day, rests_on_draft
from incidents.access import who_could_see
from incidents.models import Incident, Involvement
from people.models import Person, Role, School, User
from policies.models import Version
from policies.rules.answer import as_stored, from_stored
from policies.rules.assessment import Assessment, Facts
from policies.rules.words import SCOPES, Finding, Party
from policies.stored_packs import assess_stored_version, find_answering_draft, get_pack
from web.submit import Refused, refuse_stale, require_reason
from web.text import fold


class CaseIsClosed(Refused):
    """Nothing but reopening can be done to a closed case."""


def lock(case: Case) -> Case:
    """The case as it is stored now, locked until the transaction ends."""
    cases = Case.objects.select_for_update(of=("self",)).select_related("school", "incident", "subject")
    return cases.get(pk=case.pk)


def refuse_closed(case: Case) -> None:
    """Raises CaseIsClosed for a case that is not open."""
    if not case.is_open:
        raise CaseIsClosed("This case is closed. Reopen it before you change it.")


def refuse_change(locked: Case, *, revision: int) -> None:
    """Raises CaseIsClosed, or Stale where the case has changed since `revision` was read."""
    refuse_closed(locked)
    refuse_stale(locked, revision=revision, noun="case")


def save_change(
    locked: Case, row: models.Model, *, by: User, now: dt.datetime, action: str, cause: str = "", **changes: Any
) -> None:
    """Put a change of a locked case on record, and save the case with its next revision, the day it is next due, and
    since when there is something to decide.

    With a `cause` the policy is asked again first. `changes` are the `before`, `after` and `reason` of the record.
    """
    steps = list(locked.step_records.all())
    if cause:
        stored, answer = _assess_again(by=by, now=now, case=locked, steps=steps, cause=cause)
    else:
        stored = StoredAssessment.objects.filter(case=locked).latest()
        answer = from_stored(stored.answer)
    confirmations = list(locked.confirmations.all())
    record(school=locked.school, by=by, now=now, action=action, row=row, **changes)
    locked.revision += 1
    locked.next_due_on = find_next_due_on(
        is_open=locked.is_open,
        since=locked.open_since,
        steps=answer.steps,
        records=steps,
        limits=find_limits(locked, answer, steps, confirmations).by_step,
    )
    pack = find_pack(locked, pack_sha256=stored.pack_sha256)
    questions = build_questions(answer, confirmations, pack).to_answer
    to_decide = locked.is_open and has_something_to_decide(answer, steps, questions)
    locked.decide_since = (locked.decide_since or timezone.localdate(now)) if to_decide else None
    locked.save()


def latest_answer(case: Case) -> Assessment:
    return from_stored(StoredAssessment.objects.filter(case=case).latest().answer)


def _assess_again(
    *, by: User, now: dt.datetime, case: Case, steps: Sequence[StepRecord], cause: str
) -> tuple[StoredAssessment, Assessment]:
    """Store what the case's version says of the facts as they are, with what has changed since last time.

    Where no version was in force the answer is empty and says so.
    """
    facts = _collect_facts(case, steps, today=timezone.localdate(now))
    answer = assess_stored_version(case.version, facts, school=case.school)
    earlier = StoredAssessment.objects.filter(case=case).first()
    plain = as_stored(answer)
    case.open_since = update_open_since(case.open_since, answer.steps, today=facts.today)
    stored = StoredAssessment.objects.create(
        case=case,
        made_by=by,
        made_at=now,
        cause=cause[:CAUSE_AT_MOST],
        version=case.version,
        pack_sha256=case.version.pack_sha256 if case.version else "",
        facts=plain["facts"],
        answer=plain,
        changed=describe_changes(from_stored(earlier.answer), answer) if earlier else [],
    )
    return stored, answer


def _collect_facts(case: Case, steps: Sequence[StepRecord], *, today: dt.date) -> Facts:
    findings = case.findings.filter(withdrawn_at__isnull=True).order_by().values_list("finding", flat=True)
    yes = case.confirmations.filter(withdrawn_at__isnull=True, answer=Confirmation.Answer.YES).order_by()
    scopes = get_pack(case.version).scopes if case.version else SCOPES
    return Facts(
        policy=case.version.policy.slug if case.version else "",
        on=get_day(case.incident),
        today=today,
        party=Party(case.capacity),
        findings=frozenset(Finding(word) for word in findings),
        confirmed=frozenset(write_fact(fact, scope, scopes) for fact, scope in yes.values_list("fact", "scope")),
        done=find_steps_done(steps, get_case_wordings(case)),
        draft=rests_on_draft(case.version, case.incident),
    )


class NotASubject(Refused):
    """A case is about somebody who is a subject of the incident."""


class NotLogged(Refused):
    """A draft incident has no case yet."""


class NothingFound(Refused):
    """A case opens with at least one finding."""


class DraftNotOffered(Refused):
    """A draft is assessed only where the school has no other version, and only when asked for."""


@transaction.atomic
def open_case(
    *,
    by: User,
    now: dt.datetime,
    incident: Incident,
    subject: Involvement,
    capacity: str,
    findings: Mapping[Finding, str],
    by_the_draft: bool = False,
) -> Case:
    """Open the case of one subject, judged in one capacity; `findings` says for each why it is established.

    The subject's case is returned as it is where there is one already. `by_the_draft` asks by name for
    the draft of a school that has nothing else. Raises NotLogged, NotASubject, NothingFound, ReasonNeeded
    or DraftNotOffered.
    """
    locked = Incident.objects.select_for_update(of=("self",)).select_related("school").get(pk=incident.pk)
    _refuse_subject(locked, subject)
    if already := Case.objects.filter(incident=locked, subject=subject.person_id).first():
        return already
    if not findings:
        raise NothingFound("Choose at least one thing that you have established.", field="findings")
    version = _choose_version(locked, by_the_draft=by_the_draft)
    case = _create_case(by=by, now=now, incident=locked, subject=subject.person, capacity=capacity, version=version)
    for finding, why in findings.items():
        reason = require_reason(why, "Say what establishes each finding.")
        CaseFinding.objects.create(case=case, finding=finding, why=reason, established_by=by, established_at=now)
    pack = {"version": version.pk if version else None, "pack_sha256": version.pack_sha256 if version else ""}
    after = {"capacity": capacity, **pack, "findings": sorted(findings)}
    save_change(case, case, by=by, now=now, action="case.opened", cause=CASE_OPENED, after=after)
    return case


def _refuse_subject(incident: Incident, subject: Involvement) -> None:
    if incident.status != Incident.Status.LOGGED:
        raise NotLogged("Finish logging the incident before you open a case.")
    if subject.incident_id != incident.pk or subject.part != Involvement.Part.SUBJECT:
        raise NotASubject("Choose somebody who did it, or is said to have.", field="subject")


def _choose_version(incident: Incident, *, by_the_draft: bool) -> Version | None:
    if not by_the_draft:
        return find_version_in_force(incident)
    draft = find_answering_draft(incident.school)
    if draft is None:
        raise DraftNotOffered(
            "The school has a policy that is not a draft, so the draft cannot be used.", field="policy"
        )
    return draft


def _create_case(
    *, by: User, now: dt.datetime, incident: Incident, subject: Person, capacity: str, version: Version | None
) -> Case:
    """The incident's own reference is that of its first case; the others have it with -B, -C and so on."""
    earlier = Case.objects.filter(incident=incident).count()
    reference = f"{incident.reference}-{chr(ord('A') + earlier)}" if earlier else incident.reference
    return Case.objects.create(
        school=incident.school,
        incident=incident,
        subject=subject,
        capacity=capacity,
        version=version,
        reference=reference,
        title=incident.title,
        opened_on=timezone.localdate(now),
        opened_by=by,
        opened_at=now,
        owner=by,
        revision=0,
        search_text=fold(reference, incident.title, subject.name, incident.account, incident.facts),
    )


class MayNotSee(Refused):
    """Nobody looks after a case that they may not see."""


def find_possible_owners(case: Case, *, on: dt.date) -> QuerySet[User]:
    """Those at the case's school who may see it on the day, by name."""
    memberships = who_could_see(case.incident_id, on=on)
    return User.objects.filter(pk__in=memberships.values("user"), is_active=True).order_by("name", "pk")


def find_safeguarding_lead(case: Case, *, on: dt.date) -> User | None:
    """Who holds that role at the case's school and may see the case; the first by name where several do."""
    leads = who_could_see(case.incident_id, on=on).with_roles(Role.SAFEGUARDING_LEAD)
    return find_possible_owners(case, on=on).filter(pk__in=leads.values("user")).first()


@transaction.atomic
def hand_over(*, by: User, now: dt.datetime, case: Case, revision: int, to: User) -> Case:
    """Let somebody who may see an open case look after it; nothing changes where they do already.

    Raises CaseIsClosed, Stale or MayNotSee.
    """
    locked = lock(case)
    if locked.owner_id == to.pk:
        return locked
    refuse_change(locked, revision=revision)
    if not Case.objects.visible_to(to, on=timezone.localdate(now)).filter(pk=locked.pk).exists():
        raise MayNotSee("Choose somebody who may see this case.", field="to")
    before, locked.owner = {"owner": locked.owner_id}, to
    save_change(locked, locked, by=by, now=now, action="case.handed_over", before=before, after={"owner": to.pk})
    return locked


@transaction.atomic
def add_note(*, by: User, now: dt.datetime, case: Case, text: str, form_token: uuid.UUID) -> Note:
    """Add a note, to an open case or a closed one; the same form sent twice adds it once. Raises ReasonNeeded.

    A note contradicts nothing, so it is never refused because somebody else changed the case.
    """
    locked = lock(case)
    if already := locked.notes.filter(form_token=form_token).first():
        return already
    text = require_reason(text, "Write the note.", field="text")
    note = Note.objects.create(case=locked, text=text, by=by, at=now, form_token=form_token)
    record(school=locked.school, by=by, now=now, action="note.added", row=note, after={"case": locked.pk})
    return note


@transaction.atomic
def read_case(*, by: User, now: dt.datetime, case: Case) -> None:
    record(school=case.school, by=by, now=now, action="case.read", row=case)


@transaction.atomic
def record_export(*, by: User, now: dt.datetime, school: School, filters: Mapping[str, str]) -> None:
    """Say who took the list of cases away, narrowed by what; words searched for may be names and are left out."""
    record(school=school, by=by, now=now, action="cases.exported", row=school, after=dict(filters))
