"""The pack of a meeting: made once, sealed, opened by governors, and fit for everybody to read."""

import hashlib
import shutil
import subprocess
import uuid
from pathlib import Path

import page
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from audit.models import Entry
from governors.models import GovernorPack
from governors.packs import MeetingPack, build_pack, render_pdf
from governors.services import make_pack, read_pack
from people.models import Capacity, Role, User
from people.services import add_member
from policies.models import Approval, Version
from policies.services import adopt, propose, record_approval, start_version
from tests.cast import JOINED_ON, NOW, TODAY, Cast, load_pack
from tests.governors.factories import IN_TERM, case_at, make_incidents, take_at
from tests.signing_in import browser_of
from web.files import SealBroken

pytestmark = pytest.mark.usefixtures("clock")
LIST, ADD = reverse("governors:pack_list"), reverse("governors:pack_add")
TOKEN = uuid.UUID("c1a7d7de-1a2b-4c3d-8e4f-5a6b7c8d9e0f")
PDFTOTEXT = shutil.which("pdftotext")


def make_governor_pack(cast: Cast, *, by: User | None = None, token: uuid.UUID = TOKEN) -> GovernorPack:
    return make_pack(by=by or cast.clerk, now=NOW, school=cast.school, meeting_on=TODAY, form_token=token)


def address(pack: GovernorPack) -> str:
    return reverse("governors:pack", args=[pack.pk])


def words_of(pdf: bytes) -> str:
    answer = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(answer.stdout.decode().split())


def pack_of(cast: Cast) -> MeetingPack:
    return build_pack(cast.school, by=cast.clerk, meeting_on=TODAY, today=TODAY)


def test_a_pack_is_kept_with_its_hash_and_its_making_is_on_record(cast: Cast) -> None:
    pack = make_governor_pack(cast)
    content = Path(pack.file.path).read_bytes()
    assert hashlib.sha256(content).hexdigest() == pack.sha256
    assert len(content) == pack.size
    entry = Entry.objects.get(action="pack.made")
    assert (entry.by_id, entry.row_id) == (cast.clerk.pk, str(pack.pk))
    assert entry.changes["after"]["sha256"] == pack.sha256


def test_the_same_form_sent_twice_makes_one_pack_and_one_file(cast: Cast) -> None:
    pack = make_governor_pack(cast)
    assert make_governor_pack(cast) == pack
    assert Entry.objects.filter(action="pack.made").count() == 1
    assert make_governor_pack(cast, token=uuid.uuid4()) != pack
    assert len(list((Path(settings.PRIVATE_FILES_ROOT) / "packs").rglob(f"*{Path(pack.file.path).stem}*"))) == 1


def test_reading_a_pack_is_on_record_and_gives_what_was_sealed(cast: Cast) -> None:
    pack = make_governor_pack(cast)
    assert hashlib.sha256(read_pack(by=cast.governor, now=NOW, pack=pack)).hexdigest() == pack.sha256
    assert Entry.objects.get(action="pack.read").by_id == cast.governor.pk


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_pack_whose_file_is_not_the_one_sealed_is_not_shown(cast: Cast, harm: str) -> None:
    pack = make_governor_pack(cast)
    path = Path(pack.file.path)
    path.write_bytes(b"%PDF-1.7") if harm == "changed" else path.unlink()
    with pytest.raises(SealBroken):
        read_pack(by=cast.governor, now=NOW, pack=pack)
    response = browser_of(cast.governor).get(address(pack), follow=True)
    assert "is not the one that was sealed" in response.content.decode()
    assert not Entry.objects.filter(action="pack.read").exists()


def test_the_pdf_passes_the_checker_of_pdf_ua(cast: Cast) -> None:
    for number, incident in enumerate(make_incidents(cast, 16)):
        if number < 10:
            take_at(cast, case_at(cast, incident, IN_TERM), IN_TERM, complied=number < 5)
    report = page.validate_pdf_bytes(render_pdf(pack_of(cast)), profile="ua1")
    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant


@pytest.mark.skipif(PDFTOTEXT is None, reason="poppler's tools are not on this machine")
def test_the_paper_says_what_is_due_what_is_asked_and_how_the_term_went(cast: Cast) -> None:
    make_incidents(cast, 8)
    make_incidents(cast, 2, capacity=Capacity.PUPIL)
    adopt(by=None, now=NOW, school=cast.school, policy=load_pack("cavendish").policy, adopted_on=TODAY)
    text = words_of(render_pdf(pack_of(cast)))
    for words in (
        "Meeting of the governing body, 12 November 2026",
        "Review the policy? It was due November 2022, 3 years 11 months ago.",
        "Set a review date?",
        "Approve the version in force?",
        "How the school is doing: Summer 2026",
        "Incidents logged 10",
        "Parents and carers not shown",
        "Summer 2026 10",
        "Slips to sign",
        "Signature, for the governing body",
        "Renewed unchanged",
    ):
        assert words in text


def test_a_proposed_version_is_asked_about_and_an_approved_one_is_not(cast: Cast) -> None:
    last = Version.objects.get(policy=cast.version.policy)
    draft = start_version(by=cast.head, now=NOW, school=cast.school, last=last, number="2026-27")
    propose(by=cast.head, now=NOW, school=cast.school, version=draft, revision=draft.revision)
    questions = [(decision.version, decision.asks) for decision in pack_of(cast).decisions]
    assert questions[0] == ("2026-27", "Approve this proposed version?")
    assert not any("in force?" in asks for _, asks in questions)


def test_what_the_governing_body_has_approved_is_not_asked_again(cast: Cast) -> None:
    record_approval(
        by=cast.clerk,
        now=NOW,
        today=TODAY,
        version=cast.version,
        school=cast.school,
        body=Approval.Body.GOVERNING_BODY,
        approved_on=TODAY,
        minute_reference="",
    )
    assert [decision.asks[:6] for decision in pack_of(cast).decisions] == ["Review"]


def test_a_pack_holds_the_figures_of_governors_whoever_makes_it(cast: Cast) -> None:
    make_incidents(cast, 5, affected=[cast.person_of(cast.head)])
    pack = build_pack(cast.school, by=cast.head, meeting_on=TODAY, today=TODAY)
    assert pack.page
    assert pack.page.figures.incidents == 5


@pytest.mark.parametrize("url", [LIST, ADD])
def test_a_stranger_is_asked_to_sign_in_and_who_does_not_oversee_is_refused(cast: Cast, url: str) -> None:
    assert Client().get(url)["Location"].startswith(reverse("account_login"))
    for role in ("teacher", "lead", "administrator"):
        assert browser_of(getattr(cast, role)).get(url).status_code == 403


@pytest.mark.parametrize("role", ["governor", "chair", "clerk", "head", "deputy"])
def test_who_oversees_makes_a_pack_and_finds_it_in_the_list(cast: Cast, role: str) -> None:
    client = browser_of(getattr(cast, role))
    assert "No packs yet" in client.get(LIST).content.decode()
    answers = {"meeting_on": "2026-11-20", "form_token": str(TOKEN)}
    assert client.post(ADD, answers)["Location"] == LIST
    assert "20 November 2026" in client.get(LIST).content.decode()


@pytest.mark.parametrize("day", ["", "2026-11-11", "2027-11-14", "yesterday"])
def test_a_meeting_is_today_or_within_a_year(cast: Cast, day: str) -> None:
    response = browser_of(cast.clerk).post(ADD, {"meeting_on": day, "form_token": str(TOKEN)})
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert not GovernorPack.objects.exists()


@pytest.mark.parametrize("role", ["governor", "chair", "clerk"])
def test_governors_and_their_clerk_open_a_pack(cast: Cast, role: str) -> None:
    pack = make_governor_pack(cast)
    response = browser_of(getattr(cast, role)).get(address(pack))
    assert hashlib.sha256(response.content).hexdigest() == pack.sha256
    assert response["Content-Disposition"] == 'inline; filename="governors-2026-11-12.pdf"'
    download = browser_of(getattr(cast, role)).get(address(pack), {"download": ""})
    assert download["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("role", ["head", "deputy"])
def test_who_could_compare_its_figures_with_their_own_list_does_not_open_a_pack(cast: Cast, role: str) -> None:
    pack = make_governor_pack(cast)
    client = browser_of(getattr(cast, role))
    assert client.get(address(pack)).status_code == 403
    assert address(pack) not in client.get(LIST).content.decode()


def test_nor_does_a_governor_who_leads_too(cast: Cast) -> None:
    add_member(by=None, now=NOW, school=cast.school, user=cast.deputy, role=Role.GOVERNOR, from_on=JOINED_ON)
    pack = make_governor_pack(cast)
    client = browser_of(cast.deputy)
    governing = cast.deputy.memberships.get(role=Role.GOVERNOR)
    client.post(reverse("people:choose_membership"), {"membership": governing.pk})
    assert client.get(address(pack)).status_code == 403
    assert address(pack) not in client.get(LIST).content.decode()


def test_a_pack_of_another_school_does_not_exist(cast: Cast) -> None:
    pack = make_pack(by=cast.outsider, now=NOW, school=cast.other_school, meeting_on=TODAY, form_token=TOKEN)
    client = browser_of(cast.governor)
    assert client.get(address(pack)).status_code == 404
    assert "No packs yet" in client.get(LIST).content.decode()


def test_the_list_takes_the_same_queries_for_one_pack_and_for_two(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = browser_of(cast.governor)
    for _ in range(2):
        make_governor_pack(cast, token=uuid.uuid4())
        with django_assert_num_queries(4):  # session, user, roles, packs
            client.get(LIST)
