"""The frame of every page: who acts, where to go, whom to call, and what is said when a page cannot be shown."""

import re

import pytest
from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings

from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_stranger_is_told_whom_to_call(client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()

    assert "In danger now? Call 999." in page
    assert "Sign out" not in page


def test_a_page_has_a_skip_link_one_heading_and_no_script_or_style_of_its_own(client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()

    assert '<a href="#main" class="govuk-skip-link"' in page
    assert '<main class="govuk-main-wrapper" id="main">' in page
    assert page.count("<h1") == 1
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)
    assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []


def test_a_page_keeps_nothing_of_what_it_showed_in_the_browser(client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()

    config = re.search(r'<meta name="htmx-config"\s+content=\'([^\']+)\'', page)
    assert config
    assert '"historyCacheSize": 0' in config[1]
    assert '"allowEval": false' in config[1]


def test_the_header_says_for_whom_one_acts_and_marks_where_one_is(client: Client, cast: Cast) -> None:
    client.force_login(cast.head)

    page = client.get("/policies/").content.decode()

    assert "Cornist Park" in page
    assert "<span>Headteacher</span>" in page
    assert '<a href="/policies/" aria-current="page">Policies</a>' in page
    assert '<form class="rung-header__sign-out-form" method="post" action="/accounts/logout/">' in page


@override_settings(DEMO=True)
def test_a_demonstration_says_that_everybody_is_made_up(client: Client) -> None:
    assert "Everybody here is made up." in client.get("/accounts/login/").content.decode()


@override_settings(DEMO=False)
def test_the_real_thing_does_not(client: Client) -> None:
    assert "made up" not in client.get("/accounts/login/").content.decode()


def test_what_was_just_done_is_said_and_escaped() -> None:
    request = RequestFactory().get("/")
    request.session = {}  # type: ignore[assignment]  # nothing needs keeping
    storage = FallbackStorage(request)
    storage.add(messages.SUCCESS, "The step is <recorded>")
    storage.add(messages.WARNING, "Somebody else changed this case")

    page = render_to_string("components/_messages.html", {"messages": storage})

    assert page.count('role="status"') == 2
    assert "The step is &lt;recorded&gt;" in page
    assert page.count("govuk-notification-banner--success") == 1


def test_an_unknown_address_is_answered_in_plain_words(client: Client) -> None:
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert "We cannot find that page" in response.content.decode()


def test_a_form_from_elsewhere_is_refused_in_plain_words() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {})

    assert response.status_code == 403
    assert "That page was open for too long" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("400", "We could not read that"),
        ("403", "You may not do this"),
        ("500", "Something went wrong"),
    ],
)
def test_a_fault_is_said_even_where_nothing_is_known_of_the_request(name: str, words: str) -> None:
    page = render_to_string(f"{name}.html")

    assert words in page
    assert "In danger now? Call 999." in page
