"""What is written in a block is taken back at its end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def roll_back() -> Iterator[None]:
    """Undo everything that is written meanwhile."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
