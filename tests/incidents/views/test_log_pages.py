"""The pages of a draft, each at an address of its own."""

import pytest
from django.urls import reverse

from incidents.journey import Page
from incidents.services.evidence import add_evidence
from tests.cast import NOW, Cast
from tests.incidents.factories import make_incident, upload, whole_draft
from tests.incidents.views.addresses import page_url
from tests.signing_in import browser_of


@pytest.mark.parametrize("page", list(Page))
def test_every_page_is_there_for_the_writer_alone(cast: Cast, page: Page) -> None:
    url = page_url(whole_draft(cast), page)

    assert browser_of(cast.head).get(url).status_code == 200
    assert {browser_of(user).get(url).status_code for user in (cast.deputy, cast.chair, cast.outsider)} == {404}


@pytest.mark.parametrize("url", ["/incidents/{}/log/why/", "/incidents/{}/log/", "/incidents/0/", "/evidence/0/"])
def test_an_address_of_nothing_is_not_found(cast: Cast, url: str) -> None:
    assert browser_of(cast.head).get(url.format(whole_draft(cast).pk)).status_code == 404


def test_a_draft_is_no_incident_and_an_incident_no_draft(cast: Cast) -> None:
    draft, incident, browser = whole_draft(cast), make_incident(cast), browser_of(cast.head)
    evidence = add_evidence(by=cast.head, now=NOW, incident=incident, title="Post", upload=upload())

    assert browser.get(reverse("incidents:incident", args=[draft.pk])).status_code == 404
    assert browser.get(reverse("incidents:log_page", args=[incident.pk, Page.WHEN])).status_code == 404
    assert browser.get(reverse("incidents:discard", args=[incident.pk])).status_code == 404
    assert browser.post(reverse("incidents:evidence_take_back", args=[evidence.pk])).status_code == 404
