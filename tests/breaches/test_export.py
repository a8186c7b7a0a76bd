import csv
import io

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from breaches.services.findings import withdraw
from people.models import Capacity, User
from people.services import add_person
from policies.rules.words import Finding
from tests.breaches.factories import LATER, close, establish, make_case, reload_case
from tests.cast import NOW, Cast
from tests.incidents.factories import make_incident

pytestmark = pytest.mark.usefixtures("clock")
URL = reverse("breaches:case_export")


def text_of(client: Client, who: User, query: str = "") -> str:
    client.force_login(who)
    response = client.get(f"{URL}?{query}")
    assert isinstance(response, StreamingHttpResponse)
    return response.getvalue().decode()


def rows(client: Client, who: User, query: str = "") -> list[dict[str, str]]:
    """The lines that this person takes away, by column."""
    return list(csv.DictReader(io.StringIO(text_of(client, who, query).removeprefix("\ufeff"))))


def test_a_stranger_is_asked_to_sign_in(cast: Cast, client: Client) -> None:
    assert client.get(URL)["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("role", ["teacher", "governor", "clerk", "administrator"])
def test_who_handles_no_cases_takes_nothing_away(cast: Cast, client: Client, role: str) -> None:
    client.force_login(getattr(cast, role))
    assert client.get(URL).status_code == 403
    assert not Entry.objects.filter(action="cases.exported").exists()


def test_the_file_is_only_fetched(cast: Cast, client: Client) -> None:
    client.force_login(cast.head)
    assert client.post(URL).status_code == 405


def test_every_case_is_a_line_with_its_days_and_the_findings_that_stand(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    establish(case, Finding.THREAT, by=cast.head)
    withdraw(
        by=cast.head,
        now=LATER,
        row=case.findings.get(finding=Finding.DEFAMATION),
        revision=reload_case(case).revision,
        why="Misread.",
    )
    [row] = rows(client, cast.head)
    assert row == {
        "Case": case.reference,
        "Title": "Facebook post about the school",
        "About": "Rhiannon Hughes",
        "Judged as": "Parent or carer",
        "State": "Open",
        "Outcome": "",
        "Happened": "2026-11-09",
        "Opened": "2026-11-12",
        "Closed": "",
        "Next due": row["Next due"],
        "Platform": "Facebook",
        "Findings": "Threat",
    }


def test_a_closed_case_says_when_and_how_it_ended(cast: Cast, client: Client) -> None:
    close(make_case(cast), by=cast.head)
    [row] = rows(client, cast.head)
    assert (row["State"], row["Closed"], row["Outcome"], row["Next due"]) == ("Closed", "2026-11-12", "Put right", "")


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("=HYPERLINK(A1)", "'=HYPERLINK(A1)"),
        ("+44 1352", "'+44 1352"),
        ("-1 for the school", "'-1 for the school"),
        ("@school is lying", "'@school is lying"),
        ("1 = 1", "1 = 1"),
        ('Said "no", twice', 'Said "no", twice'),
    ],
)
def test_no_cell_is_a_formula_for_a_spreadsheet(cast: Cast, client: Client, title: str, cell: str) -> None:
    make_case(cast, incident=make_incident(cast, title=title))
    [row] = rows(client, cast.head)
    assert row["Title"] == cell


def test_a_name_that_is_a_formula_is_made_harmless_too(cast: Cast, client: Client) -> None:
    person = add_person(by=None, now=NOW, school=cast.school, name="=1+1", capacities={Capacity.PARENT: ""})
    make_case(cast, incident=make_incident(cast, subjects=(person,)))
    [row] = rows(client, cast.head)
    assert row["About"] == "'=1+1"


def test_the_file_keeps_accents_and_has_the_day_in_its_name(cast: Cast, client: Client) -> None:
    make_case(cast, incident=make_incident(cast, title="Llun o Siân"))
    assert text_of(client, cast.head).startswith("\ufeffCase,Title")
    assert rows(client, cast.head)[0]["Title"] == "Llun o Siân"
    response = client.get(URL)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="cases-2026-11-12.csv"'


def test_the_file_holds_what_the_list_was_narrowed_to_and_nothing_one_may_not_see(cast: Cast, client: Client) -> None:
    incident = make_incident(cast, by=cast.deputy, affected=(cast.person_of(cast.head),), title="Takings of the fair")
    mine = make_case(cast, incident=incident, by=cast.deputy)
    done, case = close(make_case(cast), by=cast.head), make_case(cast)
    assert [row["Case"] for row in rows(client, cast.head)] == [case.reference, done.reference]
    assert [row["Case"] for row in rows(client, cast.head, "status=open")] == [case.reference]
    assert rows(client, cast.head, "q=takings") == []
    assert [row["Case"] for row in rows(client, cast.deputy, "q=takings")] == [mine.reference]
    assert rows(client, cast.outsider) == []


def test_taking_the_list_away_is_on_record_without_the_words_searched_for(cast: Cast, client: Client) -> None:
    make_case(cast)
    text_of(client, cast.deputy, "q=Rhiannon&status=open&due=")
    entry = Entry.objects.get(action="cases.exported")
    assert (entry.by, entry.at, entry.row_id) == (cast.deputy, NOW, str(cast.school.pk))
    assert entry.changes == {"after": {"status": "open"}}
