"""Makes entries of the register of low-level concerns, by the real services."""

import datetime as dt
import uuid
from typing import Any

from people.models import Person, User
from reports.concerns.services import record_concern
from reports.models import LowLevelConcern
from tests.cast import NOW, Cast


def concern(cast: Cast, *, by: User | None = None, about: Person | None = None, **said: Any) -> LowLevelConcern:
    """An entry about the teacher, raised by the Headteacher unless `by` says otherwise."""
    entry: dict[str, Any] = {
        "now": NOW,
        "happened_on": dt.date(2026, 11, 3),
        "words": "Photographed the class with his own telephone.",
        "done": "Asked him to delete it, which he did.",
        "form_token": uuid.uuid4(),
    }
    return record_concern(by=by or cast.head, about=about or cast.person_of(cast.teacher), **entry | said)
