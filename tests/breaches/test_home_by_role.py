"""What each role finds on its home: reports, reviews, policies to read, and how many questions each page asks."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import Role
from policies.models import ReviewCycle
from policies.readers.services import acknowledge
from policies.reviews.services import set_cycle
from reports.models import StaffReport
from reports.services import add_to_report, read_report, say_outcome
from tests.breaches.factories import HANDLERS, HOME, OTHERS, TOKEN, make_case, read_home
from tests.cast import NOW, TODAY, Cast
from tests.incidents.factories import make_incident, whole_draft
from tests.policies.factories import DAY, Audience, add_joiner, request_reading
from tests.reports.factories import make_staff_report

pytestmark = pytest.mark.usefixtures("clock")
EVERYBODY = [*HANDLERS, *OTHERS]
REVIEWERS = [*HANDLERS, "governor", "clerk"]


def section(page: str, heading: str) -> str:
    """What stands under one heading, up to the next."""
    return page.split(f">{heading}</h2>")[1].split("<h2", maxsplit=1)[0]


@pytest.mark.parametrize("role", EVERYBODY)
def test_every_role_reads_what_it_is_asked_to(cast: Cast, client: Client, role: str) -> None:
    assert "Nothing waits for you to read it." in read_home(client, getattr(cast, role))
    request_reading(cast)
    request_reading(cast, Audience.GOVERNORS)
    page = section(read_home(client, getattr(cast, role)), "Policies to read")
    assert ("By 20 November 2026" in page) is (role != "clerk")


def test_what_was_read_is_gone_from_home(cast: Cast, client: Client) -> None:
    request_reading(cast)
    acknowledge(by=cast.teacher, now=NOW, today=TODAY, school=cast.school, version=cast.version)
    assert "Nothing waits for you to read it." in read_home(client, cast.teacher)


@pytest.mark.parametrize("role", OTHERS)
def test_who_handles_no_cases_is_offered_to_report_and_to_ask(cast: Cast, client: Client, role: str) -> None:
    page = read_home(client, getattr(cast, role))
    assert reverse("reports:report_start") in page
    assert reverse("policies:ask") in page
    assert "You have not reported anything." in page


def test_a_volunteer_has_the_home_of_staff(cast: Cast, client: Client) -> None:
    volunteer = add_joiner(cast, Role.VOLUNTEER, on=TODAY)
    request_reading(cast, Audience.VOLUNTEERS)
    page = read_home(client, volunteer)
    assert "By 20 November 2026" in section(page, "Policies to read")
    assert "You have not reported anything." in page


@pytest.mark.parametrize(("role", "sees"), [("head", True), ("deputy", True), ("lead", True), ("chair", False)])
def test_a_new_report_is_on_the_home_of_those_who_read_it(
    cast: Cast, client: Client, role: str, *, sees: bool
) -> None:
    report = make_staff_report(cast)
    page = section(read_home(client, getattr(cast, role)), "New reports")
    assert (reverse("reports:report", args=[report.pk]) in page) is sees
    assert ("No new reports." in page) is not sees


def test_a_report_about_the_headteacher_is_the_chairs_alone(cast: Cast, client: Client) -> None:
    report = make_staff_report(cast, about_headteacher=True)
    url = reverse("reports:report", args=[report.pk])
    assert [role for role in HANDLERS if url in read_home(client, getattr(cast, role))] == ["chair"]


def test_a_report_is_new_until_it_is_read_and_again_once_it_is_added_to(cast: Cast, client: Client) -> None:
    report = make_staff_report(cast)
    read_report(by=cast.deputy, now=NOW, report=report)
    assert "No new reports." in read_home(client, cast.head)
    add_to_report(by=cast.teacher, now=NOW, report=report, words="It came again.", form_token=TOKEN)
    assert "Added to" in section(read_home(client, cast.head), "New reports")


def test_ten_reports_are_shown_and_a_way_to_the_rest(cast: Cast, client: Client) -> None:
    for _ in range(10):
        make_staff_report(cast)
    assert "See every new report" not in read_home(client, cast.head)
    make_staff_report(cast)
    assert "See every new report" in read_home(client, cast.head)
    assert len(client.get(HOME).context["new_reports"]) == 10


def test_ones_own_reports_say_what_became_of_them(cast: Cast, client: Client) -> None:
    report = make_staff_report(cast)
    assert "Not read yet" in read_home(client, cast.teacher)
    read_report(by=cast.head, now=NOW, report=report)
    assert "Read 12 November 2026" in read_home(client, cast.teacher)
    report.refresh_from_db()
    noted = StaffReport.Outcome.NOTED
    say_outcome(by=cast.head, now=NOW, report=report, revision=report.revision, outcome=noted, line="Thank you.")
    assert "Nothing more is asked of you" in section(read_home(client, cast.teacher), "Your latest reports")
    assert reverse("reports:my_report", args=[report.pk]) not in read_home(client, cast.governor)


@pytest.mark.parametrize("role", REVIEWERS)
def test_those_who_govern_or_lead_see_what_is_due_for_review(cast: Cast, client: Client, role: str) -> None:
    page = section(read_home(client, getattr(cast, role)), "Policies due for review")
    assert "was due November 2022" in page
    assert reverse("policies:reviews", args=["cornist-park"]) in page


@pytest.mark.parametrize("role", ["teacher", "administrator"])
def test_others_see_the_policies_alone(cast: Cast, client: Client, role: str) -> None:
    assert "Policies due for review" not in read_home(client, getattr(cast, role))


@pytest.mark.parametrize(
    ("days", "words"),
    [(-1, "was due"), (0, "· by"), (90, "· by"), (91, "No review is overdue, and none comes up in the next 90 days.")],
)
def test_a_review_shows_from_ninety_days_before_it_is_due(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch, days: int, words: str
) -> None:
    cycle = ReviewCycle.objects.get(school=cast.other_school)
    fixed = ReviewCycle.Anchor.FIXED
    due_on = TODAY + dt.timedelta(days=100)
    set_cycle(
        by=cast.outsider,
        now=NOW,
        today=TODAY,
        cycle=cycle,
        revision=cycle.revision,
        owner=None,
        anchor=fixed,
        due_on=due_on,
    )
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + (100 - days) * DAY)
    assert words in section(read_home(client, cast.outsider), "Policies due for review")


@pytest.mark.parametrize("role", ["clerk", "administrator"])
def test_the_clerk_and_the_administrator_see_how_many_have_read_what(cast: Cast, client: Client, role: str) -> None:
    assert "Nobody is asked to read a policy yet." in read_home(client, getattr(cast, role))
    request_reading(cast)
    acknowledge(by=cast.teacher, now=NOW, today=TODAY, school=cast.school, version=cast.version)
    page = section(read_home(client, getattr(cast, role)), "Who has read what")
    assert "1 of 5 have read it" in page
    assert reverse("policies:reader_list", args=["cornist-park"]) in page


@pytest.mark.parametrize(
    ("role", "queries"),
    [
        ("head", 17),
        ("deputy", 17),
        ("lead", 17),
        ("chair", 17),
        ("teacher", 12),
        ("governor", 13),
        ("clerk", 13),
        ("administrator", 14),
    ],
)
def test_a_full_page_asks_the_database_so_often(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries, role: str, queries: int
) -> None:
    request_reading(cast)
    request_reading(cast, Audience.GOVERNORS)
    for user in (cast.teacher, cast.governor, cast.clerk, cast.administrator):
        make_staff_report(cast, by=user)
    make_case(cast)
    make_incident(cast)
    whole_draft(cast, title="Half written")
    client.force_login(getattr(cast, role))
    client.get(HOME)
    # session, user, roles; then the parts of the role's page: policies take five, what waits to be read three
    with django_assert_num_queries(queries):
        client.get(HOME)
