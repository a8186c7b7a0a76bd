"""A letter from draft to sent: written, approved, produced and sealed, sent, withdrawn, read."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from audit.services import record
from breaches.letters.basis import Basis, basis_of, clauses_not_given
from breaches.letters.kinds import BEGINS_ITS_STEP, NEEDS, Audience, Kind
from breaches.letters.pdf import Seal, pdf_of
from breaches.letters.text import (
    ENDS_ON,
    REPLY_BY,
    REVIEW_ON,
    LetterText,
    new_code,
    says_day,
    text_of,
    tidy,
    without_a_day,
)
from breaches.models import Case, Letter, StepRecord
from breaches.services.cases import latest_answer, lock, refuse_closed, require_reason
from breaches.services.steps import step_outside_policy, take_step
from people.models import User
from policies.rules.words import Step
from web.dates import day_in_words
from web.files import SealedFile, read_sealed, sealed_file

Status = Letter.Status


class StaleLetter(Exception):
    """Somebody else changed the letter since the page was opened."""


class WrongStage(Exception):
    """The letter is not at the stage at which this can be done."""


def hold(letter: Letter) -> tuple[Letter, Case]:
    """The letter and its case as they are stored now, both held until the transaction ends."""
    case = lock(letter.case)
    held = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    held.case = case
    return held, case


def hold_open(letter: Letter) -> tuple[Letter, Case]:
    """The same, for a case that is open. Raises CaseIsClosed."""
    held, case = hold(letter)
    refuse_closed(case)
    return held, case


def refuse_stale(held: Letter, *, revision: int) -> None:
    """Raises StaleLetter where the letter has changed since `revision` was read."""
    if held.revision != revision:
        raise StaleLetter(
            "Somebody changed this letter while you were at it. Read what is stored now, then save yours if it "
            "still holds."
        )


def keep(held: Letter, *fields: str) -> Letter:
    """Store these fields of a held letter, counting one more change."""
    held.revision += 1
    held.save(update_fields=[*fields, "revision"])
    return held


CHANGEABLE = (
    "recipient",
    "addressee",
    "address",
    "salutation",
    "subject",
    "body",
    "signature",
    "reply_by",
    "review_on",
    "ends_on",
)


class LetterNotGiven(Exception):
    """The policy does not give this letter now, and no reason was written for going beyond it."""


class ClauseNotGiven(Exception):
    """The text cites a clause that the case's own answer does not hold."""


class DayMissing(Exception):
    """The text needs a day that was not chosen, or leaves out one that it must give."""


class NamesOnePerson(Exception):
    """A notice to everybody names the person whom the case is about."""


class WrongRecipient(Exception):
    """The letter is addressed to somebody who is not in the school's register."""


@transaction.atomic
def draft_letter(
    *,
    by: User,
    now: dt.datetime,
    case: Case,
    kind: Kind,
    text: LetterText,
    outside_reason: str,
    form_token: uuid.UUID,
) -> Letter:
    """Keep a first draft; the same form sent twice keeps it once.

    A letter whose step the policy gives now rests on that step's clauses. Any other needs `outside_reason`, which
    stays on record and is not part of the letter. Raises LetterNotGiven, ClauseNotGiven, DayMissing,
    NamesOnePerson, WrongRecipient or CaseIsClosed.
    """
    held = lock(case)
    if already := held.letters.filter(form_token=form_token).first():
        return already
    refuse_closed(held)
    basis = basis_of(held, latest_answer(held), kind)
    reason = _reason_to_go_beyond(basis, outside_reason)
    _refuse_text(held, kind, text)
    letter = Letter.objects.create(
        case=held,
        kind=kind,
        step=basis.step or "",
        clauses=basis.as_stored,
        outside_reason=reason,
        drafted_by=by,
        drafted_at=now,
        form_token=form_token,
        **_values(text),
    )
    after = {"case": held.pk, "kind": kind, "step": letter.step, "clauses": [one.id for one in basis.clauses]}
    record(school=held.school, by=by, now=now, action="letter.drafted", row=letter, after=after, reason=reason)
    return letter


@transaction.atomic
def change_letter(*, by: User, now: dt.datetime, letter: Letter, revision: int, text: LetterText) -> Letter:
    """Change what a letter says. One that was approved is a draft again, to be approved anew.

    A text that says what is stored already changes nothing. Raises StaleLetter, WrongStage, ClauseNotGiven,
    DayMissing, NamesOnePerson, WrongRecipient or CaseIsClosed.
    """
    held, case = hold_open(letter)
    if held.status not in (Status.DRAFT, Status.APPROVED):
        raise WrongStage("This letter is sealed. Withdraw it and write another if it has to say something else.")
    refuse_stale(held, revision=revision)
    _refuse_text(case, Kind(held.kind), text)
    values = _values(text)
    changed = [field for field in CHANGEABLE if getattr(held, field) != values[field]]
    if not changed:
        return held
    before = {"status": held.status}
    for field in changed:
        setattr(held, field, values[field])
    held.status, held.changed_by, held.approved_by, held.approved_at = Status.DRAFT, by, None, None
    keep(held, *changed, "status", "changed_by", "approved_by", "approved_at")
    # What somebody wrote stays out of the record, which is kept for ever: it says which fields changed.
    after = {"status": held.status, "fields": changed}
    record(school=case.school, by=by, now=now, action="letter.changed", row=held, before=before, after=after)
    return held


def _reason_to_go_beyond(basis: Basis, reason: str) -> str:
    """The reason, for a letter that the policy does not give; nothing for one that it does."""
    if not basis.is_outside:
        return ""
    if not reason.strip():
        raise LetterNotGiven(f"{basis.why_not} If you write all the same, say why: the reason stays on the case.")
    return require_reason(reason, basis.why_not)


def _values(text: LetterText) -> dict[str, object]:
    return text.as_values() | {"body": tidy(text.body), "address": tidy(text.address)}


def _refuse_text(case: Case, kind: Kind, text: LetterText) -> None:
    if text.recipient is not None and text.recipient.school_id != case.school_id:
        raise WrongRecipient("Choose somebody from the register of this school.")
    _refuse_clauses(case, text)
    _refuse_days(kind, text)
    if NEEDS[kind].audience == Audience.EVERYBODY:
        _refuse_name(case, text)


def _refuse_clauses(case: Case, text: LetterText) -> None:
    not_given = clauses_not_given(case, latest_answer(case), f"{text.subject}\n{text.body}")
    if not_given:
        raise ClauseNotGiven(
            f"The text names {', '.join(not_given)}, which the policy does not give in this case. Take it out."
        )


def _refuse_days(kind: Kind, text: LetterText) -> None:
    missing = without_a_day(text.body, text.days)
    if missing:
        raise DayMissing(f"The text says {missing[0]}, so choose that day.")
    if not NEEDS[kind].is_barring:
        return
    for mark, what in (
        (REPLY_BY, "by when the other side can be put"),
        (REVIEW_ON, "when it is reviewed"),
        (ENDS_ON, "when it ends"),
    ):
        day = text.days[mark]
        if day is None or not says_day(text.body, mark, day):
            raise DayMissing(f"This letter has to say {what}. Choose the day and keep {mark} in the text.")
    if text.reply_by and text.review_on and text.ends_on and not text.reply_by <= text.review_on <= text.ends_on:
        raise DayMissing(
            f"It ends on {day_in_words(text.ends_on)}. Choose a day to reply by, then a day of review after it, then "
            "an end that is no earlier."
        )


def _refuse_name(case: Case, text: LetterText) -> None:
    said = f"{text.addressee} {text.salutation} {text.subject} {text.body}".casefold()
    if text.recipient is not None or case.subject.name.casefold() in said:
        raise NamesOnePerson(
            "The policy gives this against everybody at an event, never against one named person. Take the name out."
        )


class SecondPersonNeeded(Exception):
    """At this school somebody else than the writer approves a letter."""


@transaction.atomic
def approve_letter(*, by: User, now: dt.datetime, letter: Letter, revision: int) -> Letter:
    """Approve what a draft says; an approved letter is answered as it is.

    Raises SecondPersonNeeded where the school wants one and `by` drafted it or last changed it; StaleLetter,
    WrongStage or CaseIsClosed.
    """
    held, case = hold_open(letter)
    if held.status == Status.APPROVED:
        return held
    if held.status != Status.DRAFT:
        raise WrongStage("Only a draft can be approved.")
    refuse_stale(held, revision=revision)
    if case.school.second_person_approves_letters and wrote(held, by):
        raise SecondPersonNeeded("At this school somebody other than the writer approves a letter.")
    held.status, held.approved_by, held.approved_at = Status.APPROVED, by, now
    keep(held, "status", "approved_by", "approved_at")
    record(school=case.school, by=by, now=now, action="letter.approved", row=held, after={"revision": held.revision})
    return held


def wrote(letter: Letter, user: User) -> bool:
    """Whether the user drafted the letter, or was the last to change it."""
    return user.pk in (letter.drafted_by_id, letter.changed_by_id)


SEALED = (Status.PRODUCED, Status.SENT)


def produce_letter(*, by: User, now: dt.datetime, letter: Letter, revision: int, verify_at: str) -> Letter:
    """Make and seal the PDF, dated today; a letter that is sealed already is answered as it is.

    `verify_at` is the address of the page that checks codes. Whatever fails leaves the letter approved. Raises
    PangoMissing, PdfNotMade, FileNotKept, WrongStage, StaleLetter or CaseIsClosed.
    """
    seen = Letter.objects.select_related("case__school").get(pk=letter.pk)
    if seen.status in SEALED:
        return seen
    _refuse(seen, revision=revision)
    seal = Seal(new_code(), verify_at)
    made = pdf_of(text_of(seen), case=seen.case, kind=Kind(seen.kind), dated_on=timezone.localdate(now), seal=seal)
    with sealed_file(made, folder="letters", ending=".pdf") as file:
        produced = _seal(by=by, now=now, letter=seen, revision=revision, file=file, code=seal.code)
        if produced.pdf.name != file.name:
            file.discard()
    return produced


@transaction.atomic
def _seal(*, by: User, now: dt.datetime, letter: Letter, revision: int, file: SealedFile, code: str) -> Letter:
    """The letter with its file; or as somebody else produced it a moment ago."""
    held, case = hold_open(letter)
    if held.status in SEALED:
        return held
    _refuse(held, revision=revision)
    held.status, held.pdf, held.verification_code = Status.PRODUCED, file.name, code
    held.pdf_sha256 = file.sha256
    held.dated_on, held.produced_by, held.produced_at = timezone.localdate(now), by, now
    held.revision += 1
    held.save()
    after = {"sha256": held.pdf_sha256, "dated_on": held.dated_on}
    record(school=case.school, by=by, now=now, action="letter.produced", row=held, after=after)
    return held


def _refuse(letter: Letter, *, revision: int) -> None:
    if letter.status != Status.APPROVED:
        raise WrongStage("Have the letter approved before you produce it.")
    refuse_stale(letter, revision=revision)


@transaction.atomic
def read_letter(*, by: User, now: dt.datetime, letter: Letter) -> None:
    """Put on record that somebody opened a letter."""
    after = {"sha256": letter.pdf_sha256} if letter.pdf_sha256 else {"revision": letter.revision}
    record(school=letter.case.school, by=by, now=now, action="letter.read", row=letter, after=after)


def sealed_bytes(letter: Letter) -> bytes:
    """The bytes of a produced letter, exactly as sealed. Raises SealBroken."""
    return read_sealed(letter.pdf, sha256=letter.pdf_sha256, noun="letter")


class SentOnOutOfBounds(Exception):
    """A letter is sent on the day it was produced or later, and not in the future."""


@dataclass(frozen=True)
class StepToo:
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
    step_too: StepToo | None,
) -> Letter:
    """Record how and when a produced letter was sent; one that was sent already is answered as it is.

    Its step is recorded as taken only with `step_too`, without a reply so far. Raises SentOnOutOfBounds, WrongStage,
    StaleLetter or CaseIsClosed, and with `step_too` whatever take_step raises.
    """
    held, case = hold_open(letter)
    if held.status == Status.SENT:
        return held
    if held.status != Status.PRODUCED:
        raise WrongStage("Produce the letter before you record that it was sent.")
    refuse_stale(held, revision=revision)
    _refuse_day(held, sent_on=sent_on, today=timezone.localdate(now))
    held.status, held.sent_on, held.sent_by, held.sent_at = Status.SENT, sent_on, by, now
    held.sent_way, held.sent_note = way, note.strip()
    keep(held, "status", "sent_on", "sent_by", "sent_at", "sent_way", "sent_note")
    after = {"sent_on": sent_on, "way": way}
    record(school=case.school, by=by, now=now, action="letter.sent", row=held, after=after)
    if step_too:
        _record_step(by=by, now=now, letter=held, step_too=step_too)
    return held


@transaction.atomic
def withdraw_letter(*, by: User, now: dt.datetime, letter: Letter, revision: int, why: str) -> Letter:
    """Withdraw a letter that was not sent, with a reason; it stays on the case, as does what was sealed.

    One that is withdrawn already is answered as it is. Raises WrongStage, StaleLetter or ReasonNeeded.
    """
    held, case = hold(letter)
    if held.status == Status.WITHDRAWN:
        return held
    if held.status == Status.SENT:
        raise WrongStage("This letter was sent, so it cannot be withdrawn. Write another that puts it right.")
    refuse_stale(held, revision=revision)
    reason = require_reason(why, "Say why the letter is withdrawn.")
    before = {"status": held.status}
    held.status, held.withdrawn_by, held.withdrawn_at, held.withdrawn_why = Status.WITHDRAWN, by, now, reason
    keep(held, "status", "withdrawn_by", "withdrawn_at", "withdrawn_why")
    record(school=case.school, by=by, now=now, action="letter.withdrawn", row=held, before=before, reason=reason)
    return held


def may_record_step(letter: Letter) -> bool:
    """Whether sending this letter can count as its step: a notice of an investigation only begins one."""
    return letter.kind not in BEGINS_ITS_STEP


def _refuse_day(letter: Letter, *, sent_on: dt.date, today: dt.date) -> None:
    if sent_on > today:
        raise SentOnOutOfBounds("The day it was sent cannot be in the future.")
    if letter.dated_on and sent_on < letter.dated_on:
        raise SentOnOutOfBounds(
            f"The letter was produced on {day_in_words(letter.dated_on)}, so it was sent on that day or later."
        )


def _record_step(*, by: User, now: dt.datetime, letter: Letter, step_too: StepToo) -> None:
    told = f"{letter.get_kind_display()}, sent {letter.get_sent_way_display().lower()}"
    if not letter.step:
        step_outside_policy(
            by=by,
            now=now,
            case=letter.case,
            revision=step_too.case_revision,
            what=told,
            reason=letter.outside_reason,
            done_on=letter.sent_on or timezone.localdate(now),
            done_by=by.name,
            follow_up_on=step_too.follow_up_on,
            form_token=step_too.form_token,
        )
        return
    take_step(
        by=by,
        now=now,
        case=letter.case,
        revision=step_too.case_revision,
        step=Step(letter.step),
        done_on=letter.sent_on or timezone.localdate(now),
        done_by=by.name,
        outcome=StepRecord.Outcome.NO_REPLY,
        note=told,
        follow_up_on=step_too.follow_up_on,
        evidence=None,
        form_token=step_too.form_token,
    )
