"""Walk the chains of entries and find the first that is not as it was written."""

from collections.abc import Iterator
from dataclasses import dataclass

from audit.models import Chain, Entry
from audit.services import hash_entry


@dataclass(frozen=True)
class Break:
    """The first entry of a chain that is wrong, and what is wrong with it."""

    chain: str
    number: int
    fault: str

    def __str__(self) -> str:
        return f"{self.chain}: entry {self.number} {self.fault}"


def find_breaks() -> Iterator[Break]:
    """The first break of every chain that has one, in the order of the chains."""
    for chain in Chain.objects.order_by("pk"):
        if first := find_first_break(chain):
            yield first


def find_first_break(chain: Chain) -> Break | None:
    """The first entry of the chain that is missing, changed, out of order or cut off its end."""
    expected, previous = 1, ""
    for entry in Entry.objects.filter(chain=chain).order_by("number").iterator():
        fault = _find_fault(entry, expected, previous)
        if fault:
            return Break(chain.key, expected, fault)
        expected, previous = expected + 1, entry.hash
    if (chain.length, chain.head) != (expected - 1, previous):
        return Break(chain.key, expected, "is missing from the end")
    return None


def _find_fault(entry: Entry, expected: int, previous: str) -> str:
    if entry.number != expected:
        return "is missing"
    if entry.previous_hash != previous:
        return "does not follow from the entry before it"
    if entry.hash != hash_entry(entry):
        return "has been changed"
    return ""
