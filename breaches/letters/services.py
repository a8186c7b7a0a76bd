"""A letter from draft to sent: drafted, changed, approved, produced and sealed, opened, sent or withdrawn."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.services import record
from breaches.letters.basis import Basis, find_basis, find_foreign_clauses
from breaches.letters.kinds import Audience, LetterKind
from breaches.letters.pdf import Seal, make_pdf
from breaches.letters.text import (
    ENDS_ON,
    PLACEHOLDERS,
    REPLY_BY,
    REVIEW_ON,
    LetterText,
    find_placeholders_without_day,
    gives_day,
    load_text,
    make_code,
    tidy,
)
from breaches.models import Case, Letter, StepRecord
from breaches.services.cases import latest_answer, lock, refuse_closed
from breaches.services.steps import step_outside_policy, take_step
from people.models import User
from policies.rules.assessment import Assessment
from policies.rules.words import Step
from web.dates import day_in_words
from web.files import SealedFile, read_sealed, sealed_file
from web.services import save_revision
from web.submit import DayOutOfBounds, Refused, refuse_stale, require_reason

Status = Letter.Status

# What a letter that bars somebody has to say with each of its days.
DAYS_OF_A_BAR = {
    REPLY_BY: "by when the other side can be put",
    REVIEW_ON: "when it is reviewed",
    ENDS_ON: "when it ends",
}


class WrongStage(Refused):
    """The letter is not at the stage at which this can be done."""


class LetterNotGiven(Refused):
    """The policy does not give this letter now, and no reason was written for going beyond it."""


class ClauseNotGiven(Refused):
    """The text cites a clause that the case's own answer does not hold."""


class DayMissing(Refused):
    """The text needs a day that was not chosen, or leaves out one that it must give."""


class NamesOnePerson(Refused):
    """A notice to everybody names the person whom the case is about."""


class WrongRecipient(Refused):
    """The letter is addressed to somebody who is not in the school's register."""


class SecondPersonNeeded(Refused):
    """At this school somebody else than the writer approves a letter."""


def _lock(letter: Letter) -> Letter:
    """The letter with its case, as they are stored now, both locked until the transaction ends."""
    case = lock(letter.case)
    locked = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    locked.case = case
    return locked


def _lock_open(letter: Letter) -> Letter:
    """The same, for a case that is open. Raises CaseIsClosed."""
    locked = _lock(letter)
    refuse_closed(locked.case)
    return locked


@transaction.atomic
def draft_letter(
    *,
    by: User,
    now: dt.datetime,
    case: Case,
    kind: LetterKind,
    text: LetterText,
    outside_reason: str,
    form_token: uuid.UUID,
) -> Letter:
    """Store a first draft; the same form sent twice stores it once.

    A letter whose step the policy gives now rests on that step's clauses. Any other needs `outside_reason`, which
    stays on record and is not part of the letter. Raises LetterNotGiven, ClauseNotGiven, DayMissing,
    NamesOnePerson, WrongRecipient or CaseIsClosed.
    """
    case = lock(case)
    if already := case.letters.filter(form_token=form_token).first():
        return already
    refuse_closed(case)
    answer = latest_answer(case)
    basis = find_basis(case, answer, kind.needs.step)
    reason = _require_outside_reason(basis, outside_reason)
    _refuse_text(case, answer, kind, text)
    letter = Letter.objects.create(
        case=case,
        kind=kind,
        step=basis.step or "",
        clauses=basis.as_stored,
        outside_reason=reason,
        drafted_by=by,
        drafted_at=now,
        form_token=form_token,
        **_tidy_values(text),
    )
    after = {"case": case.pk, "kind": kind, "step": letter.step, "clauses": [clause.id for clause in basis.clauses]}
    record(school=case.school, by=by, now=now, action="letter.drafted", row=letter, after=after, reason=reason)
    return letter


@transaction.atomic
def change_letter(*, by: User, now: dt.datetime, letter: Letter, revision: int, text: LetterText) -> Letter:
    """Change what a letter says. One that was approved is a draft again, to be approved anew.

    A text that says what is stored already changes nothing. Raises Stale, WrongStage, ClauseNotGiven, DayMissing,
    NamesOnePerson, WrongRecipient or CaseIsClosed.
    """
    locked = _lock_open(letter)
    case = locked.case
    if locked.status not in (Status.DRAFT, Status.APPROVED):
        raise WrongStage("This letter is sealed. Withdraw it and write another if it has to say something else.")
    refuse_stale(locked, revision=revision, noun="letter")
    _refuse_text(case, latest_answer(case), LetterKind(locked.kind), text)
    changed = {name: value for name, value in _tidy_values(text).items() if getattr(locked, name) != value}
    if not changed:
        return locked
    before = {"status": locked.status}
    save_revision(locked, **changed, status=Status.DRAFT, changed_by=by, approved_by=None, approved_at=None)
    # What somebody wrote stays out of the record, which is kept for ever: it says which fields changed.
    after = {"status": locked.status, "fields": list(changed)}
    record(school=case.school, by=by, now=now, action="letter.changed", row=locked, before=before, after=after)
    return locked


def _require_outside_reason(basis: Basis, reason: str) -> str:
    if not basis.is_outside:
        return ""
    if not reason.strip():
        raise LetterNotGiven(
            f"{basis.why_not} If you write all the same, say why: the reason stays on the case.",
            field="outside_reason",
        )
    return reason.strip()


def _tidy_values(text: LetterText) -> dict[str, Any]:
    return text.as_values() | {"body": tidy(text.body), "address": tidy(text.address)}


def _refuse_text(case: Case, answer: Assessment, kind: LetterKind, text: LetterText) -> None:
    if text.recipient is not None and text.recipient.school_id != case.school_id:
        raise WrongRecipient("Choose somebody from the register of this school.")
    _refuse_clauses(case, answer, text)
    if missing := find_placeholders_without_day(text.body, text.days):
        raise DayMissing(f"The text says {missing[0]}, so choose that day.", field=PLACEHOLDERS[missing[0]])
    if kind.needs.is_barring:
        _refuse_days_of_a_bar(text)
    if kind.needs.audience == Audience.EVERYBODY:
        _refuse_name(case, text)


def _refuse_clauses(case: Case, answer: Assessment, text: LetterText) -> None:
    foreign = find_foreign_clauses(case, answer, f"{text.subject}\n{text.body}")
    if foreign:
        raise ClauseNotGiven(
            f"The text names {', '.join(foreign)}, which the policy does not give in this case. Take it out.",
            field="body" if any(clause_id in text.body for clause_id in foreign) else "subject",
        )


def _refuse_days_of_a_bar(text: LetterText) -> None:
    for placeholder, what in DAYS_OF_A_BAR.items():
        day = text.days[placeholder]
        if day is None or not gives_day(text.body, placeholder, day):
            sentence = f"This letter has to say {what}. Choose the day and keep {placeholder} in the text."
            raise DayMissing(sentence, field=PLACEHOLDERS[placeholder])
    if text.reply_by and text.review_on and text.ends_on and not text.reply_by <= text.review_on <= text.ends_on:
        raise DayMissing(
            f"It ends on {day_in_words(text.ends_on)}. Choose a day to reply by, then a day of review after it, then "
            "an end that is no earlier.",
            field="ends_on",
        )


def _refuse_name(case: Case, text: LetterText) -> None:
    words = f"{text.addressee} {text.salutation} {text.subject} {text.body}".casefold()
    if text.recipient is not None or case.subject.name.casefold() in words:
        raise NamesOnePerson(
            "The policy gives this against everybody at an event, never against one named person. Take the name out."
        )


@transaction.atomic
def approve_letter(*, by: User, now: dt.datetime, letter: Letter, revision: int) -> Letter:
    """Approve what a draft says; an approved letter is answered as it is.

    Raises SecondPersonNeeded where the school wants one and `by` drafted it or last changed it; Stale, WrongStage or
    CaseIsClosed.
    """
    locked = _lock_open(letter)
    if locked.status == Status.APPROVED:
        return locked
    if locked.status != Status.DRAFT:
        raise WrongStage("Only a draft can be approved.")
    refuse_stale(locked, revision=revision, noun="letter")
    school = locked.case.school
    if school.second_person_approves_letters and locked.is_written_by(by):
        raise SecondPersonNeeded("At this school somebody other than the writer approves a letter.")
    save_revision(locked, status=Status.APPROVED, approved_by=by, approved_at=now)
    record(school=school, by=by, now=now, action="letter.approved", row=locked, after={"revision": locked.revision})
    return locked


def produce_letter(*, by: User, now: dt.datetime, letter: Letter, revision: int, verify_at: str) -> Letter:
    """Make and seal the PDF, dated today; a letter that was produced already is answered as it is.

    `verify_at` is the address of the page that checks codes. Whatever fails leaves the letter approved. Raises
    PangoMissing, PdfNotMade, FileNotKept, WrongStage, Stale or CaseIsClosed.
    """
    stored = Letter.objects.select_related("case__school").get(pk=letter.pk)
    if _is_produced(stored):
        return stored
    _refuse_unapproved(stored, revision=revision)
    seal = Seal(make_code(), verify_at)
    kind, dated_on = LetterKind(stored.kind), timezone.localdate(now)
    pdf = make_pdf(load_text(stored), case=stored.case, kind=kind, dated_on=dated_on, seal=seal)
    with sealed_file(pdf, folder="letters", ending=".pdf") as file:
        produced = _seal(by=by, now=now, letter=stored, revision=revision, file=file, code=seal.code)
        if produced.pdf.name != file.name:
            file.discard()
    return produced


@transaction.atomic
def _seal(*, by: User, now: dt.datetime, letter: Letter, revision: int, file: SealedFile, code: str) -> Letter:
    """The letter with its file; or as somebody else produced it a moment ago."""
    locked = _lock_open(letter)
    if _is_produced(locked):
        return locked
    _refuse_unapproved(locked, revision=revision)
    save_revision(
        locked,
        status=Status.PRODUCED,
        pdf=file.name,
        pdf_sha256=file.sha256,
        verification_code=code,
        dated_on=timezone.localdate(now),
        produced_by=by,
        produced_at=now,
    )
    after = {"sha256": locked.pdf_sha256, "dated_on": locked.dated_on}
    record(school=locked.case.school, by=by, now=now, action="letter.produced", row=locked, after=after)
    return locked


def _is_produced(letter: Letter) -> bool:
    return letter.status in (Status.PRODUCED, Status.SENT)


def _refuse_unapproved(letter: Letter, *, revision: int) -> None:
    if letter.status != Status.APPROVED:
        raise WrongStage("Have the letter approved before you produce it.")
    refuse_stale(letter, revision=revision, noun="letter")


@transaction.atomic
def read_letter(*, by: User, now: dt.datetime, letter: Letter) -> None:
    after = {"sha256": letter.pdf_sha256} if letter.pdf_sha256 else {"revision": letter.revision}
    record(school=letter.case.school, by=by, now=now, action="letter.read", row=letter, after=after)


def read_pdf(letter: Letter) -> bytes:
    """The bytes of a produced letter, exactly as sealed. Raises SealBroken."""
    return read_sealed(letter.pdf, sha256=letter.pdf_sha256, noun="letter")


@dataclass(frozen=True)
class StepToRecord:
    """The wish to record the letter's step on the case as well, on the case's revision that the person saw."""

    case_revision: int
    follow_up_on: dt.date | None
    form_token: uuid.UUID


@transaction.atomic
def send_letter(
    *,
    by: User,
    now: dt.datetime,
    letter: Letter,
    revision: int,
    sent_on: dt.date,
    way: Letter.Way,
    note: str,
    step_to_record: StepToRecord | None,
) -> Letter:
    """Record how and when a produced letter was sent; one that was sent already is answered as it is.

    Its step is recorded as taken only with `step_to_record`, without a reply so far. Raises DayOutOfBounds,
    WrongStage, Stale or CaseIsClosed, and with `step_to_record` whatever take_step raises.
    """
    locked = _lock_open(letter)
    if locked.status == Status.SENT:
        return locked
    if locked.status != Status.PRODUCED:
        raise WrongStage("Produce the letter before you record that it was sent.")
    refuse_stale(locked, revision=revision, noun="letter")
    _refuse_sent_on(locked, sent_on=sent_on, today=timezone.localdate(now))
    save_revision(
        locked,
        status=Status.SENT,
        sent_on=sent_on,
        sent_by=by,
        sent_at=now,
        sent_way=way,
        sent_note=note.strip(),
    )
    after = {"sent_on": sent_on, "way": way}
    record(school=locked.case.school, by=by, now=now, action="letter.sent", row=locked, after=after)
    if step_to_record:
        _record_step(by=by, now=now, letter=locked, sent_on=sent_on, step_to_record=step_to_record)
    return locked


def _refuse_sent_on(letter: Letter, *, sent_on: dt.date, today: dt.date) -> None:
    if sent_on > today:
        raise DayOutOfBounds("The day it was sent cannot be in the future.", field="sent_on")
    if letter.dated_on and sent_on < letter.dated_on:
        raise DayOutOfBounds("The day it was sent cannot be before the day it was produced.", field="sent_on")


def _record_step(
    *, by: User, now: dt.datetime, letter: Letter, sent_on: dt.date, step_to_record: StepToRecord
) -> None:
    what = f"{letter.get_kind_display()}, sent {letter.get_sent_way_display().lower()}"
    values: dict[str, Any] = {
        "by": by,
        "now": now,
        "case": letter.case,
        "revision": step_to_record.case_revision,
        "done_on": sent_on,
        "done_by": by.name,
        "follow_up_on": step_to_record.follow_up_on,
        "form_token": step_to_record.form_token,
    }
    if letter.step:
        outcome = StepRecord.Outcome.NO_REPLY
        take_step(step=Step(letter.step), outcome=outcome, note=what, evidence=None, **values)
    else:
        step_outside_policy(what=what, reason=letter.outside_reason, **values)


@transaction.atomic
def withdraw_letter(*, by: User, now: dt.datetime, letter: Letter, revision: int, why: str) -> Letter:
    """Withdraw a letter that was not sent, with a reason; it stays on the case, as does what was sealed.

    One that is withdrawn already is answered as it is. Raises WrongStage, Stale or ReasonNeeded.
    """
    locked = _lock(letter)
    if locked.status == Status.WITHDRAWN:
        return locked
    if locked.status == Status.SENT:
        raise WrongStage("This letter was sent, so it cannot be withdrawn. Write another that puts it right.")
    refuse_stale(locked, revision=revision, noun="letter")
    reason = require_reason(why, "Say why the letter is withdrawn.")
    before = {"status": locked.status}
    save_revision(locked, status=Status.WITHDRAWN, withdrawn_by=by, withdrawn_at=now, withdrawn_why=reason)
    school = locked.case.school
    record(school=school, by=by, now=now, action="letter.withdrawn", row=locked, before=before, reason=reason)
    return locked
