"""The pages of the register of low-level concerns."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from audit.models import Entry
from people.models import Relationship
from people.services import relate
from reports.models import LowLevelConcern
from tests.cast import NOW, Cast
from tests.reports.concerns.factories import (
    ADD,
    LIST,
    TOGETHER,
    form_of,
    make_concern,
    read_page,
    staff,
    teacher,
    url_of,
)
from tests.reports.factories import make_staff_report
from tests.signing_in import browser_of


@pytest.mark.parametrize("url", [LIST, ADD, "/concerns/1/"])
def test_a_stranger_is_sent_to_sign_in(cast: Cast, url: str) -> None:
    response = Client().get(url)

    assert (response.status_code, response["Location"].partition("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("who", ["deputy", "teacher", "governor", "clerk", "administrator"])
def test_another_role_is_refused_by_every_page(cast: Cast, who: str) -> None:
    make_concern(cast)
    browser = browser_of(getattr(cast, who))

    assert {browser.get(url).status_code for url in (LIST, ADD, url_of(teacher(cast)))} == {403}
    assert {browser.post(url, form_of(cast)).status_code for url in (ADD, url_of(teacher(cast)))} == {403}
    assert LowLevelConcern.objects.count() == 1


def test_another_method_is_refused(cast: Cast) -> None:
    make_concern(cast)
    browser = browser_of(cast.head)

    assert browser.post(LIST).status_code == 405
    assert {browser.delete(url).status_code for url in (ADD, url_of(teacher(cast)))} == {405}


def test_another_school_learns_nothing(cast: Cast) -> None:
    make_concern(cast)

    assert "Aled Lloyd" not in read_page(cast.outsider, LIST)
    assert "Aled Lloyd" not in read_page(cast.outsider, ADD)
    assert browser_of(cast.outsider).get(url_of(teacher(cast))).status_code == 404


@pytest.mark.parametrize("who", ["head", "lead"])
def test_the_headteacher_and_the_safeguarding_lead_read_the_register(cast: Cast, who: str) -> None:
    make_concern(cast)

    assert "Aled Lloyd" in read_page(getattr(cast, who), LIST)
    assert "Photographed the class" in read_page(getattr(cast, who), url_of(teacher(cast)))


def test_a_safeguarding_lead_sees_nothing_of_entries_about_themselves(cast: Cast) -> None:
    own = cast.person_of(cast.lead)
    make_concern(cast, about=own)

    assert "Nia Roberts" in read_page(cast.head, LIST)
    assert "Nia Roberts" not in read_page(cast.lead, LIST).partition("<main")[2]
    assert "1 person" not in read_page(cast.lead, LIST)
    assert browser_of(cast.lead).get(url_of(own)).status_code == 404
    assert browser_of(cast.lead).post(url_of(own), {"words": "x"}).status_code == 404


def test_a_relative_sees_nothing_of_it(cast: Cast) -> None:
    make_concern(cast)
    relate(by=None, now=NOW, person=cast.person_of(cast.head), kind=Relationship.Kind.PARTNER, relative=teacher(cast))

    assert "Aled Lloyd" not in read_page(cast.head, LIST)
    assert browser_of(cast.head).get(url_of(teacher(cast))).status_code == 404


def test_the_chair_reads_entries_about_the_headteacher_and_no_others(cast: Cast) -> None:
    head = cast.person_of(cast.head)
    make_concern(cast)
    make_concern(cast, by=cast.lead, about=head)

    page = read_page(cast.chair, LIST)
    assert "Siân Morgan" in page
    assert "Aled Lloyd" not in page
    assert browser_of(cast.chair).get(url_of(head)).status_code == 200
    assert browser_of(cast.chair).get(url_of(teacher(cast))).status_code == 404
    assert browser_of(cast.head).get(url_of(head)).status_code == 404


def test_the_empty_register_says_what_belongs_there_and_what_does_not(cast: Cast) -> None:
    page = read_page(cast.head, LIST)

    assert "No entries yet" in page
    assert "falls short of harm to a child" in page
    assert "ask the local authority’s designated officer first" in page


def test_guidance_is_that_of_the_schools_own_nation(cast: Cast) -> None:
    assert "Wales Safeguarding Procedures" in read_page(cast.head, LIST)
    assert "Keeping children safe in education" in read_page(cast.outsider, LIST)


def test_the_list_counts_what_was_raised_apart_from_what_they_told(cast: Cast) -> None:
    make_concern(cast)
    make_staff_report(cast)
    make_staff_report(cast)
    line = read_page(cast.head, LIST).split("Aled Lloyd")[1].split("</tr>")[0]

    assert 'data-label="Entries raised" class="rung-table__number">1<' in line
    assert 'data-label="Told themselves" class="rung-table__number">2<' in line
    assert TOGETHER not in line


def test_the_list_is_narrowed_by_name_and_to_those_to_look_at(cast: Cast) -> None:
    make_concern(cast)
    make_concern(cast)
    make_concern(cast, about=staff(cast, "Zoë Quick"))

    assert "Aled Lloyd" not in read_page(cast.head, f"{LIST}?q=zoe")
    assert "Zoë Quick" in read_page(cast.head, f"{LIST}?q=zoe")
    assert "Zoë Quick" not in read_page(cast.head, f"{LIST}?show=together")
    assert TOGETHER in read_page(cast.head, f"{LIST}?show=together")
    assert "Nobody found" in read_page(cast.head, f"{LIST}?q=nobody")
    assert "2 people" in read_page(cast.head, f"{LIST}?show=nonsense")


def test_a_long_list_is_turned_page_by_page(cast: Cast) -> None:
    for number in range(26):
        make_concern(cast, about=staff(cast, f"Helper {number:02}"))

    first, second = read_page(cast.head, LIST), read_page(cast.head, f"{LIST}?page=2")
    assert "Helper 24" in first
    assert "Helper 25" not in first
    assert "Helper 25" in second


def test_the_list_takes_the_same_queries_for_one_person_and_for_many(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_concern(cast)
    browser = browser_of(cast.head)
    # session, user, roles, the days of what was raised, the reviews, the lines
    with django_assert_num_queries(6):
        browser.get(LIST)
    for number in range(5):
        make_concern(cast, about=staff(cast, f"Helper {number}"))
        make_concern(cast)
    with django_assert_num_queries(6):
        browser.get(LIST)


def test_a_persons_page_takes_the_same_queries_for_two_entries_and_for_many(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_concern(cast)
    make_staff_report(cast)
    browser = browser_of(cast.head)
    # session, user, roles, entries, reviews, reports behind them; and six that put the reading on record
    with django_assert_num_queries(12) as few:
        browser.get(url_of(teacher(cast)))
    for _ in range(4):
        make_concern(cast)
        make_staff_report(cast)
    with django_assert_num_queries(len(few)):
        browser.get(url_of(teacher(cast)))


def test_opening_a_persons_entries_is_on_record_each_time(cast: Cast) -> None:
    make_concern(cast)
    read_page(cast.lead, url_of(teacher(cast)))
    read_page(cast.lead, url_of(teacher(cast)))

    assert Entry.objects.filter(action="concern.read", by_id=cast.lead.pk).count() == 2


def test_a_neutral_entry_is_marked_and_leads_to_the_report(cast: Cast) -> None:
    report = make_staff_report(cast)
    page = read_page(cast.head, url_of(teacher(cast)))

    assert "Told by themselves, neutral" in page
    assert "Nothing was raised" in page
    assert reverse("reports:report", args=[report.pk]) in page
    assert TOGETHER not in page


def test_a_report_that_is_not_for_this_reader_is_not_linked_to(cast: Cast) -> None:
    relate(by=None, now=NOW, person=cast.person_of(cast.head), kind=Relationship.Kind.PARENT, relative=cast.pupil)
    report = make_staff_report(cast, person=cast.pupil, described="")
    link = reverse("reports:report", args=[report.pk])

    assert link not in read_page(cast.head, url_of(teacher(cast)))
    assert link in read_page(cast.lead, url_of(teacher(cast)))


@pytest.mark.parametrize(("who", "shown"), [("head", True), ("lead", True), ("chair", True), ("deputy", False)])
def test_the_reports_lead_to_the_register_for_those_who_may_read_it(cast: Cast, who: str, shown: bool) -> None:
    assert (f'href="{LIST}"' in read_page(getattr(cast, who), reverse("reports:report_list"))) is shown
