"""Verification codes: readable aloud, without letters and figures that look alike."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS, EACH = 3, 4


def new_code() -> str:
    """A new code such as K7QM-3XDR-9WPH: one of 31 to the power of 12."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(EACH)) for _ in range(GROUPS))


def as_stored(typed: str) -> str:
    """The code as it is kept, whatever its case and however it was spaced when typed."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return "-".join(signs[start : start + EACH] for start in range(0, len(signs), EACH))
