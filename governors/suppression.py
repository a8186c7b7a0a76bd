"""Which counts may be shown, so that none under five can be known: by itself, or by taking others away.

Whoever reads a page knows these rules too. So no rule may let them conclude from what is withheld, or from how much
is, what one small count must be: see docs/decisions/0009-small-counts-are-withheld.md.
"""

from collections.abc import Mapping
from typing import TypeVar

LEAST = 5

Key = TypeVar("Key")


def show_count(count: int) -> int | None:
    """The count, or None where it is under five; nought is too."""
    return count if count >= LEAST else None


def show_parts(parts: Mapping[Key, int]) -> dict[Key, int | None]:
    """The parts of a whole that is shown where it may be: each thing counted stands in one part and in no other.

    A part under five is withheld, then the smallest of the others, those of one size together, until nothing can be
    worked out of the rest.
    """
    visible = {key: count for key, count in parts.items() if count >= LEAST}
    while visible and not _rest_is_safe(parts, visible):
        smallest = min(visible.values())
        visible = {key: count for key, count in visible.items() if count > smallest}
    return {key: visible.get(key) for key in parts}


def show_subset(count: int, *, whole: int) -> int | None:
    """How many of the whole are of one kind, where one may be of several: shown where they and the rest are five."""
    return count if min(whole, count, whole - count) >= LEAST else None


def show_overlapping(count: int, *, other: int) -> int | None:
    """A count that may or may not lie within another: shown where that is withheld, or five or more away."""
    if show_count(other) is not None and abs(other - count) < LEAST:
        return None
    return show_count(count)


def _rest_is_safe(parts: Mapping[Key, int], visible: Mapping[Key, int]) -> bool:
    """Whether each part that is withheld could hold another number, for all that a reader knows.

    They know how many parts are withheld and what those come to. Where that is less than fours all round, each could
    be a little more or less, and still under five. Where it is less than every part that is visible, the whole of it
    could stand in any one of them. As they come to five or more, there are always two at least.
    """
    withheld, rest = len(parts) - len(visible), sum(parts.values()) - sum(visible.values())
    if not withheld:
        return True
    could_be_anywhere = rest < withheld * (LEAST - 1) or rest < min(visible.values())
    return rest >= LEAST and could_be_anywhere
