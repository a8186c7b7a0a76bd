"""Of incidents, cases and reports nothing but counts and averages reaches a governor: read from the SQL itself."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governors.packs import build_pack, render_pdf
from people.models import Capacity, Role, User
from tests.breaches.letters.factories import read_pdf_words
from tests.cast import TODAY
from tests.config.url_table import ADDRESSES, Address
from tests.governors.factories import (
    BEFORE,
    IN_TERM,
    TERM,
    case_at,
    close_at,
    make_incident_at,
    make_incidents,
    take_at,
)
from tests.world import TITLES, World

# Tables of which a row is about one incident, one report, or somebody who took part in one.
ABOUT_ONE = re.compile(r'"((?:incidents|reports|breaches)_\w+|people_(?:person|personcapacity|relationship))"')
# What may stand in the list of a SELECT that asks them: a count, an average, and what is counted by.
COUNTED_BY = {
    "breaches_steprecord.step",
    "incidents_incident.school_id",
    "which",
}
AGGREGATE = re.compile(r"^(COUNT|AVG|SUM|MIN|MAX)\(")
WHICH = re.compile(r'^CASE WHEN .* END AS "which"$', re.DOTALL)
# A governor's own report is theirs to read, and the document of a policy is everybody's.
LEFT_OUT = {"reports:my_report", "policies:document"}
SEEN_BY = (Role.GOVERNOR, Role.CLERK)


def a_term(world: World) -> None:
    """Enough of a term for every figure to be shown."""
    for number, incident in enumerate(make_incidents(world.cast, 16)):
        case = case_at(world.cast, incident, IN_TERM)
        if number < 10:
            take_at(world.cast, case, IN_TERM, complied=number < 5)
        else:
            close_at(world.cast, case, IN_TERM)


def addresses_of(role: Role) -> list[Address]:
    """Every address with a page for the role."""
    return [row for row in ADDRESSES if row.get == 200 and row.name not in LEFT_OUT and opens(row, role)]


def opens(address: Address, role: Role) -> bool:
    return address.audience is None or role in address.audience


def urls_of(world: World, role: Role) -> Iterator[str]:
    """Those addresses, with all that may be chosen on the pages for governors."""
    for address in addresses_of(role):
        yield reverse(address.name, kwargs=dict(world.arguments[address.row]))
    for term in (TERM, BEFORE, "2026-09-01", "zebra"):
        yield f"{reverse('governors:figures')}?term={term}"
    yield f"{reverse('governors:reviews')}?view=calendar&state=overdue&owner=none"


def read_selects(world: World, user: User, role: Role) -> list[str]:
    """Every SELECT that these pages ask."""
    client = Client()
    client.force_login(user)
    with CaptureQueriesContext(connection) as queries:
        for url in urls_of(world, role):
            assert client.get(url).status_code == 200, url
    return [query["sql"] for query in queries if query["sql"].lstrip("( ").startswith("SELECT")]


def list_selected(sql: str) -> list[str]:
    """What stands in the list of the outermost SELECT."""
    parts, depth, start = [], 0, len("SELECT ")
    for at, mark in enumerate(sql):
        depth += (mark == "(") - (mark == ")")
        if depth == 0 and (mark == "," or sql.startswith(" FROM ", at)):
            parts.append(sql[start:at].strip())
            start = at + 1
            if mark != ",":
                return parts
    return [*parts, sql[start:]]


def tells(part: str) -> bool:
    """Whether something in the list of a SELECT is anything but a count, an average, or what is counted by."""
    bare = part.replace('"', "").partition(" AS ")[0].removeprefix("DISTINCT ")
    return not (AGGREGATE.match(part) or WHICH.match(part) or bare in COUNTED_BY)


def outermost(sql: str) -> str:
    """The query without its subqueries: what it asks rows of."""
    while True:
        inner = re.sub(r"\((?:[^()']|'[^']*')*\)", "", sql)
        if inner == sql:
            return sql
        sql = inner


def is_their_own(sql: str, user: User) -> bool:
    """Whether it asks for the reports that this user wrote, and for no others."""
    return f'"reports_staffreport"."reported_by_id" = {user.pk}' in sql and " OR " not in sql


@pytest.mark.parametrize("role", SEEN_BY)
def test_nothing_of_one_incident_case_or_report_is_ever_selected_for(world: World, role: Role) -> None:
    a_term(world)
    user: User = getattr(world.cast, role)
    selects = read_selects(world, user, role)
    about_one = [sql for sql in selects if ABOUT_ONE.search(outermost(sql)) and not is_their_own(sql, user)]
    assert len(about_one) > 10
    assert {part for sql in about_one for part in list_selected(sql) if tells(part)} == set()


def test_nor_for_the_pack(world: World) -> None:
    a_term(world)
    with CaptureQueriesContext(connection) as queries:
        render_pdf(build_pack(world.cast.school, by=world.cast.head, meeting_on=TODAY, today=TODAY))
    about_one = [query["sql"] for query in queries if ABOUT_ONE.search(outermost(query["sql"]))]
    assert len(about_one) == 7
    assert {part for sql in about_one for part in list_selected(sql) if tells(part)} == set()


def test_a_query_that_selects_a_name_would_be_found() -> None:
    sql = 'SELECT "people_person"."name", COUNT("incidents_incident"."id") AS "n" FROM "incidents_incident" WHERE 1'
    assert [part for part in list_selected(sql) if tells(part)] == ['"people_person"."name"']
    assert tells('"incidents_incident"."logged_at"')
    assert tells('"breaches_case"."reference"')
    assert not tells('AVG("breaches_closing"."closed_at") AS "average"')


@pytest.mark.parametrize("role", SEEN_BY)
def test_no_page_of_theirs_holds_a_name_a_title_or_a_reference(world: World, role: Role) -> None:
    client = Client()
    client.force_login(getattr(world.cast, role))
    subjects = {"Rhiannon Hughes", "Tomos Hughes", "Owain Tudur", "Meirion Morgan", "Bronwen Pugh", "Ffion Rees"}
    telling = {*subjects, *TITLES.values(), "CP-2026-", "Zebra in the playground", "Flint mums"}
    make_incidents(world.cast, 6)
    pages = {url: client.get(url) for url in urls_of(world, role)}
    tables = {
        (url, word)
        for url, response in pages.items()
        for word in telling
        if word
        in (
            read_pdf_words(response.content)
            if response["Content-Type"] == "application/pdf"
            else response.content.decode()
        )
    }
    assert tables == set()


def test_the_page_of_figures_holds_no_day_of_one_incident(world: World) -> None:
    day = IN_TERM.replace(day=17)
    for _ in range(6):
        make_incident_at(
            day, by=world.cast.deputy, school=world.cast.school, subjects=[(world.cast.parent, Capacity.PARENT)]
        )
    client = Client()
    client.force_login(world.cast.governor)
    assert "17 June" not in client.get(reverse("governors:figures")).content.decode()


@pytest.mark.parametrize("role", SEEN_BY)
def test_nothing_in_their_hands_changes_an_incident_or_a_case(role: Role) -> None:
    changes = [
        address
        for address in ADDRESSES
        if address.name.startswith(("incidents:", "reports:", "breaches:")) and address.post is not None
    ]
    theirs = {address.name for address in changes if opens(address, role)}
    assert len(changes) > 25
    # Checking a letter's code needs no role; a report tells the school something, and changes nothing it knew.
    assert theirs == {"breaches:verify", "reports:report_new", "reports:my_report"}
