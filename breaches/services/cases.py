"""Open a case, ask the policy again, write a note, and hold a case while somebody changes it."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from audit.services import record
from breaches.due import next_due_on, open_since, steps_done
from breaches.models import Case, CaseFinding, Note, StoredAssessment
from breaches.timeline import CASE_OPENED, what_changed
from breaches.version import day_of, judged_as_draft, version_in_force
from incidents.access import who_could_see
from incidents.models import Incident, Involvement
from people.models import Capacity, Person, School, User
from policies.models import Version
from policies.rules.answer import as_stored, from_stored
from policies.rules.assessment import Assessment, Facts
from policies.rules.words import Fact, Finding, Party
from policies.stored_packs import assess_stored_version, find_answering_draft
from web.text import fold


class StaleCase(Exception):
    """Somebody else changed the case since the page was opened."""


class CaseIsClosed(Exception):
    """Nothing but reopening can be done to a closed case."""


class ReasonNeeded(Exception):
    """A departure, a finding or a withdrawal was given without a reason."""


def lock(case: Case) -> Case:
    """The case as it is stored now, held until the transaction ends."""
    held = Case.objects.select_for_update(of=("self",)).select_related("school", "incident", "subject")
    return held.get(pk=case.pk)


def refuse_closed(held: Case) -> None:
    """Raises CaseIsClosed for a case that is not open."""
    if not held.is_open:
        raise CaseIsClosed("This case is closed. Reopen it before you change it.")


def refuse_stale(held: Case, *, revision: int) -> None:
    """Raises StaleCase where the case has changed since `revision` was read."""
    if held.revision != revision:
        raise StaleCase(
            "Somebody changed this case while you were writing. Read what is new, then save yours if it still holds."
        )


def require(reason: str, *, sentence: str) -> str:
    """The reason without its outer spaces. Raises ReasonNeeded with the sentence where there is none."""
    if not reason.strip():
        raise ReasonNeeded(sentence)
    return reason.strip()


def settle(held: Case, *, answer: Assessment | None = None) -> Case:
    """Count one more change of a held case, and set anew the day on which something is next due.

    `answer` is the latest one where it is at hand; else it is read.
    """
    held.revision += 1
    held.next_due_on = _next_due_on(held, answer or latest_answer(held))
    held.save()
    return held


def latest_answer(case: Case) -> Assessment:
    """What the policy last answered, as stored."""
    return from_stored(StoredAssessment.objects.filter(case=case).latest().answer)


def _next_due_on(case: Case, answer: Assessment) -> dt.date | None:
    return next_due_on(
        is_open=case.is_open,
        since=case.open_since,
        steps=answer.steps,
        records=list(case.step_records.all()),
    )


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


class NotASubject(Exception):
    """A case is about somebody who is a subject of the incident."""


class NotLogged(Exception):
    """A draft incident has no case yet."""


class NothingFound(Exception):
    """A case opens with at least one finding."""


class MayNotSee(Exception):
    """Nobody looks after a case that they may not see."""


class DraftNotOffered(Exception):
    """A draft is assessed only where the school has no other version, and only when asked for."""


@transaction.atomic
def open_case(
    *,
    by: User,
    now: dt.datetime,
    incident: Incident,
    subject: Involvement,
    capacity: Capacity,
    findings: Mapping[Finding, str],
    by_the_draft: bool = False,
) -> Case:
    """Open the case of one subject, judged in one capacity; `findings` says for each why it is established.

    The subject's case is returned as it is where there is one already. `by_the_draft` asks by name for
    the draft of a school that has nothing else. Raises NotLogged, NotASubject, NothingFound, ReasonNeeded
    or DraftNotOffered.
    """
    held = Incident.objects.select_for_update(of=("self",)).select_related("school").get(pk=incident.pk)
    if held.status != Incident.Status.LOGGED:
        raise NotLogged("Finish logging the incident before you open a case.")
    if subject.incident_id != held.pk or subject.part != Involvement.Part.SUBJECT:
        raise NotASubject("Choose somebody who did it, or is said to have.")
    if already := Case.objects.filter(incident=held, subject=subject.person).first():
        return already
    if not findings:
        raise NothingFound("Choose at least one thing that you have established.")
    version = _judged_by(held, by_the_draft=by_the_draft)
    case = _create(by=by, now=now, incident=held, subject=subject.person, capacity=capacity, version=version)
    for finding, why in findings.items():
        reason = require(why, sentence="Say what establishes each finding.")
        CaseFinding.objects.create(case=case, finding=finding, why=reason, established_by=by, established_at=now)
    answered = assess_again(by=by, now=now, case=case, cause=CASE_OPENED)
    after = {
        "capacity": capacity,
        "version": version.pk if version else None,
        "pack_sha256": version.pack_sha256 if version else "",
        "findings": sorted(findings),
    }
    record(school=case.school, by=by, now=now, action="case.opened", row=case, after=after)
    return settle(case, answer=from_stored(answered.answer))


@transaction.atomic
def hand_over(*, by: User, now: dt.datetime, case: Case, revision: int, to: User) -> Case:
    """Let somebody who may see an open case look after it; nothing changes where they do already.

    Raises CaseIsClosed, StaleCase or MayNotSee.
    """
    held = lock(case)
    if held.looked_after_by == to:
        return held
    refuse_closed(held)
    refuse_stale(held, revision=revision)
    if not Case.objects.visible_to(to, on=timezone.localdate(now)).filter(pk=held.pk).exists():
        raise MayNotSee("Choose somebody who may see this case.")
    before = {"looked_after_by": held.looked_after_by.pk}
    held.lead = to
    record(
        school=held.school,
        by=by,
        now=now,
        action="case.handed_over",
        row=held,
        before=before,
        after={"looked_after_by": to.pk},
    )
    return settle(held)


@transaction.atomic
def read_case(*, by: User, now: dt.datetime, case: Case) -> None:
    """Put on record that somebody opened the page of a case."""
    record(school=case.school, by=by, now=now, action="case.read", row=case)


def _judged_by(incident: Incident, *, by_the_draft: bool) -> Version | None:
    if not by_the_draft:
        return version_in_force(incident)
    draft = find_answering_draft(incident.school)
    if draft is None:
        raise DraftNotOffered("The school has a policy that is not a draft, so the draft cannot be used.")
    return draft


def _create(
    *, by: User, now: dt.datetime, incident: Incident, subject: Person, capacity: Capacity, version: Version | None
) -> Case:
    reference = _reference(incident)
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
        revision=0,
        search_text=fold(reference, incident.title, subject.name, incident.account, incident.facts),
    )


def _reference(incident: Incident) -> str:
    """The incident's own for its first subject, then with -B, -C and so on."""
    earlier = Case.objects.filter(incident=incident).count()
    return f"{incident.reference}-{chr(ord('A') + earlier)}" if earlier else incident.reference


@transaction.atomic
def add_note(*, by: User, now: dt.datetime, case: Case, text: str, form_token: uuid.UUID) -> Note:
    """Add a note, to an open case or a closed one; the same form sent twice adds it once. Raises ReasonNeeded.

    A note contradicts nothing, so it is never refused because somebody else changed the case.
    """
    held = lock(case)
    if already := held.notes.filter(form_token=form_token).first():
        return already
    words = require(text, sentence="Write the note.")
    note = Note.objects.create(case=held, text=words, by=by, at=now, form_token=form_token)
    record(school=held.school, by=by, now=now, action="note.added", row=note, after={"case": held.pk})
    return note


@transaction.atomic
def record_export(*, by: User, now: dt.datetime, school: School, asked: Mapping[str, str]) -> None:
    """Say who took the list of cases away, narrowed by what; words searched for may be names and are left out."""
    record(school=school, by=by, now=now, action="cases.exported", row=school, after=dict(asked))


def who_may_lead(case: Case, *, on: dt.date) -> list[User]:
    """Those at the case's school who may see it on the day, by name."""
    leads = who_could_see(case.incident_id, on=on).values("user")
    return list(User.objects.filter(pk__in=leads, is_active=True).order_by("name", "pk"))
