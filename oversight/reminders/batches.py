"""Rows of a long answer, taken so many at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
BATCH = 500


def in_batches(rows: Iterable[T], *, of: int = BATCH) -> Iterator[list[T]]:
    """The rows in lists of so many."""
    rest = iter(rows)
    while batch := list(islice(rest, of)):
        yield batch
