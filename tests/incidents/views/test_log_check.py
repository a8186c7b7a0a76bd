"""Check your answers, log, and the page that follows."""

import datetime as dt

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from audit.models import Entry
from incidents.journey import Page
from incidents.models import Incident
from people.models import Relationship
from people.services import relate
from policies.rules import wording
from policies.rules.words import Finding
from tests.cast import NOW, Cast
from tests.incidents.factories import Part, fill, involve, make_draft, reload_incident, whole_draft, with_findings
from tests.incidents.views.addresses import page_url
from tests.signing_in import browser_of


def check_url(draft: Incident) -> str:
    return reverse("incidents:log_check", args=[draft.pk])


def form_of(draft: Incident) -> dict[str, int]:
    return {"revision": reload_incident(draft).revision}


def test_every_answer_is_shown_with_its_way_back(cast: Cast) -> None:
    draft = whole_draft(cast, affected=(cast.person_of(cast.deputy),))
    with_findings(draft, cast.head, {Finding.DEFAMATION: "", Finding.OTHER_BREACH: "Mocks a family."})

    answer = browser_of(cast.head).get(check_url(draft))

    for text in [
        "9 November 2026",
        "10 November 2026",
        "Facebook",
        "Flint mums",
        "The Headteacher steals",
        "Rhiannon Hughes, judged as parent or carer",
        "Dewi Pryce, as staff",
        wording.FINDINGS[Finding.DEFAMATION].name,
        "Something else: Mocks a family.",
    ]:
        assertContains(answer, text)
    for page in Page:
        assertContains(answer, page_url(draft, page))


def test_logging_shows_the_reference_and_a_case_to_open_for_each_subject(cast: Cast) -> None:
    draft = whole_draft(cast, subjects=(cast.parent, cast.other_parent))

    answer = browser_of(cast.head).post(check_url(draft), form_of(draft), follow=True)

    assertRedirects(answer, reverse("incidents:logged", args=[draft.pk]))
    assertContains(answer, "CP-2026-0001")
    for person in (cast.parent, cast.other_parent):
        assertContains(answer, f"/incidents/{draft.pk}/open-case/?subject={person.pk}")


def test_a_double_click_logs_once_and_leads_to_the_same_page(cast: Cast) -> None:
    draft = whole_draft(cast)
    browser, once = browser_of(cast.head), form_of(draft)

    first, second = browser.post(check_url(draft), once), browser.post(check_url(draft), once)

    assert first["Location"] == second["Location"]
    assert Entry.objects.filter(action="incident.logged").count() == 1


def test_a_draft_that_is_not_whole_has_no_button_and_says_what_to_do(cast: Cast) -> None:
    draft = make_draft(cast.head, cast.school)

    response = browser_of(cast.head).get(check_url(draft))
    assertContains(response, "Not ready to log yet")
    assertNotContains(response, "Log this incident")

    refused = browser_of(cast.head).post(check_url(draft), form_of(draft))
    assertContains(refused, "It is not logged yet")
    assertContains(refused, "Say who did it, or is said to have.", count=2)


@pytest.mark.parametrize("revision", ["", "x", "1"])
def test_answers_that_were_not_the_ones_checked_are_not_logged(cast: Cast, revision: str) -> None:
    draft = whole_draft(cast)

    answer = browser_of(cast.head).post(check_url(draft), {"revision": revision})

    assertContains(answer, "Somebody changed this draft while you were writing.")
    assert reload_incident(draft).status == "draft"


def test_those_who_will_see_it_are_named(cast: Cast) -> None:
    answer = browser_of(cast.head).get(check_url(whole_draft(cast)))

    for name in ("Dewi Pryce, Deputy Headteacher", "Nia Roberts, Safeguarding lead", "Siân Morgan, Headteacher"):
        assertContains(answer, name)
    assertNotContains(answer, "You will not see this again")


@pytest.mark.parametrize("part", [Part.SUBJECT, Part.AFFECTED])
def test_whoever_logs_what_they_are_excluded_from_is_told_who_takes_it_on(cast: Cast, part: Part) -> None:
    head = cast.person_of(cast.head)
    draft = whole_draft(cast, affected=(head,)) if part is Part.AFFECTED else whole_draft(cast, subjects=(head,))
    browser = browser_of(cast.head)
    named = "Huw Evans, Chair of governors" if part is Part.SUBJECT else "Dewi Pryce, Deputy Headteacher"

    response = browser.get(check_url(draft))
    assertContains(response, "You will not see this again once it is logged.")
    assertContains(response, named)

    answer = browser.post(check_url(draft), form_of(draft), follow=True)
    assertRedirects(answer, reverse("incidents:incident_list"))
    assertContains(answer, "You will not see it again.")
    assertNotContains(answer, "CP-2026-0001")
    assert browser.get(reverse("incidents:logged", args=[draft.pk])).status_code == 404
    assert browser.get(check_url(draft)).status_code == 404


def test_what_nobody_could_see_is_refused_with_what_to_do(cast: Cast) -> None:
    head, chair = cast.person_of(cast.head), cast.person_of(cast.chair)
    relate(by=None, now=NOW, person=chair, kind=Relationship.Kind.SIBLING, relative=head)
    draft = whole_draft(cast, subjects=(head,))
    browser = browser_of(cast.head)

    response = browser.get(check_url(draft))
    assertContains(response, "Nobody at your school could take this on.")
    assertNotContains(response, "Log and pass on")

    assertContains(browser.post(check_url(draft), form_of(draft)), "Ask your Administrator")
    assert reload_incident(draft).status == "draft"


def test_a_chair_is_told_that_this_one_is_not_theirs_to_log(cast: Cast) -> None:
    draft = whole_draft(cast, by=cast.chair)
    browser = browser_of(cast.chair)

    assertContains(browser.get(check_url(draft)), "You cannot log this one.")
    assertContains(browser.post(check_url(draft), form_of(draft)), "It is not logged yet")
    assert reload_incident(draft).status == "draft"


def test_a_chair_logs_the_headteachers(cast: Cast) -> None:
    draft = whole_draft(cast, by=cast.chair, subjects=(cast.person_of(cast.head),))

    answer = browser_of(cast.chair).post(check_url(draft), form_of(draft), follow=True)

    assertContains(answer, "CP-2026-0001")


def test_a_day_before_any_policy_is_said_before_and_after_logging(cast: Cast) -> None:
    draft = whole_draft(cast, happened_on=dt.date(2020, 1, 5))
    browser = browser_of(cast.head)

    assertContains(browser.get(check_url(draft)), "No policy was in force on 5 January 2020.")
    answer = browser.post(check_url(draft), form_of(draft), follow=True)
    assertContains(answer, "No policy was in force on 5 January 2020.")


def test_nothing_typed_can_run_in_the_page(cast: Cast) -> None:
    draft = whole_draft(cast, title="<script>alert(1)</script>")
    fill(draft, cast.head, Page.WHAT, facts="</dd><img src=x onerror=alert(1)>")
    involve(draft, cast.head, cast.other_parent, Part.WITNESS)

    answer = browser_of(cast.head).get(check_url(draft))

    assertNotContains(answer, "<img src=x")
    assertNotContains(answer, "<script>alert")
