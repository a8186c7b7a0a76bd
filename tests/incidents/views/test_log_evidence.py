"""The page that takes files, before and after logging."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from incidents.journey import Page
from incidents.models import Evidence, Incident
from incidents.services.evidence import LARGEST, add_evidence
from tests.cast import NOW, Cast
from tests.incidents.factories import PDF, make_draft, make_incident, upload
from tests.incidents.views.addresses import page_url
from tests.signing_in import browser_of


@pytest.fixture
def draft(cast: Cast) -> Incident:
    return make_draft(cast.head, cast.school)


@pytest.fixture
def browser(cast: Cast) -> Client:
    return browser_of(cast.head)


def test_a_file_is_kept_and_listed(browser: Client, draft: Incident) -> None:
    url = page_url(draft, Page.EVIDENCE)

    answer = browser.post(url, {"title": "The post", "file": upload()}, follow=True)

    assertRedirects(answer, url)
    assertContains(answer, "The file is kept.")
    assertContains(answer, "The post")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<html>", "not an image or a PDF"),
        (b"", "The file is empty."),
        (PDF + bytes(LARGEST), "larger than 20 MB"),
    ],
    ids=["wrong kind", "empty", "too large"],
)
def test_a_refused_file_says_why_and_keeps_the_title(
    browser: Client, draft: Incident, content: bytes, sentence: str
) -> None:
    answer = browser.post(page_url(draft, Page.EVIDENCE), {"title": "Sgrinlun o’r post", "file": upload(content)})

    assertContains(answer, sentence)
    assertContains(answer, "Sgrinlun o’r post")
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"), [({"title": "The post"}, "Choose a file."), ({"title": ""}, "Enter what the file shows.")]
)
def test_a_title_and_a_file_are_both_asked_for(
    browser: Client, draft: Incident, fields: dict[str, str], sentence: str
) -> None:
    assertContains(browser.post(page_url(draft, Page.EVIDENCE), fields), sentence)


def test_the_warning_stands_before_the_control(browser: Client, cast: Cast, draft: Incident) -> None:
    for url in (page_url(draft, Page.EVIDENCE), reverse("incidents:evidence_add", args=[make_incident(cast).pk])):
        page = browser.get(url).content.decode()
        assert 0 < page.index("Never upload an image that could show a child nude") < page.index('type="file"')
        assert "Designated Safeguarding Person" in page


def test_a_file_is_taken_out_of_a_draft(browser: Client, cast: Cast, draft: Incident) -> None:
    evidence = add_evidence(by=cast.head, now=NOW, incident=draft, title="The wrong post", upload=upload())

    answer = browser.post(reverse("incidents:evidence_take_back", args=[evidence.pk]), follow=True)

    assertContains(answer, "The file is taken out.")
    assertNotContains(answer, "The wrong post")
    assert browser.get(reverse("incidents:evidence", args=[evidence.pk])).status_code == 404


def test_a_file_is_added_to_what_is_logged(browser: Client, cast: Cast) -> None:
    incident = make_incident(cast)
    url = reverse("incidents:evidence_add", args=[incident.pk])

    assertContains(browser.post(url, {"title": "Later post", "file": upload(b"MZ")}), "Later post")
    answer = browser.post(url, {"title": "Later post", "file": upload()})

    assertRedirects(answer, reverse("incidents:incident", args=[incident.pk]))
    assert incident.evidence.get().title == "Later post"
