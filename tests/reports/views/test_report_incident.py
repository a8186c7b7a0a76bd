"""Beginning an incident from a report, and what others are told of it."""

from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from breaches.models import Case
from incidents.models import Incident
from incidents.services.drafts import discard_draft
from policies.rules.words import Finding
from reports.models import StaffReport
from reports.policy_answer import Kind, ReportInput
from reports.services import start_incident
from tests.cast import NOW, Cast
from tests.incidents.factories import Part, involve
from tests.reports.factories import make_staff_report, reload_report
from tests.signing_in import browser_of

NIECE = ReportInput(kind=Kind.PRIOR_RELATIONSHIP, who="pupil", described="My niece in Year 2", tie="relative")


def url(report: StaffReport) -> str:
    return reverse("reports:report", args=[report.pk])


def start_url(report: StaffReport) -> str:
    return reverse("reports:report_incident", args=[report.pk])


def test_an_accepted_request_offers_an_incident_and_a_declined_one_does_not(cast: Cast) -> None:
    browser = browser_of(cast.head)

    assertContains(
        browser.get(url(make_staff_report(cast, response="accepted"))), "Start an incident from this report"
    )
    for report in (make_staff_report(cast), make_staff_report(cast, report_input=NIECE)):
        assertNotContains(browser.get(url(report)), "Start an incident from this report")


def test_starting_one_opens_no_case_and_fills_in_what_was_told(cast: Cast) -> None:
    report = make_staff_report(cast, response="accepted", words="By mistake.", person=None)
    browser = browser_of(cast.head)

    answers = [browser.post(start_url(report)) for _ in range(2)]

    draft = Incident.objects.get()
    assert {response["Location"] for response in answers} == {reverse("incidents:log_check", args=[draft.pk])}
    assert (draft.status, draft.happened_on, draft.platform) == ("draft", report.happened_on, "instagram")
    assert "By mistake." in draft.facts
    assert cast.teacher.name not in draft.title
    assert [(involvement.person.user, involvement.part) for involvement in draft.involvements.all()] == [
        (cast.teacher, "subject")
    ]
    assert [finding.finding for finding in draft.findings.all()] == [Finding.PUPIL_CONTACT]
    assert reload_report(report).incident == draft
    assert not Case.objects.exists()
    assertContains(browser.get(url(report)), "The incident you began from it")


def test_somebody_else_does_not_start_a_second_one(cast: Cast) -> None:
    report = make_staff_report(cast, response="accepted")
    start_incident(by=cast.head, now=NOW, report=report)
    browser = browser_of(cast.deputy)

    page = browser.post(start_url(report), follow=True)

    assertContains(page, "An incident was begun from this report already.")
    assertContains(page, f"{cast.head.name} has begun an incident from it")
    assertNotContains(page, "Start an incident from this report")
    assert Incident.objects.count() == 1


def test_a_discarded_draft_gives_way(cast: Cast) -> None:
    report = make_staff_report(cast, response="accepted")
    first = start_incident(by=cast.head, now=NOW, report=report)
    discard_draft(by=cast.head, now=NOW, incident=first)

    assertContains(browser_of(cast.deputy).get(url(report)), "Start an incident from this report")
    second = start_incident(by=cast.deputy, now=NOW, report=report)

    assert (second == first, reload_report(report).incident) == (False, second)


def test_a_reader_who_is_kept_from_the_incident_is_told_nothing_of_it(cast: Cast) -> None:
    report = make_staff_report(
        cast,
        report_input=ReportInput(kind=Kind.THIRD_PARTY_POST, words="A post.", person=cast.other_parent, who="parent"),
    )
    start_incident(by=cast.head, now=NOW, report=report)
    assertContains(browser_of(cast.deputy).get(url(report)), "has begun an incident from it")
    draft = Incident.objects.get()
    involve(draft, cast.head, cast.person_of(cast.deputy), Part.AFFECTED)

    page = browser_of(cast.deputy).get(url(report))

    assertNotContains(page, "has begun an incident from it")
    assertNotContains(page, "Start an incident from this report")
