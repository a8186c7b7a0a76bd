"""Words of a policy's own, from the log to the end: every page has them by the policy's own names."""

import csv
import datetime as dt
import io
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from breaches.forms import read_log
from breaches.letters.kinds import LetterKind
from breaches.letters.wording import find_recipients
from breaches.models import Case
from breaches.services.findings import withdraw
from governors.figures import FiguresScope, count_figures
from governors.terms import Period
from incidents.forms import make_field_name
from incidents.journey import Page
from incidents.models import Incident, IncidentFinding
from incidents.services.drafts import step_back
from people.models import Capacity, Person, School
from people.services import add_person
from policies.own_words import get_wordings
from policies.rules.assessment import Assessment
from policies.rules.wording import HURTFUL
from policies.rules.wordings import CORE_WORDINGS
from policies.rules.words import Actor, Fact, Finding, State, Step
from tests.breaches.factories import (
    LATER,
    TOKEN,
    answer,
    confirm,
    establish,
    find_step,
    make_case,
    reload_case,
    send,
    take,
)
from tests.cast import NOW, TODAY, Cast
from tests.incidents.factories import HAPPENED_ON, Part, make_incident, reload_incident, whole_draft
from tests.incidents.views.addresses import page_url
from tests.policies.factories import FERN_HILL, keep_to_fern_hill

pytestmark = pytest.mark.usefixtures("clock")
GOSSIP, THIRD, TALK = Finding("chat_gossip"), Fact("third_time"), Step("gate_talk")
LEADER = "club_leader"


@pytest.fixture
def school(cast: Cast) -> School:
    """Cornist Park, which keeps to the made-up policy alone."""
    cast.school.adoptions.all().delete()
    return keep_to_fern_hill(cast.school)


@pytest.fixture
def leader(cast: Cast, school: School) -> Person:
    return add_person(by=None, now=NOW, school=school, name="Gwen Price", capacities={LEADER: "Chess club"})


@pytest.fixture
def reader(cast: Cast, client: Client) -> Client:
    client.force_login(cast.head)
    return client


def read(reader: Client, name: str, *args: object, query: str = "") -> str:
    """A page as the browser has it, with one space between words."""
    response = reader.get(f"{reverse(name, args=args)}?{query}")
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("&#x27;", "'").split())


def gossip_of(cast: Cast, person: Person, *, happened_on: dt.date = HAPPENED_ON) -> Incident:
    """An incident of gossip that is logged."""
    return make_incident(cast, subjects=(person,), happened_on=happened_on, findings={GOSSIP: ""}, capacity=LEADER)


def gossip_case(cast: Cast, person: Person, **about: Any) -> Case:
    incident = gossip_of(cast, person, **about)
    return make_case(cast, incident=incident, capacity=LEADER, findings={GOSSIP: "Seen."})


def test_logging_offers_the_words_that_the_policy_of_the_day_knows(cast: Cast, reader: Client, leader: Person) -> None:
    draft = whole_draft(cast)
    here = [draft.pk]

    who = read(reader, "incidents:log_page", draft.pk, Page.WHO, query="q=Price")
    assert "Club leader" in who
    assert "Runs a club after school, paid or not." in who
    assert "Club leader (Chess club)" in who
    assert "Club leader" in read(reader, "incidents:person_add", *here)
    fields = {"q": "Price", "person": leader.pk, "part": "witness", "capacity": LEADER, "add": ""}
    assert "Gwen Price is added." in reader.post(page_url(draft, Page.WHO), fields, follow=True).content.decode()
    findings = read(reader, "incidents:log_page", draft.pk, Page.FINDINGS)
    assert "Gossip in a class chat" in findings
    assert "A class chat was used to talk about a family." in findings
    typed = {"revision": reload_incident(draft).revision, make_field_name(HURTFUL): ["chat_gossip"], "continue": ""}
    assert reader.post(page_url(draft, Page.FINDINGS), typed).status_code == 302
    check = read(reader, "incidents:log_check", *here)
    assert "Gossip in a class chat" in check
    assert "Gwen Price, as club leader" in check


def test_the_words_are_not_offered_on_a_day_when_the_policy_was_not_in_force(
    cast: Cast, reader: Client, school: School
) -> None:
    draft = whole_draft(cast, happened_on=dt.date(2024, 8, 31))

    assert "Gossip in a class chat" not in read(reader, "incidents:log_page", draft.pk, Page.FINDINGS)


def test_a_case_goes_from_its_opening_to_its_end_in_the_words_of_the_policy(
    cast: Cast, reader: Client, leader: Person
) -> None:
    incident = gossip_of(cast, leader)
    offered = read(reader, "breaches:open_case", incident.pk)
    assert "Gossip in a class chat" in offered
    assert "Club leader" in offered
    subject = incident.involvements.get(part=Part.SUBJECT)
    typed = {"subject": subject.pk, "capacity": LEADER, "findings": ["chat_gossip"], "why": "Seen in the chat."}
    reader.post(reverse("breaches:open_case", args=[incident.pk]), typed)
    case = Case.objects.get()

    page = read(reader, "breaches:case", case.pk)
    assert "Gossip in a class chat" in page
    assert "judged as club leader" in page
    assert "The parents' forum will" in page
    assert "Is it the third time {this} year?" in page
    assert "“Talk at the gate” to be done first" in page
    assert "Is it the third time {this} year?" in read(reader, "breaches:confirm", case.pk, "third_time")
    assert (
        "Confirmed"
        in send(reader, case, "confirm", "third_time", answer="yes", why="It is the third.").content.decode()
    )
    taken = {"done_on": TODAY.isoformat(), "done_by": "Siân Morgan", "outcome": "complied"}
    send(reader, case, "step_take", "gate_talk", **taken)
    assert find_step(case, TALK).state == State.DONE
    assert find_step(case, Step.WRITE_WARNING).state == State.OPEN
    page = read(reader, "breaches:case", case.pk)
    for line in (
        "Case opened, judged as club leader; assessed under Fern Hill Chat Code 1. Found: Gossip in a class chat.",
        "Confirmed: It is the third time in a year",
        "Talk at the gate: Siân Morgan",
        "Waiting for “Talk at the gate” to be done first: “Write to them”.",
        "Now open: “Write to them”.",
    ):
        assert line in page
    send(reader, case, "close", outcome="resolved", note="Done.", undone_write_warning="It was settled.")
    assert not reload_case(case).is_open
    assert "Gwen Price" in read(reader, "breaches:case", case.pk)


def test_every_page_of_a_case_bears_the_words(cast: Cast, reader: Client, leader: Person) -> None:
    case = gossip_case(cast, leader)
    confirm(case, THIRD, by=cast.head)
    finding = case.findings.get()

    assert "Gossip in a class chat" in read(reader, "breaches:finding_withdraw", case.pk, finding.pk)
    assert "Is it the third time {this} year?" in read(reader, "breaches:confirm", case.pk, THIRD)
    assert "Talk at the gate" in read(reader, "breaches:step_take", case.pk, "gate_talk")
    assert "Talk at the gate" in read(reader, "breaches:step_leave_undone", case.pk, "gate_talk")
    assert "Talk at the gate" in read(reader, "breaches:close", case.pk)
    assert "club leader" in read(reader, "incidents:incident", case.incident_id)
    assert "Club leader" in read(reader, "people:person_add")
    assert "Club leader (Chess club)" in read(reader, "people:person_list")
    assert "Club leader (Chess club)" in read(reader, "people:person", leader.pk)
    assert "“Talk at the gate”" not in read(reader, "breaches:home")
    assert "Talk at the gate" in read(
        reader, "policies:version", "fern-hill", case.version_id, query=f"party={LEADER}"
    )
    asking = {"party": "volunteer", "question": "write-about-my-day"}
    assert "The code does not speak of it." in reader.post(reverse("policies:ask"), asking).content.decode()
    for name in ("finding_add", "note_add", "outside_policy", "letter_choose"):
        read(reader, f"breaches:{name}", case.pk)


def test_the_list_of_cases_names_filters_and_exports_the_words(cast: Cast, reader: Client, leader: Person) -> None:
    gossip_case(cast, leader)
    make_case(cast)

    page = read(reader, "breaches:case_list", query=f"capacity={LEADER}&finding=chat_gossip")
    assert "Gossip in a class chat" in page
    assert "club leader" in page
    assert "Rhiannon Hughes" not in page
    export = reader.get(reverse("breaches:case_export"), {"finding": "chat_gossip"})
    content = b"".join(export.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # it streams
    [row] = csv.DictReader(io.StringIO(content))
    assert (row["Judged as"], row["Findings"]) == ("Club leader", "Gossip in a class chat")


def test_a_step_that_counts_as_one_with_a_letter_has_that_letter(cast: Cast, reader: Client, leader: Person) -> None:
    case = gossip_case(cast, leader)

    assert "Invitation to a meeting" in read(reader, "breaches:case", case.pk)
    draft = read(reader, "breaches:letter_draft", case.pk, "meeting_invitation")
    assert "Fern Hill Chat Code" in draft
    assert "does not give this letter" not in draft


def test_a_letter_to_a_party_that_counts_as_a_pupil_goes_to_the_family(cast: Cast) -> None:
    cast.school.adoptions.all().delete()
    text = FERN_HILL.replace('counts_as = "volunteer"', 'counts_as = "pupil"')
    keep_to_fern_hill(cast.school, text)
    case = gossip_case(cast, cast.pupil)

    assert find_recipients(case, LetterKind.MEETING_INVITATION) == [cast.parent]


def test_a_label_is_shown_as_it_is_written_and_never_as_markup(cast: Cast, reader: Client) -> None:
    cast.school.adoptions.all().delete()
    keep_to_fern_hill(cast.school, FERN_HILL.replace('label = "', 'label = "<i>').replace('means = "', 'means = "<i>'))
    draft = whole_draft(cast)
    case = gossip_case(cast, cast.parent)

    pages = [
        read(reader, "incidents:log_page", draft.pk, Page.WHO, query="q=Hughes"),
        read(reader, "incidents:log_page", draft.pk, Page.FINDINGS),
        *(read(reader, f"breaches:{name}", case.pk) for name in ("case", "finding_add", "letter_choose")),
        read(reader, "breaches:step_take", case.pk, "gate_talk"),
        read(reader, "breaches:case_list"),
        read(reader, "people:person_add"),
    ]

    assert all("<i>" not in page for page in pages)
    assert sum("&lt;i&gt;" in page.lower() for page in pages) >= 6


def test_no_reply_does_not_complete_a_step_that_counts_as_one_with_an_answer(cast: Cast, leader: Person) -> None:
    case = gossip_case(cast, leader)
    take(case, TALK, by=cast.head, outcome="no_reply", follow_up_on=TODAY)

    assert find_step(case, TALK).state == State.OPEN


def test_a_fact_that_counts_shows_earlier_incidents_that_the_reader_may_see(
    cast: Cast, reader: Client, leader: Person
) -> None:
    a_year_before = HAPPENED_ON.replace(year=HAPPENED_ON.year - 1)
    for day in (HAPPENED_ON, a_year_before, a_year_before - dt.timedelta(days=1), HAPPENED_ON - dt.timedelta(days=9)):
        gossip_of(cast, leader, happened_on=day)
    unlike = make_incident(cast, subjects=(leader,), happened_on=HAPPENED_ON - dt.timedelta(days=3))
    kept = gossip_of(cast, leader, happened_on=HAPPENED_ON - dt.timedelta(days=4))
    step_back(by=cast.head, now=NOW, incident=kept, why="A friend.")
    case = gossip_case(cast, leader)

    says = (
        "Earlier incidents of this kind about the same person in the 12 months before this one, as far as you may see:"
    )
    assert unlike.pk != kept.pk
    assert f"{says} 3. You decide." in read(reader, "breaches:case", case.pk)
    assert f"{says} 3. You decide." in read(reader, "breaches:confirm", case.pk, "third_time")
    reader.force_login(cast.deputy)
    assert f"{says} 4. You decide." in read(reader, "breaches:case", case.pk)


def test_the_fact_of_a_repeat_shows_earlier_incidents_of_the_same_findings_whenever_they_were(
    cast: Cast, reader: Client
) -> None:
    cast.school.adoptions.all().delete()
    keep_to_fern_hill(cast.school, FERN_HILL.replace('waits_for = ["third_time"]', 'waits_for = ["repeated"]'))
    long_ago, other = gossip_of(cast, cast.parent, happened_on=dt.date(2024, 9, 2)), gossip_of(cast, cast.other_parent)
    unfounded = gossip_case(cast, cast.parent, happened_on=dt.date(2025, 3, 3))
    establish(unfounded, Finding.THREAT, by=cast.head)
    finding, reason = unfounded.findings.get(finding=GOSSIP), "Nobody gossiped."
    withdraw(by=cast.head, now=LATER, row=finding, revision=reload_case(unfounded).revision, why=reason)

    case = gossip_case(cast, cast.parent)

    assert len({long_ago.pk, other.pk, unfounded.incident_id, case.incident_id}) == 4
    says = "Earlier incidents of this kind about the same person, as far as you may see: 1. You decide."
    assert says in read(reader, "breaches:case", case.pk)
    assert says in read(reader, "breaches:confirm", case.pk, "repeated")


def test_governors_count_the_words_as_those_of_the_core(cast: Cast, school: School) -> None:
    for number in range(6):
        person = add_person(by=None, now=NOW, school=school, name=f"Leader {number}", capacities={LEADER: ""})
        take(gossip_case(cast, person), TALK, by=cast.head, form_token=uuid.uuid5(TOKEN, person.name))
        make_incident(cast, capacity=Capacity.GOVERNOR if number % 2 else Capacity.VISITOR)
    period = Period("Autumn", dt.date(2026, 9, 1), TODAY)
    figures = count_figures(FiguresScope(school.pk, period, today=TODAY), get_wordings(school))

    assert figures.parties[Capacity.VOLUNTEER] == 6
    assert figures.kinds[HURTFUL] == 6
    assert [(row.step, row.cases) for row in figures.steps] == [(Step.MEETING, 6)]


def test_what_another_version_declares_is_judged_as_what_it_counts_as(cast: Cast, school: School) -> None:
    rows = [IncidentFinding(finding="chat_gossip", reason=""), IncidentFinding(finding="threat", reason="")]

    assert list(read_log(rows, get_wordings(school), get_wordings(school))) == [GOSSIP, Finding.THREAT]
    assert list(read_log(rows, CORE_WORDINGS, get_wordings(school))) == [Finding.OFFENSIVE_COMMENT, Finding.THREAT]


def test_an_answer_keeps_the_words_and_who_takes_the_step(cast: Cast, leader: Person) -> None:
    stored: Assessment = answer(gossip_case(cast, leader))

    assert find_step(Case.objects.get(), TALK).who == Actor("parents_forum")
    assert [row.label for row in stored.words if row.word == "gate_talk"] == ["Talk at the gate"]
