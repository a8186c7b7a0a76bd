"""The pages when, where and what."""

import datetime as dt

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from incidents.journey import Page
from incidents.models import Incident
from tests.cast import TODAY, Cast
from tests.incidents.factories import fill, make_draft, reload_incident
from tests.incidents.views.addresses import page_url
from tests.signing_in import browser_of

WHEN = {"happened_on": "2026-11-09", "happened_at_time": "21:14", "known_on": "2026-11-10"}
WHERE = {"platform": "facebook", "audience": "public", "account": "Flint mums"}
WHAT = {"title": "A post", "facts": "It said so.", "opinion": "Unkind."}


@pytest.fixture
def draft(cast: Cast) -> Incident:
    return make_draft(cast.head, cast.school)


def form_of(draft: Incident, answers: dict[str, str], button: str = "continue") -> dict[str, str]:
    return answers | {"revision": str(reload_incident(draft).revision), button: ""}


@pytest.mark.parametrize(
    ("page", "answers", "following"),
    [(Page.WHEN, WHEN, Page.WHERE), (Page.WHERE, WHERE, Page.WHAT), (Page.WHAT, WHAT, Page.WHO)],
)
def test_a_page_is_kept_and_the_next_one_follows(
    cast: Cast, draft: Incident, page: Page, answers: dict[str, str], following: Page
) -> None:
    answer = browser_of(cast.head).post(page_url(draft, page), form_of(draft, answers))

    assertRedirects(answer, page_url(draft, following))
    response = browser_of(cast.head).get(page_url(draft, page))
    for value in answers.values():
        assertContains(response, value)


@pytest.mark.parametrize(
    ("page", "answers"),
    [
        (Page.WHEN, {"happened_on": "2026-11-08"}),
        (Page.WHERE, {"account": "Flint mums"}),
        (Page.WHAT, {"facts": "So."}),
    ],
)
def test_a_half_filled_page_is_kept_for_later(
    cast: Cast, draft: Incident, page: Page, answers: dict[str, str]
) -> None:
    answer = browser_of(cast.head).post(page_url(draft, page), form_of(draft, answers, "later"))

    assertRedirects(answer, reverse("incidents:incident_list"))
    response = browser_of(cast.head).get(page_url(draft, page))
    for value in answers.values():
        assertContains(response, value)


@pytest.mark.parametrize(
    ("page", "sentences"),
    [
        (Page.WHEN, ["Enter the day it happened.", "Enter the day the school knew."]),
        (Page.WHERE, ["Choose where it was posted or done."]),
        (Page.WHAT, ["Enter a short title.", "Enter what was posted or done."]),
    ],
)
def test_going_on_from_an_empty_page_says_what_it_lacks(
    cast: Cast, draft: Incident, page: Page, sentences: list[str]
) -> None:
    answer = browser_of(cast.head).post(page_url(draft, page), form_of(draft, {}))

    for sentence in ["There is a problem", *sentences]:
        assertContains(answer, sentence)
    assertContains(answer, "<title>Error: ")


def test_a_refused_page_keeps_what_was_typed_and_stores_nothing(cast: Cast, draft: Incident) -> None:
    typed = form_of(draft, {"title": "", "facts": "Siân Llŷr <b>wrote</b> it"})

    answer = browser_of(cast.head).post(page_url(draft, Page.WHAT), typed)

    assertContains(answer, "Siân Llŷr &lt;b&gt;wrote&lt;/b&gt; it")
    assert reload_incident(draft).facts == ""


@pytest.mark.parametrize(
    ("day", "refused"), [(TODAY, False), (TODAY + dt.timedelta(days=1), True), (TODAY - dt.timedelta(days=1), False)]
)
def test_a_day_in_the_future_is_refused(cast: Cast, draft: Incident, day: dt.date, *, refused: bool) -> None:
    days = {"happened_on": day.isoformat(), "known_on": max(day, TODAY).isoformat()}

    answer = browser_of(cast.head).post(page_url(draft, Page.WHEN), form_of(draft, days))

    assert (answer.status_code == 200) is refused
    if refused:
        assertContains(answer, "The day it happened must be today or in the past.")
        assertContains(answer, f'value="{day.isoformat()}"')


def test_a_half_filled_page_is_checked_against_what_is_stored(cast: Cast, draft: Incident) -> None:
    answer = browser_of(cast.head).post(
        page_url(draft, Page.WHEN), form_of(draft, {"happened_on": "2026-11-10", "known_on": "2026-11-09"}, "later")
    )

    assertContains(answer, "The day the school knew must be on or after the day it happened.")


@pytest.mark.parametrize("typed", ["9:14pm", "9.14 pm", "21.14", "21:14"])
def test_a_time_is_understood_as_people_write_it(cast: Cast, draft: Incident, typed: str) -> None:
    browser_of(cast.head).post(page_url(draft, Page.WHEN), form_of(draft, WHEN | {"happened_at_time": typed}))

    assert reload_incident(draft).happened_at_time == dt.time(21, 14)


@pytest.mark.parametrize(("field", "typed"), [("happened_at_time", "quarter past"), ("happened_on", "last week")])
def test_what_is_no_day_or_time_is_refused_and_kept(cast: Cast, draft: Incident, field: str, typed: str) -> None:
    answer = browser_of(cast.head).post(page_url(draft, Page.WHEN), form_of(draft, WHEN | {field: typed}))

    assertContains(answer, "Enter a ")
    assertContains(answer, typed)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"platform": "other", "audience": "public"}, "Enter what the place is called."),
        ({"platform": "facebook"}, "Choose who can see it"),
    ],
)
def test_a_place_is_named_and_has_an_audience(
    cast: Cast, draft: Incident, answers: dict[str, str], sentence: str
) -> None:
    browser, url = browser_of(cast.head), page_url(draft, Page.WHERE)

    assertContains(browser.post(url, form_of(draft, answers)), sentence)
    assert browser.post(url, form_of(draft, answers, "later")).status_code == 302


def test_what_is_not_on_a_platform_needs_no_audience(cast: Cast, draft: Incident) -> None:
    answer = browser_of(cast.head).post(page_url(draft, Page.WHERE), form_of(draft, {"platform": "not_online"}))

    assertRedirects(answer, page_url(draft, Page.WHAT))


def test_the_name_of_a_place_goes_when_a_listed_one_is_chosen(cast: Cast, draft: Incident) -> None:
    fill(draft, cast.head, Page.WHERE, platform="other", platform_name="Local news", audience="public")

    browser_of(cast.head).post(page_url(draft, Page.WHERE), form_of(draft, WHERE | {"platform_name": "Local news"}))

    assert reload_incident(draft).platform_label == "Facebook"


@pytest.mark.parametrize(("length", "status"), [(5_000, 302), (20_000, 302), (20_001, 200)])
def test_facts_may_be_long(cast: Cast, draft: Incident, length: int, status: int) -> None:
    answer = browser_of(cast.head).post(page_url(draft, Page.WHAT), form_of(draft, WHAT | {"facts": "ŵ" * length}))

    assert answer.status_code == status
    assert len(reload_incident(draft).facts) == (length if status == 302 else 0)


def test_a_stale_page_shows_what_is_stored_beside_what_was_typed(cast: Cast, draft: Incident) -> None:
    browser, url = browser_of(cast.head), page_url(draft, Page.WHAT)
    opened = form_of(draft, {"title": "Mine", "facts": "What I typed here"})
    fill(draft, cast.head, Page.WHAT, title="Theirs", facts="What I typed in the other window")

    refused = browser.post(url, opened)

    assertContains(refused, "This is what is stored now.", status_code=409)
    assertContains(refused, "What I typed in the other window", status_code=409)
    assertContains(refused, "What I typed here", status_code=409)
    assert reload_incident(draft).title == "Theirs"

    again = browser.post(url, form_of(draft, {"title": "Mine", "facts": "What I typed here"}))
    assertRedirects(again, page_url(draft, Page.WHO))
    assertContains(refused, f'name="revision" value="{reload_incident(draft).revision - 1}"', status_code=409)
    assert reload_incident(draft).title == "Mine"


def test_a_day_before_any_policy_says_so_and_goes_on(cast: Cast, draft: Incident) -> None:
    browser = browser_of(cast.head)
    last_day_without = form_of(draft, {"happened_on": "2021-10-31", "known_on": "2026-11-10"})

    answer = browser.post(page_url(draft, Page.WHEN), last_day_without, follow=True)

    assertContains(answer, "No policy was in force on 31 October 2021.")
    first_day_with = form_of(draft, {"happened_on": "2021-11-01", "known_on": "2026-11-10"})
    answer = browser.post(page_url(draft, Page.WHEN), first_day_with, follow=True)
    assertNotContains(answer, "No policy was in force")


def test_the_facts_page_warns_that_it_may_be_read_out(cast: Cast, draft: Incident) -> None:
    assertContains(browser_of(cast.head).get(page_url(draft, Page.WHAT)), "may ask to see this record")


def test_every_page_shows_how_far_the_journey_is(cast: Cast, draft: Incident) -> None:
    answer = browser_of(cast.head).get(page_url(draft, Page.WHAT))

    assertContains(answer, "page 3 of 6")
    assertContains(answer, '<strong aria-current="step">What happened</strong>')
    assertContains(answer, page_url(draft, Page.WHERE))
