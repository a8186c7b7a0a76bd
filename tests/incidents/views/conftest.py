"""Every page is asked for at the same moment."""

import pytest
from django.utils import timezone

from tests.cast import NOW


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
