"""The reports of others: the list, the register of relationships, one report, and an incident begun from it."""

from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from audit.models import Entry
from people.models import Relationship, User
from people.services import relate
from reports.models import StaffReport
from reports.policy_answer import Kind, ReportInput
from reports.services import add_to_report, read_report
from tests.cast import NOW, Cast
from tests.reports.factories import friend_request, make_staff_report, reload_report, team_keeping_to
from tests.signing_in import browser_of

LIST = "/reports/"
RELATIONSHIPS = "/reports/relationships/"
NIECE = ReportInput(kind=Kind.PRIOR_RELATIONSHIP, who="pupil", described="My niece in Year 2", tie="relative")


def url(report: StaffReport) -> str:
    return reverse("reports:report", args=[report.pk])


def start_url(report: StaffReport) -> str:
    return reverse("reports:report_incident", args=[report.pk])


def outcome(report: StaffReport, **fields: Any) -> dict[str, Any]:
    """The form that says what became of a report, as its page would send it."""
    return {
        "revision": reload_report(report).revision,
        "outcome": "noted",
        "line": "Thank you for telling us.",
    } | fields


def own_child(cast: Cast, user: User) -> None:
    """Make the pupil of the cast a child of this user."""
    relate(by=None, now=NOW, person=cast.person_of(user), kind=Relationship.Kind.PARENT, relative=cast.pupil)


# Who reads


@pytest.mark.parametrize("who", ["head", "deputy", "lead"])
def test_those_who_handle_cases_read_it(cast: Cast, who: str) -> None:
    report, browser = make_staff_report(cast), browser_of(getattr(cast, who))

    assertContains(browser.get(LIST), url(report))
    assertContains(browser.get(url(report)), "A boy in Year 5")


@pytest.mark.parametrize("who", ["teacher", "governor", "clerk", "administrator"])
def test_nobody_else_has_these_pages(cast: Cast, who: str) -> None:
    report, browser = make_staff_report(cast), browser_of(getattr(cast, who))

    assert [browser.get(address).status_code for address in (LIST, RELATIONSHIPS, url(report))] == [403] * 3
    assert browser.post(start_url(report)).status_code == 403


@pytest.mark.parametrize("who", ["chair", "outsider"])
def test_the_chair_and_another_school_find_nothing(cast: Cast, who: str) -> None:
    report, relationship = make_staff_report(cast), make_staff_report(cast, report_input=NIECE)
    browser = browser_of(getattr(cast, who))

    for page in (LIST, RELATIONSHIPS):
        assertNotContains(browser.get(page), cast.teacher.name)
    assert [browser.get(url(report)).status_code for report in (report, relationship)] == [404, 404]
    assert browser.post(url(report), outcome(report)).status_code == 404
    assert browser.post(start_url(report)).status_code == 404


@pytest.mark.parametrize("why", ["ticked", "the one picked", "the one who wrote"])
def test_a_report_about_the_headteacher_reaches_the_chair_and_no_one_else(cast: Cast, why: str) -> None:
    report = {
        "ticked": lambda: make_staff_report(cast, about_headteacher=True),
        "the one picked": lambda: make_staff_report(
            cast, by=cast.deputy, person=cast.person_of(cast.head), who="other"
        ),
        "the one who wrote": lambda: make_staff_report(cast, by=cast.head),
    }[why]()

    assertContains(browser_of(cast.chair).get(url(report)), "Only the Chair of governors reads it.")
    for user in (cast.head, cast.deputy, cast.lead):
        browser = browser_of(user)
        assert browser.get(url(report)).status_code == 404
        assertNotContains(browser.get(LIST), url(report))
        assertContains(browser.get(LIST), "No reports yet")


def test_nobody_reads_of_a_relative_or_of_themselves(cast: Cast) -> None:
    own_child(cast, cast.head)
    of_child = make_staff_report(cast, by=cast.deputy, person=cast.pupil)
    of_lead = make_staff_report(cast, by=cast.deputy, person=cast.person_of(cast.lead), who="colleague")

    assert browser_of(cast.head).get(url(of_child)).status_code == 404
    assert browser_of(cast.lead).get(url(of_child)).status_code == 200
    assert browser_of(cast.lead).get(url(of_lead)).status_code == 404
    assert browser_of(cast.head).get(url(of_lead)).status_code == 200


def test_nobody_leads_on_a_report_of_their_own(cast: Cast) -> None:
    report = make_staff_report(cast, by=cast.deputy)

    assert browser_of(cast.deputy).get(url(report)).status_code == 404
    assertNotContains(browser_of(cast.deputy).get(LIST), url(report))


# The list


def test_the_unread_come_first_then_those_added_to(cast: Cast) -> None:
    unread, added_to, read = (make_staff_report(cast, described=name) for name in ("One", "Two", "Three"))
    for report in (added_to, read):
        read_report(by=cast.head, now=NOW, report=report)
    add_to_report(by=cast.teacher, now=NOW, report=added_to, words="More.", form_token=added_to.form_token)

    page = browser_of(cast.head).get(LIST)

    places = [page.content.decode().index(url(report)) for report in (unread, added_to, read)]
    assert places == sorted(places)
    for text in ("Unread</strong>", "Added to</strong>", "Read, nothing said yet"):
        assertContains(page, text)


@pytest.mark.django_db
def test_what_the_policy_asks_for_at_once_is_marked() -> None:
    team = team_keeping_to("st-peters")
    make_staff_report(team)

    assertContains(browser_of(team.head).get(LIST), "Unread, asked for at once")


def test_the_list_is_narrowed_by_kind_and_by_whether_it_was_read(cast: Cast) -> None:
    request, niece = make_staff_report(cast), make_staff_report(cast, report_input=NIECE)
    read_report(by=cast.head, now=NOW, report=niece)
    browser = browser_of(cast.head)

    def list_pks(query: str) -> set[int]:
        page = browser.get(f"{LIST}?{query}").content.decode()
        return {report.pk for report in (request, niece) if url(report) in page}

    assert list_pks("kind=friend_request") == {request.pk}
    assert list_pks("show=read") == {niece.pk}
    assert list_pks("show=unread") == {request.pk}
    assert list_pks("kind=nonsense&show=nonsense&page=nine") == {request.pk, niece.pk}
    assertContains(browser.get(f"{LIST}?kind=other"), "No reports found")


def test_the_register_of_relationships_holds_them_alone(cast: Cast) -> None:
    browser = browser_of(cast.lead)
    assertContains(browser.get(RELATIONSHIPS), "Nobody told of anybody yet")
    make_staff_report(cast)
    niece = make_staff_report(cast, report_input=NIECE)

    page = browser.get(RELATIONSHIPS)

    for text in ("1 relationship", url(niece), "My niece in Year 2", "Another relative of mine"):
        assertContains(page, text)
    assertNotContains(page, "A boy in Year 5")


# One report


def test_the_first_opening_is_kept_and_each_is_on_record(cast: Cast) -> None:
    report = make_staff_report(cast)

    for user in (cast.lead, cast.head):
        browser_of(user).get(url(report))

    assert reload_report(report).read_by == cast.lead
    openings = Entry.objects.filter(action="report.read", row_id=str(report.pk)).order_by("number")
    assert [entry.by for entry in openings] == [cast.lead, cast.head]


def test_what_the_writer_told_before_stands_beside_it(cast: Cast) -> None:
    report_input = friend_request(person=cast.pupil, response="accepted")
    earlier = make_staff_report(cast, by=cast.lead, report_input=friend_request(person=cast.pupil))
    niece = make_staff_report(cast, by=cast.lead, report_input=NIECE)
    report = make_staff_report(cast, by=cast.lead, report_input=report_input)

    page = browser_of(cast.head).get(url(report))

    assertContains(page, url(earlier))
    assertContains(page, url(niece))
    assertContains(page, "The same person.", count=1)
    assertContains(page, "My niece in Year 2")


def test_what_became_of_it_is_said_once_more_where_it_was_added_to_meanwhile(cast: Cast) -> None:
    report = make_staff_report(cast)
    browser, typed = browser_of(cast.head), outcome(report, line="I have noted it.")
    add_to_report(by=cast.teacher, now=NOW, report=report, words="It came again.", form_token=report.form_token)

    page = browser.post(url(report), typed)

    for text in ("Somebody changed this report while you were writing.", "It came again.", "I have noted it."):
        assertContains(page, text, status_code=409)
    assert reload_report(report).outcome == ""
    revision = page.context["form"]["revision"].value()
    assertRedirects(browser.post(url(report), typed | {"revision": revision}), url(report))
    assert (reload_report(report).outcome, reload_report(report).outcome_line) == ("noted", "I have noted it.")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"outcome": ""}, "Choose what became of it."), ({"line": " "}, "Write the line that the person")],
)
def test_an_outcome_without_its_parts_is_refused_in_words(cast: Cast, fields: dict[str, str], sentence: str) -> None:
    report = make_staff_report(cast)

    assertContains(browser_of(cast.head).post(url(report), outcome(report, **fields)), sentence)

    assert reload_report(report).outcome == ""


def test_the_pages_take_the_same_few_queries_however_much_there_is(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser, report = browser_of(cast.head), make_staff_report(cast)
    for report_input in (NIECE, friend_request()):
        make_staff_report(cast, report_input=report_input)
    browser.get(url(report))
    for _ in range(2):
        with django_assert_num_queries(5):
            browser.get(LIST)
        with django_assert_num_queries(5):
            browser.get(RELATIONSHIPS)
        with django_assert_num_queries(19):
            browser.get(url(report))
        for number in range(3):
            make_staff_report(cast, described=f"Account {number}")
            make_staff_report(cast, report_input=NIECE)
