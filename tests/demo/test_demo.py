"""The demonstration loads through the services, once, with something to see on every page."""

import io

import pytest
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.management.sql import sql_flush
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from breaches.models import Case
from demo.policies import make_pdf
from demo.schools import PASSWORD
from incidents.models import Incident
from people.models import Role, School, User
from policies.models import Acknowledgement, Policy, Review, ReviewCycle, Version
from policies.readers.querysets import Share, count_shares, iterate_outstanding
from reports.models import StaffReport
from tests.flushing.management.commands.flush import lift_guards

pytestmark = pytest.mark.engine


@pytest.fixture
def empty_database(db: None) -> None:
    """No school and nobody, until the end of the test."""
    with lift_guards(), connection.cursor() as cursor:
        for statement in sql_flush(no_style(), connection):
            cursor.execute(statement)


def test_the_demonstration_loads_once_with_something_to_see_on_every_page(empty_database: None) -> None:
    call_command("load_policies", verbosity=0)
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    something_of_everything_is_at_every_school()
    everybody_is_listed_and_signs_in_with_the_one_password(out.getvalue())
    reports_are_in_every_state_and_one_is_the_chairs()
    policies_are_due_overdue_and_without_a_date_and_some_have_been_read()
    there_is_a_school_year_to_count_with_numbers_over_and_under_five()
    references_count_up_in_the_order_in_which_things_happened()
    counted = [model.objects.count() for model in (Case, StaffReport, Version, Acknowledgement)]
    call_command("load_demo", stdout=io.StringIO())
    assert [model.objects.count() for model in (Case, StaffReport, Version, Acknowledgement)] == counted


def something_of_everything_is_at_every_school() -> None:
    schools = set(School.objects.values_list("pk", flat=True))
    assert set(Case.objects.values_list("school", flat=True)) == schools
    assert set(Case.objects.values_list("status", flat=True)) == set(Case.Status.values)
    assert set(StaffReport.objects.values_list("school", flat=True)) == schools
    assert set(ReviewCycle.objects.values_list("school", flat=True)) == schools
    assert set(User.objects.values_list("memberships__role", flat=True)) == set(Role)


def everybody_is_listed_and_signs_in_with_the_one_password(text: str) -> None:
    for user in User.objects.all():
        assert user.email in text
        assert user.check_password(PASSWORD)


def reports_are_in_every_state_and_one_is_the_chairs() -> None:
    friend_requests = StaffReport.objects.filter(kind="friend_request")
    assert friend_requests.values("school").distinct().count() == School.objects.count()
    for state in ({"read_at": None}, {"read_at__isnull": False, "outcome": ""}, {"outcome__gt": ""}):
        assert StaffReport.objects.filter(**state).exists()
    assert StaffReport.objects.filter(about_headteacher=True).count() == 1
    assert StaffReport.objects.filter(kind="prior_relationship").exists()
    assert StaffReport.objects.filter(at_once=True, read_at=None).exists()


def policies_are_due_overdue_and_without_a_date_and_some_have_been_read() -> None:
    today = timezone.localdate()
    school = School.objects.get(slug="cornist-park")
    cycles = {
        cycle.policy.title: cycle.due_on for cycle in ReviewCycle.objects.at_school(school).select_related("policy")
    }
    overdue, due = cycles["Social Networking Policy"], cycles["Online safety"]
    assert overdue
    assert due
    assert overdue < today < due
    assert cycles["Anti-bullying"] is None
    assert Review.objects.filter(next_due_on__gt=today).count() == 1
    assert Version.objects.get(status=Version.Status.PROPOSED).policy.slug == "cornist-park"
    online = Policy.objects.of_school(school).get(title="Online safety").versions.get()
    assert count_shares([school], on=today)[school.pk, online.pk] == Share(6, 6)
    late = [waiting for waiting in iterate_outstanding(on=today) if waiting.due_on < today]
    assert late
    assert len(late) < len(list(iterate_outstanding(on=today)))


def there_is_a_school_year_to_count_with_numbers_over_and_under_five() -> None:
    by_school = Incident.objects.logged().values("school").annotate(n=Count("pk")).order_by("-n")
    assert [row["n"] >= 10 for row in by_school[:2]] == [True, True]
    school = School.objects.get(slug="cornist-park")
    assert school.terms.count() == 6
    counts = [
        Incident.objects.at_school(school)
        .filter(logged_at__date__gte=term.starts_on, logged_at__date__lte=term.ends_on)
        .count()
        for term in school.terms.order_by("starts_on")[:3]
    ]
    assert counts == [15, 7, 3]


def references_count_up_in_the_order_in_which_things_happened() -> None:
    logged = Incident.objects.filter(school__slug="cornist-park").logged().order_by("logged_at", "pk")
    references = list(logged.values_list("reference", flat=True))
    assert references == sorted(references)


def test_a_document_of_the_demonstration_is_a_pdf_that_keeps_its_brackets() -> None:
    page = make_pdf("Online (safety), Siân")
    assert page.startswith(b"%PDF-")
    assert b"(Online \\(safety\\), Si\xe2n) Tj" in page
