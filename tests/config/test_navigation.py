"""The links of the header: whose they are, and that they lead somewhere."""

import pytest
from django.test import Client
from django.urls import reverse

from config.navigation import NAVIGATION
from people.models import Role
from tests.cast import Cast
from tests.config.url_table import ADDRESSES

LINKS = {
    "head": ["Cases", "Incidents", "Reports", "Policies", "Reviews", "People", "School"],
    "deputy": ["Cases", "Incidents", "Reports", "Policies", "Reviews", "People"],
    "lead": ["Cases", "Incidents", "Reports", "Policies", "People"],
    "teacher": ["Report", "Policies"],
    "governor": ["Report", "Policies", "Reviews", "Figures", "Packs"],
    "chair": ["Cases", "Incidents", "Reports", "Policies", "Reviews", "Figures"],
    "clerk": ["Report", "Policies", "Reviews", "Figures", "Packs"],
    "administrator": ["Report", "Policies", "Reviews", "People", "School"],
}


@pytest.mark.parametrize(("who", "labels"), LINKS.items())
def test_the_header_shows_each_role_its_links(cast: Cast, client: Client, who: str, labels: list[str]) -> None:
    client.force_login(getattr(cast, who))
    response = client.get(reverse("people:privacy"))

    assert [item.label for item in response.context["nav_items"]] == labels


def test_a_stranger_is_shown_no_links(client: Client) -> None:
    assert client.get(reverse("people:privacy")).context["nav_items"] == []


def test_nobody_is_shown_a_link_to_a_page_that_refuses_them() -> None:
    refusing = {
        (label, role)
        for label, name, roles in NAVIGATION
        for address in ADDRESSES
        if address.name == name
        for role in roles - (address.audience or frozenset(Role))
    }

    assert {name for _, name, _ in NAVIGATION} <= {address.name for address in ADDRESSES}
    assert refusing == set()
