"""Letters of the demonstration: drafted from the case, and some of them sent."""

import datetime as dt
import os
import uuid

from breaches.letters.basis import basis_of
from breaches.letters.drafting import draft_of, recipients_for, signature_for
from breaches.letters.kinds import Kind
from breaches.models import Case, Letter
from breaches.services.holding import latest_answer
from breaches.services.letters.approving import approve_letter
from breaches.services.letters.drafting import draft_letter
from breaches.services.letters.producing import produce_letter
from breaches.services.letters.sending import send_letter
from people.models import Role, User
from web.pdf import PangoMissing

VERIFY_AT = f"http://localhost:{os.environ.get('PORT', '8000')}/verify/"


def write(case: Case, kind: Kind, *, by: User, now: dt.datetime, today: dt.date, sent: bool) -> Letter:
    """Draft a letter and, if asked, approve, produce and send it.

    Where this machine has no Pango the letter stays approved, as it would for a person.
    """
    answer = latest_answer(case)
    recipients = recipients_for(case, kind)
    text = draft_of(
        case,
        answer,
        basis_of(case, answer, kind),
        kind,
        recipient=recipients[0] if recipients else None,
        signature=signature_for(case, by, Role.HEADTEACHER, today=today),
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
        step_too=None,
    )
