"""What services share: how a row that counts its changes is saved."""

from typing import Any

from django.db import models


def save_revision(locked: models.Model, **values: Any) -> None:
    """Store these values with a row that the caller has locked, as one revision more.

    A form that was opened before is then known to be stale.
    """
    for name, value in values.items():
        setattr(locked, name, value)
    locked.revision += 1  # type: ignore[attr-defined]  # a row that counts its changes
    locked.save()
