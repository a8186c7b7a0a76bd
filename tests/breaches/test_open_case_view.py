import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from breaches.models import Case
from incidents.models import Incident
from incidents.services.drafts import log_incident
from policies.models import Adoption
from policies.rules.words import Finding
from policies.services import adopt
from tests.breaches.factories import make_case, subject_of
from tests.cast import NOW, Cast, load_pack
from tests.incidents.factories import make_incident, whole_draft, with_findings

pytestmark = pytest.mark.usefixtures("clock")


def form_of(incident: Incident, **more: Any) -> dict[str, Any]:
    return {
        "subject": subject_of(incident).pk,
        "capacity": "parent",
        "findings": ["defamation"],
        "why": "Seen on the page itself.",
    } | more


def url(incident: Incident) -> str:
    return reverse("breaches:open_case", args=[incident.pk])


def test_the_form_starts_from_the_log_where_there_is_one_subject(cast: Cast, client: Client) -> None:
    incident = make_incident(cast)
    client.force_login(cast.head)
    form = client.get(url(incident)).context["form"]
    assert form.initial == {"findings": ["defamation"], "subject": subject_of(incident).pk, "capacity": "parent"}


def test_no_capacity_is_chosen_for_two_subjects(cast: Cast, client: Client) -> None:
    incident = make_incident(cast, subjects=(cast.parent, cast.other_parent))
    client.force_login(cast.head)
    assert "capacity" not in client.get(url(incident)).context["form"].initial


def test_a_case_is_opened_and_shown_and_the_same_form_again_leads_to_it(cast: Cast, client: Client) -> None:
    incident = make_incident(cast)
    client.force_login(cast.head)
    for _ in range(2):
        response = client.post(url(incident), form_of(incident))
        case = Case.objects.get()
        assert response["Location"] == reverse("breaches:case", args=[case.pk])
    assert case.findings.get().why == "Seen on the page itself."


def test_something_else_keeps_the_reason_it_was_logged_with(cast: Cast, client: Client) -> None:
    draft = whole_draft(cast)
    with_findings(draft, cast.head, {Finding.OTHER_BREACH: "Against the spirit of the code."})
    incident = logged_of(cast, draft)
    client.force_login(cast.head)
    client.post(url(incident), form_of(incident, findings=["other_breach"]))
    assert Case.objects.get().findings.get().why.startswith("Against the spirit of the code.")


def logged_of(cast: Cast, draft: Incident) -> Incident:
    return log_incident(by=cast.head, now=NOW, incident=draft, revision=Incident.objects.get(pk=draft.pk).revision)


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("subject", "Choose whose conduct the case is about."),
        ("capacity", "Choose the capacity they acted in."),
        ("findings", "Choose at least one thing that you have established."),
        ("why", "Say what establishes it."),
    ],
)
def test_what_is_missing_is_said(cast: Cast, client: Client, missing: str, sentence: str) -> None:
    incident = make_incident(cast)
    client.force_login(cast.head)
    fields = {key: value for key, value in form_of(incident).items() if key != missing}
    assert sentence in client.post(url(incident), fields).content.decode()
    assert not Case.objects.exists()


def test_a_subject_with_a_case_is_no_longer_offered(cast: Cast, client: Client) -> None:
    incident = make_incident(cast, subjects=(cast.parent, cast.other_parent))
    first = make_case(cast, incident=incident, subject=cast.parent)
    client.force_login(cast.head)
    response = client.get(url(incident))
    assert [involvement.person for involvement in response.context["form"].fields["subject"].queryset] == [
        cast.other_parent
    ]
    assert first.reference in response.content.decode()
    make_case(cast, incident=incident, subject=cast.other_parent)
    assert client.get(url(incident))["Location"] == reverse("breaches:case", args=[first.pk])


def test_a_reason_of_spaces_is_no_reason(cast: Cast, client: Client) -> None:
    incident = make_incident(cast)
    client.force_login(cast.head)
    assert "Say what establishes it." in client.post(url(incident), form_of(incident, why=" ")).content.decode()


def test_a_draft_incident_has_no_such_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.head)
    assert client.get(url(whole_draft(cast))).status_code == 404


def test_the_draft_of_a_school_that_has_nothing_else_is_offered_and_never_chosen(cast: Cast, client: Client) -> None:
    Adoption.objects.filter(school=cast.school).delete()
    adopt(by=None, now=NOW, school=cast.school, policy=load_pack("cavendish").policy, adopted_on=dt.date(2024, 1, 1))
    incident = make_incident(cast)
    client.force_login(cast.head)
    page = client.get(url(incident)).content.decode()
    assert "No policy was in force on the day it happened." in page
    assert "Assess by the draft" in page
    refused = client.post(url(incident), form_of(incident))
    assert "Choose whether to assess by the draft." in refused.content.decode()
    response = client.post(url(incident), form_of(incident, policy="draft", capacity="staff"), follow=True)
    assert "by the draft Use of Social Media Networking Policy" in " ".join(response.content.decode().split())
    assert "This is a draft. It is not the school&#x27;s policy." in response.content.decode()


def test_a_school_with_no_policy_opens_a_case_without_one(cast: Cast, client: Client) -> None:
    Adoption.objects.filter(school=cast.school).delete()
    incident = make_incident(cast)
    client.force_login(cast.head)
    client.post(url(incident), form_of(incident))
    assert Case.objects.get().version is None
