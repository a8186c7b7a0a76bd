"""Open a case from an incident, and put on record that one was read."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from audit.services import record
from breaches.causes import CASE_OPENED
from breaches.judged_by import version_in_force
from breaches.models import Case, CaseFinding
from breaches.services.assessments import assess_again
from breaches.services.holding import lock, refuse_closed, refuse_stale, require, settle
from incidents.models import Incident, Involvement
from people.models import Capacity, Person, User
from policies.models import Version
from policies.rules.answer import from_stored
from policies.rules.words import Finding
from policies.stored_packs import find_answering_draft
from web.text import fold


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
