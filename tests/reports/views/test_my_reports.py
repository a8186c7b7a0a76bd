"""One's own reports: the list, the receipt, and adding to it."""

import uuid

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from reports.models import StaffReport
from reports.policy_answer import Kind, ReportInput
from reports.services import read_report, say_outcome
from tests.cast import NOW, Cast
from tests.reports.factories import friend_request, make_staff_report, reload_report, team_keeping_to
from tests.signing_in import browser_of

MINE = "/reports/mine/"


def url(report: StaffReport) -> str:
    return reverse("reports:my_report", args=[report.pk])


def test_nobody_sees_the_reports_of_others_here(cast: Cast) -> None:
    report = make_staff_report(cast)

    for user in (cast.head, cast.deputy, cast.chair, cast.governor, cast.outsider):
        assert browser_of(user).get(url(report)).status_code == 404
        assertNotContains(browser_of(user).get(MINE), "A boy in Year 5")


def test_the_receipt_says_when_it_came_and_who_reads_it(cast: Cast) -> None:
    page = browser_of(cast.teacher).get(url(make_staff_report(cast)))

    assertContains(page, "Received 12 November 2026 at 10:00")
    assertContains(page, "goes to the Headteacher and the safeguarding lead; the Deputy Headteacher can read it too")
    assertContains(page, "A boy in Year 5")


def test_a_report_about_the_headteacher_is_said_to_reach_the_chair_alone(cast: Cast) -> None:
    page = browser_of(cast.teacher).get(url(make_staff_report(cast, about_headteacher=True)))

    assertContains(page, "It goes to the Chair of governors. Nobody else reads it in Rung")


def test_contact_with_a_pupil_brings_up_the_law_and_whom_the_school_has_not_on_record(cast: Cast) -> None:
    report = make_staff_report(cast, response="accepted")

    for user, address in [(cast.teacher, url(report)), (cast.head, reverse("reports:report", args=[report.pk]))]:
        page = browser_of(user).get(address)
        assertContains(page, "told within 24 hours")
        assertContains(page, "Within 1 working day from the day the school knew.")
        assertContains(page, "Designated officer, Flintshire")
        assertContains(page, "Not on record.")
        assertContains(page, cast.chair.name)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["cornist-park", "bradley", "cavendish"])
def test_silence_is_said_plainly(slug: str) -> None:
    team = team_keeping_to(slug)

    page = browser_of(team.teacher).get(url(make_staff_report(team, ask_draft=True)))

    which = "draft policy" if slug == "cavendish" else "policy"
    assertContains(page, f"Your school’s {which} does not speak of a request you did not accept.")
    assertContains(page, "That the policy gives no step stops nobody from acting.")


@pytest.mark.django_db
def test_at_st_peters_the_receipt_gives_two_steps_with_their_force_and_clauses() -> None:
    team = team_keeping_to("st-peters")

    page = browser_of(team.teacher).get(url(make_staff_report(team)))

    for text in ["Follow the safeguarding procedures", "SPC-11a", "SPC-11b", "Must"]:
        assertContains(page, text)


@pytest.mark.django_db
def test_at_avenue_and_recreation_road_a_person_decides_before_the_parents_are_told() -> None:
    team = team_keeping_to("avenue-recreation-road")

    page = browser_of(team.teacher).get(url(make_staff_report(team)))

    for text in ["parents know of the friend request", "Expected", "A person decides first.", "in danger"]:
        assertContains(page, text)


def test_a_request_of_a_former_pupil_that_was_declined_is_nothing_the_policy_is_asked(cast: Cast) -> None:
    page = browser_of(cast.teacher).get(url(make_staff_report(cast, who="former_pupil", age=17)))

    assertContains(page, "A request from a former pupil that was neither accepted nor answered is not contact")


def test_a_prior_relationship_is_answered_as_what_would_hold(cast: Cast) -> None:
    report_input = ReportInput(
        kind=Kind.PRIOR_RELATIONSHIP, who="pupil", described="My niece in Year 2", tie="relative"
    )

    page = browser_of(cast.teacher).get(url(make_staff_report(cast, report_input=report_input)))

    assertContains(page, "Nothing of this has happened.")


def test_what_became_of_it_is_one_line(cast: Cast) -> None:
    report = make_staff_report(cast)
    browser = browser_of(cast.teacher)
    assertContains(browser.get(MINE), "Not yet")

    read_report(by=cast.head, now=NOW, report=report)
    assertContains(browser.get(url(report)), "It was read on 12 November 2026.")
    say_outcome(
        by=cast.head,
        now=NOW,
        report=report,
        revision=reload_report(report).revision,
        outcome=StaffReport.Outcome.NOTED,
        line="Thank you, I have noted it.",
    )

    for page in (browser.get(url(report)), browser.get(MINE)):
        assertContains(page, "Thank you, I have noted it.")
    assertNotContains(browser.get(url(report)), cast.head.name)


def test_something_is_added_once_and_nothing_can_be_taken_back(cast: Cast) -> None:
    report = make_staff_report(cast)
    browser, body = browser_of(cast.teacher), {"form_token": uuid.uuid4(), "words": "It came again."}

    for _ in range(2):
        assertRedirects(browser.post(url(report), body), url(report))

    assert [addition.words for addition in report.additions.all()] == ["It came again."]
    page = browser.get(url(report))
    assertContains(page, "It came again.")
    assertNotContains(page, "ithdraw")


def test_an_addition_without_words_is_refused_in_words(cast: Cast) -> None:
    report = make_staff_report(cast)

    page = browser_of(cast.teacher).post(url(report), {"form_token": uuid.uuid4(), "words": " "})

    assertContains(page, "Write what you want to add.")
    assert not report.additions.exists()


def test_the_list_has_an_empty_state_and_pages(cast: Cast) -> None:
    browser = browser_of(cast.teacher)
    assertContains(browser.get(MINE), "You have reported nothing yet")

    for number in range(26):
        make_staff_report(cast, described=f"Account {number}")

    assertContains(browser.get(MINE), "26 reports")
    assertContains(browser.get(f"{MINE}?page=2"), "Account 0")


def test_the_pages_take_the_same_few_queries_however_much_there_is(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser, report = browser_of(cast.teacher), make_staff_report(cast)
    for _ in range(2):
        with django_assert_num_queries(5):
            browser.get(MINE)
        with django_assert_num_queries(8):
            browser.get(url(report))
        for number in range(3):
            make_staff_report(cast, report_input=friend_request(described=f"Account {number}"))
