"""The page that answers a question, and what the case shows of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from breaches.models import Case, Confirmation
from incidents.journey import Page
from incidents.services.drafts import log_incident
from policies.rules.words import Fact, Finding, State, Step
from tests.breaches.factories import answer, close, confirm, establish, find_step, make_case, reload_case, reply
from tests.cast import NOW, Cast
from tests.incidents.factories import fill, reload_incident, whole_draft

YES, NO = Confirmation.Answer.YES, Confirmation.Answer.NO
TOKEN = "5f0c7b1e-3d0a-4a51-9d62-0b8a3f6a1c11"

pytestmark = pytest.mark.usefixtures("clock")


def url(case: Case, fact: str, scope: str = "") -> str:
    if scope:
        return reverse("breaches:confirm_of", args=[case.pk, fact, scope])
    return reverse("breaches:confirm", args=[case.pk, fact])


def send(client: Client, case: Case, fact: str, scope: str = "", **typed: Any) -> Any:
    """The form of the question, sent as a browser would, and where that leads."""
    hidden = {"revision": reload_case(case).revision, "read_at": NOW.isoformat(), "form_token": TOKEN}
    return client.post(url(case, fact, scope), hidden | typed, follow=True)


def read(response: Any) -> str:
    return " ".join(response.content.decode().split())


def read_case(client: Client, case: Case) -> str:
    return read(client.get(reverse("breaches:case", args=[case.pk])))


def channel_case(cast: Cast) -> Case:
    """A case of a post that was logged as on a page of the school's."""
    draft = whole_draft(cast)
    fill(draft, cast.head, Page.WHERE, platform="school_channel", audience="public")
    incident = log_incident(by=cast.head, now=NOW, incident=draft, revision=reload_incident(draft).revision)
    return make_case(cast, incident=incident)


def test_a_yes_says_what_it_opens_and_taken_back_the_steps_wait_again(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    confirm(case, Fact.REFUSED, by=cast.head)
    client.force_login(cast.head)
    response = send(client, case, "continued", answer="yes", why="A second post on 11 November.")
    assert "Recorded. Now open: " in read(response)
    assert find_step(case, Step.WRITE_WARNING).state == State.OPEN
    response = send(client, case, "continued", answer="not_yet", why="It was the first post, shared.")
    assert "Taken back. Waiting for word that it has gone on" in read(response)
    assert answer(case).facts.confirmed == {Fact.REFUSED}


def test_a_no_is_listed_with_its_reason_and_not_asked_again_and_can_be_changed(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    response = send(client, case, "police_appropriate", answer="no", why="She said that she would take it down.")
    words = read(response)
    assert "Recorded. Nothing changed in what the policy gives." in words
    assert (
        "You answered no: <strong>Does the school feel that it is appropriate to contact the police?</strong> "
        "because She said that she would take it down. · Siân Morgan, 12 November 2026" in words
    )
    assert f'href="{url(case, "police_appropriate")}?answer=yes"' not in words
    assert f'href="{url(case, "police_appropriate")}">Change' in words
    assert "; you answered no." in words
    assert "Answered no: Does the school feel that it is appropriate to contact the police?" in words
    page = client.get(url(case, "police_appropriate"))
    assert page.context["form"].initial["answer"] == "no"
    send(client, case, "police_appropriate", answer="yes", why="She rang: she will not.")
    assert [(row.answer, row.withdrawn_at is None) for row in case.confirmations.all()] == [
        ("no", False),
        ("yes", True),
    ]
    assert "You answered no" not in read_case(client, case)


def test_a_change_is_told_once_on_the_timeline_and_the_first_answer_stays(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    confirm(case, Fact.REFUSED, by=cast.head)
    send(client, case, "refused", answer="no", why="She meant something else.")
    events = client.get(reverse("breaches:case", args=[case.pk])).context["events"]
    assert sorted(event.what for event in events if "refused" in event.what) == [
        "Answered no: Has the parent or carer refused?",
        "Confirmed: The parent or carer has refused",
    ]


def test_an_answer_taken_back_is_told_on_the_timeline(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    reply(case, Fact.POLICE_APPROPRIATE, by=cast.head, answer=NO)
    send(client, case, "police_appropriate", answer="not_yet", why="She has not answered.")
    words = read_case(client, case)
    assert "No longer answered no: Does the school feel that it is appropriate to contact the police?" in words
    assert "Reason: She has not answered." in words
    assert f'href="{url(case, "police_appropriate")}?answer=yes"' in words


def test_not_yet_records_nothing_where_nothing_was_answered(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    assert "Nothing is recorded. The question stays open." in read(send(client, case, "refused", answer="not_yet"))
    assert not case.confirmations.exists()
    assert reload_case(case).revision == 1


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"answer": "yes", "why": " "}, "why", "Say how you know."),
        ({"answer": "no"}, "why", "Say why not."),
        ({"why": "Seen at the gate."}, "answer", "Choose yes, no or not yet."),
        ({"answer": "perhaps", "why": "Seen at the gate."}, "answer", ""),
    ],
)
def test_a_form_that_is_refused_keeps_what_was_typed(
    cast: Cast, client: Client, typed: dict[str, str], field: str, sentence: str
) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    response = send(client, case, "refused", **typed)
    assert list(response.context["form"].errors) == [field]
    assert sentence in read(response)
    assert typed.get("why", "").strip() in read(response)
    assert ('value="no" checked' in read(response).replace('"  checked', '" checked')) == (typed.get("answer") == "no")
    assert not case.confirmations.exists()


def test_taking_an_answer_back_needs_a_reason(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    reply(case, Fact.REFUSED, by=cast.head, answer=NO)
    client.force_login(cast.head)
    response = send(client, case, "refused", answer="not_yet")
    assert "Say why it is no longer answered." in read(response)
    assert case.confirmations.get().withdrawn_at is None


def test_a_form_older_than_the_case_is_answered_409_with_what_is_new_and_may_be_sent_again(
    cast: Cast, client: Client
) -> None:
    case = make_case(cast)
    establish(case, Finding.THREAT, by=cast.deputy)
    client.force_login(cast.head)
    response = send(client, case, "refused", revision=1, answer="no", why="She was polite.")
    assert response.status_code == 409
    assert "Recorded since you opened this page" in read(response)
    assert "She was polite." in read(response)
    assert not case.confirmations.exists()


def test_an_answer_that_somebody_else_changed_meanwhile_is_not_written_over(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    reply(case, Fact.REFUSED, by=cast.deputy, answer=NO)
    client.force_login(cast.head)
    assert send(client, case, "refused", revision=1, answer="yes", why="She said so.").status_code == 409
    assert case.confirmations.get().answer == NO


@pytest.mark.parametrize("word", ["yes", "no"])
def test_a_button_pressed_twice_records_once(cast: Cast, client: Client, word: str) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    for _ in range(2):
        response = send(client, case, "refused", revision=1, answer=word, why="She said so.")
        assert response.redirect_chain == [(reverse("breaches:case", args=[case.pk]), 302)]
    assert case.confirmations.get().answer == word


def test_the_button_pressed_on_the_case_is_chosen_on_the_form(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    words = read_case(client, case)
    for word in ("yes", "no"):
        address = f"{url(case, 'police_appropriate')}?answer={word}"
        assert f'href="{address}"' in words
        initial = client.get(address).context["form"].initial
        assert (initial["answer"], initial["why"]) == (word, "")


def test_what_was_logged_is_offered_as_a_yes_and_recorded_only_once_sent(cast: Cast, client: Client) -> None:
    case, ground = channel_case(cast), "It was logged that it was on a page, account or forum that the school runs."
    client.force_login(cast.head)
    assert f"<strong>{ground}</strong> Is that so?" in read_case(client, case)
    page = client.get(url(case, "on_school_channel"))
    assert (page.context["form"].initial["answer"], page.context["form"].initial["why"]) == ("yes", ground)
    assert not case.confirmations.exists()
    no = client.get(f"{url(case, 'on_school_channel')}?answer=no").context["form"].initial
    assert (no["answer"], no["why"]) == ("no", "")
    send(client, case, "on_school_channel", answer="yes", why=ground)
    assert answer(case).facts.confirmed == {Fact.ON_SCHOOL_CHANNEL}
    assert "Is that so?" not in read_case(client, case)


def test_a_question_of_one_finding_is_recorded_of_that_finding_alone(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    send(client, case, "breach_found", "defamation", answer="no", why="Not looked into yet.")
    assert case.confirmations.get().scope == "defamation"
    send(client, case, "breach_found", "defamation", answer="yes", why="Looked into.")
    assert answer(case).facts.confirmed == {"breach_found:defamation"}


@pytest.mark.parametrize(
    ("fact", "scope"),
    [("nothing_known", ""), ("refused", "defamation"), ("breach_found", "threat"), ("wording_applies", "CP-XX-9")],
)
def test_what_nobody_asks_has_no_page(cast: Cast, client: Client, fact: str, scope: str) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    assert client.get(url(case, fact, scope)).status_code == 404
    assert send(client, case, fact, scope, answer="yes", why="Seen.").status_code == 404
    assert not case.confirmations.exists()


def test_a_closed_case_shows_its_noes_and_takes_no_answer(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    reply(case, Fact.REFUSED, by=cast.head, answer=NO)
    close(case, by=cast.head)
    client.force_login(cast.head)
    words = read_case(client, case)
    assert "You answered no: <strong>Has the parent or carer refused?</strong>" in words
    assert url(case, "refused") not in words
    assert url(case, "continued") not in words
    assert "This case is closed." in read(send(client, case, "refused", answer="yes", why="She said so."))


def test_another_school_finds_no_question_and_another_role_may_not_answer(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    for user, status in ((cast.outsider, 404), (cast.teacher, 403)):
        client.force_login(user)
        assert client.get(url(case, "refused")).status_code == status
        assert send(client, case, "refused", answer="no", why="No.").status_code == status
    assert not case.confirmations.exists()
