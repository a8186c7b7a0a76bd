"""Hold one case while somebody changes it, and keep right what the case says about itself."""

import datetime as dt

from breaches.due import next_due_on
from breaches.models import Case, StoredAssessment
from policies.rules.answer import from_stored
from policies.rules.assessment import Assessment


class StaleCase(Exception):
    """Somebody else changed the case since the page was opened."""


class CaseIsClosed(Exception):
    """Nothing but reopening can be done to a closed case."""


class ReasonNeeded(Exception):
    """A departure, a finding or a withdrawal was given without a reason."""


def lock(case: Case) -> Case:
    """The case as it is stored now, held until the transaction ends."""
    held = Case.objects.select_for_update(of=("self",)).select_related("school", "incident", "subject")
    return held.get(pk=case.pk)


def refuse_closed(held: Case) -> None:
    """Raises CaseIsClosed for a case that is not open."""
    if not held.is_open:
        raise CaseIsClosed("This case is closed. Reopen it before you change it.")


def refuse_stale(held: Case, *, revision: int) -> None:
    """Raises StaleCase where the case has changed since `revision` was read."""
    if held.revision != revision:
        raise StaleCase(
            "Somebody changed this case while you were writing. Read what is new, then save yours if it still holds."
        )


def require(reason: str, *, sentence: str) -> str:
    """The reason without its outer spaces. Raises ReasonNeeded with the sentence where there is none."""
    if not reason.strip():
        raise ReasonNeeded(sentence)
    return reason.strip()


def settle(held: Case, *, answer: Assessment | None = None) -> Case:
    """Count one more change of a held case, and set anew the day on which something is next due.

    `answer` is the latest one where it is at hand; else it is read.
    """
    held.revision += 1
    held.next_due_on = _next_due_on(held, answer or latest_answer(held))
    held.save()
    return held


def latest_answer(case: Case) -> Assessment:
    """What the policy last answered, as stored."""
    return from_stored(StoredAssessment.objects.filter(case=case).latest().answer)


def _next_due_on(case: Case, answer: Assessment) -> dt.date | None:
    return next_due_on(
        is_open=case.is_open,
        since=case.open_since,
        steps=answer.steps,
        records=list(case.step_records.all()),
    )
