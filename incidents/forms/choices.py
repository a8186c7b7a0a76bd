"""Choices that explain themselves."""

from typing import cast

from crispy_forms_gds.choices import Choice


def hinted(value: str, label: str, hint: str) -> tuple[str, str]:
    """One choice with a hint under it; to Django it is the pair it asks for."""
    return cast("tuple[str, str]", Choice(value, label, hint=hint))
