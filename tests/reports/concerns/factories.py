"""Entries of the register of low-level concerns made by the real services, its pages, and its form as sent."""

import datetime as dt
import uuid
from typing import Any

from django.urls import reverse

from people.models import Capacity, Person, User
from people.services import add_person
from reports.concerns.services import record_concern
from reports.models import LowLevelConcern
from tests.cast import NOW, TODAY, Cast
from tests.signing_in import browser_of

LIST, ADD = "/concerns/", "/concerns/add/"
TOGETHER = "Look at these together"
YESTERDAY = TODAY - dt.timedelta(days=1)


def url_of(person: Person) -> str:
    return reverse("reports:concerns_about", args=[person.pk])


def teacher(cast: Cast) -> Person:
    return cast.person_of(cast.teacher)


def read_page(user: User, url: str) -> str:
    response = browser_of(user).get(url)
    assert response.status_code == 200
    return response.content.decode()


def staff(cast: Cast, name: str) -> Person:
    return add_person(by=None, now=NOW, school=cast.school, name=name, capacities={Capacity.STAFF: "Teacher"})


def form_of(cast: Cast, **typed: str) -> dict[str, str]:
    return {
        "about": str(teacher(cast).pk),
        "happened_on": "2026-11-03",
        "words": "Photographed the class with his own telephone.",
        "done": "Asked him to delete it.",
        "form_token": str(uuid.UUID(int=3)),
    } | typed


def make_concern(cast: Cast, *, by: User | None = None, about: Person | None = None, **fields: Any) -> LowLevelConcern:
    """An entry about the teacher, raised by the Headteacher unless `by` says otherwise."""
    entry: dict[str, Any] = {
        "now": NOW,
        "happened_on": dt.date(2026, 11, 3),
        "words": "Photographed the class with his own telephone.",
        "done": "Asked him to delete it, which he did.",
        "form_token": uuid.uuid4(),
    }
    return record_concern(by=by or cast.head, about=about or cast.person_of(cast.teacher), **entry | fields)
