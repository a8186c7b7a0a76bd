"""Schools that adopted before there were reviews are given theirs."""

import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps

from policies.models import Adoption, ReviewCycle
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.engine

migration = import_module("policies.migrations.0005_reviews_of_policies_kept_to")


def test_each_adoption_that_holds_gets_the_review_its_policy_states(cast: Cast, clock: None) -> None:
    made = {one.school_id: (one.anchor, one.due_on, one.remind_on) for one in ReviewCycle.objects.all()}
    ReviewCycle.objects.all().delete()
    migration.make(apps, None)
    found = {one.school_id: (one.anchor, one.due_on, one.remind_on) for one in ReviewCycle.objects.all()}
    assert found == made
    assert found[cast.school.pk] == ("month", dt.date(2022, 11, 30), TODAY)


def test_an_adoption_that_ended_gets_none(cast: Cast) -> None:
    ReviewCycle.objects.all().delete()
    Adoption.objects.update(ended_on=TODAY)
    migration.make(apps, None)
    assert not ReviewCycle.objects.exists()


@pytest.mark.parametrize(("days", "reminded"), [(-1, 0), (0, 0), (1, 1), (7, 0), (8, 1), (90, 0), (91, 1)])
def test_the_first_reminder_is_today_for_what_is_late_and_else_the_next_that_comes(days: int, reminded: int) -> None:
    day = dt.timedelta(days=1)
    assert migration.first_reminder(TODAY + days * day, TODAY) == TODAY + reminded * day
