"""Every address of the site, tried as everybody, by GET and by POST, against tests/config/url_table.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponseBase, StreamingHttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from people.models import Role, User
from tests.config.url_table import ACCOUNTS, ADDRESSES, PUBLIC, Address
from tests.rollback import roll_back
from tests.world import AFFECTED, PLAIN, RECUSED, RELATIVE, SUBJECT, World

METHODS, OTHER_METHODS = ("get", "post"), ("put", "delete")
# What every POST holds: something, so that a form is checked, and nothing that a form takes.
BODY = {"form_token": "not a token"}
DRAFTS = {"draft", "page of a draft", "part in a draft", "evidence of a draft"}
OF_THE_SCHOOL = {
    "person", "family", "membership", "policy", "version", "draft of a version", "proposed version", "two versions",
    "request to read", "pack",
}  # fmt: skip
SIGN_IN, NO_ROLE = "/accounts/login/", "/no-role/"
REFUSALS = {403, 404, 405, SIGN_IN, NO_ROLE}


@dataclass(frozen=True)
class Visitor:
    """Somebody who tries every address: who of the cast, in what role, whose incident, and what of it they may see."""

    who: str
    role: Role | None = None
    place: str = PLAIN
    sees_incident: bool = False
    sees_draft: bool = False
    sees_school: bool = True


VISITORS = {
    "anonymous": Visitor(""),
    "headteacher": Visitor("head", Role.HEADTEACHER, sees_incident=True, sees_draft=True),
    "deputy": Visitor("deputy", Role.DEPUTY, sees_incident=True),
    "safeguarding lead": Visitor("lead", Role.SAFEGUARDING_LEAD, sees_incident=True),
    "staff": Visitor("teacher", Role.STAFF),
    "governor": Visitor("governor", Role.GOVERNOR),
    "chair": Visitor("chair", Role.CHAIR),
    "clerk": Visitor("clerk", Role.CLERK),
    "administrator": Visitor("administrator", Role.ADMINISTRATOR),
    "headteacher who is affected": Visitor("head", Role.HEADTEACHER, AFFECTED, sees_draft=True),
    "headteacher who did it": Visitor("head", Role.HEADTEACHER, SUBJECT, sees_draft=True),
    "headteacher whose brother did it": Visitor("head", Role.HEADTEACHER, RELATIVE, sees_draft=True),
    "headteacher who stepped back": Visitor("head", Role.HEADTEACHER, RECUSED, sees_draft=True),
    "deputy, where the headteacher did it": Visitor("deputy", Role.DEPUTY, SUBJECT),
    "chair, where the headteacher did it": Visitor("chair", Role.CHAIR, SUBJECT, sees_incident=True),
    "chair, where the headteacher is affected": Visitor("chair", Role.CHAIR, AFFECTED),
    "headteacher of another school": Visitor("outsider", Role.HEADTEACHER, sees_school=False),
    "somebody without a role": Visitor("stranger"),
}


def addresses_of(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The names of all addresses; one without a name by its pattern."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or pattern.pattern}"
        else:
            yield from addresses_of(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)


def rows_of_every_table() -> tuple[int, ...]:
    """How many rows each table holds, in one query; sessions come and go by themselves."""
    tables = [model._meta.db_table for model in apps.get_models() if model is not Session]
    counts = ", ".join(f'(SELECT COUNT(*) FROM "{table}")' for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        row: tuple[int, ...] = cursor.fetchone()
    return row


def browser(world: World, visitor: Visitor) -> Client:
    """A client of the visitor."""
    client = Client(raise_request_exception=False)
    if visitor.who:
        user: User = getattr(world.cast, visitor.who)
        client.force_login(user)
    return client


def expect_answer(address: Address, visitor: Visitor, method: str) -> int | str:
    """The answer the table gives: a status, or where the visitor is sent."""
    answer: int | None = getattr(address, method)
    if answer is None:
        return 405
    if address.audience is None:
        return answer
    if visitor.role is None:
        return NO_ROLE if visitor.who else SIGN_IN
    if visitor.role not in address.audience:
        return 403
    return answer if may_see(address.row, visitor) else 404


def may_see(row: str, visitor: Visitor) -> bool:
    """Whether the row exists for the visitor, whose role is one of those the address is for."""
    if row in {"", "kind of report"}:
        return True
    if row in DRAFTS:
        return visitor.sees_draft
    if row in {"staff with entries", "report"}:  # about a teacher: not the Chair's
        return visitor.sees_school and visitor.role != Role.CHAIR
    if row == "report of one's own":  # the same teacher's
        return visitor.role == Role.STAFF
    if row in OF_THE_SCHOOL:
        return visitor.sees_school
    return visitor.sees_incident


def arguments(world: World, row: str, visitor: Visitor) -> dict[str, object]:
    """What stands in the address: a row of the visitor's place, or of the school."""
    return dict(world.arguments[row] if row in world.arguments else world.places[visitor.place].arguments[row])


def ask(client: Client, method: str, url: str) -> HttpResponseBase:
    """The answer, a file read to its end."""
    response: HttpResponseBase = client.post(url, BODY) if method == "post" else getattr(client, method)(url)
    if isinstance(response, StreamingHttpResponse):
        response.getvalue()
    return response


def status_of(response: HttpResponseBase) -> int | str:
    """The status, or where it sends a visitor who may not come in."""
    location = response.get("Location", "").partition("?")[0]
    return location if location in {SIGN_IN, NO_ROLE} else response.status_code


def shows_errors(response: HttpResponseBase) -> bool:
    """Whether a form is shown again and says what is wrong with it."""
    return b"There is a problem" in getattr(response, "content", b"")


def somebody_it_is_for(address: Address) -> Visitor:
    """The first visitor whom the address answers with its page, or its form."""
    method = "post" if address.get is None else "get"
    return next(
        visitor for visitor in VISITORS.values() if expect_answer(address, visitor, method) == getattr(address, method)
    )


def test_the_table_knows_every_address_and_no_other() -> None:
    names = [address.name for address in (*ADDRESSES, *ACCOUNTS)]

    assert sorted(names) == sorted(addresses_of(get_resolver()))


@pytest.mark.parametrize("place", sorted({visitor.place for visitor in VISITORS.values()}))
def test_every_address_answers_everybody_as_the_table_says(world: World, place: str) -> None:
    wrong, written, silent = {}, [], []
    rows = rows_of_every_table()
    for name, visitor in [(name, person) for name, person in VISITORS.items() if person.place == place]:
        client = browser(world, visitor)
        for address in ADDRESSES:
            url = reverse(address.name, kwargs=arguments(world, address.row, visitor))
            for method in METHODS:
                should = expect_answer(address, visitor, method)
                with roll_back():
                    response = ask(client, method, url)
                    if (should in REFUSALS or address.audience is PUBLIC) and rows_of_every_table() != rows:
                        written.append(f"{name}: {method} {address.name}")
                if status_of(response) != should:
                    wrong[f"{name}: {method} {address.name}"] = f"{status_of(response)}, should be {should}"
                elif should == 200 and method == "post" and shows_errors(response) != address.has_errors:
                    silent.append(f"{name}: {address.name}")

    assert (wrong, written, silent) == ({}, [], [])


def test_no_address_takes_any_other_method(world: World) -> None:
    wrong = {}
    for address in ADDRESSES:
        visitor = somebody_it_is_for(address)
        url = reverse(address.name, kwargs=arguments(world, address.row, visitor))
        for method in OTHER_METHODS:
            with roll_back():
                status = ask(browser(world, visitor), method, url).status_code
            if status != 405:
                wrong[f"{method} {address.name}"] = status

    assert wrong == {}


def test_every_address_of_signing_in_answers_as_the_table_says(world: World) -> None:
    wrong = {}
    for account in ACCOUNTS:
        url = reverse(account.name, args=account.arguments)
        for name, should in (("anonymous", account.stranger), ("headteacher", account.signed_in)):
            client = browser(world, VISITORS[name])
            with roll_back():
                answers = tuple(client.generic(method.upper(), url).status_code for method in METHODS)
            if answers != should:
                wrong[f"{name}: {account.name}"] = f"{answers}, should be {should}"

    assert wrong == {}
