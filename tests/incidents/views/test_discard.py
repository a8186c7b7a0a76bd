"""Discarding a draft."""

from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from tests.cast import Cast
from tests.incidents.factories import make_draft, reload_incident
from tests.signing_in import browser_of


def test_a_draft_is_discarded_after_one_more_question(cast: Cast) -> None:
    draft, browser = make_draft(cast.head, cast.school), browser_of(cast.head)
    url = reverse("incidents:discard", args=[draft.pk])

    assertContains(browser.get(url), "Discard this draft?")
    assert reload_incident(draft).status == "draft"

    answer = browser.post(url, follow=True)
    assertRedirects(answer, reverse("incidents:incident_list"))
    assertContains(answer, "The draft is discarded.")
    assert reload_incident(draft).status == "discarded"
    assert browser.get(url).status_code == 404
