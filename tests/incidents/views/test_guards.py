"""Every address of incidents, tried by everybody who has no business there."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from audit.models import Entry
from incidents.models import Incident, Involvement
from incidents.services.evidence import add_evidence
from tests.cast import NOW, Cast
from tests.incidents.making import logged, upload, whole_draft
from tests.signing_in import browser_of

DRAFT, LOGGED = "draft", "logged"

# Name of the address, whose row its number is, and the methods it answers.
ADDRESSES: dict[str, tuple[str, tuple[str, ...]]] = {
    "incident_list": ("", ("get",)),
    "log_start": ("", ("get", "post")),
    "log_page": (DRAFT, ("get", "post")),
    "log_check": (DRAFT, ("get", "post")),
    "person_search": (DRAFT, ("get",)),
    "person_add": (DRAFT, ("get", "post")),
    "discard": (DRAFT, ("get", "post")),
    "involvement_remove": ("involvement", ("post",)),
    "evidence_take_back": ("draft evidence", ("post",)),
    "incident": (LOGGED, ("get",)),
    "logged": (LOGGED, ("get",)),
    "step_back": (LOGGED, ("get", "post")),
    "evidence_add": (LOGGED, ("get", "post")),
    "evidence": ("evidence", ("get",)),
}
# Reports and concerns are for other people, and are tried in tests of their own.
ELSEWHERE = ("concern", "report", "my_report")
PAGES = ("when", "where", "what", "who", "findings", "evidence")


@pytest.fixture
def rows(cast: Cast) -> dict[str, int]:
    """A draft of the Headteacher's and an incident, each with everything that has an address."""
    draft, incident = whole_draft(cast), logged(cast)
    part = Involvement.objects.get(incident=draft)
    kept = [
        add_evidence(by=cast.head, now=NOW, incident=one, title="Post", upload=upload()) for one in (draft, incident)
    ]
    return {
        DRAFT: draft.pk,
        LOGGED: incident.pk,
        "involvement": part.pk,
        "draft evidence": kept[0].pk,
        "evidence": kept[1].pk,
    }


def urls(name: str, rows: dict[str, int]) -> list[str]:
    whose, _ = ADDRESSES[name]
    if name == "log_page":
        return [reverse("incidents:log_page", args=[rows[whose], page]) for page in PAGES]
    return [reverse(f"incidents:{name}", args=[rows[whose]] if whose else [])]


def answers(client: Client, name: str, rows: dict[str, int]) -> set[int]:
    _, methods = ADDRESSES[name]
    return {getattr(client, method)(url).status_code for url in urls(name, rows) for method in methods}


def test_every_address_of_incidents_is_tried_here() -> None:
    _, named = get_resolver().namespace_dict["incidents"]

    names = {name for name in named.reverse_dict if isinstance(name, str)}
    assert {name for name in names if not name.startswith(ELSEWHERE)} == set(ADDRESSES)


@pytest.mark.parametrize("name", list(ADDRESSES))
def test_a_stranger_is_sent_to_sign_in(rows: dict[str, int], name: str) -> None:
    for url in urls(name, rows):
        for method in ADDRESSES[name][1]:
            answer = getattr(Client(), method)(url)
            assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("name", list(ADDRESSES))
@pytest.mark.parametrize("role", ["teacher", "governor", "clerk", "administrator"])
def test_another_role_is_refused(cast: Cast, rows: dict[str, int], name: str, role: str) -> None:
    assert answers(browser_of(getattr(cast, role)), name, rows) == {403}


@pytest.mark.parametrize("name", [name for name, (whose, _) in ADDRESSES.items() if whose])
@pytest.mark.parametrize("who", ["outsider", "chair"])
def test_nothing_exists_for_another_school_or_for_a_chair_it_is_not_for(
    cast: Cast, rows: dict[str, int], name: str, who: str
) -> None:
    assert answers(browser_of(getattr(cast, who)), name, rows) == {404}


@pytest.mark.parametrize("name", [name for name, (whose, _) in ADDRESSES.items() if "draft" in whose])
def test_a_draft_exists_for_its_writer_alone(cast: Cast, rows: dict[str, int], name: str) -> None:
    assert answers(browser_of(cast.deputy), name, rows) == {404}
    assert Incident.objects.get(pk=rows[DRAFT]).status == "draft"


@pytest.mark.parametrize("name", [name for name, (whose, _) in ADDRESSES.items() if whose in {LOGGED, "evidence"}])
def test_nothing_exists_for_an_excluded_headteacher(cast: Cast, name: str) -> None:
    hidden = logged(cast, affected=(cast.person_of(cast.head),))
    kept = add_evidence(by=cast.deputy, now=NOW, incident=hidden, title="Post", upload=upload())
    entries = Entry.objects.count()

    assert answers(browser_of(cast.head), name, {LOGGED: hidden.pk, "evidence": kept.pk}) == {404}
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("name", list(ADDRESSES))
def test_the_wrong_method_is_refused(cast: Cast, rows: dict[str, int], name: str) -> None:
    browser = browser_of(cast.head)
    for url in urls(name, rows):
        assert browser.delete(url).status_code == 405
        if "post" not in ADDRESSES[name][1]:
            assert browser.post(url).status_code == 405
        if "get" not in ADDRESSES[name][1]:
            assert browser.get(url).status_code == 405


@pytest.mark.parametrize("name", [name for name, (_, methods) in ADDRESSES.items() if "get" in methods])
def test_those_who_handle_cases_get_the_page(cast: Cast, rows: dict[str, int], name: str) -> None:
    for url in urls(name, rows):
        answer = browser_of(cast.head).get(url)
        assert answer.status_code == 200
        assert not answer.streaming or b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file


@pytest.mark.parametrize("url", ["/incidents/{}/log/why/", "/incidents/{}/log/", "/incidents/0/", "/evidence/0/"])
def test_an_address_of_nothing_is_not_found(cast: Cast, rows: dict[str, int], url: str) -> None:
    assert browser_of(cast.head).get(url.format(rows[DRAFT])).status_code == 404


def test_a_draft_is_no_incident_and_an_incident_no_draft(cast: Cast, rows: dict[str, int]) -> None:
    browser = browser_of(cast.head)

    assert browser.get(reverse("incidents:incident", args=[rows[DRAFT]])).status_code == 404
    assert browser.get(reverse("incidents:log_page", args=[rows[LOGGED], "when"])).status_code == 404
    assert browser.get(reverse("incidents:discard", args=[rows[LOGGED]])).status_code == 404
    assert browser.post(reverse("incidents:evidence_take_back", args=[rows["evidence"]])).status_code == 404
