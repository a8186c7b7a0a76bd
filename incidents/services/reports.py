"""Reports that people make to the school: made once, added to, read, and answered in one line."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from audit.services import record
from incidents.models import Incident, ReportAddition, StaffReport
from incidents.report_answers import ask, asks_to_tell_at_once
from incidents.report_findings import Question, Telling, question_for
from incidents.report_recipients import who_leads
from incidents.services.concerns import note_self_report
from people.models import Membership, Person, Role, School, User
from policies.rules.answer import as_stored
from policies.rules.words import Party


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
    *, by: User, now: dt.datetime, school: School, party: Party, telling: Telling, form_token: uuid.UUID
) -> StaffReport:
    """Keep a report with what the policy of its day says of it; the same form sent twice is kept once.

    What somebody tells of their own contact also stands, neutrally, in the register of low-level concerns.
    Raises DayToCome, PersonOfAnotherSchool, or NobodyCouldRead.
    """
    today = timezone.localdate(now)
    if already := StaffReport.objects.written_by(by).at_school(school).filter(form_token=form_token).first():
        return already
    _refuse_if_faulty(telling, school=school, today=today)
    by_headteacher = _leads(by, school, on=today)
    about_headteacher = by_headteacher or telling.about_headteacher or _is_headteacher(telling.person, on=today)
    kept, is_new = StaffReport.objects.get_or_create(
        school=school,
        reported_by=by,
        form_token=form_token,
        defaults={
            "reported_at": now,
            "about_headteacher": about_headteacher,
            **_as_told(telling),
            **_as_answered(question_for(telling), telling, school=school, party=party, today=today),
        },
    )
    if not is_new:
        return kept
    if not who_leads(kept, on=today):
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


def _refuse_if_faulty(telling: Telling, *, school: School, today: dt.date) -> None:
    if telling.happened_on and telling.happened_on > today:
        raise DayToCome
    if telling.person and telling.person.school_id != school.pk:
        raise PersonOfAnotherSchool


def _leads(user: User, school: School, *, on: dt.date) -> bool:
    """Whether the user is the school's Headteacher, whatever role they act in."""
    return Membership.objects.held_by(user, on=on).with_roles(Role.HEADTEACHER).filter(school=school).exists()


def _is_headteacher(person: Person | None, *, on: dt.date) -> bool:
    return person is not None and Person.objects.headteachers(on=on).filter(pk=person.pk).exists()


def _as_told(telling: Telling) -> dict[str, object]:
    """The columns that hold what was told."""
    columns = (
        "kind", "who", "age", "person", "described", "tie", "way", "response", "happened_on", "platform",
        "platform_name", "words",
    )  # fmt: skip
    return {column: getattr(telling, column) for column in columns}


def _as_answered(
    question: Question | None, telling: Telling, *, school: School, party: Party, today: dt.date
) -> dict[str, object]:
    """The columns that hold what the policy said; none where it is not asked."""
    if question is None:
        return {}
    answered = ask(
        question,
        school=school,
        party=party,
        on=telling.happened_on or today,
        today=today,
        draft=telling.ask_draft,
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
