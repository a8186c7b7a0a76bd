"""Hold one letter while somebody changes it, and say what stands in the way."""

from __future__ import annotations

from breaches.models import Case, Letter
from breaches.services.holding import lock, refuse_closed

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
