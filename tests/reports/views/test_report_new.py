"""Choosing what a report is about, and the one short form."""

import uuid
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from people.models import Membership, Role, User
from people.services import add_member
from policies.rules.words import Step
from reports.models import StaffReport
from reports.policy_answer import Kind, load_open_steps
from tests.cast import JOINED_ON, NOW, TODAY, Cast
from tests.reports.factories import team_keeping_to
from tests.signing_in import browser_of

START = "/reports/new/"


def url(kind: Kind = Kind.FRIEND_REQUEST) -> str:
    return reverse("reports:report_new", args=[kind])


def form_of(**fields: Any) -> dict[str, Any]:
    """The form of a pupil's declined request as a browser sends it."""
    about = {
        "form_token": uuid.uuid4(),
        "who": "pupil",
        "described": "A boy in Year 5",
        "did": "declined",
        "platform": "instagram",
        "happened_on": TODAY.isoformat(),
    }
    return about | fields


def the_report() -> StaffReport:
    return StaffReport.objects.get()


@pytest.mark.parametrize("who", ["head", "teacher", "governor", "chair", "clerk", "administrator"])
def test_everybody_may_report_anything(cast: Cast, who: str) -> None:
    browser = browser_of(getattr(cast, who))

    page = browser.get(START)

    for kind in Kind:
        assertContains(page, url(kind))
        assertContains(browser.get(url(kind)), "Send this report")


def test_a_kind_that_is_none_does_not_exist(cast: Cast) -> None:
    assert browser_of(cast.teacher).get("/reports/new/gossip/").status_code == 404


def test_a_friend_request_is_received_in_three_pages(cast: Cast) -> None:
    browser = browser_of(cast.teacher)

    answer = browser.post(url(), form_of())

    report = the_report()
    assertRedirects(answer, reverse("reports:my_report", args=[report.pk]))
    assert (report.reported_by, report.school, report.kind) == (cast.teacher, cast.school, Kind.FRIEND_REQUEST)
    assert (report.who, report.way, report.response, report.platform) == ("pupil", "received", "declined", "instagram")
    assert (report.described, report.happened_on, report.about_headteacher) == ("A boy in Year 5", TODAY, False)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"who": ""}, "Choose who it is."),
        ({"described": ""}, "Say who it is, as far as you know."),
        ({"did": ""}, "Choose what you have done."),
        ({"platform": ""}, "Choose where it was."),
        ({"platform": "other"}, "Enter what the place is called."),
        ({"happened_on": "2026-11-13"}, "The day must be today or in the past."),
        ({"happened_on": ""}, "Enter the day."),
        ({"age": "young"}, "Enter their age in years, such as 17."),
        ({"who": "parent", "tie": "own_child"}, "A parent or carer cannot be your own child."),
    ],
)
def test_a_form_that_lacks_something_says_what_and_keeps_the_rest(
    cast: Cast, fields: dict[str, str], sentence: str
) -> None:
    page = browser_of(cast.teacher).post(url(), form_of(words="He is in my form.", **fields))

    assertContains(page, sentence)
    assertContains(page, "He is in my form.")
    assertContains(page, "Error:")
    assert not StaffReport.objects.exists()


def test_the_same_form_sent_twice_is_one_report(cast: Cast) -> None:
    browser, body = browser_of(cast.teacher), form_of()

    answers = [browser.post(url(), body) for _ in range(2)]

    assert {response["Location"] for response in answers} == {reverse("reports:my_report", args=[the_report().pk])}


def test_what_nobody_could_read_is_not_sent_and_nothing_typed_is_lost(cast: Cast) -> None:
    Membership.objects.filter(user=cast.chair).delete()

    page = browser_of(cast.teacher).post(url(), form_of(about_headteacher="on", words="At the fair."))

    assertContains(page, "Nobody at your school could read this report")
    assertContains(page, "At the fair.")
    assert not StaffReport.objects.exists()


def test_an_age_is_kept_for_a_former_pupil_alone(cast: Cast) -> None:
    browser = browser_of(cast.teacher)

    browser.post(url(), form_of(who="former_pupil", age="17"))
    browser.post(url(), form_of(who="pupil", age="9"))

    assert sorted(StaffReport.objects.values_list("who", "age")) == [("former_pupil", 17), ("pupil", None)]


def test_writing_first_is_one_of_the_answers(cast: Cast) -> None:
    browser_of(cast.teacher).post(url(), form_of(did="sent"))

    assert (the_report().way, the_report().response) == ("sent", "")


@pytest.mark.parametrize(
    ("kind", "fields", "columns"),
    [
        (Kind.PRIOR_RELATIONSHIP, {"tie": "relative"}, {"tie": "relative", "happened_on": None, "platform": ""}),
        (Kind.EXCEPTIONAL_CONTACT, {}, {"who": "parent", "way": "sent"}),
        (Kind.CLOSURE_CONTACT, {"way": "sent"}, {"who": "pupil", "way": "sent"}),
        (Kind.THIRD_PARTY_POST, {"words": "A rude post.", "could_harm": "on", "who": ""}, {"who": ""}),
        (Kind.SCHOOL_ACCOUNT, {"words": "It posts by itself."}, {"words": "It posts by itself.", "who": ""}),
        (Kind.OTHER, {"words": "A question.", "described": ""}, {"words": "A question.", "platform": ""}),
    ],
)
def test_every_other_kind_asks_what_it_needs(
    cast: Cast, kind: Kind, fields: dict[str, str], columns: dict[str, object]
) -> None:
    browser_of(cast.teacher).post(url(kind), form_of(**fields))

    report = the_report()
    assert {column: getattr(report, column) for column in columns} == columns


@pytest.mark.parametrize("kind", [Kind.THIRD_PARTY_POST, Kind.SCHOOL_ACCOUNT, Kind.OTHER])
def test_where_the_words_are_the_report_they_must_be_there(cast: Cast, kind: Kind) -> None:
    page = browser_of(cast.teacher).post(url(kind), form_of())

    assertContains(page, "Error:")
    assert not StaffReport.objects.exists()


# The register


def test_staff_can_neither_search_nor_choose_from_the_register(cast: Cast) -> None:
    browser = browser_of(cast.teacher)

    page = browser.post(url(), form_of(find="1", q="Tomos", person=cast.pupil.pk))
    browser.post(url(), form_of(q="Tomos", person=cast.pupil.pk))

    assertNotContains(page, "Tomos Hughes")
    assertNotContains(page, "register")
    assert the_report().person is None


def test_those_who_see_the_register_find_and_choose_somebody_without_losing_what_they_typed(cast: Cast) -> None:
    browser = browser_of(cast.deputy)

    page = browser.post(url(), form_of(find="1", q="tomos", words="At home time."))
    assertContains(page, "Tomos Hughes")
    assertContains(page, "At home time.")
    assertNotContains(page, "Error:")
    browser.post(url(), form_of(q="tomos", person=cast.pupil.pk, described=""))

    assert the_report().person == cast.pupil


def test_nobody_of_another_school_can_be_chosen(cast: Cast) -> None:
    team = team_keeping_to("cavendish")
    # A Deputy of both schools acts at one of them at a time.
    add_member(by=None, now=NOW, school=cast.school, user=team.deputy, role=Role.DEPUTY, from_on=JOINED_ON)
    browser = browser_of(team.deputy)

    page = browser.post(url(), form_of(find="1", q="Tomos", person=cast.pupil.pk))
    browser.post(url(), form_of(q="Tomos", person=cast.pupil.pk))

    assertNotContains(page, "Tomos Hughes")
    assert (the_report().school, the_report().person) == (team.school, None)


# A school without a policy in force


@pytest.mark.django_db
def test_a_draft_is_asked_by_name_where_the_school_has_no_policy_yet() -> None:
    team = team_keeping_to("cavendish")
    browser, kind = browser_of(team.teacher), Kind.SCHOOL_ACCOUNT
    assertContains(browser.get(url(kind)), "show me what the draft policy says")

    browser.post(url(kind), form_of(words="It posts by itself.", ask_draft="on"))
    browser.post(url(kind), form_of(words="It posts by itself."))

    unasked, asked = StaffReport.objects.order_by("-pk")
    assert (asked.at_once, [step.step for step in load_open_steps(asked)]) == (True, [Step.INFORM_HEADTEACHER])
    assert (unasked.at_once, load_open_steps(unasked), unasked.version) == (False, [], None)


def test_a_school_with_a_policy_is_not_asked_for_a_draft(cast: Cast) -> None:
    assertNotContains(browser_of(cast.teacher).get(url()), "draft policy")


@pytest.mark.parametrize(("who", "queries"), [("teacher", 4), ("head", 4)])
def test_the_form_takes_few_queries(
    cast: Cast, who: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user: User = getattr(cast, who)
    browser = browser_of(user)

    with django_assert_num_queries(queries):
        browser.get(url())
