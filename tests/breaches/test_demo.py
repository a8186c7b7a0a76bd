"""The demonstration loads through the services, once, with cases in every state."""

import io

import pytest
from django.core.management import call_command

from breaches.models import Case
from people.models import School, User


@pytest.mark.django_db
def test_the_demonstration_has_a_case_at_every_school_and_in_every_state() -> None:
    call_command("load_policies", verbosity=0)
    said = io.StringIO()
    call_command("load_demo", stdout=said)
    assert set(Case.objects.values_list("school", flat=True)) == set(School.objects.values_list("pk", flat=True))
    assert set(Case.objects.values_list("status", flat=True)) == set(Case.Status.values)
    assert all(user.email in said.getvalue() for user in User.objects.all())
    cases = Case.objects.count()
    call_command("load_demo", stdout=io.StringIO())
    assert Case.objects.count() == cases
