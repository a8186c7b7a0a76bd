"""Which version a case goes by, what is said of it, and whether its subject had read it."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from breaches.models import Case
from breaches.services.cases import open_case
from breaches.version import (
    describe_acknowledgement,
    find_version_status,
    list_notices,
    rests_on_draft,
    word_acknowledgement,
)
from incidents.models import Involvement
from people.models import Capacity
from policies.models import Adoption, ReviewCycle, Version
from policies.readers.services import acknowledge
from policies.rules.words import Finding
from policies.services import add_policy, adopt
from policies.stored_packs import find_answering_draft
from tests.breaches.factories import make_case
from tests.cast import NOW, TODAY, Cast, load_pack
from tests.incidents.factories import HAPPENED_ON, make_incident
from tests.policies.factories import (
    bring_version_into_force,
    load_next_version,
    propose_version,
    reload,
    request_reading,
    start_draft,
)
from tests.signing_in import browser_of

pytestmark = pytest.mark.usefixtures("clock")


def with_nothing_but_a_draft(cast: Cast) -> Version:
    """The Cavendish draft, at a school that keeps to no other policy."""
    Adoption.objects.filter(school=cast.school).delete()
    draft = load_pack("cavendish")
    adopt(by=None, now=NOW, school=cast.school, policy=draft.policy, adopted_on=dt.date(2020, 1, 1))
    return draft


def judged_by_the_draft(cast: Cast) -> Case:
    incident = make_incident(cast)
    return open_case(
        by=cast.head,
        now=NOW,
        incident=incident,
        subject=incident.involvements.get(part=Involvement.Part.SUBJECT),
        capacity=Capacity.PARENT,
        findings={Finding.THREAT: "Seen."},
        by_the_draft=True,
    )


def test_a_draft_or_a_proposed_version_is_offered_where_the_school_has_no_other(cast: Cast) -> None:
    draft = with_nothing_but_a_draft(cast)
    assert find_answering_draft(cast.school) == draft
    assert find_answering_draft(cast.school) == propose_version(cast, draft)


def test_a_new_version_of_an_adopted_policy_is_not_offered(cast: Cast) -> None:
    start_draft(cast)
    assert find_answering_draft(cast.school) is None


def test_a_policy_without_clauses_neither_offers_a_draft_nor_hides_one(cast: Cast) -> None:
    draft = with_nothing_but_a_draft(cast)
    add_policy(
        by=cast.head,
        now=NOW,
        today=TODAY,
        school=cast.school,
        title="Online safety",
        number="1",
        in_force_from=TODAY,
        owner=None,
        anchor=ReviewCycle.Anchor.NONE,
    )
    assert find_answering_draft(cast.school) == draft


def test_a_case_judged_by_a_draft_is_so_for_ever_even_once_the_draft_is_in_force(cast: Cast) -> None:
    draft = with_nothing_but_a_draft(cast)
    case = judged_by_the_draft(cast)
    bring_version_into_force(cast, draft, day=TODAY)
    assert rests_on_draft(reload(draft), case.incident)
    page = browser_of(cast.head).get(reverse("breaches:case", args=[case.pk])).content.decode()
    assert "by the draft" in page
    assert "in force on the day" not in page
    assert "A newer version" not in page


def test_a_review_named_by_month_is_overdue_once_the_month_has_ended(cast: Cast) -> None:
    case = make_case(cast)
    sha = cast.version.pack_sha256
    at_the_end, after = (
        [
            notice.title
            for notice in list_notices(case, find_version_status(case, today=day), pack_sha256=sha, today=day)
        ]
        for day in (dt.date(2022, 11, 30), dt.date(2022, 12, 1))
    )
    unapproved = "This copy does not show that the policy was approved."
    assert at_the_end == [unapproved]
    assert after == [unapproved, "This policy was due for review in November 2022."]


def test_a_draft_that_changed_since_it_was_asked_says_so(cast: Cast) -> None:
    case = make_case(cast)
    notices = list_notices(case, find_version_status(case, today=TODAY), pack_sha256="of another text", today=TODAY)
    assert notices[-1].title == "The draft has changed since it was last asked."


def about_the_teacher(cast: Cast) -> Case:
    incident = make_incident(cast, subjects=(cast.person_of(cast.teacher),))
    return make_case(cast, incident=incident, capacity=Capacity.STAFF, findings={Finding.PUPIL_CONTACT: "Seen."})


def said_of(case: Case) -> str:
    return describe_acknowledgement(case, find_version_status(case, today=TODAY))


def read(cast: Cast, *, on: dt.date) -> None:
    request_reading(cast)
    now = NOW.replace(year=on.year, month=on.month, day=on.day)
    acknowledge(by=cast.teacher, now=now, today=TODAY, school=cast.school, version=cast.version)


@pytest.mark.parametrize(
    ("days", "when"), [(-1, ", before it happened,"), (0, ", the day it happened,"), (1, ", only after it happened,")]
)
def test_it_says_whether_that_was_before_the_day_or_after(days: int, when: str) -> None:
    words = word_acknowledgement(HAPPENED_ON + dt.timedelta(days=days), happened_on=HAPPENED_ON)
    assert when in words


def test_the_page_says_when_the_subject_had_read_the_version(cast: Cast, client: Client) -> None:
    case = about_the_teacher(cast)
    client.force_login(cast.head)
    url = reverse("breaches:case", args=[case.pk])
    assert "No record that they had read this version" in client.get(url).content.decode()
    read(cast, on=TODAY)
    assert "Said on 12 November 2026, only after it happened" in client.get(url).content.decode()


def test_midnight_is_that_of_the_school(cast: Cast) -> None:
    case = about_the_teacher(cast)
    request_reading(cast)
    late = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)
    acknowledge(by=cast.teacher, now=late, today=TODAY, school=cast.school, version=cast.version)
    assert "2 July 2026" in said_of(case)


def test_only_the_version_that_judges_the_case_counts(cast: Cast) -> None:
    case = about_the_teacher(cast)
    later = load_next_version(in_force_from=TODAY)
    request_reading(cast, version=later)
    acknowledge(by=cast.teacher, now=NOW, today=TODAY, school=cast.school, version=later)
    assert said_of(case) == "No record that they had read this version"


def test_nothing_is_said_of_somebody_who_cannot_sign_in(cast: Cast) -> None:
    assert said_of(make_case(cast)) == ""
