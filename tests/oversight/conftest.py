"""The clock of the tests of oversight."""

import pytest

from tests.cast import NOW


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page is asked for at the moment of the cast."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
