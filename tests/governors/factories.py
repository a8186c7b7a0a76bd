"""A term of incidents, cases and steps, made by the services as people would make them."""

import datetime as dt
import uuid
from collections.abc import Iterable

from breaches.models import Case, StepRecord
from breaches.services.cases import open_case
from breaches.services.closing import close_case
from breaches.services.steps import take_step
from incidents.journey import Page
from incidents.models import Incident
from incidents.services.drafts import log_incident, save_page, start_draft
from people.models import Capacity, Person, School, User
from people.services import set_term
from policies.rules.words import Finding, Step
from tests.breaches.factories import answer, reload_case, subject_of
from tests.cast import Cast
from tests.incidents.factories import Part, involve, reload_incident, with_findings

# The last term to have ended on the day of the cast, without dates of its own: May to August.
IN_TERM = dt.datetime(2026, 6, 10, 10, 0, tzinfo=dt.UTC)
TERM_BEFORE = dt.datetime(2026, 3, 10, 10, 0, tzinfo=dt.UTC)
TERM = "2026-05-01"
BEFORE = "2026-01-01"


def make_incident_at(
    now: dt.datetime,
    *,
    by: User,
    school: School,
    subjects: Iterable[tuple[Person, Capacity]],
    findings: Iterable[Finding] = (Finding.DEFAMATION,),
    affected: Iterable[Person] = (),
    known_days_ago: int = 0,
) -> Incident:
    """An incident that was logged at this moment."""
    day = now.date() - dt.timedelta(days=known_days_ago)
    draft = start_draft(by=by, now=now, school=school)
    pages: dict[Page, dict[str, object]] = {
        Page.WHEN: {"happened_on": day, "happened_at_time": None, "known_on": day},
        Page.WHERE: {"platform": "facebook", "audience": "public"},
        Page.WHAT: {"title": "Zebra in the playground", "facts": "“The Headteacher steals from the school fund.”"},
    }
    for page, values in pages.items():
        save_page(by=by, now=now, incident=draft, revision=reload_incident(draft).revision, page=page, values=values)
    for person, capacity in subjects:
        involve(draft, by, person, Part.SUBJECT, capacity)
    for person in affected:
        involve(draft, by, person, Part.AFFECTED, Capacity.STAFF)
    with_findings(draft, by, dict.fromkeys(findings, ""))
    return log_incident(by=by, now=now, incident=draft, revision=reload_incident(draft).revision)


def make_incidents(
    cast: Cast, number: int, *, capacity: Capacity = Capacity.PARENT, now: dt.datetime = IN_TERM, **about: object
) -> list[Incident]:
    """So many incidents of one person of the register in one capacity."""
    subject = about.pop("subject", cast.parent)
    assert isinstance(subject, Person)
    return [
        make_incident_at(now, by=cast.deputy, school=cast.school, subjects=[(subject, capacity)], **about)  # type: ignore[arg-type]  # as each test names them
        for _ in range(number)
    ]


def case_at(cast: Cast, incident: Incident, now: dt.datetime) -> Case:
    """The case of its subject, opened at this moment."""
    return open_case(
        by=cast.deputy,
        now=now,
        incident=incident,
        subject=subject_of(incident),
        capacity=Capacity.PARENT,
        findings={Finding.DEFAMATION: "Seen on the page itself."},
        by_the_draft=False,
    )


def take_at(cast: Cast, case: Case, now: dt.datetime, *, complied: bool, step: Step = Step.MEETING) -> None:
    """A step that was taken and put on record at this moment."""
    take_step(
        by=cast.deputy,
        now=now,
        case=case,
        step=step,
        revision=reload_case(case).revision,
        done_on=now.date(),
        done_by=cast.deputy.name,
        outcome=StepRecord.Outcome.COMPLIED if complied else StepRecord.Outcome.OTHER,
        note="",
        follow_up_on=None,
        evidence=None,
        form_token=uuid.uuid4(),
    )


def close_at(cast: Cast, case: Case, now: dt.datetime) -> None:
    """The case closed at this moment, with a reason for all that was not done."""
    reasons = {
        step.step: ("The post was gone before the school could act.", uuid.uuid4())
        for step in answer(case).steps
        if step.state == "open" and step.force in {"will", "must", "always", "consider"}
    }
    close_case(
        by=cast.deputy,
        now=now,
        case=case,
        revision=reload_case(case).revision,
        outcome=Case.Outcome.RESOLVED,
        note="The post is gone.",
        left_undone=reasons,
    )


def set_terms(school: School, *starts: dt.date) -> None:
    """A term of a month from each of these days."""
    for day in starts:
        set_term(
            by=None,
            now=IN_TERM,
            school=school,
            name=f"Term of {day}",
            starts_on=day,
            ends_on=day + dt.timedelta(days=27),
        )
