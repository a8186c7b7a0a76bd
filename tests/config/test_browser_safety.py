"""What a browser is told about every page: load nothing from elsewhere, keep nothing of a signed-in person."""

import pytest
from django.conf import settings
from django.test import Client

from people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return User.objects.create_user("someone@school.example", name="Someone", password="correct horse battery")


def test_a_page_may_load_nothing_from_elsewhere(client: Client) -> None:
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]

    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert rules["style-src"] == rules["connect-src"] == rules["form-action"] == rules["font-src"] == "'self'"
    assert rules["img-src"] == "'self' data:"
    assert rules["script-src"].startswith("'self'")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_a_page_cannot_be_framed_sniffed_or_followed(client: Client) -> None:
    headers = client.get("/accounts/login/").headers

    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_page_of_somebody_signed_in_is_not_kept(client: Client, user: User) -> None:
    client.force_login(user)

    assert "no-store" in client.get("/health/").headers["Cache-Control"]
    assert "no-store" in client.get("/nothing-here/").headers["Cache-Control"]


def test_an_answer_to_a_stranger_may_be_kept(client: Client) -> None:
    assert "Cache-Control" not in client.get("/nothing-here/").headers


def test_signing_in_makes_a_cookie_that_scripts_cannot_read(client: Client, user: User) -> None:
    answer = client.post("/accounts/login/", {"login": user.email, "password": "correct horse battery"})

    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]


def test_nobody_can_sign_up(client: Client) -> None:
    fields = {
        "email": "new@school.example",
        "password1": "correct horse battery",
        "password2": "correct horse battery",
    }

    client.post("/accounts/signup/", fields)

    assert not User.objects.filter(email="new@school.example").exists()
