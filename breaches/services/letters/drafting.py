"""Draft a letter, and change what it says."""

import datetime as dt
import uuid

from django.db import transaction

from audit.services import record
from breaches.letters.basis import Basis, basis_of, clauses_not_given
from breaches.letters.kinds import NEEDS, Audience, Kind
from breaches.letters.marks import ENDS_ON, REPLY_BY, REVIEW_ON, says_day, without_a_day
from breaches.letters.text import LetterText, tidy
from breaches.models import Case, Letter
from breaches.services.holding import latest_answer, lock, refuse_closed, require
from breaches.services.letters.holding import Status, WrongStage, hold_open, keep, refuse_stale
from people.models import User
from web.dates import day_in_words

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
    return require(reason, sentence=basis.why_not)


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
