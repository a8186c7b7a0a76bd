"""The pages of a school's reviews of a policy."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from policies.models import Review, ReviewCycle
from policies.reviews.services import set_cycle
from tests.cast import NOW, TODAY, Cast
from tests.signing_in import browser_of

DAY = dt.timedelta(days=1)


pytestmark = pytest.mark.usefixtures("clock")


def of_reviews(name: str, slug: str = "cornist-park") -> str:
    return reverse(f"policies:{name}", args=[slug])


def cycle_of(cast: Cast) -> ReviewCycle:
    return ReviewCycle.objects.get(school=cast.school)


def body(client: Client, url: str, sent: dict[str, object] | None = None, *, status: int = 200) -> str:
    response = client.post(url, sent) if sent is not None else client.get(url)
    assert response.status_code == status, response.status_code
    return response.content.decode()


def form_of(cycle: ReviewCycle, **values: object) -> dict[str, object]:
    return {"revision": cycle.revision, "form_token": uuid.uuid4()} | values


@pytest.mark.parametrize("role", ["head", "deputy", "lead", "teacher", "governor", "chair", "clerk", "administrator"])
def test_everybody_at_the_school_reads_when_a_policy_is_reviewed(cast: Cast, role: str) -> None:
    page = body(browser_of(getattr(cast, role)), of_reviews("reviews"))
    assert "November 2022" in page
    assert "The review is overdue." in page
    assert ("Record a review" in page) == (role in ("head", "deputy", "clerk"))


@pytest.mark.parametrize("name", ["cycle_set", "review_forward", "review_record"])
@pytest.mark.parametrize("role", ["lead", "teacher", "governor", "chair", "administrator"])
def test_reviews_are_kept_by_the_headteacher_the_deputy_and_the_clerk(cast: Cast, name: str, role: str) -> None:
    client = browser_of(getattr(cast, role))
    assert client.get(of_reviews(name)).status_code == 403
    assert client.post(of_reviews(name), {}).status_code == 403


@pytest.mark.parametrize("name", ["reviews", "cycle_set", "review_forward", "review_record"])
def test_another_schools_review_does_not_exist(cast: Cast, name: str) -> None:
    assert browser_of(cast.outsider).get(of_reviews(name)).status_code == 404
    assert Client().get(of_reviews(name)).status_code == 302


def test_a_recorded_review_moves_the_date_on_the_policys_own_page_and_takes_its_notice_away(cast: Cast) -> None:
    client, cycle = browser_of(cast.clerk), cycle_of(cast)
    assert "past its review date" in body(client, of_reviews("policy"))
    sent = form_of(cycle, outcome="unchanged", held_on="2026-11-10", minute_reference="FGB, item 4", month="2027-11")
    for _ in range(2):
        assert client.post(of_reviews("review_record"), sent).status_code == 302
    assert Review.objects.get().next_due_on == dt.date(2027, 11, 30)
    page = body(client, of_reviews("policy"))
    assert "past its review date" not in page
    assert "November 2027" in page
    assert "FGB, item 4" in body(client, of_reviews("reviews"))
    listed = body(client, reverse("policies:policy_list"))
    assert "November 2027" in listed
    assert "Overdue" not in listed


def test_a_school_without_a_review_date_sets_one_and_the_notice_goes(cast: Cast) -> None:
    client = browser_of(cast.outsider)
    cycle = ReviewCycle.objects.get(school=cast.other_school)
    assert "The policy gives no review date." in body(client, of_reviews("policy", "bradley"))
    sent = form_of(cycle, owner=cast.outsider.pk, anchor="fixed", due_on="2027-09-30")
    assert client.post(of_reviews("cycle_set", "bradley"), sent).status_code == 302
    page = body(client, of_reviews("policy", "bradley"))
    assert "The policy gives no review date." not in page
    assert "30 September 2027" in page
    assert "Olive Grant sees to it" in page


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "Say how the review comes round."),
        ({"anchor": "fixed"}, "Enter the day."),
        ({"anchor": "month"}, "Enter the month."),
        ({"anchor": "month", "month": "soon"}, "Enter a month and its year"),
        ({"anchor": "interval"}, "Enter the number of months."),
        ({"anchor": "interval", "interval_months": "0"}, "greater than or equal to 1"),
        ({"anchor": "none", "owner": "999"}, "Select a valid choice"),
    ],
)
def test_a_cycle_that_lacks_something_is_shown_again(cast: Cast, values: dict[str, object], says: str) -> None:
    cycle = ReviewCycle.objects.get(school=cast.other_school)
    page = body(browser_of(cast.outsider), of_reviews("cycle_set", "bradley"), form_of(cycle, **values))
    assert says in page
    assert "There is a problem" in page


def test_a_date_that_is_set_is_not_asked_for_again(cast: Cast) -> None:
    page = body(browser_of(cast.head), of_reviews("cycle_set"))
    assert "stays until a review is recorded" in page
    assert 'name="due_on"' not in page


def test_a_review_is_brought_forward_with_a_reason_that_everybody_reads(cast: Cast) -> None:
    client = browser_of(cast.outsider)
    cycle = ReviewCycle.objects.get(school=cast.other_school)
    url = of_reviews("review_forward", "bradley")
    assert "Say why." in body(client, url, form_of(cycle, due_on="2026-12-01"))
    assert "must be today or later" in body(client, url, form_of(cycle, due_on="2026-11-11", reason="The law."))
    assert client.post(url, form_of(cycle, due_on="2026-12-01", reason="The law changed.")).status_code == 302
    assert "Brought forward: The law changed." in body(client, of_reviews("policy", "bradley"))


def test_a_review_of_tomorrow_is_refused_beside_its_field(cast: Cast) -> None:
    sent = form_of(cycle_of(cast), outcome="unchanged", held_on="2026-11-13", month="2027-11", words="As it was.")
    page = body(browser_of(cast.head), of_reviews("review_record"), sent)
    assert "The day of the review must be today or in the past." in page
    assert "As it was." in page


def test_a_review_withdraws_the_policy_and_then_nothing_is_offered(cast: Cast) -> None:
    client = browser_of(cast.head)
    sent = form_of(cycle_of(cast), outcome="withdrawn", held_on="2026-11-11")
    assert client.post(of_reviews("review_record"), sent).status_code == 302
    page = body(client, of_reviews("reviews"))
    assert "no longer keeps to this policy" in page
    assert "Record a review" not in page
    again = form_of(cycle_of(cast), outcome="unchanged", held_on="2026-11-11")
    assert "no longer keeps to this policy" in body(client, of_reviews("review_record"), again)


def test_a_stale_form_shows_what_is_stored_beside_what_was_typed_and_may_then_be_saved(cast: Cast) -> None:
    client, cycle = browser_of(cast.head), cycle_of(cast)
    sent = form_of(cycle, outcome="changed", held_on="2026-11-10", month="2027-11", words="Parents are named now.")
    set_cycle(
        by=cast.clerk,
        now=NOW,
        today=TODAY,
        cycle=cycle,
        revision=cycle.revision,
        owner=cast.deputy,
        anchor=ReviewCycle.Anchor.MONTH,
    )
    page = body(client, of_reviews("review_record"), sent, status=409)
    assert "Somebody changed this review" in page
    assert "What is stored now" in page
    assert "Dewi Pryce" in page
    assert "Parents are named now." in page
    assert not Review.objects.exists()
    assert f'name="revision" value="{cycle.revision + 1}"' in page
    assert client.post(of_reviews("review_record"), sent | {"revision": cycle.revision + 1}).status_code == 302


def test_the_page_of_reviews_asks_as_often_for_one_as_for_many(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = browser_of(cast.head)
    # session, user, roles, the cycle with its policy and owner, whether it is kept to, the reviews
    with django_assert_num_queries(6):
        client.get(of_reviews("reviews"))
    for number in range(3):
        held_on = (TODAY - (3 - number) * DAY).isoformat()
        sent = form_of(cycle_of(cast), outcome="unchanged", held_on=held_on, month="2027-11")
        assert client.post(of_reviews("review_record"), sent).status_code == 302
    client.get(of_reviews("reviews"))
    with django_assert_num_queries(6):
        client.get(of_reviews("reviews"))
