"""Whoever keeps a policy's readers sees who was reminded, and when."""

import pytest
from django.urls import reverse

from policies.readers.services import acknowledge
from tests.cast import NOW, TODAY, Cast
from tests.policies.reading import DAY, asked
from tests.reminders.factories import at, run_worker
from tests.signing_in import browser_of

LIST = reverse("policies:reader_list", args=["cornist-park"])


def last_reminded(cast: Cast) -> dict[str, str]:
    """What the page says of each reader, by name."""
    rows = browser_of(cast.head).get(LIST).content.decode().split("<tbody")[1].split("<tr")[1:]
    return {
        row.split('scope="row">')[1].split("<")[0]: row.split('data-label="Last reminded">')[1].split("<")[0]
        for row in rows
    }


def test_the_list_says_when_each_was_last_reminded(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(cast)
    acknowledge(by=cast.teacher, now=NOW, today=TODAY, school=cast.school, version=cast.version)
    assert set(last_reminded(cast).values()) == {"Not yet"}
    run_worker(at(9) + DAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(9) + DAY)
    dates = last_reminded(cast)
    assert dates["Siân Morgan"] == "13 November 2026"
    assert dates["Aled Lloyd"] == "Not yet"
