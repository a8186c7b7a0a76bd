"""What an app above shows on the page of one below."""

import pytest

from people.slots import NEW_STARTER_READING, Slot, SlotEmpty, SlotTaken
from policies.readers.querysets import LAST_REMINDERS, reading_for_new_starters
from reminders.kinds.acknowledgements import find_last_reminders


def plus_one(number: int) -> int:
    return number + 1


def plus_two(number: int) -> int:
    return number + 2


def test_a_slot_asks_the_function_that_fills_it() -> None:
    slot: Slot[[int], int] = Slot("the next number")
    slot.fill(plus_one)
    slot.fill(plus_one)

    assert slot(1) == 2


def test_a_slot_is_not_filled_by_two() -> None:
    slot: Slot[[int], int] = Slot("the next number")
    slot.fill(plus_one)

    with pytest.raises(SlotTaken, match="the next number is filled already"):
        slot.fill(plus_two)
    assert slot(1) == 2


def test_a_page_whose_slot_nobody_fills_says_so() -> None:
    slot: Slot[[int], int] = Slot("the next number")

    with pytest.raises(SlotEmpty, match="Nothing fills the next number"):
        slot(1)


def test_the_slots_of_the_site_are_filled_when_it_starts() -> None:
    assert NEW_STARTER_READING.source is reading_for_new_starters
    assert LAST_REMINDERS.source is find_last_reminders
