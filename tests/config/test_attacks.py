"""What somebody with bad intent may try, and what becomes of it."""

import csv
import datetime as dt
import io
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from breaches.models import Case, StepRecord
from incidents.models import Evidence, Involvement
from incidents.pages import Page
from incidents.services.evidence import add_evidence
from people.acting import SESSION_KEY
from people.models import Capacity, Membership, Person, Relationship, Role, School, User
from people.services.register import add_person, relate
from people.services.schools import add_member, end_membership
from policies.rules.words import Finding, Step
from tests.breaches.making import fresh, opened
from tests.cast import JOINED_ON, NOW, PASSWORD, TODAY, Cast
from tests.incidents.making import PDF, draft_of, filled, involve, logged, upload, whole_draft, with_findings

DAY = dt.timedelta(days=1)
SCRIPT = "<script>alert(1)</script>"
BREAKS_OUT = "\"><img src=x onerror='alert(1)'>"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def about(case: Case, **said: Any) -> dict[str, Any]:
    """A form about a case as its page would send it."""
    return {"revision": fresh(case).revision, "read_at": NOW.isoformat(), "form_token": uuid.uuid4()} | said


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
    case, hidden = opened(cast), logged(cast, affected=(cast.person_of(cast.head),))
    add_evidence(by=cast.head, now=NOW, incident=case.incident, title="Own", upload=upload())
    foreign = add_evidence(by=cast.deputy, now=NOW, incident=hidden, title="Hidden", upload=upload(PDF))
    url = reverse("breaches:step_take", args=[case.pk, Step.REQUEST_REMOVAL])
    body = about(case, done_on=TODAY, done_by="Me", outcome="complied", evidence=foreign.pk)

    page = browser_of(cast.head).post(url, body)

    assert page.status_code == 200
    assert "Hidden" not in page.content.decode()
    assert not StepRecord.objects.exists()


def test_a_case_cannot_be_opened_for_the_subject_of_another_incident(cast: Cast) -> None:
    incident, hidden = logged(cast), logged(cast, subjects=(cast.other_parent,), affected=(cast.person_of(cast.head),))
    body = {
        "subject": Involvement.objects.get(incident=hidden, part="subject").pk,
        "capacity": "parent",
        "findings": ["defamation"],
        "why": "Seen.",
    }

    answer = browser_of(cast.head).post(reverse("breaches:open_case", args=[incident.pk]), body)

    assert answer.status_code == 200
    assert not Case.objects.exists()


@pytest.mark.parametrize("name", ["finding_withdraw", "unconfirm", "follow_up_done"])
def test_a_row_of_another_case_is_not_found_under_ones_own(cast: Cast, name: str) -> None:
    own = opened(cast)
    hidden = opened(cast, incident=logged(cast, affected=(cast.person_of(cast.head),)), by=cast.deputy)
    row = hidden.findings.get().pk

    assert browser_of(cast.head).post(reverse(f"breaches:{name}", args=[own.pk, row]), about(own)).status_code == 404


def test_a_role_at_another_school_cannot_be_ended(cast: Cast) -> None:
    theirs = Membership.objects.get(user=cast.outsider)

    answer = browser_of(cast.head).post(reverse("people:member_end", args=[theirs.pk]), {"to_on": TODAY})

    assert answer.status_code == 404
    theirs.refresh_from_db()
    assert theirs.to_on is None


# Roles: chosen, ended, at two schools


def test_a_role_that_is_not_ones_own_cannot_be_chosen(cast: Cast) -> None:
    client = browser_of(cast.teacher)
    heads = Membership.objects.get(user=cast.head)

    assert client.post(reverse("people:choose_membership"), {"membership": heads.pk}).status_code == 404
    assert client.get(reverse("breaches:case_list")).status_code == 403


@pytest.mark.parametrize("kept", ["head", "outsider", "nobody"])
def test_a_session_that_says_otherwise_gives_no_role(cast: Cast, kept: str) -> None:
    client = browser_of(cast.teacher)
    session = client.session
    session[SESSION_KEY] = 987654 if kept == "nobody" else Membership.objects.get(user=getattr(cast, kept)).pk
    session.save()

    assert client.get(reverse("breaches:case_list")).status_code == 403
    assert client.get(reverse("breaches:home")).context["acting"].role == Role.STAFF


def test_a_role_holds_on_its_last_day_and_not_on_the_day_after(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case, client = opened(cast), browser_of(cast.deputy)
    ending = Membership.objects.get(user=cast.deputy)
    client.post(reverse("people:choose_membership"), {"membership": ending.pk})
    end_membership(by=cast.head, now=NOW, membership=ending, to_on=TODAY)
    url = reverse("breaches:case", args=[case.pk])

    assert client.get(url).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: NOW + DAY)
    client.force_login(cast.deputy)
    assert client.get(url)["Location"] == reverse("people:no_role")


def test_a_role_does_not_hold_before_its_first_day(cast: Cast) -> None:
    add_member(
        by=None, now=NOW, school=cast.school, user=cast.stranger, role=Role.DEPUTY, from_on=TODAY + DAY, title="Deputy"
    )

    assert browser_of(cast.stranger).get("/cases/")["Location"] == reverse("people:no_role")


def test_whoever_has_roles_at_two_schools_sees_one_school_at_a_time(cast: Cast) -> None:
    case = opened(cast)
    here = add_member(by=None, now=NOW, school=cast.school, user=cast.outsider, role=Role.DEPUTY, from_on=JOINED_ON)
    client = browser_of(cast.outsider)
    url = reverse("breaches:case", args=[case.pk])

    assert client.get(url).status_code == 404
    assert case.reference not in client.get("/cases/").content.decode()
    assert case.reference not in client.get("/").content.decode()
    assert client.get(reverse("people:person", args=[cast.parent.pk])).status_code == 404
    client.post(reverse("people:choose_membership"), {"membership": here.pk})
    assert client.get(url).status_code == 200


def test_nobody_takes_back_a_family_tie_of_their_own_to_see_what_it_keeps_from_them(cast: Cast) -> None:
    own = cast.person_of(cast.deputy)
    relate(by=None, now=NOW, person=cast.parent, kind=Relationship.Kind.SIBLING, relative=own)
    case, client = opened(cast), browser_of(cast.deputy)

    client.post(reverse("people:relationship_remove", args=[cast.parent.pk, own.pk]))

    page = client.get(reverse("people:person", args=[cast.parent.pk])).content.decode()
    assert "You cannot take back a relationship of your own" in page
    assert client.get(reverse("breaches:case", args=[case.pk])).status_code == 404


def becomes_deputy(cast: Cast, name: str, email: str, **said: Any) -> Any:
    body = {"name": name, "email": email, "role": "deputy", "from_on": TODAY} | said
    return browser_of(cast.administrator).post(reverse("people:member_add"), body)


def test_whoever_is_in_a_case_and_then_gets_a_role_is_asked_about_before_they_could_read_it(cast: Cast) -> None:
    opened(cast)

    page = becomes_deputy(cast, "rhiannon  hughes", "r@home.example").content.decode()

    assert "Say whether it is the same person as in the register" in page
    assert "Yes: Rhiannon Hughes, parent or carer" in page
    assert not User.objects.filter(email="r@home.example").exists()


def test_the_same_person_keeps_their_entry_and_is_kept_from_their_own_case(cast: Cast) -> None:
    case = opened(cast)

    becomes_deputy(cast, "Rhiannon Hughes", "r@home.example", entry=cast.parent.pk)

    added = User.objects.get(email="r@home.example")
    assert Person.objects.get(user=added) == cast.parent
    client = browser_of(added)
    assert client.get("/cases/").status_code == 200
    assert client.get(reverse("breaches:case", args=[case.pk])).status_code == 404


def test_another_person_of_the_name_gets_an_entry_of_their_own(cast: Cast) -> None:
    case = opened(cast)

    becomes_deputy(cast, "Rhiannon Hughes", "r@work.example", entry="another")

    added = User.objects.get(email="r@work.example")
    assert Person.objects.get(user=added) != cast.parent
    assert browser_of(added).get(reverse("breaches:case", args=[case.pk])).status_code == 200


def test_the_entry_of_somebody_else_cannot_be_taken(cast: Cast) -> None:
    for entry in (cast.other_parent.pk, cast.person_of(cast.head).pk, stranger_at_the_other_school(cast).pk):
        becomes_deputy(cast, "Rhiannon Hughes", "r@home.example", entry=entry)

    assert not User.objects.filter(email="r@home.example").exists()


def test_nobody_takes_another_email_address_as_their_own(cast: Cast) -> None:
    client = browser_of(cast.teacher)

    for body in (
        {"action_add": "", "email": "new@cornist-park.example"},
        {"action_primary": "", "email": "x@y.example"},
    ):
        assert client.post("/accounts/email/", body).status_code == 404
    assert client.get("/accounts/confirm-email/").status_code == 404


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


# Names of files, and what is in them


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.png",
        "..\\..\\windows\\system.png",
        'post".png\r\nX-Injected: yes',
        "post\x00.png",
        "post.html",
        f"{'long ' * 60}.png",
        "\u202egnp.exe",
    ],
)
def test_the_name_of_an_uploaded_file_reaches_neither_the_disk_nor_a_header(cast: Cast, name: str) -> None:
    incident = logged(cast)
    file = SimpleUploadedFile("post.png", upload().read(), content_type="text/html")
    file._name = name  # type: ignore[attr-defined]  # as a client that keeps to no rule sends it
    kept = add_evidence(by=cast.head, now=NOW, incident=incident, title="Post", upload=file)

    answer = browser_of(cast.head).get(reverse("incidents:evidence", args=[kept.pk]))
    answer.getvalue()

    assert ".." not in str(kept.file)
    assert str(kept.file).startswith("evidence/")
    assert len(kept.original_name) <= 200
    assert not {"/", "\\", "\r", "\n", "\x00"} & set(kept.original_name)
    assert "X-Injected" not in answer.headers
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")


@pytest.mark.parametrize(
    "name", ["policy.html", f"{'long' * 80}.pdf", "../policy.pdf", 'pol"icy.pdf\r\nX-Injected: yes']
)
def test_the_name_of_a_document_tells_what_it_is_and_fits(cast: Cast, name: str) -> None:
    client = browser_of(cast.head)
    args = [cast.version.policy.slug, cast.version.pk]
    client.post(
        reverse("policies:document_attach", args=args), {"document": SimpleUploadedFile(name, PDF)}, follow=True
    )

    cast.version.refresh_from_db()
    answer = client.get(reverse("policies:document", args=args))
    answer.getvalue()

    assert cast.version.document_name.endswith(".pdf")
    assert len(cast.version.document_name) <= 200
    assert (answer["Content-Type"], "X-Injected" in answer.headers) == ("application/pdf", False)


def test_a_page_passed_off_as_a_picture_is_not_kept(cast: Cast) -> None:
    incident = logged(cast)
    body = {"title": "Post", "file": SimpleUploadedFile("post.png", f"<html>{SCRIPT}".encode(), "image/png")}

    answer = browser_of(cast.head).post(reverse("incidents:evidence_add", args=[incident.pk]), body)

    assert answer.status_code == 200
    assert not Evidence.objects.exists()


# Words that would be code elsewhere


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t=", " =", "\n="])
def test_no_cell_of_the_csv_is_a_formula(cast: Cast, begins: str) -> None:
    case = opened(cast, incident=logged(cast, title=f'{begins}HYPERLINK("http://evil.example")'))

    answer = browser_of(cast.head).get(reverse("breaches:case_export"))
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))

    assert rows[1][0] == case.reference
    assert [cell for row in rows for cell in row if cell.lstrip()[:1] in set("=+-@")] == []


def test_words_that_are_markup_stand_on_pages_as_words(cast: Cast) -> None:
    hostile = add_person(
        by=None,
        now=NOW,
        school=cast.school,
        name=f"Eve {SCRIPT}",
        capacities={Capacity.PARENT: BREAKS_OUT},
        address=f"1 Lane\n{SCRIPT}",
        note=SCRIPT,
    )
    draft = draft_of(cast.head, cast.school)
    filled(draft, cast.head, Page.WHERE, platform="other", platform_name=SCRIPT, account=BREAKS_OUT, audience="public")
    filled(draft, cast.head, Page.WHERE, address="javascript:alert(1)")
    filled(draft, cast.head, Page.WHAT, title=f"{BREAKS_OUT}{SCRIPT}", facts=SCRIPT, opinion=BREAKS_OUT)
    involve(draft, cast.head, hostile, Involvement.Part.SUBJECT)
    with_findings(draft, cast.head, {Finding.OTHER_BREACH: SCRIPT})
    client = browser_of(cast.head)
    urls = [reverse("incidents:log_page", args=[draft.pk, page]) for page in Page]
    urls += [reverse("incidents:log_check", args=[draft.pk]), "/incidents/", "/incidents/log/", "/"]
    pages = [client.get(url).content.decode() for url in urls]
    incident = logged_now(cast, draft)
    add_evidence(by=cast.head, now=NOW, incident=incident, title=SCRIPT, upload=upload(name=f"{SCRIPT}.png"))
    case = opened(cast, incident=incident, findings={Finding.OTHER_BREACH: BREAKS_OUT})
    client.post(reverse("breaches:note_add", args=[case.pk]), about(case, text=SCRIPT))
    urls = [reverse(f"incidents:{name}", args=[incident.pk]) for name in ("incident", "logged", "step_back")]
    urls += [reverse(f"breaches:{name}", args=[case.pk]) for name in ("case", "finding_add", "close", "letter_choose")]
    urls += [reverse("breaches:letter_draft", args=[case.pk, kind]) for kind in ("removal_request", "police_summary")]
    urls += [reverse(f"people:{name}", args=[hostile.pk]) for name in ("person", "person_change", "relationship_add")]
    urls += ["/", "/cases/", "/incidents/", f"/cases/?q={SCRIPT}", f"/people/?q={BREAKS_OUT}", "/people/"]
    pages += [client.get(url).content.decode() for url in urls]

    assert [url for page in pages for url in (SCRIPT, "<img src=x", 'href="javascript:') if url in page] == []
    assert sum("&lt;script&gt;" in page for page in pages) > 15


def logged_now(cast: Cast, draft: Any) -> Any:
    """The draft, logged through its page."""
    draft.refresh_from_db()
    body = {"revision": draft.revision}
    assert browser_of(cast.head).post(reverse("incidents:log_check", args=[draft.pk]), body).status_code == 302
    draft.refresh_from_db()
    return draft


# Telling by the answer


def test_what_one_may_not_see_answers_like_what_does_not_exist(cast: Cast) -> None:
    case, client = opened(cast), browser_of(cast.outsider)
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
