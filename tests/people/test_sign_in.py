"""Signing in, and what it says when it goes wrong."""

import base64
import hmac
import re
import time
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.cast import PASSWORD, Cast


def code_of(secret: str) -> str:
    """The six digits an authenticator app shows for this key now."""
    digest = hmac.digest(base64.b32decode(secret), (int(time.time()) // 30).to_bytes(8), "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF) % 1_000_000:06}"


def set_up_an_app(client: Client) -> None:
    """Turn the second step on, having confirmed the password once more."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    match = re.search(r'<code class="rung-code">([A-Z2-7]+)</code>', page)
    assert match
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(match[1])})


def sign_in(client: Client, email: str, password: str) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_a_head_signs_in_with_an_email_address_and_a_password(client: Client, cast: Cast) -> None:
    response = sign_in(client, cast.head.email, PASSWORD)

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(cast.head.pk)


@pytest.mark.django_db
def test_empty_boxes_each_say_what_to_enter(client: Client) -> None:
    page = sign_in(client, "", "").content.decode()

    assert '<a href="#id_login">Enter your email address</a>' in page
    assert '<a href="#id_password">Enter your password</a>' in page
    assert "<title>Error: Sign in - Rung</title>" in page


def test_a_wrong_password_does_not_say_whether_the_address_is_known(client: Client, cast: Cast) -> None:
    known = sign_in(client, cast.head.email, "not it at all").content.decode()
    unknown = sign_in(client, "nobody@nowhere.example", "not it at all").content.decode()

    assert "The email address or the password is wrong" in known
    assert "The email address or the password is wrong" in unknown


def test_a_forgotten_password_is_replaced_through_a_link(client: Client, cast: Cast) -> None:
    client.post("/accounts/password/reset/", {"email": cast.head.email})
    match = re.search(r"https?://testserver(\S+)", str(mail.outbox[0].body))
    assert match
    form = client.get(match[1], follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "a wholly new phrase", "password2": "a wholly new phrase"})

    sign_in(client, cast.head.email, "a wholly new phrase")

    assert client.session["_auth_user_id"] == str(cast.head.pk)


def test_an_unknown_address_is_told_so_by_mail_alone(client: Client, cast: Cast) -> None:
    response = client.post("/accounts/password/reset/", {"email": "nobody@nowhere.example"})

    assert response.status_code == 302
    assert "Rung has no account with this address" in str(mail.outbox[0].body)


def test_a_used_link_says_that_it_no_longer_works(client: Client, cast: Cast) -> None:
    page = client.get("/accounts/password/reset/key/abc-def/").content.decode()

    assert "This link no longer works" in page


def test_a_new_password_is_asked_for_by_name(client: Client, cast: Cast) -> None:
    client.force_login(cast.head)

    page = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "", "password2": ""})

    assert "Enter a new password" in page.content.decode()


def test_with_a_second_step_the_password_alone_opens_nothing(client: Client, cast: Cast) -> None:
    sign_in(client, cast.head.email, PASSWORD)
    set_up_an_app(client)
    client.post("/accounts/logout/")

    response = sign_in(client, cast.head.email, PASSWORD)

    assert "Enter your code" in client.get(response["Location"]).content.decode()
    assert "_auth_user_id" not in client.session
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "nonsense"}).content.decode()
    assert "That code is wrong or has run out" in wrong
    empty = client.post("/accounts/2fa/authenticate/", {"code": ""}).content.decode()
    assert "Enter the code from your app" in empty


def test_a_recovery_code_stands_in_for_a_lost_phone(client: Client, cast: Cast) -> None:
    sign_in(client, cast.head.email, PASSWORD)
    set_up_an_app(client)
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    codes = re.findall(r'<code class="rung-code">(\d+)</code>', page)
    client.post("/accounts/logout/")

    sign_in(client, cast.head.email, PASSWORD)
    client.post("/accounts/2fa/authenticate/", {"code": codes[0]})

    assert client.session["_auth_user_id"] == str(cast.head.pk)


@pytest.mark.django_db
def test_nobody_signs_up(client: Client) -> None:
    assert "Your school gives you an account" in client.get("/accounts/signup/").content.decode()
