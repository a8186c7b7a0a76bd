"""The page of policies due for review."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from governors.reviews_due import distance_in_words
from people.models import User
from policies.models import AcknowledgementRequest, Adoption, Approval, ReviewCycle, Version
from policies.readers.services import acknowledge, ask_to_read
from policies.reviews.services import bring_forward, set_cycle
from policies.services import adopt, record_approval
from tests.cast import NOW, TODAY, Cast, load_pack

pytestmark = pytest.mark.usefixtures("clock")
URL = reverse("governors:reviews")
ROLES = ["governor", "chair", "clerk", "head", "deputy", "administrator"]
DAY = dt.timedelta(days=1)


def read_page(client: Client, who: User, query: str = "") -> str:
    """The page as this person sees it, with one space between words."""
    client.force_login(who)
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def cycle_of(cast: Cast) -> ReviewCycle:
    return ReviewCycle.objects.get(school=cast.school, policy=cast.version.policy)


def due_on(cast: Cast, day: dt.date) -> ReviewCycle:
    """A second policy of the school, to be reviewed by this day."""
    policy = load_pack("bradley").policy
    adopt(by=None, now=NOW, school=cast.school, policy=policy, adopted_on=TODAY)
    cycle = ReviewCycle.objects.get(school=cast.school, policy=policy)
    return set_cycle(
        by=cast.head,
        now=NOW,
        today=TODAY,
        cycle=cycle,
        revision=cycle.revision,
        owner=cast.deputy,
        anchor=ReviewCycle.Anchor.FIXED,
        due_on=day,
    )


def approve(cast: Cast, version: Version) -> None:
    for body in Approval.Body:
        record_approval(
            by=cast.clerk,
            now=NOW,
            today=TODAY,
            version=version,
            school=cast.school,
            body=body,
            approved_on=dt.date(2025, 9, 1),
            minute_reference="FGB 7",
        )


def test_a_stranger_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get(URL)["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("role", ["teacher", "lead"])
def test_who_does_not_oversee_is_refused(cast: Cast, client: Client, role: str) -> None:
    client.force_login(getattr(cast, role))
    assert client.get(URL).status_code == 403


@pytest.mark.parametrize("role", ROLES)
def test_who_oversees_sees_how_late_a_review_is_and_who_sees_to_it(cast: Cast, client: Client, role: str) -> None:
    text = read_page(client, getattr(cast, role))
    for words in ("Overdue", "November 2022", "3 years 11 months ago", "2021-22, in force", "Not recorded"):
        assert words in text
    assert '>1</span><span class="rung-card__of">overdue' in text


def test_another_schools_policies_are_not_there(cast: Cast, client: Client) -> None:
    text = read_page(client, cast.outsider)
    assert "2021-22" not in text
    assert "None set" in text


def test_the_most_urgent_comes_first_and_what_has_no_date_last(cast: Cast, client: Client) -> None:
    due_on(cast, TODAY + DAY * 14)
    adopt(by=None, now=NOW, school=cast.school, policy=load_pack("cavendish").policy, adopted_on=TODAY)
    text = read_page(client, cast.governor)
    assert text.index("3 years 11 months ago") < text.index("in 14 days") < text.index("None set")
    assert "Dewi Pryce" in text
    for number, of in (("1", "overdue"), ("1", "due by 31 December 2026, this term"), ("1", "with no review date")):
        assert f'>{number}</span><span class="rung-card__of">{of}' in text


@pytest.mark.parametrize(
    ("day", "state"),
    [(TODAY - DAY, "overdue"), (TODAY, "due"), (dt.date(2026, 12, 31), "due"), (dt.date(2027, 1, 1), "later")],
)
def test_a_review_is_due_from_the_day_itself_to_the_end_of_the_term(
    cast: Cast, client: Client, day: dt.date, state: str
) -> None:
    due_on(cast, day)
    narrowed = {"overdue": "state=overdue", "due": "state=due", "later": "state=undated"}[state]
    is_there = "May 2023" in read_page(client, cast.governor, narrowed)
    assert is_there == (state != "later")
    assert ("Later</strong>" in read_page(client, cast.governor)) == (state == "later")


def test_the_list_is_narrowed_by_owner_and_a_word_that_means_nothing_narrows_nothing(
    cast: Cast, client: Client
) -> None:
    due_on(cast, TODAY)
    assert "2021-22" not in read_page(client, cast.governor, f"owner={cast.deputy.pk}")
    assert "May 2023" not in read_page(client, cast.governor, "owner=none")
    assert "2021-22" in read_page(client, cast.governor, "owner=%27&state=zebra")
    assert "No policies found" in read_page(client, cast.governor, f"owner={cast.deputy.pk}&state=overdue")


def test_what_both_bodies_have_approved_is_not_among_what_they_have_not(cast: Cast, client: Client) -> None:
    assert "2021-22" in read_page(client, cast.governor, "state=unapproved")
    approve(cast, cast.version)
    assert "No policies found" in read_page(client, cast.governor, "state=unapproved")
    assert "Governing body, 1 September 2025" in read_page(client, cast.governor)


def test_the_share_of_those_who_have_read_it_is_said(cast: Cast, client: Client) -> None:
    ask_to_read(
        by=cast.head,
        now=NOW,
        today=TODAY,
        school=cast.school,
        version=cast.version,
        audience=AcknowledgementRequest.Audience.STAFF,
        deadline_on=TODAY + DAY,
        days_for_new_starters=14,
    )
    acknowledge(by=cast.teacher, now=NOW, today=TODAY, school=cast.school, version=cast.version)
    text = read_page(client, cast.governor)
    assert "1 of 5" in text
    assert "20%" in text


def test_the_year_month_by_month(cast: Cast, client: Client) -> None:
    due_on(cast, dt.date(2027, 10, 31))
    adopt(by=None, now=NOW, school=cast.school, policy=load_pack("cavendish").policy, adopted_on=TODAY)
    text = read_page(client, cast.governor, "view=calendar")
    assert [text.count(f">{name}</h3>") for name in ("November 2026", "October 2027", "November 2027")] == [1, 1, 0]
    assert text.index(">Overdue</h3>") < text.index("November 2022") < text.index(">November 2026</h3>")
    assert text.index(">October 2027</h3>") < text.index("31 October 2027") < text.index(">No review date</h3>")
    assert ">Later</h3>" not in text


def test_what_is_due_in_more_than_a_year_stands_after_the_months(cast: Cast, client: Client) -> None:
    due_on(cast, dt.date(2027, 11, 1))
    text = read_page(client, cast.governor, "view=calendar")
    assert text.index(">Later</h3>") < text.index("1 November 2027")


def test_all_is_well_once_every_policy_is_dated_and_approved(cast: Cast, client: Client) -> None:
    assert "All is well" not in read_page(client, cast.governor)
    # The only way past a date is a review; this school begins again with a policy of a later one.
    school_of = cast.other_school
    cycle = ReviewCycle.objects.get(school=school_of)
    set_cycle(
        by=cast.outsider,
        now=NOW,
        today=TODAY,
        cycle=cycle,
        revision=cycle.revision,
        owner=None,
        anchor=ReviewCycle.Anchor.FIXED,
        due_on=dt.date(2027, 5, 1),
    )
    assert "All is well" not in read_page(client, cast.outsider)
    version = Version.objects.get(policy=cycle.policy)
    for body in Approval.Body:
        record_approval(
            by=cast.outsider,
            now=NOW,
            today=TODAY,
            version=version,
            school=school_of,
            body=body,
            approved_on=TODAY,
            minute_reference="",
        )
    assert "All is well" in read_page(client, cast.outsider)


def test_a_school_without_a_policy_is_told_so(cast: Cast, client: Client) -> None:
    Adoption.objects.filter(school=cast.school).update(ended_on=TODAY - DAY)
    assert "No policies yet" in read_page(client, cast.governor)


def test_a_review_that_was_brought_forward_says_so(cast: Cast, client: Client) -> None:
    cycle = due_on(cast, TODAY + DAY * 100)
    bring_forward(
        by=cast.head,
        now=NOW,
        today=TODAY,
        cycle=cycle,
        revision=cycle.revision,
        due_on=TODAY + DAY,
        reason="The law changed.",
    )
    text = read_page(client, cast.governor)
    assert "in 1 day" in text
    assert "Brought forward" in text


@pytest.mark.parametrize(("role", "may"), [("clerk", True), ("head", True), ("governor", False), ("chair", False)])
def test_the_clerk_and_the_headteacher_are_led_to_the_record_and_governors_are_not(
    cast: Cast, client: Client, role: str, may: bool
) -> None:
    text = read_page(client, getattr(cast, role))
    assert (reverse("policies:approval_add", args=["cornist-park", cast.version.pk]) in text) == may
    assert (reverse("policies:review_record", args=["cornist-park"]) in text) == may


def test_the_page_takes_the_same_queries_for_one_policy_and_for_three(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast.governor)
    # session, user, roles, terms, cycles, versions, those in force, approvals, who read them, how many are due,
    # what was read in all, incidents by term
    with django_assert_num_queries(12):
        client.get(URL)
    adopt(by=None, now=NOW, school=cast.school, policy=load_pack("cavendish").policy, adopted_on=TODAY)
    due_on(cast, TODAY)
    with django_assert_num_queries(12):
        client.get(URL)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY, "today"),
        (TODAY + DAY, "in 1 day"),
        (TODAY - DAY * 14, "14 days ago"),
        (dt.date(2027, 1, 11), "in 60 days"),
        (dt.date(2027, 1, 12), "in 2 months"),
        (dt.date(2025, 11, 12), "1 year ago"),
        (dt.date(2025, 11, 13), "11 months ago"),
        (dt.date(2028, 12, 12), "in 2 years 1 month"),
    ],
)
def test_how_far_a_day_is_in_words(day: dt.date, words: str) -> None:
    assert distance_in_words(day, today=TODAY) == words
