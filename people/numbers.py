"""Numbers as they come from a browser, which may be no numbers at all."""

LONGEST = 18  # digits that every database holds


def whole_number(typed: str) -> int | None:
    """The number that was typed, or None where it is none that a row could have."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST else None
