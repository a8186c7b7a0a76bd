"""What happened at the schools of the demonstration, acted out through the services."""

import datetime as dt
import os
import struct
import uuid
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from breaches.due import find_unanswered_considerations, find_undone_binding_steps
from breaches.letters.kinds import LetterKind
from breaches.letters.services import approve_letter, draft_letter, produce_letter, send_letter
from breaches.letters.wording import choose_signature, find_recipients, write_draft
from breaches.models import Case, Confirmation, Letter, StepRecord
from breaches.services.answers import answer_question
from breaches.services.cases import add_note, latest_answer, open_case
from breaches.services.closing import close_case
from breaches.services.steps import leave_undone, step_outside_policy, take_step
from demo.schools import Moment, list_terms_of_last_year
from incidents.journey import Page
from incidents.models import Incident, Involvement
from incidents.services.drafts import add_involvement, log_incident, save_page, set_findings, start_draft
from incidents.services.evidence import add_evidence
from people.models import Capacity, Person, Role, School, User
from policies.rules.words import Fact, Finding, Step
from web.pdf import PangoMissing

Story = Mapping[str, Any]
Act = Mapping[str, Any]

VERIFY_AT = f"http://localhost:{os.environ.get('PORT', '8000')}/verify/"


def load_story(story: Story, *, now: dt.datetime) -> Case:
    school = School.objects.get(slug=story["school"])
    by = _find_leader(school, story)
    incident = _log(story, school, Moment(by, now, story["ago"] - 1))
    moment = Moment(by, now, story["ago"] - 1)
    case = open_case(
        by=by,
        now=moment.now,
        incident=incident,
        subject=incident.involvements.get(part=Involvement.Part.SUBJECT),
        capacity=Capacity(story["subject"]["capacity"]),
        findings={Finding(word): why for word, why in story["findings"].items()},
        by_the_draft=story.get("by_the_draft", False),
    )
    for act in story["acts"]:
        _do(case, act, Moment(by, now, act["ago"]))
    return case


def _find_leader(school: School, story: Story) -> User:
    """The Headteacher, or the Deputy where the story touches the Headteacher."""
    touched = {
        story["subject"]["name"],
        *(other["name"] for other in story.get("others", []) if other["part"] == "affected"),
    }
    roles = {member.role: member.user for member in school.memberships.select_related("user")}
    head: User = roles[Role.HEADTEACHER]
    return roles[Role.DEPUTY] if head.name in touched else head


def _log(story: Story, school: School, moment: Moment) -> Incident:
    by, now = moment.by, moment.now
    draft = start_draft(by=by, now=now, school=school)
    happened_on = moment.today - dt.timedelta(days=1)
    pages: dict[Page, dict[str, Any]] = {
        Page.WHEN: {"happened_on": happened_on, "known_on": moment.today},
        Page.WHERE: {field: story.get(field, "") for field in ("platform", "platform_name", "account", "audience")},
        Page.WHAT: {"title": story["title"], "facts": story["facts"], "opinion": story.get("opinion", "")},
    }
    for page, values in pages.items():
        save_page(by=by, now=now, incident=draft, revision=_revision(draft), page=page, values=values)
    for person in ({**story["subject"], "part": "subject"}, *story.get("others", [])):
        add_involvement(
            by=by,
            now=now,
            incident=draft,
            person=Person.objects.get(school=school, name=person["name"]),
            part=Involvement.Part(person["part"]),
            capacity=Capacity(person["capacity"]),
        )
    findings = {Finding(word): "" for word in story["findings"]}
    set_findings(by=by, now=now, incident=draft, revision=_revision(draft), findings=findings)
    if "evidence" in story:
        picture = SimpleUploadedFile("screenshot.png", make_screenshot(), "image/png")
        add_evidence(by=by, now=now, incident=draft, title=story["evidence"], upload=picture)
    return log_incident(by=by, now=now, incident=draft, revision=_revision(draft))


def _do(case: Case, act: Act, moment: Moment) -> None:
    """Do one thing: the first word of ACTS that the act holds says which."""
    word = next(word for word in ACTS if word in act)
    case.refresh_from_db()
    ACTS[word](case, act, moment)


def _take_step(case: Case, act: Act, moment: Moment) -> None:
    take_step(
        **moment.on(case),
        step=Step(act["step"]),
        done_on=moment.today,
        done_by=moment.by.name,
        outcome=StepRecord.Outcome(act["outcome"]),
        note=act["note"],
        follow_up_on=_in_days(moment, act.get("follow_up_in")),
        evidence=None,
        form_token=uuid.uuid4(),
    )


def _answer_question(case: Case, act: Act, moment: Moment) -> None:
    """A yes, unless the act says no; of everything, unless it names a finding or a clause."""
    fact, _, scope = act["confirm"].partition(":")
    answer_question(
        **moment.on(case),
        fact=Fact(fact),
        scopes=(scope,),
        answer=Confirmation.Answer(act.get("answer", Confirmation.Answer.YES)),
        why=act["why"],
    )


def _leave_undone(case: Case, act: Act, moment: Moment) -> None:
    leave_undone(**moment.on(case), step=Step(act["leave"]), reason=act["reason"], form_token=uuid.uuid4())


def _step_outside_policy(case: Case, act: Act, moment: Moment) -> None:
    step_outside_policy(
        **moment.on(case),
        what=act["outside"],
        reason=act["reason"],
        done_on=moment.today,
        done_by=moment.by.name,
        follow_up_on=None,
        form_token=uuid.uuid4(),
    )


def _close_case(case: Case, act: Act, moment: Moment) -> None:
    steps, records = latest_answer(case).steps, list(case.step_records.all())
    undone = find_undone_binding_steps(steps, records) + find_unanswered_considerations(steps, records)
    close_case(
        **moment.on(case),
        outcome=Case.Outcome(act["close"]),
        note=act["note"],
        left_undone={step.step: ("It was put right before this was needed.", uuid.uuid4()) for step in undone},
    )


def _add_note(case: Case, act: Act, moment: Moment) -> None:
    add_note(by=moment.by, now=moment.now, case=case, text=act["note"], form_token=uuid.uuid4())


def _write_letter(case: Case, act: Act, moment: Moment) -> None:
    kind = LetterKind(act["letter"])
    write_letter(case, kind, by=moment.by, now=moment.now, today=moment.today, to_send=act.get("sent", False))


ACTS: dict[str, Callable[[Case, Act, Moment], None]] = {
    "letter": _write_letter,
    "step": _take_step,
    "confirm": _answer_question,
    "leave": _leave_undone,
    "outside": _step_outside_policy,
    "close": _close_case,
    "note": _add_note,
}


def write_letter(case: Case, kind: LetterKind, *, by: User, now: dt.datetime, today: dt.date, to_send: bool) -> Letter:
    """Draft a letter and, if it is to be sent, approve, produce and send it.

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
    return _send(letter, by=by, now=now, today=today) if to_send else letter


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


def _in_days(moment: Moment, days: int | None) -> dt.date | None:
    return moment.today + dt.timedelta(days=days) if days else None


def _revision(draft: Incident) -> int:
    return Incident.objects.values_list("revision", flat=True).get(pk=draft.pk)


TERMS = ("autumn", "spring", "summer")
# From the incident's being logged: to the first step, to each one after it, and to the end.
DAYS_TO_FIRST, DAYS_BETWEEN, DAYS_TO_CLOSE = 2, 3, 4


def make_past_stories(tables: Mapping[str, Any], *, today: dt.date) -> Iterator[Story]:
    for school in tables["school"]:
        at = 0
        for term, (_, starts_on, _) in zip(TERMS, list_terms_of_last_year(today), strict=True):
            for row in school[term]:
                ago = (today - starts_on).days - row["day"]
                yield _make_story(school, tables["kind"][row["kind"]], row["went"], ago=ago, at=at)
                at += 1


def _make_story(school: Mapping[str, Any], kind: Mapping[str, Any], went: str, *, ago: int, at: int) -> Story:
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
        "acts": list(_make_acts(kind["steps"], went, ago=ago - DAYS_TO_FIRST)),
    }


def _make_acts(steps: list[str], went: str, *, ago: int) -> Iterator[Act]:
    """The steps, of which the last went as it is said to have gone, and then the end of it."""
    for step in steps:
        outcome = went if step == steps[-1] else "other"
        yield {"ago": ago, "step": step, "outcome": outcome, "note": "Put on record at the time."}
        ago -= DAYS_BETWEEN
    note = "It was taken down." if went == "complied" else "Nothing more came of it."
    yield {"ago": ago - DAYS_TO_CLOSE, "close": "resolved" if went == "complied" else "no_further", "note": note}


def make_screenshot() -> bytes:
    width = height = 64
    rows = b"".join(b"\x00" + b"\xb0" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
