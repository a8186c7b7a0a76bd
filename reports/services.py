"""What can be done with a staff report: make it, add to it, read it, answer it, start an incident from it."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from audit.services import record
from incidents.journey import Page
from incidents.models import Incident, Involvement
from incidents.services.drafts import add_involvement, save_page, set_findings, start_draft
from people.models import Capacity, Membership, Person, Role, School, User
from policies.rules.answer import as_stored
from policies.rules.words import Finding, Party, Step
from reports.concerns.services import note_self_report
from reports.models import ReportAddition, StaffReport
from reports.policy_answer import (
    Kind,
    Question,
    ReportInput,
    Who,
    ask,
    asks_to_tell_at_once,
    choose_question,
    load_answer,
    load_open_steps,
    was_in_touch,
    who_may_read,
)
from web.dates import day_in_words


class ReportRefused(Exception):
    """A report, or something said of it, cannot be kept as it is."""


class NobodyCouldRead(ReportRefused):
    """Everybody who could read the report is the one concerned, or there is nobody."""

    def __init__(self) -> None:
        super().__init__(
            "Nobody at your school could read this report in Rung, so it is not sent. Tell somebody you trust in "
            "person: the safeguarding lead, the Chair of governors or the local authority. Your Administrator can "
            "give somebody who is not involved the role that reads it: Chair of governors where it is about the "
            "Headteacher, otherwise Deputy Headteacher or safeguarding lead. What you wrote is still below."
        )


class DayToCome(ReportRefused):
    """The day it happened has not come yet."""

    def __init__(self) -> None:
        super().__init__("The day it happened must be today or in the past.")


class PersonOfAnotherSchool(ReportRefused):
    """Somebody was chosen from the register of another school."""

    def __init__(self) -> None:
        super().__init__("Choose somebody from the register of this school.")


class NothingSaid(ReportRefused):
    """An addition, or the line the writer will read, is empty."""


class StaleReport(ReportRefused):
    """Something was added to the report, or said of it, since the form was opened."""

    def __init__(self) -> None:
        super().__init__("This report changed after you opened this page. Read what is new, then save again.")


class AnotherIncident(ReportRefused):
    """An incident was begun or logged from this report already."""

    def __init__(self) -> None:
        super().__init__("An incident was begun from this report already.")


@transaction.atomic
def report(
    *, by: User, now: dt.datetime, school: School, party: Party, report_input: ReportInput, form_token: uuid.UUID
) -> StaffReport:
    """Keep a report with what the policy of its day says of it; the same form sent twice is kept once.

    What somebody tells of their own contact also stands, neutrally, in the register of low-level concerns.
    Raises DayToCome, PersonOfAnotherSchool, or NobodyCouldRead.
    """
    today = timezone.localdate(now)
    if already := StaffReport.objects.written_by(by).at_school(school).filter(form_token=form_token).first():
        return already
    _refuse_if_faulty(report_input, school=school, today=today)
    by_headteacher = _leads(by, school, on=today)
    about_headteacher = (
        by_headteacher or report_input.about_headteacher or _is_headteacher(report_input.person, on=today)
    )
    kept, is_new = StaffReport.objects.get_or_create(
        school=school,
        reported_by=by,
        form_token=form_token,
        defaults={
            "reported_at": now,
            "about_headteacher": about_headteacher,
            **_as_told(report_input),
            **_as_answered(choose_question(report_input), report_input, school=school, party=party, today=today),
        },
    )
    if not is_new:
        return kept
    if not who_may_read(kept, on=today):
        raise NobodyCouldRead
    record(
        school=school,
        by=by,
        now=now,
        action="report.made",
        row=kept,
        after={"kind": kept.kind, "at_once": kept.at_once, "version": kept.version_id},
    )
    # An entry about the writer would give a report about the Headteacher away to the Headteacher.
    if party == Party.STAFF and (by_headteacher or not about_headteacher):
        note_self_report(by=by, now=now, report=kept)
    return kept


@transaction.atomic
def add_to_report(
    *, by: User, now: dt.datetime, report: StaffReport, words: str, form_token: uuid.UUID
) -> ReportAddition:
    """Add something to one's own report; the same form sent twice adds it once. Raises NothingSaid."""
    if not words.strip():
        raise NothingSaid("Write what you want to add.")
    held = StaffReport.objects.select_for_update().written_by(by).get(pk=report.pk)
    if already := held.additions.filter(form_token=form_token).first():
        return already
    added = ReportAddition.objects.create(report=held, words=words, at=now, form_token=form_token)
    _changed(held)
    record(school=held.school, by=by, now=now, action="report.added_to", row=held, after={"addition": added.pk})
    return added


@transaction.atomic
def read_report(*, by: User, now: dt.datetime, report: StaffReport) -> StaffReport:
    """Put on record that somebody who leads on the report opened it; the first opening is what its writer sees."""
    held = StaffReport.objects.select_for_update().get(pk=report.pk)
    if held.read_at is None:
        held.read_at, held.read_by = now, by
        held.save(update_fields=["read_at", "read_by"])
    held.additions.filter(read_at__isnull=True).update(read_at=now)
    record(school=held.school, by=by, now=now, action="report.read", row=held)
    return held


@transaction.atomic
def say_outcome(
    *, by: User, now: dt.datetime, report: StaffReport, revision: int, outcome: StaffReport.Outcome, line: str
) -> StaffReport:
    """Say what became of a report, in one line that its writer will read. Raises NothingSaid or StaleReport."""
    if not line.strip():
        raise NothingSaid("Write the line that the person who reported this will read.")
    held = StaffReport.objects.select_for_update().get(pk=report.pk)
    if (held.outcome, held.outcome_line, held.outcome_by_id) == (outcome, line, by.pk):
        return held
    if held.revision != revision:
        raise StaleReport
    before, after = {"outcome": held.outcome}, {"outcome": outcome}
    held.outcome, held.outcome_line, held.outcome_at, held.outcome_by = outcome, line, now, by
    held.save(update_fields=["outcome", "outcome_line", "outcome_at", "outcome_by"])
    _changed(held)
    record(
        school=held.school,
        by=by,
        now=now,
        action="report.answered",
        row=held,
        before=before,
        after=after,
    )
    return held


@transaction.atomic
def link_incident(*, by: User, now: dt.datetime, report: StaffReport, incident: Incident) -> StaffReport:
    """Say that an incident was begun from a report; a discarded draft gives way. Raises AnotherIncident."""
    held = StaffReport.objects.select_for_update().get(pk=report.pk)
    if held.incident_id == incident.pk:
        return held
    begun = held.incident
    if incident.school_id != held.school_id or (begun and begun.status != Incident.Status.DISCARDED):
        raise AnotherIncident
    held.incident = incident
    held.save(update_fields=["incident"])
    record(school=held.school, by=by, now=now, action="report.linked", row=held, after={"incident": incident.pk})
    return held


def _refuse_if_faulty(report_input: ReportInput, *, school: School, today: dt.date) -> None:
    if report_input.happened_on and report_input.happened_on > today:
        raise DayToCome
    if report_input.person and report_input.person.school_id != school.pk:
        raise PersonOfAnotherSchool


def _leads(user: User, school: School, *, on: dt.date) -> bool:
    """Whether the user is the school's Headteacher, whatever role they act in."""
    return Membership.objects.held_by(user, on=on).with_roles(Role.HEADTEACHER).filter(school=school).exists()


def _is_headteacher(person: Person | None, *, on: dt.date) -> bool:
    return person is not None and Person.objects.headteachers(on=on).filter(pk=person.pk).exists()


def _as_told(report_input: ReportInput) -> dict[str, object]:
    """The columns that hold what was told."""
    columns = (
        "kind", "who", "age", "person", "described", "tie", "way", "response", "happened_on", "platform",
        "platform_name", "words",
    )  # fmt: skip
    return {column: getattr(report_input, column) for column in columns}


def _as_answered(
    question: Question | None, report_input: ReportInput, *, school: School, party: Party, today: dt.date
) -> dict[str, object]:
    """The columns that hold what the policy said; none where it is not asked."""
    if question is None:
        return {}
    answered = ask(
        question,
        school=school,
        party=party,
        on=report_input.happened_on or today,
        today=today,
        draft=report_input.ask_draft,
    )
    return {
        "version": answered.version,
        "answer": as_stored(answered.assessment),
        "at_once": asks_to_tell_at_once(question, answered.assessment),
    }


def _changed(held: StaffReport) -> None:
    """Count one more change, so that forms opened before it are known to be stale."""
    held.revision += 1
    held.save(update_fields=["revision"])


CAPACITY_OF_WHO: dict[str, Capacity] = {
    Who.PUPIL: Capacity.PUPIL,
    Who.PARENT: Capacity.PARENT,
    Who.COLLEAGUE: Capacity.STAFF,
}
# Kinds that tell of the writer's own contact, so that an incident is about the writer.
OWN_CONTACT = frozenset({Kind.FRIEND_REQUEST, Kind.EXCEPTIONAL_CONTACT, Kind.CLOSURE_CONTACT})


def may_become_incident(report: StaffReport) -> bool:
    """Whether an incident is worth offering: not for a prior relationship, nor where nothing was asked or done.

    A request merely received is no fault of its writer. It becomes an incident only where the policy has the
    parents told, as that letter is written from a case.
    """
    if report.kind == Kind.PRIOR_RELATIONSHIP:
        return False
    if report.kind == Kind.FRIEND_REQUEST:
        return was_in_touch(report) or has_parents_told(report)
    return True


def has_parents_told(report: StaffReport) -> bool:
    """Whether the policy has the child's parents told of this."""
    return any(one.step == Step.NOTIFY_PARENTS for one in load_open_steps(report))


@transaction.atomic
def start_incident(*, by: User, now: dt.datetime, report: StaffReport) -> Incident:
    """Begin a draft from a report, once: who pressed the button goes on to the draft they have begun already.

    Nothing is logged and no case is opened. Raises AnotherIncident where somebody else began one.
    """
    held = StaffReport.objects.select_for_update().get(pk=report.pk)
    begun = held.incident
    if begun and begun.status == Incident.Status.DRAFT and begun.started_by_id == by.pk:
        return begun
    draft = start_draft(by=by, now=now, school=held.school)
    for page, values in _pages(held).items():
        draft = save_page(by=by, now=now, incident=draft, revision=draft.revision, page=page, values=values)
    for person, part, capacity in _parts(held):
        add_involvement(by=by, now=now, incident=draft, person=person, part=part, capacity=capacity)
    draft.refresh_from_db()
    if findings := _findings(held):
        draft = set_findings(by=by, now=now, incident=draft, revision=draft.revision, findings=findings)
    link_incident(by=by, now=now, report=held, incident=draft)
    return draft


def _pages(report: StaffReport) -> dict[Page, dict[str, object]]:
    """What the report fills in, page by page."""
    between_two = report.kind in OWN_CONTACT and report.platform != Incident.Platform.NOT_ONLINE
    return {
        Page.WHEN: {"happened_on": report.happened_on, "known_on": timezone.localdate(report.reported_at)},
        Page.WHERE: {
            "platform": report.platform,
            "platform_name": report.platform_name,
            "audience": Incident.Audience.PRIVATE if between_two else "",
        },
        Page.WHAT: {"title": _title(report), "facts": _facts(report)},
    }


def _title(report: StaffReport) -> str:
    """A title without names."""
    if report.kind in OWN_CONTACT and report.who:
        who = report.get_who_display().lower()
        return f"In touch with {who}" if was_in_touch(report) else f"A friend request or message from {who}"
    return report.get_kind_display()


def _facts(report: StaffReport) -> str:
    """What was told, in the writer's own words where there are any."""
    day = day_in_words(timezone.localdate(report.reported_at))
    answers = ". ".join([one for one in (report.get_way_display(), report.get_response_display()) if one])
    lines = [
        f"Told to the school in a report of {day}.",
        f"Who it is, as described: {report.described}." if report.described else "",
        f"What the writer answered: {answers}." if answers else "",
        *[f"“{words}”" for words in (report.words, *(one.words for one in report.additions.all())) if words],
    ]
    return "\n\n".join([one for one in lines if one])


def _parts(report: StaffReport) -> list[tuple[Person, Involvement.Part, Capacity]]:
    """Who takes part, as far as the register has them: the draft's own pages ask for the rest."""
    writer = Person.objects.filter(school=report.school, user=report.reported_by).first()
    is_own = report.kind in OWN_CONTACT
    parts = []
    if writer:
        part = Involvement.Part.SUBJECT if is_own else Involvement.Part.REPORTER
        parts.append((writer, part, _capacity_of(writer, report)))
    if report.person and report.person != writer:
        part = Involvement.Part.AFFECTED if is_own else Involvement.Part.SUBJECT
        parts.append((report.person, part, CAPACITY_OF_WHO.get(report.who, Capacity.OTHER)))
    return parts


def _capacity_of(writer: Person, report: StaffReport) -> Capacity:
    """The capacity in which the writer told it; what the register says they are where the policy was not asked."""
    if asked := load_answer(report):
        return Capacity(asked.facts.party)
    standing = writer.capacities.first()
    return Capacity(standing.capacity) if standing else Capacity.OTHER


def _findings(report: StaffReport) -> dict[Finding, str]:
    """What the policy was asked with, where the incident is about the writer: the person who logs it decides."""
    asked = load_answer(report)
    if asked is None or report.kind not in OWN_CONTACT:
        return {}
    return dict.fromkeys(asked.facts.findings, "")
