"""The pages of a version's life, of what it changes, and of policies without a pack."""

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from policies.models import Adoption, Policy, ReviewCycle, Version
from policies.services import start_version
from tests.breaches.factories import make_case
from tests.cast import NOW, TODAY, Cast
from tests.policies.factories import (
    LATER_REVIEW,
    approve_version,
    bring_version_into_force,
    edit_draft,
    propose_version,
    reload,
    start_draft,
)
from tests.signing_in import browser_of

DAY = dt.timedelta(days=1)
SHORTER = ('summary = "', 'summary = "In short: ')
ADD: dict[str, object] = {
    "title": "Online safety",
    "number": "2026",
    "in_force_from": "2026-09-01",
    "anchor": "none",
    "revision": "1",
}


pytestmark = pytest.mark.usefixtures("clock")


def of_version(name: str, version: Version) -> str:
    return reverse(f"policies:{name}", args=["cornist-park", version.pk])


def body(client: Client, url: str, sent: dict[str, object] | None = None, *, status: int = 200) -> str:
    response = client.post(url, sent) if sent is not None else client.get(url)
    assert response.status_code == status, response.status_code
    return response.content.decode()


def form_of(version: Version, **values: object) -> dict[str, object]:
    return {"revision": version.revision, "form_token": uuid.uuid4()} | values


def test_a_version_goes_from_its_start_to_its_day_by_the_pages_alone(cast: Cast) -> None:
    head, clerk = browser_of(cast.head), browser_of(cast.clerk)
    assert "Start a new version" in body(head, reverse("policies:policy", args=["cornist-park"]))
    sent = form_of(cast.version, number="Autumn 2026")
    response = head.post(of_version("version_start", cast.version), sent)
    draft = Version.objects.get(number="Autumn 2026")
    assert response["Location"] == of_version("version_change", draft)
    text = draft.pack_text.replace("November 2022", "November 2028").replace(*LATER_REVIEW)
    assert head.post(of_version("version_change", draft), form_of(draft, pack_text=text)).status_code == 302
    assert head.post(of_version("version_propose", draft), form_of(reload(draft))).status_code == 302
    for given in ("headteacher", "governing_body"):
        added = {"body": given, "approved_on": "2026-11-11"}
        assert clerk.post(of_version("approval_add", draft), added).status_code == 302
    sent = form_of(reload(draft), in_force_from="2026-12-01")
    response = clerk.post(of_version("version_bring_into_force", draft), sent, follow=True)
    assert "record the review now" in response.content.decode()
    page = body(clerk, of_version("version", draft))
    assert "Adopted, not yet in force" in page
    assert "from 1 December 2026" in page
    assert "Start a new version" not in page


def test_a_page_for_what_cannot_be_done_now_does_not_exist(cast: Cast) -> None:
    head = browser_of(cast.head)
    for name in ("version_change", "version_propose", "version_bring_into_force"):
        assert head.get(of_version(name, cast.version)).status_code == 404
    page = body(head, of_version("version_propose", cast.version), form_of(cast.version))
    assert "this cannot be done to it" in page


def test_every_fault_of_a_draft_is_shown_with_its_line_and_the_text_stays(cast: Cast) -> None:
    draft = start_draft(cast)
    text = draft.pack_text.replace('id = "CP-PR-1a"', 'id = "CP-PR-1x"', 1)
    page = body(browser_of(cast.head), of_version("version_change", draft), form_of(draft, pack_text=text))
    assert "There is a problem" in page
    assert "CP-PR-1a is cited but missing" in page
    assert "Line " in page
    assert "CP-PR-1x" in page
    assert reload(draft).revision == draft.revision


def test_a_draft_is_replaced_by_a_file_and_a_faulty_one_is_shown_to_be_put_right(cast: Cast) -> None:
    draft, client = start_draft(cast), browser_of(cast.head)
    url = of_version("version_change", draft)
    faulty = SimpleUploadedFile("pack.toml", b"[policy\n# from the file")
    page = body(client, url, form_of(draft, pack_text=draft.pack_text, pack_file=faulty))
    assert "at line 1" in page
    assert "# from the file" in page
    for content, says in ((b"\xff\xfe", "text file in UTF-8"), (b"x" * 1_048_577, "1 MB or less")):
        sent = form_of(draft, pack_text=draft.pack_text, pack_file=SimpleUploadedFile("pack.toml", content))
        assert says in body(client, url, sent)
    good = SimpleUploadedFile("pack.toml", (draft.pack_text + "# kept\n").encode())
    assert client.post(url, form_of(draft, pack_text="old", pack_file=good)).status_code == 302
    assert reload(draft).pack_text.endswith("# kept\n")


def test_a_stale_draft_is_shown_beside_what_was_typed(cast: Cast) -> None:
    draft = start_draft(cast)
    edit_draft(cast, draft, ('review = "2022-11"', 'review = "2029-11"'))
    typed = draft.pack_text.replace('review = "2022-11"', 'review = "2031-11"')
    sent = form_of(draft, pack_text=typed)
    page = body(browser_of(cast.deputy), of_version("version_change", draft), sent, status=409)
    assert "Somebody changed this version" in page
    assert "2029-11" in page
    assert "2031-11" in page
    assert "2029-11" in reload(draft).pack_text


def test_a_version_is_not_brought_into_force_without_its_approvals(cast: Cast) -> None:
    version = propose_version(cast, start_draft(cast))
    url = of_version("version_bring_into_force", version)
    page = body(browser_of(cast.clerk), url, form_of(version, in_force_from="2026-12-01"))
    assert "not both on record at: Cornist Park Primary" in page
    version = approve_version(cast, version)
    page = body(browser_of(cast.clerk), url, form_of(version, in_force_from="2026-11-11"))
    assert "The day must be today or later" in page


def test_sending_back_and_withdrawing_want_a_reason(cast: Cast) -> None:
    version = propose_version(cast, start_draft(cast))
    for name, who in (("version_send_back", cast.clerk), ("version_withdraw", cast.deputy)):
        client, url = browser_of(who), of_version(name, version)
        assert "Say why." in body(client, url, form_of(reload(version)))
        assert client.post(url, form_of(reload(version), reason="Not yet.")).status_code == 302
    assert "Withdrawn before it came into force" in body(browser_of(cast.teacher), of_version("version", version))


def test_a_draft_started_twice_by_name_is_refused_beside_its_field(cast: Cast) -> None:
    sent = form_of(cast.version, number=cast.version.number)
    page = body(browser_of(cast.head), of_version("version_start", cast.version), sent)
    assert "Give this one another name" in page


def test_what_a_version_changes_is_shown_clause_by_clause_to_everybody(cast: Cast) -> None:
    draft = edit_draft(cast, start_draft(cast), SHORTER)
    client = browser_of(cast.governor)
    url = reverse("policies:differences", args=["cornist-park", cast.version.pk, draft.pk])
    assert url in body(client, of_version("version", draft))
    page = body(client, url)
    assert "Clauses that changed (1)" in page
    assert "Summary, now:</strong> In short:" in page
    back = reverse("policies:differences", args=["cornist-park", cast.version.pk, cast.version.pk])
    assert "Nothing differs" in body(client, back)
    assert browser_of(cast.outsider).get(url).status_code == 404
    assert Client().get(url).status_code == 302


def test_comparing_takes_few_questions(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    draft, client = edit_draft(cast, start_draft(cast), SHORTER), browser_of(cast.governor)
    # session, user, roles, one version, the other
    with django_assert_num_queries(5):
        client.get(reverse("policies:differences", args=["cornist-park", cast.version.pk, draft.pk]))


def test_the_page_of_a_version_asks_as_often_for_two_as_for_five(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    start_draft(cast)
    client, url = browser_of(cast.head), reverse("policies:policy", args=["cornist-park"])
    client.get(url)
    with django_assert_num_queries(12):
        client.get(url)
    for number in ("Two", "Three", "Four"):
        start_draft(cast, number=number)
    with django_assert_num_queries(12):
        client.get(url)


def test_a_case_says_when_its_version_has_been_superseded_and_shows_what_changed(cast: Cast) -> None:
    case = make_case(cast)
    client, url = browser_of(cast.head), reverse("breaches:case", args=[case.pk])
    version = bring_version_into_force(cast, edit_draft(cast, start_draft(cast), SHORTER), day=TODAY)
    page = body(client, url)
    assert "A newer version of the policy is in force by now." in page
    assert reverse("policies:differences", args=["cornist-park", cast.version.pk, version.pk]) in page


def test_a_case_says_nothing_of_a_version_that_is_not_in_force_yet(cast: Cast) -> None:
    case = make_case(cast)
    bring_version_into_force(cast, start_draft(cast), day=TODAY + DAY)
    page = body(browser_of(cast.head), reverse("breaches:case", args=[case.pk]))
    assert "A newer version" not in page


@pytest.mark.parametrize("role", ["head", "deputy", "clerk", "administrator"])
def test_a_policy_without_clauses_is_added_once_and_read_by_everybody(cast: Cast, role: str) -> None:
    client = browser_of(getattr(cast, role))
    assert "Add a policy" in body(client, reverse("policies:policy_list"))
    for _ in range(2):
        document = SimpleUploadedFile("online.pdf", b"%PDF-1.7 words")
        sent = ADD | {"form_token": uuid.uuid4(), "anchor": "month", "month": "2027-07", "document": document}
        assert client.post(reverse("policies:policy_add"), sent).status_code == 302
    version = Version.objects.get(number="2026")
    assert (version.pack_text, version.in_force_from) == ("", dt.date(2026, 9, 1))
    assert Adoption.objects.get(policy=version.policy).adopted_on == dt.date(2026, 9, 1)
    assert ReviewCycle.objects.get(policy=version.policy).due_on == dt.date(2027, 7, 31)
    page = body(browser_of(cast.teacher), reverse("policies:policy", args=[version.policy.slug]))
    assert "no case is judged by it" in page
    assert "online.pdf" in page
    assert "Not every approval of this version is on record." in page
    assert "July 2027" in page
    assert "July 2027" in body(browser_of(cast.teacher), reverse("policies:policy_list"))


@pytest.mark.parametrize("role", ["lead", "teacher", "governor", "chair"])
def test_a_policy_is_not_added_by_others(cast: Cast, role: str) -> None:
    client = browser_of(getattr(cast, role))
    assert "Add a policy" not in body(client, reverse("policies:policy_list"))
    assert client.post(reverse("policies:policy_add"), ADD).status_code == 403


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"title": ""}, "Enter the policy’s name."),
        ({"in_force_from": "31/2/2026"}, "Enter a real day"),
        ({"anchor": "fixed"}, "Enter the day."),
        ({"document": SimpleUploadedFile("x.pdf", b"<script>")}, "Choose a PDF or Word document"),
    ],
)
def test_a_policy_that_lacks_something_is_shown_again_and_not_added(
    cast: Cast, values: dict[str, object], says: str
) -> None:
    sent = ADD | {"form_token": uuid.uuid4()} | values
    assert says in body(browser_of(cast.clerk), reverse("policies:policy_add"), sent)
    assert not Policy.objects.filter(title="Online safety").exists()


def test_a_policy_of_the_same_name_is_refused(cast: Cast) -> None:
    client, sent = browser_of(cast.clerk), ADD | {"form_token": uuid.uuid4()}
    client.post(reverse("policies:policy_add"), sent)
    assert "There is a policy of this name already" in body(
        client, reverse("policies:policy_add"), sent | {"number": "3"}
    )


def test_a_policy_without_clauses_judges_nothing_and_has_versions_reviews_and_differences(cast: Cast) -> None:
    client = browser_of(cast.head)
    client.post(reverse("policies:policy_add"), ADD | {"form_token": uuid.uuid4()})
    last = Version.objects.select_related("policy").get(number="2026")
    assert Version.objects.in_force_at(cast.school, on=TODAY) == cast.version
    draft = start_version(by=cast.head, now=NOW, school=cast.school, last=last, number="2027")

    def of(name: str, *which: int) -> str:
        return reverse(f"policies:{name}", args=[last.policy.slug, *which])

    assert client.post(of("version_change", draft.pk), form_of(draft, number="Spring 2027")).status_code == 302
    assert client.post(of("version_propose", draft.pk), form_of(reload(draft))).status_code == 302
    version = approve_version(cast, draft)
    sent = form_of(version, in_force_from="2026-10-01")
    assert client.post(of("version_bring_into_force", draft.pk), sent).status_code == 302
    assert "Spring 2027" in body(client, of("policy"))
    assert "Superseded by a later version" in body(client, of("version", last.pk))
    assert "no clauses to compare" in body(client, of("differences", last.pk, draft.pk))
    assert "No review date is set." in body(client, of("reviews"))
