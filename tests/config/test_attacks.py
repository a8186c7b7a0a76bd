"""What somebody with bad intent may try, and what becomes of it."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from breaches.models import Case, StepRecord
from incidents.journey import Page
from incidents.models import Involvement
from incidents.services.evidence import add_evidence
from people.models import Capacity, Membership, Person, Relationship, School, User
from people.services import add_person
from policies.rules.words import Step
from tests.breaches.factories import make_case, reload_case
from tests.cast import NOW, PASSWORD, TODAY, Cast
from tests.incidents.factories import PDF, make_incident, upload, whole_draft
from tests.signing_in import browser_of

pytestmark = pytest.mark.usefixtures("clock")


def form_of(case: Case, **fields: Any) -> dict[str, Any]:
    """A form about a case as its page would send it."""
    return {"revision": reload_case(case).revision, "read_at": NOW.isoformat(), "form_token": uuid.uuid4()} | fields


def stranger_at_the_other_school(cast: Cast) -> Person:
    return add_person(by=None, now=NOW, school=cast.other_school, name="Tomos Hughes", capacities={Capacity.PUPIL: ""})


# Numbers of another school, or of another incident, in the body of a POST


def test_a_relative_at_another_school_cannot_be_tied(cast: Cast) -> None:
    elsewhere = stranger_at_the_other_school(cast)
    url = reverse("people:relationship_add", args=[cast.parent.pk])

    answer = browser_of(cast.head).post(f"{url}?q=Tomos", {"kind": "parent", "relative": elsewhere.pk})

    assert answer.status_code == 200
    assert not Relationship.objects.filter(relative=elsewhere).exists()


def test_somebody_of_another_school_cannot_be_given_a_part(cast: Cast) -> None:
    elsewhere = stranger_at_the_other_school(cast)
    draft = whole_draft(cast)
    body = {"q": "Tomos", "person": elsewhere.pk, "part": "subject", "capacity": "pupil"}

    answer = browser_of(cast.head).post(reverse("incidents:log_page", args=[draft.pk, Page.WHO]), body)

    assert answer.status_code == 200
    assert not Involvement.objects.filter(person=elsewhere).exists()


def test_a_file_of_another_incident_cannot_be_put_with_a_step(cast: Cast) -> None:
    case, hidden = make_case(cast), make_incident(cast, affected=(cast.person_of(cast.head),))
    add_evidence(by=cast.head, now=NOW, incident=case.incident, title="Own", upload=upload())
    foreign = add_evidence(by=cast.deputy, now=NOW, incident=hidden, title="Hidden", upload=upload(PDF))
    url = reverse("breaches:step_take", args=[case.pk, Step.REQUEST_REMOVAL])
    body = form_of(case, done_on=TODAY, done_by="Me", outcome="complied", evidence=foreign.pk)

    page = browser_of(cast.head).post(url, body)

    assert page.status_code == 200
    assert "Hidden" not in page.content.decode()
    assert not StepRecord.objects.exists()


def test_a_case_cannot_be_opened_for_the_subject_of_another_incident(cast: Cast) -> None:
    incident, hidden = (
        make_incident(cast),
        make_incident(cast, subjects=(cast.other_parent,), affected=(cast.person_of(cast.head),)),
    )
    body = {
        "subject": Involvement.objects.get(incident=hidden, part="subject").pk,
        "capacity": "parent",
        "findings": ["defamation"],
        "why": "Seen.",
    }

    answer = browser_of(cast.head).post(reverse("breaches:open_case", args=[incident.pk]), body)

    assert answer.status_code == 200
    assert not Case.objects.exists()


@pytest.mark.parametrize("name", ["finding_withdraw", "follow_up_done"])
def test_a_row_of_another_case_is_not_found_under_ones_own(cast: Cast, name: str) -> None:
    own = make_case(cast)
    hidden = make_case(cast, incident=make_incident(cast, affected=(cast.person_of(cast.head),)), by=cast.deputy)
    row = hidden.findings.get().pk

    assert browser_of(cast.head).post(reverse(f"breaches:{name}", args=[own.pk, row]), form_of(own)).status_code == 404


def test_a_role_at_another_school_cannot_be_ended(cast: Cast) -> None:
    theirs = Membership.objects.get(user=cast.outsider)

    answer = browser_of(cast.head).post(reverse("people:member_end", args=[theirs.pk]), {"to_on": TODAY})

    assert answer.status_code == 404
    theirs.refresh_from_db()
    assert theirs.to_on is None


# More fields than the form has


def test_fields_that_a_form_does_not_have_change_nothing(cast: Cast) -> None:
    client = browser_of(cast.head)
    school = {"address": "New Lane", "name": "Taken", "slug": "taken", "reference_prefix": "XX", "nation": "england"}
    client.post(reverse("people:school_change"), school)
    person = {"name": "New Parent", "capacities": ["parent"], "user": cast.head.pk, "school": cast.other_school.pk}
    client.post(reverse("people:person_add"), person)

    assert School.objects.values_list("name", "slug", "nation", "address").get(pk=cast.school.pk) == (
        "Cornist Park Primary",
        "cornist-park",
        "wales",
        "New Lane",
    )
    added = Person.objects.get(name="New Parent")
    assert (added.user, added.school) == (None, cast.school)


def test_an_administrator_cannot_set_the_flag_they_do_not_see(cast: Cast) -> None:
    body = {"name": "Rhiannon Hughes", "capacities": ["parent"], "revision": 1, "safeguarding_flag": "on"}

    browser_of(cast.administrator).post(reverse("people:person_change", args=[cast.parent.pk]), body)

    cast.parent.refresh_from_db()
    assert (cast.parent.revision, cast.parent.safeguarding_flag) == (2, False)


def test_whoever_is_added_to_a_school_is_no_more_than_a_user(cast: Cast) -> None:
    body = {"name": "Ann Onym", "email": "ann@nowhere.example", "role": "staff", "from_on": TODAY}
    body |= {"is_superuser": "on", "is_staff": "on", "password": "known"}

    browser_of(cast.administrator).post(reverse("people:member_add"), body)

    added = User.objects.get(email="ann@nowhere.example")
    assert (added.is_superuser, added.is_staff, added.has_usable_password()) == (False, False, False)


# Where one is sent


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil.example"],
)
def test_signing_in_never_sends_anybody_to_another_site(cast: Cast, elsewhere: str) -> None:
    body = {"login": cast.head.email, "password": PASSWORD, "next": elsewhere}

    assert Client().post("/accounts/login/", body)["Location"] == "/"
    assert Client().post(f"/accounts/login/?next={elsewhere}", body)["Location"] == "/"
    assert "evil" not in browser_of(cast.head).post("/accounts/logout/", {"next": elsewhere})["Location"]


# Telling by the answer


def test_what_one_may_not_see_answers_like_what_does_not_exist(cast: Cast) -> None:
    case, client = make_case(cast), browser_of(cast.outsider)
    entries = Entry.objects.count()

    for url in (f"/cases/{case.pk}/", "/cases/987654/", f"/people/{cast.parent.pk}/", "/people/987654/"):
        assert client.get(url).status_code == 404
        assert client.delete(url).status_code == 405
    assert Entry.objects.count() == entries


def test_numbers_that_are_none_are_refused_and_break_nothing(cast: Cast) -> None:
    client = browser_of(cast.head)
    draft = whole_draft(cast)

    for number in ("9" * 5000, "-1", "²", "٣", ""):
        assert client.post(reverse("people:choose_membership"), {"membership": number}).status_code == 404
        assert client.post(reverse("incidents:log_check", args=[draft.pk]), {"revision": number}).status_code == 200
        who = reverse("incidents:log_page", args=[draft.pk, Page.WHO])
        assert client.post(who, {"person": number, "q": ""}).status_code == 200
    assert client.get(f"/cases/{'9' * 30}/").status_code == 404
