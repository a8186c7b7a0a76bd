"""Whoever is kept from an incident finds no trace of it on any page; whoever may see it finds it on each."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from people.models import Person, User
from tests.config.url_table import ADDRESSES
from tests.signing_in import browser_of
from tests.world import AFFECTED, PLAIN, RECUSED, RELATIVE, SUBJECT, TITLES, World

HIDDEN_FROM_THE_HEAD = (AFFECTED, SUBJECT, RELATIVE, RECUSED)
LISTS = (
    "/",
    "/cases/",
    "/cases/?status=open",
    "/cases/?due=any",
    "/cases/?finding=defamation",
    "/cases/?platform=facebook",
    "/cases/export/",
    "/incidents/",
    "/incidents/?show=without-a-case",
    "/incidents/?show=drafts",
    "/incidents/log/",
)
# Where an incident that one may see must stand.
SHOWN_ON = ("/cases/", "/cases/export/", "/incidents/", "/cases/?due=any", "/cases/?finding=defamation")


def text_of(client: Client, url: str) -> str:
    """The words of a page, or of a file that streams."""
    response = client.get(url)
    assert response.status_code == 200, url
    content: bytes = response.getvalue() if response.streaming else response.content
    return content.decode("utf-8", "replace")


def marks_of(world: World, name: str) -> set[str]:
    """What tells of one place wherever it stands: the incident's title, its reference and the subject's name."""
    place = world.places[name]
    return {TITLES[name], place.incident.reference, place.case.subject.name}


def list_places(world: World, page: str) -> set[str]:
    """The places that a page tells of."""
    return {name for name in world.places if TITLES[name] in page or world.places[name].incident.reference in page}


def searches(world: World, name: str) -> Iterator[str]:
    """A search for each mark of a place, on the page and as CSV."""
    for mark in marks_of(world, name):
        for url in ("/cases/?q=", "/cases/export/?q="):
            yield url + quote(mark)


def without_nonce(page: bytes) -> bytes:
    """The page without what is drawn anew for each request."""
    return re.sub(rb'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', b"", page)


def pages_of(world: World, user: User, *more: str) -> dict[str, str]:
    """The words of every page that the user may open without a row of a place, and of these."""
    client = browser_of(user)
    pages = {url: text_of(client, url) for url in more}
    for address in ADDRESSES:
        if address.get == 200 and address.row in world.arguments:
            url = reverse(address.name, kwargs=dict(world.arguments[address.row]))
            response = client.get(url)
            content = response.getvalue() if response.streaming else response.content
            if response.status_code == 200:
                pages[url] = content.decode("utf-8", "replace")
    return pages


def test_no_list_tells_the_headteacher_of_what_they_are_kept_from(world: World) -> None:
    client = browser_of(world.cast.head)

    assert {url: list_places(world, text_of(client, url)) - {PLAIN} for url in LISTS} == {url: set() for url in LISTS}


@pytest.mark.parametrize("name", HIDDEN_FROM_THE_HEAD)
def test_no_search_finds_what_the_headteacher_is_kept_from(world: World, name: str) -> None:
    client = browser_of(world.cast.head)
    place = world.places[name]

    for url in searches(world, name):
        page = text_of(client, url)
        assert f"/cases/{place.case.pk}/" not in page
        assert f"\n{place.case.reference}," not in page


def test_no_page_at_all_tells_the_headteacher_of_what_they_are_kept_from(world: World) -> None:
    of_subjects = [
        reverse(f"people:{page}", args=[world.places[name].case.subject.pk])
        for name in HIDDEN_FROM_THE_HEAD
        for page in ("person", "person_change", "relationship_add")
    ]
    pages = pages_of(world, world.cast.head, *of_subjects)

    assert len(pages) > 25
    assert {url for url, page in pages.items() if list_places(world, page) - {PLAIN}} == set()


def test_counts_leave_out_what_the_headteacher_is_kept_from(world: World) -> None:
    client = browser_of(world.cast.head)

    assert client.get("/cases/").context["page"].paginator.count == 1
    assert client.get("/incidents/").context["page"].paginator.count == 2
    assert len(text_of(client, "/cases/export/").strip().splitlines()) == 2
    home = client.get("/").context
    assert {row["case"].pk for row in home["due"]} == {world.places[PLAIN].case.pk}
    assert [case.pk for case in home["recent"]] == [world.places[PLAIN].case.pk]
    assert list(home["waiting"]) == []


def test_a_guessed_address_looks_like_one_of_nothing(world: World) -> None:
    client = browser_of(world.cast.head)

    for name in HIDDEN_FROM_THE_HEAD:
        arguments = world.places[name].arguments
        for row, page in (
            ("incident", "incidents:incident"),
            ("case", "breaches:case"),
            ("letter", "breaches:letter"),
        ):
            hidden = client.get(reverse(page, kwargs=dict(arguments[row])))
            nothing = client.get(reverse(page, kwargs={"pk": 987654}))
            assert (hidden.status_code, nothing.status_code) == (404, 404)
            assert without_nonce(hidden.content) == without_nonce(nothing.content)


def test_no_file_leaves_for_whoever_is_kept_from_it(world: World) -> None:
    client = browser_of(world.cast.head)

    for name in HIDDEN_FROM_THE_HEAD:
        arguments = world.places[name].arguments
        for row, page in (("evidence", "incidents:evidence"), ("letter", "breaches:letter_pdf")):
            assert client.get(reverse(page, kwargs=dict(arguments[row]))).status_code == 404
    assert mail.outbox == []


def test_no_letter_is_signed_in_the_name_of_a_headteacher_who_is_kept_from_its_case(world: World) -> None:
    client, name = browser_of(world.cast.deputy), world.cast.head.name

    for place, signed in ((PLAIN, True), (AFFECTED, False), (RELATIVE, False), (RECUSED, False)):
        url = reverse("breaches:letter_draft", kwargs=dict(world.places[place].arguments["kind of letter"]))
        assert client.get(url).context["form"].initial["signature"].startswith(name) == signed


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("head", {PLAIN}),
        ("deputy", {PLAIN, AFFECTED, RELATIVE, RECUSED}),
        ("lead", {PLAIN, AFFECTED, RELATIVE, RECUSED}),
        ("chair", {SUBJECT}),
        ("outsider", set()),
    ],
)
def test_those_who_may_see_an_incident_find_it_on_every_list_and_nothing_else(
    world: World, who: str, seen: set[str]
) -> None:
    client = browser_of(getattr(world.cast, who))

    for url in SHOWN_ON:
        assert list_places(world, text_of(client, url)) == seen, url
    for name in world.places:
        page = text_of(client, f"/cases/?q={quote(TITLES[name])}")
        linked = {place for place in world.places if f"/cases/{world.places[place].case.pk}/" in page}
        assert linked == {name} & seen


@pytest.mark.parametrize("who", ["governor", "chair", "teacher", "clerk", "administrator"])
def test_pages_of_those_who_handle_no_cases_hold_no_reference_and_no_title(world: World, who: str) -> None:
    may_see = {SUBJECT} if who == "chair" else set()
    pages = pages_of(world, getattr(world.cast, who))

    assert len(pages) > 5
    assert {url: list_places(world, page) - may_see for url, page in pages.items()} == {url: set() for url in pages}


@pytest.mark.parametrize("who", ["governor", "teacher"])
def test_pages_of_governors_and_staff_hold_no_name_of_the_register_but_their_own(world: World, who: str) -> None:
    user = getattr(world.cast, who)
    names = set(Person.objects.exclude(user=user).values_list("name", flat=True))
    pages = pages_of(world, user)

    assert len(names) > 10
    assert {url: {name for name in names if name in page} for url, page in pages.items()} == {
        url: set() for url in pages
    }


def test_the_clerk_reads_of_nobody_but_colleagues_who_see_to_policies_and_read_them(world: World) -> None:
    names = set(Person.objects.filter(user=None).values_list("name", flat=True))
    pages = pages_of(world, world.cast.clerk)

    assert len(names) > 2
    assert {url: {name for name in names if name in page} for url, page in pages.items()} == {
        url: set() for url in pages
    }


def test_the_chair_who_leads_the_headteachers_case_reads_of_nobody_who_takes_no_part_in_it(world: World) -> None:
    cast = world.cast
    others = Person.objects.exclude(user__in=[cast.head, cast.chair, cast.deputy])
    of_the_case = reverse("breaches:case", kwargs=dict(world.places[SUBJECT].arguments["case"]))
    pages = pages_of(world, cast.chair, of_the_case)

    assert {url: {place.name for place in others if place.name in page} for url, page in pages.items()} == {
        url: set() for url in pages
    }
