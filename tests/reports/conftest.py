"""Every page is asked for at the same moment."""

import pytest


@pytest.fixture(autouse=True)
def _now(clock: None) -> None:
    """The moment of the cast."""
