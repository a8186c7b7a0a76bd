"""What happened at the schools of the demonstration, acted out through the services."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from breaches.demo.letters import write
from breaches.demo.moments import Moment
from breaches.demo.pictures import grey_picture
from breaches.due import firm_undone
from breaches.models import Case, Letter, StepRecord
from breaches.services.cases import open_case
from breaches.services.closing import close_case
from breaches.services.confirmations import confirm
from breaches.services.holding import latest_answer
from breaches.services.notes import add_note
from breaches.services.steps import leave_undone, step_outside_policy, take_step
from incidents.models import Incident, Involvement
from incidents.pages import Page
from incidents.services.drafts import save_page, set_findings, start_draft
from incidents.services.evidence import add_evidence
from incidents.services.involvements import add_involvement
from incidents.services.logging import log_incident
from people.models import Capacity, Person, Role, School, User
from policies.rules.words import Fact, Finding, Step

Said = Mapping[str, Any]


def load_story(said: Said, *, now: dt.datetime) -> Case:
    """Log the incident of one story, open its case, and do everything that was done."""
    school = School.objects.get(slug=said["school"])
    by = _leader(school, said)
    incident = _logged(said, school, Moment(by, now, said["ago"] - 1))
    moment = Moment(by, now, said["ago"] - 1)
    case = open_case(
        by=by,
        now=moment.now,
        incident=incident,
        subject=incident.involvements.get(part=Involvement.Part.SUBJECT),
        capacity=Capacity(said["subject"]["capacity"]),
        findings={Finding(word): why for word, why in said["findings"].items()},
        by_the_draft=said.get("by_the_draft", False),
    )
    for act in said["acts"]:
        _act(case, act, Moment(by, now, act["ago"]))
    return case


def _leader(school: School, said: Said) -> User:
    """The Headteacher, or the Deputy where the story touches the Headteacher."""
    touched = {said["subject"]["name"], *(one["name"] for one in said.get("others", []) if one["part"] == "affected")}
    roles = {one.role: one.user for one in school.memberships.select_related("user")}
    head: User = roles[Role.HEADTEACHER]
    return roles[Role.DEPUTY] if head.name in touched else head


def _logged(said: Said, school: School, moment: Moment) -> Incident:
    by, now = moment.by, moment.now
    draft = start_draft(by=by, now=now, school=school)
    happened_on = moment.today - dt.timedelta(days=1)
    pages: dict[Page, dict[str, Any]] = {
        Page.WHEN: {"happened_on": happened_on, "known_on": moment.today},
        Page.WHERE: {field: said.get(field, "") for field in ("platform", "platform_name", "account", "audience")},
        Page.WHAT: {"title": said["title"], "facts": said["facts"], "opinion": said.get("opinion", "")},
    }
    for page, values in pages.items():
        save_page(by=by, now=now, incident=draft, revision=_revision(draft), page=page, values=values)
    for one in ({**said["subject"], "part": "subject"}, *said.get("others", [])):
        add_involvement(
            by=by,
            now=now,
            incident=draft,
            person=Person.objects.get(school=school, name=one["name"]),
            part=Involvement.Part(one["part"]),
            capacity=Capacity(one["capacity"]),
        )
    findings = {Finding(word): "" for word in said["findings"]}
    set_findings(by=by, now=now, incident=draft, revision=_revision(draft), findings=findings)
    if "evidence" in said:
        picture = SimpleUploadedFile("screenshot.png", grey_picture(), "image/png")
        add_evidence(by=by, now=now, incident=draft, title=said["evidence"], upload=picture)
    return log_incident(by=by, now=now, incident=draft, revision=_revision(draft))


def _act(case: Case, act: Said, moment: Moment) -> None:
    """Do one thing: the first word of ACTS that the act holds says which."""
    word = next(word for word in ACTS if word in act)
    case.refresh_from_db()
    ACTS[word](case, act, moment)


def _take(case: Case, act: Said, moment: Moment) -> None:
    take_step(
        by=moment.by,
        now=moment.now,
        case=case,
        revision=case.revision,
        step=Step(act["step"]),
        done_on=moment.today,
        done_by=moment.by.name,
        outcome=StepRecord.Outcome(act["outcome"]),
        note=act["note"],
        follow_up_on=_in_days(moment, act.get("follow_up_in")),
        evidence=None,
        form_token=uuid.uuid4(),
    )


def _confirm(case: Case, act: Said, moment: Moment) -> None:
    fact = Fact(act["confirm"])
    confirm(by=moment.by, now=moment.now, case=case, revision=case.revision, fact=fact, why=act["why"])


def _leave(case: Case, act: Said, moment: Moment) -> None:
    leave_undone(
        by=moment.by,
        now=moment.now,
        case=case,
        revision=case.revision,
        step=Step(act["leave"]),
        reason=act["reason"],
        form_token=uuid.uuid4(),
    )


def _outside(case: Case, act: Said, moment: Moment) -> None:
    step_outside_policy(
        by=moment.by,
        now=moment.now,
        case=case,
        revision=case.revision,
        what=act["outside"],
        reason=act["reason"],
        done_on=moment.today,
        done_by=moment.by.name,
        follow_up_on=None,
        form_token=uuid.uuid4(),
    )


def _close(case: Case, act: Said, moment: Moment) -> None:
    undone = firm_undone(latest_answer(case).steps, case.step_records.all())
    close_case(
        by=moment.by,
        now=moment.now,
        case=case,
        revision=case.revision,
        outcome=Case.Outcome(act["close"]),
        note=act["note"],
        left_undone={one.step: ("It was put right before this was needed.", uuid.uuid4()) for one in undone},
    )


def _note(case: Case, act: Said, moment: Moment) -> None:
    add_note(by=moment.by, now=moment.now, case=case, text=act["note"], form_token=uuid.uuid4())


def _write(case: Case, act: Said, moment: Moment) -> None:
    kind = Letter.Kind(act["letter"])
    write(case, kind, by=moment.by, now=moment.now, today=moment.today, sent=act.get("sent", False))


ACTS: dict[str, Callable[[Case, Said, Moment], None]] = {
    "letter": _write,
    "step": _take,
    "confirm": _confirm,
    "leave": _leave,
    "outside": _outside,
    "close": _close,
    "note": _note,
}


def _in_days(moment: Moment, days: int | None) -> dt.date | None:
    return moment.today + dt.timedelta(days=days) if days else None


def _revision(draft: Incident) -> int:
    return Incident.objects.values_list("revision", flat=True).get(pk=draft.pk)
