"""From a draft to an incident that is logged: its pages, people and findings; reading it, stepping back from it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.services import record
from incidents.access import chair_may_log, who_could_see
from incidents.journey import FIELDS, MissingAnswer, Page, find_missing
from incidents.models import Incident, IncidentFinding, Involvement, Recusal, ReferenceCounter
from people.models import Person, School, User
from people.services import add_person
from policies.rules.words import Finding
from web.services import save_revision
from web.submit import Refused, refuse_stale, require_reason

# The record is kept for ever, and what somebody wrote stays out of it: of other fields it says that they changed.
RECORDED = frozenset({"happened_on", "happened_at_time", "known_on", "platform", "audience"})


class NotADraft(Refused):
    def __init__(self) -> None:
        super().__init__("This incident is not a draft any more, so its pages cannot be changed.")


class FaultyDays(Refused):
    """The days of an incident contradict each other or the calendar; `faults` gives a sentence for each field."""

    def __init__(self, faults: dict[str, str]) -> None:
        self.faults = faults
        super().__init__(" ".join(faults.values()), field=next(iter(faults)))


class NameTaken(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"The register already has somebody called {name}. Go back and choose them, "
            "or say below that this is a different person.",
            field="name",
        )


class PersonOfAnotherSchool(Refused):
    def __init__(self) -> None:
        super().__init__("Choose somebody from the register of this school.", field="person")


class NotWhole(Refused):
    """The draft lacks something; `missing` says what, page by page."""

    def __init__(self, missing: list[MissingAnswer]) -> None:
        self.missing = missing
        super().__init__(" ".join(answer.sentence for answer in missing))


class ChairLogsOthers(Refused):
    def __init__(self) -> None:
        super().__init__(
            "A Chair of governors logs an incident only where the Headteacher did it, or is said to have. "
            "Ask the Headteacher, a Deputy or the safeguarding lead to log this one."
        )


class NobodyCouldSeeIt(Refused):
    def __init__(self) -> None:
        super().__init__(
            "Nobody at your school could take this on: everybody whose role allows it takes part in it, is related to "
            "the person who did it, or has stepped back. Ask your Administrator to give somebody who is not involved "
            "the role first: Chair of governors where it is about the Headteacher, otherwise Deputy Headteacher or "
            "safeguarding lead."
        )


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
    """Keep one page of a draft as it was filled in; `values` may hold the fields of that page (see FIELDS).

    Raises NotADraft, Stale, or FaultyDays.
    """
    draft = lock_draft(incident, revision=revision)
    changed = [field for field in FIELDS[page] if field in values and getattr(draft, field) != values[field]]
    before = {field: getattr(draft, field) for field in changed if field in RECORDED}
    for field in changed:
        setattr(draft, field, values[field])
    _refuse_faulty_days(draft, now=now)
    if changed:
        after = {field: getattr(draft, field) for field in before} | {"fields": changed}
        save_revision(draft)
        record(school=draft.school, by=by, now=now, action="incident.saved", row=draft, before=before, after=after)
    return draft


def find_faulty_days(
    *, happened_on: dt.date | None, at_time: dt.time | None, known_on: dt.date | None, now: dt.datetime
) -> dict[str, str]:
    """One sentence for each field at fault, by the field's name; empty where all is well.

    `now` is the local time of the school. A day not given yet is not at fault.
    """
    today = now.date()
    faults = {}
    if happened_on and happened_on > today:
        faults["happened_on"] = "The day it happened must be today or in the past."
    elif happened_on == today and at_time and at_time > now.time():
        faults["happened_at_time"] = "The time it happened must be in the past."
    if known_on and known_on > today:
        faults["known_on"] = "The day the school knew must be today or in the past."
    elif known_on and happened_on and known_on < happened_on <= today:
        faults["known_on"] = "The day the school knew must be on or after the day it happened."
    return faults


def _refuse_faulty_days(draft: Incident, *, now: dt.datetime) -> None:
    faults = find_faulty_days(
        happened_on=draft.happened_on,
        at_time=draft.happened_at_time,
        known_on=draft.known_on,
        now=timezone.localtime(now),
    )
    if faults:
        raise FaultyDays(faults)


@transaction.atomic
def set_findings(
    *, by: User, now: dt.datetime, incident: Incident, revision: int, findings: Mapping[Finding, str]
) -> Incident:
    """Make these the findings of a draft, each with its reason, which only `other_breach` must have.

    Raises NotADraft, Stale, or ReasonNeeded.
    """
    if Finding.OTHER_BREACH in findings:
        sentence = "Say what the other breach is and why you find it."
        require_reason(findings[Finding.OTHER_BREACH], sentence, field="other_reason")
    draft = lock_draft(incident, revision=revision)
    before = {row.finding: row.reason for row in draft.findings.all()}
    after = {finding.value: reason for finding, reason in findings.items()}
    if before == after:
        return draft
    draft.findings.exclude(finding__in=after).delete()
    for finding, reason in after.items():
        IncidentFinding.objects.update_or_create(incident=draft, finding=finding, defaults={"reason": reason})
    save_revision(draft)
    record(
        school=draft.school,
        by=by,
        now=now,
        action="incident.findings_set",
        row=draft,
        before={"findings": sorted(before)},
        after={"findings": sorted(after)},
    )
    return draft


@transaction.atomic
def add_involvement(
    *,
    by: User,
    now: dt.datetime,
    incident: Incident,
    person: Person,
    part: Involvement.Part,
    capacity: str,
) -> Involvement:
    """Give somebody of the register their one part in a draft; doing so twice over changes nothing.

    Raises NotADraft, PersonOfAnotherSchool, or Refused where they have another part or capacity.
    """
    draft = lock_draft(incident)
    if person.school_id != draft.school_id:
        raise PersonOfAnotherSchool
    there = draft.involvements.select_related("person").filter(person=person).first()
    if there is None:
        return _involve(by=by, now=now, draft=draft, person=person, part=part, capacity=capacity)
    if (there.part, there.capacity) != (part, capacity):
        raise Refused(
            f"{there.person} is already in this incident ({there.get_part_display().lower()}). "
            "Take them out first to change that.",
            field="person",
        )
    return there


@transaction.atomic
def add_involvement_of_new_person(
    *,
    by: User,
    now: dt.datetime,
    incident: Incident,
    name: str,
    title: str,
    part: Involvement.Part,
    capacity: str,
    another_of_this_name: bool = False,
) -> Involvement:
    """Add somebody to the register and give them their part in a draft; `title` is of their capacity, or empty.

    A double click adds them once. Raises NotADraft, or NameTaken unless `another_of_this_name`.
    """
    draft = lock_draft(incident)
    namesakes = Person.objects.filter(school=draft.school).called(name)
    same = draft.involvements.filter(person__in=namesakes, part=part, capacity=capacity).first()
    if same and not another_of_this_name:
        return same
    if not another_of_this_name and namesakes.exists():
        raise NameTaken(name)
    person = add_person(by=by, now=now, school=draft.school, name=name, capacities={capacity: title})
    return _involve(by=by, now=now, draft=draft, person=person, part=part, capacity=capacity)


@transaction.atomic
def remove_involvement(*, by: User, now: dt.datetime, involvement: Involvement) -> None:
    """Take somebody out of a draft. They stay in the register. Raises NotADraft."""
    draft = lock_draft(involvement.incident)
    before = {"person": involvement.person_id, "part": involvement.part, "capacity": involvement.capacity}
    involvement.delete()
    save_revision(draft)
    record(school=draft.school, by=by, now=now, action="incident.person_removed", row=draft, before=before)


def _involve(
    *, by: User, now: dt.datetime, draft: Incident, person: Person, part: Involvement.Part, capacity: str
) -> Involvement:
    involvement = Involvement.objects.create(incident=draft, person=person, part=part, capacity=capacity)
    save_revision(draft)
    after = {"person": person.pk, "part": part, "capacity": capacity}
    record(school=draft.school, by=by, now=now, action="incident.person_added", row=draft, after=after)
    return involvement


@transaction.atomic
def discard_draft(*, by: User, now: dt.datetime, incident: Incident) -> Incident:
    """Put a draft away for good. Its rows and its evidence stay; nobody is shown them. Raises NotADraft."""
    draft = lock_draft(incident)
    draft.status = Incident.Status.DISCARDED
    draft.save(update_fields=["status"])
    record(school=draft.school, by=by, now=now, action="incident.discarded", row=draft)
    return draft


@transaction.atomic
def log_incident(*, by: User, now: dt.datetime, incident: Incident, revision: int) -> Incident:
    """Give a whole draft its reference; an incident they logged already is answered as it is.

    `revision` is that of the answers which were checked. The reference counts up for each school and year,
    the year being the one it is logged in. Raises NotADraft, Stale, NotWhole, FaultyDays,
    ChairLogsOthers, or NobodyCouldSeeIt.
    """
    draft = Incident.objects.select_for_update().select_related("school").get(pk=incident.pk)
    if draft.status == Incident.Status.LOGGED and draft.logged_by_id == by.pk:
        return draft
    if draft.status != Incident.Status.DRAFT:
        raise NotADraft
    refuse_stale(draft, revision=revision, noun="draft")
    _refuse_unless_ready(draft, by=by, now=now)
    reference = _next_reference(draft.school, year=timezone.localdate(now).year)
    save_revision(draft, status=Incident.Status.LOGGED, reference=reference, logged_by=by, logged_at=now)
    record(
        school=draft.school,
        by=by,
        now=now,
        action="incident.logged",
        row=draft,
        after={"reference": draft.reference, "happened_on": draft.happened_on, "known_on": draft.known_on},
    )
    return draft


def _refuse_unless_ready(draft: Incident, *, by: User, now: dt.datetime) -> None:
    """Raise what stands in the way of logging this draft, if anything does."""
    missing = find_missing(draft)
    if missing:
        raise NotWhole(missing)
    _refuse_faulty_days(draft, now=now)
    today = timezone.localdate(now)
    if not chair_may_log(draft, by=by, on=today):
        raise ChairLogsOthers
    if not who_could_see(draft.pk, on=today).exists():
        raise NobodyCouldSeeIt


def _next_reference(school: School, *, year: int) -> str:
    """The school's next reference of the year, such as CP-2026-0007, given to nobody else."""
    ReferenceCounter.objects.get_or_create(school=school, year=year)
    counter = ReferenceCounter.objects.select_for_update().get(school=school, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{school.reference_prefix}-{year}-{counter.last:04d}"


@transaction.atomic
def read_incident(*, by: User, now: dt.datetime, incident: Incident) -> None:
    record(school=incident.school, by=by, now=now, action="incident.read", row=incident)


@transaction.atomic
def step_back(*, by: User, now: dt.datetime, incident: Incident, why: str) -> Recusal:
    """Step back from a logged incident for good; from now on it does not exist for this user.

    Raises ReasonNeeded, or NobodyCouldSeeIt where nobody else could take it on.
    """
    why = require_reason(why, "Say why you are stepping back.")
    # Two who step back at once must not leave it to each other.
    locked = Incident.objects.select_for_update().logged().get(pk=incident.pk)
    if not who_could_see(locked.pk, on=timezone.localdate(now)).exclude(user=by).exists():
        raise NobodyCouldSeeIt
    recusal, is_new = Recusal.objects.get_or_create(incident=locked, user=by, defaults={"why": why, "at": now})
    if is_new:
        record(school=locked.school, by=by, now=now, action="incident.stepped_back", row=locked, reason=why)
    return recusal


def lock_draft(incident: Incident, *, revision: int | None = None) -> Incident:
    """The draft as it is stored now, held until the transaction ends. Raises NotADraft or Stale."""
    draft = Incident.objects.select_for_update().get(pk=incident.pk)
    if draft.status != Incident.Status.DRAFT:
        raise NotADraft
    if revision is not None:
        refuse_stale(draft, revision=revision, noun="draft")
    return draft
