"""The page of findings."""

import pytest
from pytest_django.asserts import assertContains, assertRedirects

from incidents.forms import group_findings, make_field_name
from incidents.journey import Page
from incidents.models import Incident
from policies.rules import wording
from policies.rules.wordings import CORE_WORDINGS
from policies.rules.words import Finding
from tests.cast import Cast
from tests.incidents.factories import make_draft, reload_incident, with_findings
from tests.incidents.views.addresses import page_url
from tests.signing_in import browser_of

ACCUSATIONS, REPORTING = make_field_name(wording.ACCUSATIONS), make_field_name(wording.REPORTING)


@pytest.fixture
def draft(cast: Cast) -> Incident:
    return make_draft(cast.head, cast.school)


def send(cast: Cast, draft: Incident, **fields: object):  # type: ignore[no-untyped-def]  # Django's own answer
    button = {} if "later" in fields else {"continue": ""}
    everything = {"revision": reload_incident(draft).revision, "other_reason": ""} | fields | button
    return browser_of(cast.head).post(page_url(draft, Page.FINDINGS), everything)


def test_every_finding_is_offered_once_under_a_heading_with_its_meaning(cast: Cast, draft: Incident) -> None:
    response = browser_of(cast.head).get(page_url(draft, Page.FINDINGS))

    assert sorted(finding for group in group_findings(CORE_WORDINGS).values() for finding in group) == sorted(Finding)
    for finding in Finding:
        assertContains(response, f'value="{finding}"', count=1)
    assertContains(response, "The comment could be seen as a hate crime.")


def test_several_findings_are_kept_and_shown_again(cast: Cast, draft: Incident) -> None:
    answer = send(cast, draft, **{ACCUSATIONS: ["defamation", "disrepute"], REPORTING: ["failure_to_report"]})

    assertRedirects(answer, page_url(draft, Page.EVIDENCE))
    assert {finding.finding for finding in draft.findings.all()} == {"defamation", "disrepute", "failure_to_report"}
    assert browser_of(cast.head).get(page_url(draft, Page.FINDINGS)).content.count(b'checked="checked"') == 3


def test_something_else_needs_a_written_reason(cast: Cast, draft: Incident) -> None:
    refused = send(cast, draft, **{REPORTING: ["other_breach"], ACCUSATIONS: ["defamation"]})

    assertContains(refused, "Say what the other breach is and why you find it.")
    assert refused.content.count(b'checked="checked"') == 2
    assert not draft.findings.exists()

    assertRedirects(
        send(cast, draft, **{REPORTING: ["other_breach"], "other_reason": "Mocks a grieving family."}),
        page_url(draft, Page.EVIDENCE),
    )
    assert draft.findings.get().reason == "Mocks a grieving family."


def test_going_on_takes_at_least_one_finding_and_coming_back_later_none(cast: Cast, draft: Incident) -> None:
    assertContains(send(cast, draft), "Choose at least one finding.")
    assert send(cast, draft, later="").status_code == 302


def test_a_finding_nobody_knows_is_refused(cast: Cast, draft: Incident) -> None:
    assert send(cast, draft, **{ACCUSATIONS: ["witchcraft"]}).status_code == 200
    assert not draft.findings.exists()


def test_a_stale_page_keeps_what_was_ticked(cast: Cast, draft: Incident) -> None:
    opened = reload_incident(draft).revision
    with_findings(draft, cast.head, {Finding.THREAT: ""})

    answer = send(cast, draft, revision=opened, **{ACCUSATIONS: ["defamation"]})

    assertContains(answer, "This is what is stored now.", status_code=409)
    assertContains(answer, 'checked="checked"', count=1, status_code=409)
    assert draft.findings.get().finding == "threat"
