"""An incident begun from a report: a draft like any other, filled in with what was told."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from incidents.models import Incident, Involvement, StaffReport
from incidents.pages import Page
from incidents.report_answers import steps_given, stored_answer
from incidents.report_findings import Kind, Who, was_in_touch
from incidents.services.drafts import save_page, set_findings, start_draft
from incidents.services.involvements import add_involvement
from incidents.services.reports import link_incident
from people.models import Capacity, Person, User
from policies.rules.words import Finding, Step
from web.dates import day_in_words

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
    return any(one.step == Step.NOTIFY_PARENTS for one in steps_given(report))


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
    if asked := stored_answer(report):
        return Capacity(asked.facts.party)
    standing = writer.capacities.first()
    return Capacity(standing.capacity) if standing else Capacity.OTHER


def _findings(report: StaffReport) -> dict[Finding, str]:
    """What the policy was asked with, where the incident is about the writer: the person who logs it decides."""
    asked = stored_answer(report)
    if asked is None or report.kind not in OWN_CONTACT:
        return {}
    return dict.fromkeys(asked.facts.findings, "")
