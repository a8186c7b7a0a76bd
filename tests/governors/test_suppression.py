"""Nobody who knows the rules, and sees all that is show_count, can tell any count under five."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governors.suppression import LEAST, show_count, show_overlapping, show_parts, show_subset

pytestmark = pytest.mark.engine

World = tuple[int, ...]
Release = tuple[object, ...]
Counts = Callable[[World], Iterator[int]]


def find_pinned(
    worlds: Iterable[World], release: Callable[[World], Release], counts: Counts
) -> list[tuple[Release, int]]:
    """Every release by which some count, the same in all worlds that look like this, is known to be under five."""
    alike: dict[Release, list[World]] = defaultdict(list)
    for world in worlds:
        alike[release(world)].append(world)
    return [
        (seen, values[0])
        for seen, group in alike.items()
        for values in zip(*(tuple(counts(world)) for world in group), strict=True)
        if values[0] < LEAST and len(set(values)) == 1
    ]


def sums(world: World) -> Iterator[int]:
    """The sum of each choice of parts: every count, every total, and every difference of two totals."""
    for size in range(1, len(world) + 1):
        for some in combinations(world, size):
            yield sum(some)


def of_parts(world: World) -> Release:
    """What is shown of a whole and its parts."""
    return (show_count(sum(world)), *show_parts(dict(enumerate(world))).values())


@pytest.mark.parametrize(("parts", "most"), [(2, 16), (3, 14), (4, 9)])
def test_no_part_of_a_whole_and_no_difference_can_be_worked_out(parts: int, most: int) -> None:
    # The largest counts are left to hide among those that are not tried, so they run past what is asked about.
    worlds = product(range(most + 1), repeat=parts)

    assert find_pinned(worlds, of_parts, sums) == []


def overlapping(world: World) -> Release:
    """What is shown of a whole and of two kinds that overlap, as findings do."""
    whole, one, other = world
    return (show_count(whole), show_subset(one, whole=whole), show_subset(other, whole=whole))


def test_no_count_that_overlaps_others_and_none_of_those_left_can_be_worked_out() -> None:
    worlds = ((whole, one, other) for whole, one, other in product(range(15), repeat=3) if max(one, other) <= whole)

    def counts(world: World) -> Iterator[int]:
        whole, one, other = world
        yield from (whole, one, other, whole - one, whole - other)

    assert find_pinned(worlds, overlapping, counts) == []


def test_no_count_of_cases_at_a_step_or_of_those_who_complied_can_be_worked_out() -> None:
    worlds = ((whole, at, did) for whole, at, did in product(range(17), repeat=3) if did <= at)

    def release(world: World) -> Release:
        whole, at, did = world
        return (show_count(whole), show_overlapping(at, other=whole), show_complied(at, did, whole))

    def counts(world: World) -> Iterator[int]:
        whole, at, did = world
        yield from (whole, at, did, at - did, abs(whole - at))

    assert find_pinned(worlds, release, counts) == []


def show_complied(at: int, did: int, whole: int) -> int | None:
    """As figures.py shows it: only beside a count that is shown."""
    return show_subset(did, whole=at) if show_overlapping(at, other=whole) is not None else None


def test_all_that_is_shown_of_a_term_together_gives_nothing_more_away() -> None:
    def worlds() -> Iterator[World]:
        for parts in product(range(12), repeat=3):
            if (whole := sum(parts)) < 12:
                for kind in range(whole + 1):
                    for at in range(13):
                        yield (*parts, kind, at)

    def release(world: World) -> Release:
        *parts, kind, at = world
        whole = sum(parts)
        return (*of_parts(tuple(parts)), show_subset(kind, whole=whole), show_overlapping(at, other=whole))

    def counts(world: World) -> Iterator[int]:
        *parts, kind, at = world
        yield from sums(tuple(parts))
        yield from (kind, sum(parts) - kind, at, abs(sum(parts) - at))

    assert find_pinned(worlds(), release, counts) == []


def others_that_look_alike(world: World) -> Iterator[World]:
    """Worlds near this one, and those with all that is withheld in one part."""
    withheld = [place for place, count in enumerate(show_parts(dict(enumerate(world))).values()) if count is None]
    rest = sum(world[place] for place in withheld)
    for full in withheld:
        yield tuple(
            (rest if place == full else 0) if place in withheld else count for place, count in enumerate(world)
        )
    for more, less in product(withheld, repeat=2):
        if more != less and world[less]:
            yield tuple(count + (place == more) - (place == less) for place, count in enumerate(world))


@given(st.lists(st.integers(0, 40), min_size=7, max_size=7).map(tuple))
def test_each_part_that_is_withheld_could_be_another_number_whatever_the_world(world: World) -> None:
    seen = of_parts(world)
    alike = [other for other in others_that_look_alike(world) if of_parts(other) == seen]
    for place, count in enumerate(world):
        if count < LEAST and sum(world) >= LEAST:
            assert {other[place] for other in alike} - {count}


@given(st.lists(st.integers(0, 40), min_size=1, max_size=9).map(tuple))
def test_no_two_shown_counts_of_which_one_holds_the_other_differ_by_one_to_four(world: World) -> None:
    whole, parts = of_parts(world)[0], [count for count in of_parts(world)[1:] if isinstance(count, int)]
    assert all(count >= LEAST for count in parts)
    if isinstance(whole, int):
        for size in range(1, len(parts) + 1):
            for some in combinations(parts, size):
                assert whole - sum(some) == 0 or whole - sum(some) >= LEAST


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_a_step_stands_five_or_more_from_the_whole_and_from_those_who_complied(whole: int, at: int, did: int) -> None:
    did = min(did, at)
    nested = [
        (show_count(whole), show_overlapping(at, other=whole)),
        (show_overlapping(at, other=whole), show_complied(at, did, whole)),
    ]
    assert all(abs(one - other) >= LEAST for one, other in nested if one is not None and other is not None)


@pytest.mark.parametrize(
    ("world", "is_shown"),
    [
        ((5, 5), (5, 5)),
        ((4, 6), (None, None)),
        ((0, 12), (None, None)),
        ((3, 2, 20), (None, None, 20)),
        ((4, 1, 5), (None, None, 5)),
        ((2, 2, 20), (None, None, None)),
        ((2, 2, 7, 20), (None, None, None, 20)),
        # Two parts that come to eight, beside a five, could only be fours.
        ((4, 4, 5), (None, None, None)),
        ((4, 4, 9), (None, None, 9)),
        # Parts of one size go together: which of them was kept would tell something.
        ((0, 5, 5, 9), (None, None, None, 9)),
        ((0, 0, 0, 0, 0, 0, 40), (None,) * 7),
    ],
)
def test_the_parts_that_are_shown(world: World, is_shown: tuple[int | None, ...]) -> None:
    assert tuple(show_parts(dict(enumerate(world))).values()) == is_shown


@pytest.mark.parametrize(("count", "is_shown"), [(0, None), (1, None), (4, None), (5, 5), (6, 6)])
def test_a_count_under_five_is_withheld_and_nought_is_too(count: int, is_shown: int | None) -> None:
    assert show_count(count) == is_shown


@pytest.mark.parametrize(("count", "is_shown"), [(4, None), (5, 5), (15, 15), (16, None), (20, None)])
def test_a_kind_is_withheld_where_it_or_what_is_left_is_under_five(count: int, is_shown: int | None) -> None:
    assert show_subset(count, whole=20) == is_shown
