"""What can be done with a staff report: make it, add to it, read it, answer it, start an incident from it."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from audit.services import record
from incidents.journey import Page
from incidents.models import Incident, Involvement
from incidents.services.drafts import (
    PersonOfAnotherSchool,
    add_involvement,
    save_page,
    set_findings,
    start_draft,
)
from people.models import Capacity, Membership, Person, Role, School, User
from policies.rules.answer import as_stored
from policies.rules.words import Finding, Party, Step
from reports.concerns.services import OWN_CONTACT, NobodyCouldRead, note_self_report
from reports.models import ReportAddition, StaffReport
from reports.policy_answer import (
    Kind,
    PolicyQuestion,
    ReportInput,
    Who,
    ask_policy,
    asks_to_tell_at_once,
    choose_question,
    load_answer,
    load_open_steps,
    was_in_touch,
    who_may_read,
)
from web.dates import day_in_words
from web.services import save_revision
from web.submit import Refused, refuse_stale

NOBODY_COULD_READ = (
    "Nobody at your school could read this report in Rung, so it is not sent. Tell somebody you trust in "
    "person: the safeguarding lead, the Chair of governors or the local authority. Your Administrator can "
    "give somebody who is not involved the role that reads it: Chair of governors where it is about the "
    "Headteacher, otherwise Deputy Headteacher or safeguarding lead. What you wrote is still below."
)
CAPACITY_OF_WHO: dict[str, Capacity] = {
    Who.PUPIL: Capacity.PUPIL,
    Who.PARENT: Capacity.PARENT,
    Who.COLLEAGUE: Capacity.STAFF,
}


@transaction.atomic
def make_report(
    *, by: User, now: dt.datetime, school: School, party: Party, report_input: ReportInput, form_token: uuid.UUID
) -> StaffReport:
    """Keep a report with what the policy of its day says of it; the same form sent twice is kept once.

    What somebody tells of their own contact also stands, neutrally, in the register of low-level concerns.
    Raises Refused for a day to come, PersonOfAnotherSchool, or NobodyCouldRead.
    """
    today = timezone.localdate(now)
    if already := StaffReport.objects.written_by(by).at_school(school).filter(form_token=form_token).first():
        return already
    _refuse_if_faulty(report_input, school=school, today=today)
    by_headteacher = _heads_school(by, school, on=today)
    values = {
        "about_headteacher": by_headteacher or _is_about_headteacher(report_input, on=today),
        **_store_input(report_input),
        **_store_answer(choose_question(report_input), report_input, school=school, party=party, today=today),
    }
    report, is_new = StaffReport.objects.get_or_create(
        school=school, reported_by=by, form_token=form_token, defaults={"reported_at": now, **values}
    )
    if not is_new:
        return report
    if not who_may_read(report, on=today):
        raise NobodyCouldRead(NOBODY_COULD_READ)
    after = {"kind": report.kind, "at_once": report.at_once, "version": report.version_id}
    record(school=school, by=by, now=now, action="report.made", row=report, after=after)
    # An entry about the writer would give a report about the Headteacher away to the Headteacher.
    if party == Party.STAFF and (by_headteacher or not report.about_headteacher):
        note_self_report(by=by, now=now, report=report)
    return report


def _refuse_if_faulty(report_input: ReportInput, *, school: School, today: dt.date) -> None:
    if report_input.happened_on and report_input.happened_on > today:
        raise Refused("The day it happened must be today or in the past.", field="happened_on")
    if report_input.person and report_input.person.school_id != school.pk:
        raise PersonOfAnotherSchool


def _heads_school(user: User, school: School, *, on: dt.date) -> bool:
    """Whether the user is the school's Headteacher, whatever role they act in."""
    return Membership.objects.held_by(user, on=on).with_roles(Role.HEADTEACHER).filter(school=school).exists()


def _is_about_headteacher(report_input: ReportInput, *, on: dt.date) -> bool:
    person = report_input.person
    is_headteacher = person and Person.objects.headteachers(on=on).filter(pk=person.pk).exists()
    return report_input.about_headteacher or bool(is_headteacher)


def _store_input(report_input: ReportInput) -> dict[str, object]:
    columns = (
        "kind", "who", "age", "person", "described", "tie", "way", "response", "happened_on", "platform",
        "platform_name", "words",
    )  # fmt: skip
    return {column: getattr(report_input, column) for column in columns}


def _store_answer(
    question: PolicyQuestion | None, report_input: ReportInput, *, school: School, party: Party, today: dt.date
) -> dict[str, object]:
    """The columns that hold what the policy said; none where it is not asked."""
    if question is None:
        return {}
    answer = ask_policy(
        question,
        school=school,
        party=party,
        on=report_input.happened_on or today,
        today=today,
        draft=report_input.ask_draft,
    )
    return {
        "version": answer.version,
        "answer": as_stored(answer.assessment),
        "at_once": asks_to_tell_at_once(question, answer.assessment),
    }


@transaction.atomic
def add_to_report(
    *, by: User, now: dt.datetime, report: StaffReport, words: str, form_token: uuid.UUID
) -> ReportAddition:
    """Add something to one's own report; the same form sent twice adds it once. Refused without words."""
    if not words.strip():
        raise Refused("Write what you want to add.", field="words")
    locked = StaffReport.objects.select_for_update().written_by(by).get(pk=report.pk)
    if already := locked.additions.filter(form_token=form_token).first():
        return already
    added = ReportAddition.objects.create(report=locked, words=words, at=now, form_token=form_token)
    save_revision(locked)
    record(school=locked.school, by=by, now=now, action="report.added_to", row=locked, after={"addition": added.pk})
    return added


@transaction.atomic
def read_report(*, by: User, now: dt.datetime, report: StaffReport) -> StaffReport:
    """Put on record that somebody else opened the report; the first opening is what its writer sees."""
    locked = _lock(report)
    if locked.read_at is None:
        locked.read_at, locked.read_by = now, by
        locked.save(update_fields=["read_at", "read_by"])
    locked.additions.filter(read_at__isnull=True).update(read_at=now)
    record(school=locked.school, by=by, now=now, action="report.read", row=locked)
    return locked


@transaction.atomic
def say_outcome(
    *, by: User, now: dt.datetime, report: StaffReport, revision: int, outcome: StaffReport.Outcome, line: str
) -> StaffReport:
    """Say what became of a report, in one line that its writer will read. Refused without it. Raises Stale."""
    if not line.strip():
        raise Refused("Write the line that the person who reported this will read.", field="line")
    locked = _lock(report)
    if (locked.outcome, locked.outcome_line, locked.outcome_by_id) == (outcome, line, by.pk):
        return locked
    refuse_stale(locked, revision=revision, noun="report")
    before, after = {"outcome": locked.outcome}, {"outcome": outcome}
    save_revision(locked, outcome=outcome, outcome_line=line, outcome_at=now, outcome_by=by)
    record(school=locked.school, by=by, now=now, action="report.answered", row=locked, before=before, after=after)
    return locked


def may_become_incident(report: StaffReport) -> bool:
    """Whether an incident is worth offering: not for a prior relationship, nor where nothing was asked or done.

    A request merely received is no fault of its writer. It becomes an incident only where the policy has the
    parents told, as that letter is written from a case.
    """
    if report.kind == Kind.PRIOR_RELATIONSHIP:
        return False
    if report.kind == Kind.FRIEND_REQUEST:
        return was_in_touch(report) or tells_parents(report)
    return True


def tells_parents(report: StaffReport) -> bool:
    return any(step.step == Step.NOTIFY_PARENTS for step in load_open_steps(report))


@transaction.atomic
def start_incident(*, by: User, now: dt.datetime, report: StaffReport) -> Incident:
    """Begin a draft from a report, once: who pressed the button goes on to the draft they have begun already.

    Nothing is logged and no case is opened. Refused where somebody else began one.
    """
    locked = _lock(report)
    begun = locked.incident
    if begun and begun.status == Incident.Status.DRAFT and begun.started_by_id == by.pk:
        return begun
    draft = start_draft(by=by, now=now, school=locked.school)
    for page, values in _fill_pages(locked).items():
        draft = save_page(by=by, now=now, incident=draft, revision=draft.revision, page=page, values=values)
    for person, part, capacity in _list_parts(locked):
        add_involvement(by=by, now=now, incident=draft, person=person, part=part, capacity=capacity)
    draft.refresh_from_db()
    if findings := _list_findings(locked):
        draft = set_findings(by=by, now=now, incident=draft, revision=draft.revision, findings=findings)
    link_incident(by=by, now=now, report=locked, incident=draft)
    return draft


@transaction.atomic
def link_incident(*, by: User, now: dt.datetime, report: StaffReport, incident: Incident) -> StaffReport:
    """Say that an incident was begun from a report; a discarded draft gives way to it, and nothing else does."""
    locked = _lock(report)
    if locked.incident_id == incident.pk:
        return locked
    begun = locked.incident
    if incident.school_id != locked.school_id or (begun and begun.status != Incident.Status.DISCARDED):
        raise Refused("An incident was begun from this report already.")
    locked.incident = incident
    locked.save(update_fields=["incident"])
    record(school=locked.school, by=by, now=now, action="report.linked", row=locked, after={"incident": incident.pk})
    return locked


def _fill_pages(report: StaffReport) -> dict[Page, dict[str, object]]:
    between_two = report.kind in OWN_CONTACT and report.platform != Incident.Platform.NOT_ONLINE
    return {
        Page.WHEN: {"happened_on": report.happened_on, "known_on": timezone.localdate(report.reported_at)},
        Page.WHERE: {
            "platform": report.platform,
            "platform_name": report.platform_name,
            "audience": Incident.Audience.PRIVATE if between_two else "",
        },
        Page.WHAT: {"title": _write_title(report), "facts": _write_facts(report)},
    }


def _write_title(report: StaffReport) -> str:
    if report.kind in OWN_CONTACT and report.who:
        who = report.get_who_display().lower()
        return f"In touch with {who}" if was_in_touch(report) else f"A friend request or message from {who}"
    return report.get_kind_display()


def _write_facts(report: StaffReport) -> str:
    day = day_in_words(timezone.localdate(report.reported_at))
    answers = ". ".join(filter(None, (report.get_way_display(), report.get_response_display())))
    lines = [
        f"Told to the school in a report of {day}.",
        f"Who it is, as described: {report.described}." if report.described else "",
        f"What the writer answered: {answers}." if answers else "",
        *[f"“{words}”" for words in (report.words, *(addition.words for addition in report.additions.all())) if words],
    ]
    return "\n\n".join(filter(None, lines))


def _list_parts(report: StaffReport) -> list[tuple[Person, Involvement.Part, str]]:
    """Who takes part, as far as the register has them: the draft's own pages ask for the rest."""
    writer = Person.objects.filter(school=report.school, user=report.reported_by).first()
    is_own = report.kind in OWN_CONTACT
    parts = []
    if writer:
        part = Involvement.Part.SUBJECT if is_own else Involvement.Part.REPORTER
        parts.append((writer, part, _find_capacity(writer, report)))
    if report.person and report.person != writer:
        part = Involvement.Part.AFFECTED if is_own else Involvement.Part.SUBJECT
        parts.append((report.person, part, CAPACITY_OF_WHO.get(report.who, Capacity.OTHER)))
    return parts


def _find_capacity(writer: Person, report: StaffReport) -> str:
    """The capacity in which the writer told it; what the register says they are where the policy was not asked."""
    if answer := load_answer(report):
        return answer.facts.party
    registered = writer.capacities.first()
    return registered.capacity if registered else Capacity.OTHER


def _list_findings(report: StaffReport) -> dict[Finding, str]:
    """What the policy was asked with, where the incident is about the writer: the person who logs it decides."""
    answer = load_answer(report)
    if answer is None or report.kind not in OWN_CONTACT:
        return {}
    return dict.fromkeys(answer.facts.findings, "")


def _lock(report: StaffReport) -> StaffReport:
    return StaffReport.objects.select_for_update().get(pk=report.pk)
