import pytest
from django.test import Client
from django.urls import reverse

from breaches.models import Case
from policies.rules.words import Fact, Finding, Step
from tests.breaches.making import confirmed, found, opened, taken
from tests.cast import TODAY, Cast

BY_GET_AND_POST = [
    "open_case",
    "finding_add",
    "finding_withdraw",
    "confirm",
    "unconfirm",
    "step_take",
    "step_leave_undone",
    "outside_policy",
    "note_add",
    "case_hand_over",
    "close",
    "reopen",
]
BY_GET = ["case"]
BY_POST = ["follow_up_done"]
pytestmark = pytest.mark.usefixtures("clock")
EVERY = [*BY_GET_AND_POST, *BY_GET, *BY_POST]


def urls_of(case: Case) -> dict[str, str]:
    """The address of each page of a case, with something to show on each."""
    found(case, Finding.THREAT, by=case.opened_by)
    (fact,) = confirmed(case, Fact.REFUSED, by=case.opened_by)
    record = taken(case, Step.REQUEST_REMOVAL, by=case.opened_by, follow_up_on=TODAY)
    more = {
        "open_case": (case.incident_id,),
        "finding_withdraw": (case.pk, case.findings.all()[0].pk),
        "confirm": (case.pk, Fact.CONTINUED.value),
        "unconfirm": (case.pk, fact.pk),
        "step_take": (case.pk, Step.MEETING.value),
        "step_leave_undone": (case.pk, Step.MEETING.value),
        "follow_up_done": (case.pk, record.pk),
    }
    return {name: reverse(f"breaches:{name}", args=more.get(name, (case.pk,))) for name in EVERY}


def method(client: Client, name: str, url: str) -> int:
    """The answer to the way in which the page is meant to be asked for."""
    response = client.post(url) if name in BY_POST else client.get(url)
    return response.status_code


@pytest.mark.parametrize("name", EVERY)
def test_a_stranger_is_asked_to_sign_in(cast: Cast, client: Client, name: str) -> None:
    url = urls_of(opened(cast))[name]
    for response in (client.get(url), client.post(url)):
        if response.status_code != 405:
            assert response.status_code == 302
            assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", EVERY)
def test_somebody_of_another_school_finds_nothing(cast: Cast, client: Client, name: str) -> None:
    url = urls_of(opened(cast))[name]
    client.force_login(cast.outsider)
    assert method(client, name, url) == 404


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("who", ["teacher", "governor", "clerk", "administrator"])
def test_a_role_that_handles_no_cases_is_refused(cast: Cast, client: Client, name: str, who: str) -> None:
    url = urls_of(opened(cast))[name]
    client.force_login(getattr(cast, who))
    assert method(client, name, url) == 403


@pytest.mark.parametrize("name", EVERY)
def test_whoever_takes_part_or_only_leads_another_kind_of_case_finds_nothing(
    cast: Cast, client: Client, name: str
) -> None:
    url = urls_of(opened(cast))[name]
    client.force_login(cast.chair)
    assert method(client, name, url) == 404


@pytest.mark.parametrize("name", [*BY_GET, *BY_POST])
def test_the_wrong_method_is_refused(cast: Cast, client: Client, name: str) -> None:
    url = urls_of(opened(cast))[name]
    client.force_login(cast.head)
    response = client.get(url) if name in BY_POST else client.post(url)
    assert response.status_code == 405


@pytest.mark.parametrize("name", BY_GET_AND_POST)
def test_no_page_takes_any_other_method(cast: Cast, client: Client, name: str) -> None:
    url = urls_of(opened(cast))[name]
    client.force_login(cast.head)
    assert client.delete(url).status_code == 405


@pytest.mark.parametrize("name", [name for name in BY_GET_AND_POST if name not in {"open_case", "reopen"}])
def test_each_form_shows_itself_and_then_its_errors(cast: Cast, client: Client, name: str) -> None:
    case = opened(cast)
    url = urls_of(case)[name]
    client.force_login(cast.deputy)
    assert client.get(url).status_code == 200
    response = client.post(url, {"form_token": "not a token"})
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert response.context["form"].errors


@pytest.mark.parametrize(
    ("name", "args"),
    [("confirm", ["nothing_known"]), ("step_take", ["suspend"]), ("step_leave_undone", ["nothing_known"])],
)
def test_a_word_nobody_knows_and_a_step_the_policy_does_not_give_have_no_page(
    cast: Cast, client: Client, name: str, args: list[str]
) -> None:
    case = opened(cast)
    client.force_login(cast.head)
    assert client.get(reverse(f"breaches:{name}", args=[case.pk, *args])).status_code == 404


def test_rows_of_another_case_are_not_reached_through_this_one(cast: Cast, client: Client) -> None:
    one, other = opened(cast), opened(cast)
    (fact,) = confirmed(other, Fact.REFUSED, by=cast.head)
    record = taken(other, Step.MEETING, by=cast.head, follow_up_on=TODAY)
    client.force_login(cast.head)
    for name, pk in [
        ("finding_withdraw", other.findings.get().pk),
        ("unconfirm", fact.pk),
        ("follow_up_done", record.pk),
    ]:
        assert client.post(reverse(f"breaches:{name}", args=[one.pk, pk])).status_code == 404
