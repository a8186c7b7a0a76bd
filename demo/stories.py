"""What happened at the schools of the demonstration, acted out through the services."""

import datetime as dt
import os
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from breaches.due import find_undone_binding_steps
from breaches.letters.kinds import LetterKind
from breaches.letters.services import approve_letter, draft_letter, produce_letter, send_letter
from breaches.letters.wording import choose_signature, find_recipients, write_draft
from breaches.models import Case, Letter, StepRecord
from breaches.services.cases import add_note, latest_answer, open_case
from breaches.services.closing import close_case
from breaches.services.findings import confirm_fact
from breaches.services.steps import leave_undone, step_outside_policy, take_step
from demo.moments import Moment
from demo.pictures import grey_picture
from demo.schools import terms_of_last_year
from incidents.journey import Page
from incidents.models import Incident, Involvement
from incidents.services.drafts import add_involvement, log_incident, save_page, set_findings, start_draft
from incidents.services.evidence import add_evidence
from people.models import Capacity, Person, Role, School, User
from policies.rules.words import Fact, Finding, Step
from web.pdf import PangoMissing

VERIFY_AT = f"http://localhost:{os.environ.get('PORT', '8000')}/verify/"


def write(case: Case, kind: LetterKind, *, by: User, now: dt.datetime, today: dt.date, sent: bool) -> Letter:
    """Draft a letter and, if asked, approve, produce and send it.

    Where this machine has no Pango the letter stays approved, as it would for a person.
    """
    recipients = find_recipients(case, kind)
    text = write_draft(
        case,
        latest_answer(case),
        kind,
        recipient=recipients[0] if recipients else None,
        signature=choose_signature(case, by, Role.HEADTEACHER, today=today),
        today=today,
    )
    letter = draft_letter(by=by, now=now, case=case, kind=kind, text=text, outside_reason="", form_token=uuid.uuid4())
    return _send(letter, by=by, now=now, today=today) if sent else letter


def _send(letter: Letter, *, by: User, now: dt.datetime, today: dt.date) -> Letter:
    letter = approve_letter(by=by, now=now, letter=letter, revision=letter.revision)
    try:
        letter = produce_letter(by=by, now=now, letter=letter, revision=letter.revision, verify_at=VERIFY_AT)
    except PangoMissing:
        return letter
    return send_letter(
        by=by,
        now=now,
        letter=letter,
        revision=letter.revision,
        sent_on=today,
        way=Letter.Way.POST,
        note="First class",
        step_to_record=None,
    )


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
    confirm_fact(by=moment.by, now=moment.now, case=case, revision=case.revision, fact=fact, why=act["why"])


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
    undone = find_undone_binding_steps(latest_answer(case).steps, case.step_records.all())
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
    kind = LetterKind(act["letter"])
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


TERMS = ("autumn", "spring", "summer")
# From the incident's being logged: to the first step, to each one after it, and to the end.
DAYS_TO_FIRST, DAYS_BETWEEN, DAYS_TO_CLOSE = 2, 3, 4


def past_stories(said: Said, *, today: dt.date) -> Iterator[Said]:
    """A story for every incident that these tables tell of."""
    for school in said["school"]:
        at = 0
        for term, (_, starts_on, _) in zip(TERMS, terms_of_last_year(today), strict=True):
            for row in school[term]:
                ago = (today - starts_on).days - row["day"]
                yield _story(school, said["kind"][row["kind"]], row["went"], ago=ago, at=at)
                at += 1


def _story(school: Said, kind: Said, went: str, *, ago: int, at: int) -> Said:
    among = school["staff"] if kind["capacity"] == "staff" else school["parents"]
    return {
        "school": school["slug"],
        "ago": ago,
        "title": kind["title"],
        "platform": kind["platform"],
        "account": "",
        "audience": kind["audience"],
        "facts": kind["facts"],
        "subject": {"name": among[at % len(among)], "capacity": kind["capacity"]},
        "findings": kind["findings"],
        "acts": list(_acts(kind["steps"], went, ago=ago - DAYS_TO_FIRST)),
    }


def _acts(steps: list[str], went: str, *, ago: int) -> Iterator[Said]:
    """The steps, of which the last went as it is said to have gone, and then the end of it."""
    for step in steps:
        outcome = went if step == steps[-1] else "other"
        yield {"ago": ago, "step": step, "outcome": outcome, "note": "Put on record at the time."}
        ago -= DAYS_BETWEEN
    note = "It was taken down." if went == "complied" else "Nothing more came of it."
    yield {"ago": ago - DAYS_TO_CLOSE, "close": "resolved" if went == "complied" else "no_further", "note": note}
