"""What a case says of its subject's having read the policy."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from breaches.models import Case
from breaches.version import acknowledgement_of, case_version_status, in_words
from people.models import Capacity
from policies.readers.services import acknowledge
from policies.rules.words import Finding
from tests.breaches.making import opened
from tests.cast import NOW, TODAY, Cast
from tests.incidents.making import HAPPENED_ON, logged
from tests.policies.factories import load_next_version, request_reading

pytestmark = pytest.mark.usefixtures("clock")


def about_the_teacher(cast: Cast) -> Case:
    incident = logged(cast, subjects=(cast.person_of(cast.teacher),))
    return opened(cast, incident=incident, capacity=Capacity.STAFF, findings={Finding.PUPIL_CONTACT: "Seen."})


def said_of(case: Case) -> str:
    return acknowledgement_of(case, case_version_status(case, today=TODAY))


def read(cast: Cast, *, on: dt.date) -> None:
    request_reading(cast)
    now = NOW.replace(year=on.year, month=on.month, day=on.day)
    acknowledge(by=cast.teacher, now=now, today=TODAY, school=cast.school, version=cast.version)


@pytest.mark.parametrize(
    ("days", "when"), [(-1, ", before it happened,"), (0, ", the day it happened,"), (1, ", only after it happened,")]
)
def test_it_says_whether_that_was_before_the_day_or_after(days: int, when: str) -> None:
    said = in_words(HAPPENED_ON + dt.timedelta(days=days), happened_on=HAPPENED_ON)
    assert when in said


def test_the_page_says_when_the_subject_had_read_the_version(cast: Cast, client: Client) -> None:
    case = about_the_teacher(cast)
    client.force_login(cast.head)
    url = reverse("breaches:case", args=[case.pk])
    assert "No record that they had read this version" in client.get(url).content.decode()
    read(cast, on=TODAY)
    assert "Said on 12 November 2026, only after it happened" in client.get(url).content.decode()


def test_midnight_is_that_of_the_school(cast: Cast) -> None:
    case = about_the_teacher(cast)
    request_reading(cast)
    late = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)
    acknowledge(by=cast.teacher, now=late, today=TODAY, school=cast.school, version=cast.version)
    assert "2 July 2026" in said_of(case)


def test_only_the_version_that_judges_the_case_counts(cast: Cast) -> None:
    case = about_the_teacher(cast)
    later = load_next_version(in_force_from=TODAY)
    request_reading(cast, version=later)
    acknowledge(by=cast.teacher, now=NOW, today=TODAY, school=cast.school, version=later)
    assert said_of(case) == "No record that they had read this version"


def test_nothing_is_said_of_somebody_who_cannot_sign_in(cast: Cast) -> None:
    assert said_of(opened(cast)) == ""
