"""Notes on a case: written once, never changed."""

import datetime as dt
import uuid

from django.db import transaction

from audit.services import record
from breaches.models import Case, Note
from breaches.services.holding import lock, require
from people.models import User


@transaction.atomic
def add_note(*, by: User, now: dt.datetime, case: Case, text: str, form_token: uuid.UUID) -> Note:
    """Add a note, to an open case or a closed one; the same form sent twice adds it once. Raises ReasonNeeded.

    A note contradicts nothing, so it is never refused because somebody else changed the case.
    """
    held = lock(case)
    if already := held.notes.filter(form_token=form_token).first():
        return already
    words = require(text, sentence="Write the note.")
    note = Note.objects.create(case=held, text=words, by=by, at=now, form_token=form_token)
    record(school=held.school, by=by, now=now, action="note.added", row=note, after={"case": held.pk})
    return note
