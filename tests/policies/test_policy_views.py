"""The pages of a school's policies."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import User
from policies.models import Approval, Version
from policies.services import adopt, record_approval
from tests.cast import NOW, TODAY, Cast, load_pack
from tests.signing_in import browser_of


def of_version(name: str, cast: Cast) -> str:
    return reverse(f"policies:{name}", args=[cast.version.policy.slug, cast.version.pk])


def test_a_stranger_is_sent_to_sign_in(cast: Cast) -> None:
    assert Client().get(reverse("policies:policy_list")).status_code == 302


@pytest.mark.parametrize("role", ["head", "deputy", "lead", "teacher", "governor", "chair", "clerk", "administrator"])
def test_everybody_at_the_school_reads_its_policy(cast: Cast, role: str) -> None:
    user: User = getattr(cast, role)
    assert "Social Networking Policy" in browser_of(user).get(reverse("policies:policy_list")).content.decode()
    page = browser_of(user).get(reverse("policies:policy", args=["cornist-park"])).content.decode()
    assert "CP-PR-1a" in page
    assert "Where the policy is silent" in page


def test_one_partys_ladder_is_shown_at_a_time(cast: Cast) -> None:
    url = reverse("policies:policy", args=["cornist-park"])
    client = browser_of(cast.governor)
    about_parents = client.get(url, {"party": "parent"}).content.decode()
    about_staff = client.get(url, {"party": "staff"}).content.decode()
    assert "report-abuse" in about_parents.split("Every clause")[0]
    assert "report-abuse" not in about_staff.split("Every clause")[0]


def test_another_schools_policy_does_not_exist(cast: Cast) -> None:
    client = browser_of(cast.outsider)
    assert client.get(reverse("policies:policy", args=["cornist-park"])).status_code == 404
    for name in ("version", "approval_add", "document_attach", "document"):
        assert client.get(of_version(name, cast)).status_code in (403, 404)


def test_the_list_takes_the_same_queries_for_one_policy_and_for_three(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = browser_of(cast.governor)
    url = reverse("policies:policy_list")
    # session, user, roles, policies, their versions, which is in force, their reviews, which are approved
    with django_assert_num_queries(8):
        client.get(url)
    for slug in ("cavendish", "st-peters"):
        adopt(by=None, now=NOW, school=cast.school, policy=load_pack(slug).policy, adopted_on=TODAY)
    with django_assert_num_queries(8):
        page = client.get(url).content.decode()
    assert "Draft" in page
    assert "March 2023" in page


def test_the_list_says_that_the_review_is_overdue(cast: Cast) -> None:
    page = browser_of(cast.governor).get(reverse("policies:policy_list")).content.decode()
    assert "November 2022" in page
    assert "Overdue" in page


@pytest.mark.parametrize("role", ["deputy", "teacher", "governor", "chair", "administrator"])
def test_approvals_are_recorded_by_the_headteacher_and_the_clerk_alone(cast: Cast, role: str) -> None:
    client = browser_of(getattr(cast, role))
    fields = {"body": "governing_body", "approved_on": "2021-12-01"}
    assert client.post(of_version("approval_add", cast), fields).status_code == 403
    assert not Approval.objects.exists()


def test_an_approval_is_recorded_once(cast: Cast) -> None:
    client = browser_of(cast.clerk)
    fields = {"body": "governing_body", "approved_on": "2021-12-01", "minute_reference": "Item 7"}
    assert client.post(of_version("approval_add", cast), fields).status_code == 302
    again = client.post(of_version("approval_add", cast), fields).content.decode()
    assert "already on record" in again
    assert Approval.objects.get().minute_reference == "Item 7"


def test_an_approval_of_tomorrow_is_refused(cast: Cast) -> None:
    fields = {"body": "headteacher", "approved_on": "2999-01-01"}
    page = browser_of(cast.head).post(of_version("approval_add", cast), fields).content.decode()
    assert "must be today or in the past" in page


def test_the_notice_goes_once_both_approvals_are_on_record(cast: Cast) -> None:
    says = "This copy does not show that the policy was approved."
    for body in Approval.Body:
        page = browser_of(cast.head).get(of_version("version", cast)).content.decode()
        assert says in page
        record_approval(
            by=cast.head,
            now=NOW,
            today=TODAY,
            version=cast.version,
            school=cast.school,
            body=body,
            approved_on=dt.date(2021, 12, 1),
        )
    assert says not in browser_of(cast.head).get(of_version("version", cast)).content.decode()


def test_the_document_is_kept_and_given_back_as_a_download(cast: Cast) -> None:
    client = browser_of(cast.head)
    file = SimpleUploadedFile("polisi.pdf", b"%PDF-1.7 the policy", "application/pdf")
    assert client.post(of_version("document_attach", cast), {"document": file}).status_code == 302
    response = browser_of(cast.teacher).get(of_version("document", cast))
    assert b"".join(response.streaming_content) == b"%PDF-1.7 the policy"  # type: ignore[attr-defined]  # a FileResponse
    assert "attachment" in response["Content-Disposition"]


def test_a_file_that_is_no_document_is_refused_by_its_content(cast: Cast) -> None:
    file = SimpleUploadedFile("policy.pdf", b"<script>alert(1)</script>", "application/pdf")
    page = browser_of(cast.head).post(of_version("document_attach", cast), {"document": file}).content.decode()
    assert "Choose a PDF or Word document" in page
    assert Version.objects.get(pk=cast.version.pk).document_name == ""
