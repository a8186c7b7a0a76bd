"""Starting to log an incident."""

from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from incidents.journey import Page
from incidents.models import Incident
from tests.cast import Cast
from tests.incidents.factories import make_draft
from tests.incidents.views.addresses import page_url
from tests.signing_in import browser_of

START = reverse("incidents:log_start")


def test_starting_makes_a_draft_and_shows_its_first_page(cast: Cast) -> None:
    answer = browser_of(cast.head).post(START)

    draft = Incident.objects.get()
    assert draft.started_by == cast.head
    assertRedirects(answer, page_url(draft, Page.WHEN))


def test_a_double_click_starts_one_draft(cast: Cast) -> None:
    browser = browser_of(cast.head)
    browser.post(START)
    browser.post(START)

    assert Incident.objects.count() == 1


def test_opening_the_page_starts_nothing(cast: Cast) -> None:
    assertContains(browser_of(cast.head).get(START), "Log an incident")
    assert not Incident.objects.exists()


def test_ones_own_drafts_are_offered_and_nobody_elses(cast: Cast) -> None:
    make_draft(cast.head, cast.school)

    assertContains(browser_of(cast.head).get(START), "No title yet")
    assertNotContains(browser_of(cast.deputy).get(START), "No title yet")


def test_a_chair_is_told_what_they_log(cast: Cast) -> None:
    assertContains(
        browser_of(cast.chair).get(START), "As Chair of governors you log an incident where the Headteacher"
    )
    assertNotContains(browser_of(cast.head).get(START), "As Chair of governors")
