from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from breaches.models import StepRecord
from breaches.outcomes import is_refusal
from policies.rules.words import Fact, Finding, State, Step
from tests.breaches.factories import (
    Outcome,
    answer,
    begin_letter,
    close,
    confirm,
    establish,
    find_step,
    make_case,
    reload_case,
    send,
    take,
)
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.usefixtures("clock")


def text(response: Any) -> str:
    said: str = response.content.decode()
    return said


def test_adding_a_finding_says_what_it_changed(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    response = send(client, case, "finding_add", finding="online_argument", why="A long post.")
    assert "The finding is added. No step given for: “Online argument”." in text(response)
    assert case.findings.count() == 2


def test_a_finding_that_stands_is_not_offered_again(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    page = client.get(reverse("breaches:finding_add", args=[case.pk]))
    assert 'value="defamation"' not in text(page)
    assert 'value="threat"' in text(page)


def test_an_account_below_the_age_is_offered_with_the_age_of_the_platform(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    page = text(client.get(reverse("breaches:finding_add", args=[case.pk])))
    assert page.count("For Facebook that is 13.") == 1


def test_withdrawing_a_finding_says_what_it_changed(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    response = send(client, case, "finding_withdraw", case.findings.get().pk, why="Wrong page.")
    assert "The finding is withdrawn. No longer given: " in text(response)


def test_a_step_is_recorded_with_what_was_typed(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    send(
        client,
        case,
        "step_take",
        "meeting",
        done_on="2026-11-12",
        done_by="Siân Morgan",
        outcome="complied",
        note="Calm.",
    )
    row = case.step_records.get()
    assert (row.done_on, row.done_by, row.outcome, row.what) == (TODAY, "Siân Morgan", "complied", "Calm.")
    assert find_step(case, Step.MEETING).state == State.DONE


def test_a_refusal_leads_to_the_question_and_confirms_nothing(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    typed = {"done_on": "2026-11-12", "done_by": "Siân Morgan", "outcome": "refused"}
    response = send(client, case, "step_take", "request_removal", **typed)
    assert response.redirect_chain == [(reverse("breaches:confirm", args=[case.pk, "refused"]), 302)]
    assert not case.confirmations.exists()


def test_nobody_is_asked_of_a_platform_or_the_police_whether_the_subject_refused(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    confirm(case, Fact.CONTINUED, Fact.POLICE_APPROPRIATE, by=cast.head)
    client.force_login(cast.head)
    page = client.get(reverse("breaches:step_take", args=[case.pk, "report_to_platform"]))
    form = page.context["form"]
    assert [word for word, _ in form.fields["outcome"].choices] == ["taken_down", "left_up", "no_reply"]
    assert "reference" not in form.fields
    typed = {"done_on": "2026-11-12", "done_by": "Siân Morgan", "outcome": "left_up"}
    response = send(client, case, "step_take", "report_to_platform", **typed)
    assert response.redirect_chain == [(reverse("breaches:case", args=[case.pk]), 302)]
    form = client.get(reverse("breaches:step_take", args=[case.pk, "contact_police"])).context["form"]
    assert [word for word, _ in form.fields["outcome"].choices] == ["reference", "no_action", "no_reply"]
    assert "reference" in form.fields


def test_the_reference_of_the_police_is_kept_and_shown(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    confirm(case, Fact.REFUSED, Fact.CONTINUED, Fact.POLICE_APPROPRIATE, by=cast.head)
    client.force_login(cast.head)
    typed = {"done_on": "2026-11-12", "done_by": "Siân Morgan", "outcome": "reference", "note": "By telephone."}
    response = send(client, case, "step_take", "contact_police", **typed)
    assert list(response.context["form"].errors) == ["reference"]
    assert "By telephone." in text(response)
    response = send(client, case, "step_take", "contact_police", **typed, reference="26*12345")
    assert case.step_records.get().what == "Reference 26*12345. By telephone."
    assert text(response).count("Reference 26*12345. By telephone") == 2


@pytest.mark.parametrize(
    ("step", "is_theirs"), [("meeting", True), ("notify_parents", False), ("contact_police", False)]
)
def test_only_the_subject_can_refuse(step: str, is_theirs: bool) -> None:
    assert is_refusal(StepRecord(step=step, kind="taken", outcome="refused")) is is_theirs
    assert not is_refusal(StepRecord(step=step, kind="taken", outcome="no_reply"))


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("done_on", {"done_on": "2026-11-13"}, "The day it was done cannot be in the future."),
        ("done_on", {"done_on": "2026-11-08"}, "The day it was done cannot be before the incident."),
        ("follow_up_on", {"follow_up_on": "2026-11-11"}, "The day to come back to it must be today or later."),
        ("follow_up_on", {"follow_up_on": "2028-01-01"}, "within a year"),
        ("follow_up_on", {"outcome": "no_reply"}, "No reply is not a refusal. Choose a day to ask again."),
        ("done_by", {"done_by": ""}, "Enter who did it."),
    ],
)
def test_what_is_wrong_with_a_step_is_said_on_its_field_and_nothing_typed_is_lost(
    cast: Cast, client: Client, field: str, typed: dict[str, str], sentence: str
) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    right = {"done_on": "2026-11-12", "done_by": "Siân Morgan", "outcome": "complied", "note": "She was calm."}
    response = send(client, case, "step_take", "meeting", **(right | typed))
    assert list(response.context["form"].errors) == [field]
    assert sentence in text(response)
    assert "She was calm." in text(response)
    assert not case.step_records.exists()


def test_a_waiting_step_shows_why_it_cannot_be_recorded(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    typed = {"done_on": "2026-11-12", "done_by": "Siân Morgan", "outcome": "complied"}
    response = send(client, case, "step_take", "write_warning", **typed)
    assert "The policy does not give this step yet." in text(response)


def test_an_internal_step_does_not_ask_how_somebody_answered(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    confirm(case, Fact.REFUSED, Fact.CONTINUED, by=cast.head)
    client.force_login(cast.head)
    response = send(client, case, "step_take", "legal_advice", done_on="2026-11-12", done_by="Siân Morgan")
    assert "Recorded. Done: " in text(response)
    assert case.step_records.get().outcome == ""


def test_leaving_a_step_undone_and_going_outside_the_policy_are_shown_as_such(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    response = send(client, case, "step_leave_undone", "meeting", why="They have moved away.")
    assert "Left undone, with a reason" in text(response)
    typed = {
        "what": "Rang the aunt.",
        "reason": "She is listened to.",
        "done_on": "2026-11-12",
        "done_by": "Siân Morgan",
    }
    response = send(client, case, "outside_policy", **typed)
    assert "Done outside the policy" in text(response)
    assert "She is listened to." in text(response)


@pytest.mark.parametrize(
    ("step", "button", "said"),
    [
        ("meeting", "Leave it undone", "Left undone"),
        ("request_removal", "Record that it is not taken", "Not taken"),
        ("legal_advice", "Record that it is not taken", "Considered and not taken"),
    ],
)
def test_leaving_a_step_is_spoken_of_by_the_force_that_the_policy_gives_it(
    cast: Cast, client: Client, step: str, button: str, said: str
) -> None:
    case = make_case(cast)
    confirm(case, Fact.REFUSED, Fact.CONTINUED, by=cast.head)
    client.force_login(cast.head)
    url = reverse("breaches:step_leave_undone", args=[case.pk, step])
    assert button in text(client.get(url))
    assert url in text(client.get(reverse("breaches:case", args=[case.pk])))
    after = text(send(client, case, "step_leave_undone", step, why="They have moved away."))
    assert f"{said}, with a reason" in after
    assert f"{said}: " in after
    assert url not in after


def test_a_form_older_than_the_case_shows_both_and_is_saved_the_second_time(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    establish(case, Finding.THREAT, by=cast.deputy)
    client.force_login(cast.head)
    response = send(client, case, "finding_add", revision=1, finding="harassment", why="Six posts in a day.")
    assert response.status_code == 409
    assert "Recorded since you opened this page" in text(response)
    assert "Found: Threat" in text(response)
    assert "Six posts in a day." in text(response)
    assert 'name="revision" value="2"' in text(response)
    assert not case.findings.filter(finding="harassment").exists()
    send(client, case, "finding_add", revision=2, finding="harassment", why="Six posts in a day.")
    assert case.findings.filter(finding="harassment").exists()


def test_a_double_click_records_once(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    for _ in range(2):
        response = send(client, case, "note_add", text="The mother rang.")
    assert case.notes.count() == 1
    assert "The note is added." in text(response)
    typed = {"done_on": "2026-11-12", "done_by": "Siân Morgan", "outcome": "complied", "revision": 1}
    for _ in range(2):
        send(client, case, "step_take", "meeting", **typed)
    assert case.step_records.count() == 1


def test_a_follow_up_is_seen_to_from_the_page(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    row = take(case, Step.REQUEST_REMOVAL, by=cast.head, outcome=Outcome.NO_REPLY, follow_up_on=TODAY)
    client.force_login(cast.head)
    assert "the follow-up still stands" in text(send(client, case, "follow_up_done", row.pk, revision="old"))
    assert "The follow-up is seen to." in text(send(client, case, "follow_up_done", row.pk))


def test_closing_asks_a_reason_for_each_firm_step_and_names_the_others(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    take(case, Step.REPORT_TO_PLATFORM, by=cast.head)
    client.force_login(cast.head)
    page = client.get(reverse("breaches:close", args=[case.pk]))
    assert next(iter(page.context["form"].fields)) == "undone_meeting"
    assert [step.step for step in page.context["choices"]] == [Step.REQUEST_REMOVAL]
    assert "Say why this is left undone" in text(send(client, case, "close", outcome="resolved", note="Gone."))
    response = send(client, case, "close", outcome="resolved", note="Gone.", undone_meeting="They have moved.")
    assert "The case is closed." in text(response)
    assert "Reopen the case" in text(response)


def test_closing_asks_one_line_for_each_step_to_consider_and_keeps_it_on_the_timeline(
    cast: Cast, client: Client
) -> None:
    case = make_case(cast)
    confirm(case, Fact.REFUSED, Fact.CONTINUED, by=cast.head)
    for step in (Step.REPORT_TO_PLATFORM, Step.MEETING, Step.COMPLAIN_TO_HOST, Step.WRITE_WARNING):
        take(case, step, by=cast.head)
    client.force_login(cast.head)
    page = client.get(reverse("breaches:close", args=[case.pk]))
    assert next(iter(page.context["form"].fields)) == "considered_legal_advice"
    refused = send(client, case, "close", outcome="resolved", note="", considered_legal_advice="It would cost more.")
    assert "It would cost more." in text(refused)
    refused = send(client, case, "close", outcome="resolved", note="Gone.")
    assert "Say why this was considered and not taken" in text(refused)
    assert reload_case(case).is_open
    response = send(client, case, "close", outcome="resolved", note="Gone.", considered_legal_advice="Too dear.")
    assert "The case is closed." in text(response)
    assert "Considered and not taken: Take legal advice" in text(response)
    assert "Reason: Too dear." in text(response)


def test_closing_names_the_letters_that_are_unfinished(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    url, words = reverse("breaches:close", args=[case.pk]), "Closing the case does not send them"
    assert words not in text(client.get(url))
    begin_letter(case, cast)
    assert words in text(client.get(url))


def test_only_those_who_may_reopen_are_offered_it(cast: Cast, client: Client) -> None:
    case = close(make_case(cast), by=cast.head)
    url = reverse("breaches:reopen", args=[case.pk])
    client.force_login(cast.lead)
    assert client.get(url).status_code == 403
    assert url not in text(client.get(reverse("breaches:case", args=[case.pk])))
    client.force_login(cast.deputy)
    assert client.get(url).status_code == 200
    assert "There is a problem" in text(send(client, case, "reopen"))
    assert "The case is open again." in text(send(client, case, "reopen", why="It is up again."))


def test_a_closed_case_says_so_to_a_form_left_open(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    close(case, by=cast.head)
    response = send(client, case, "finding_add", revision=1, finding="threat", why="Seen.")
    assert "This case is closed. Reopen it before you change it." in text(response)
    assert "Recorded since you opened this page" in text(response)
    assert answer(case).facts.findings == {Finding.DEFAMATION}


@pytest.mark.parametrize(
    ("name", "word"), [("confirm", "nothing_known"), ("step_take", "suspend"), ("step_leave_undone", "nothing_known")]
)
def test_a_word_nobody_knows_and_a_step_the_policy_does_not_give_have_no_page(
    cast: Cast, client: Client, name: str, word: str
) -> None:
    client.force_login(cast.head)
    assert client.get(reverse(f"breaches:{name}", args=[make_case(cast).pk, word])).status_code == 404


def test_rows_of_another_case_are_not_reached_through_this_one(cast: Cast, client: Client) -> None:
    case, other = make_case(cast), make_case(cast)
    record = take(other, Step.MEETING, by=cast.head, follow_up_on=TODAY)
    client.force_login(cast.head)
    for name, pk in [
        ("finding_withdraw", other.findings.get().pk),
        ("follow_up_done", record.pk),
    ]:
        assert client.post(reverse(f"breaches:{name}", args=[case.pk, pk])).status_code == 404
