"""The pages of a letter."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from audit.models import Entry
from breaches.letters.kinds import LetterKind
from breaches.models import Case, Letter, StepRecord
from people.models import School, User
from policies.rules.words import Fact
from tests.breaches.factories import confirm, make_case, reload_case
from tests.breaches.letters.factories import (
    WHY,
    approve,
    approve_and_produce,
    change,
    draft,
    list_files,
    produce_and_send,
    reload,
)
from tests.cast import Cast, load_pack
from tests.signing_in import browser_of

pytestmark = pytest.mark.usefixtures("clock")


def url(name: str, *about: object) -> str:
    return reverse(f"breaches:{name}", args=about)


def draft_url(case: Case, kind: LetterKind = LetterKind.MEETING_INVITATION) -> str:
    return url("letter_draft", case.pk, kind)


def read_form(client: Client, address: str) -> dict[str, Any]:
    """What the form of a page would send if nothing was changed."""
    form = client.get(address).context["form"]
    return {field.html_name: field.value() if field.value() is not None else "" for field in form}


def invitation(cast: Cast) -> Letter:
    return draft(make_case(cast), LetterKind.MEETING_INVITATION, by=cast.head)


def press(client: Client, name: str, letter: Letter, revision: int | None = None) -> Any:
    revision = reload(letter).revision if revision is None else revision
    return client.post(url(name, letter.pk), {"revision": revision}, follow=True)


def test_the_page_of_a_draft_is_filled_from_the_case(cast: Cast) -> None:
    case = make_case(cast)
    page = browser_of(cast.head).get(draft_url(case))
    assertContains(page, "Invitation to a meeting")
    assertContains(page, "CP-PR-1d")
    assertContains(page, "Dear Mrs Hughes")
    assertNotContains(page, "since the policy does not give it")


def test_a_draft_is_kept_as_it_was_typed(cast: Cast) -> None:
    case, client = make_case(cast), browser_of(cast.head)
    typed = read_form(client, draft_url(case)) | {"subject": "Shall we talk?"}
    answer = client.post(draft_url(case), typed)
    letter = Letter.objects.get()
    assertRedirects(answer, url("letter", letter.pk))
    assert letter.subject == "Shall we talk?"
    assert letter.recipient == cast.parent


def test_a_double_click_keeps_one_draft(cast: Cast) -> None:
    case, client = make_case(cast), browser_of(cast.head)
    typed = read_form(client, draft_url(case))
    for _ in range(2):
        client.post(draft_url(case), typed)
    assert Letter.objects.count() == 1


def test_a_draft_without_its_heading_is_shown_again_with_what_was_typed(cast: Cast) -> None:
    case, client = make_case(cast), browser_of(cast.head)
    page = client.post(draft_url(case), read_form(client, draft_url(case)) | {"subject": "", "body": "My own words."})
    assertContains(page, "Give the letter a heading.")
    assertContains(page, "My own words.")
    assert not Letter.objects.exists()


def test_a_day_that_has_gone_by_is_refused(cast: Cast) -> None:
    case, client = make_case(cast), browser_of(cast.head)
    page = client.post(draft_url(case), read_form(client, draft_url(case)) | {"reply_by": "2026-11-01"})
    assertContains(page, "Choose a day that is still to come.")


def test_what_the_service_refuses_is_an_error_of_the_form(cast: Cast) -> None:
    load_pack("avenue-recreation-road")
    case, client = make_case(cast), browser_of(cast.head)
    page = client.post(draft_url(case), read_form(client, draft_url(case)) | {"body": "Under AVR-E12 we write."})
    assertContains(page, "The text names AVR-E12")


def test_a_letter_the_policy_does_not_give_asks_for_the_reason(cast: Cast) -> None:
    case, client = make_case(cast), browser_of(cast.head)
    address = draft_url(case, LetterKind.LOCAL_AUTHORITY)
    typed = read_form(client, address)
    assertContains(client.post(address, typed), "Say why you write, since the policy does not give this letter.")
    client.post(address, typed | {"outside_reason": WHY})
    assert Letter.objects.get().outside_reason == WHY


def test_the_proposed_meeting_and_the_channel_stand_in_the_draft(cast: Cast) -> None:
    case, client = make_case(cast), browser_of(cast.head)
    page = client.get(draft_url(case), {"meeting": "20 November 2026 at 3:30pm, in my office"})
    assertContains(page, "We suggest: 20 November 2026 at 3:30pm, in my office.")
    confirm(case, Fact.REFUSED, Fact.CONTINUED, Fact.ON_SCHOOL_CHANNEL, by=cast.head)
    page = client.get(draft_url(case, LetterKind.BLOCK_NOTICE), {"channel": "the school's Facebook page"})
    assertContains(page, "limit your access to the school&#x27;s Facebook page")


def test_the_choice_of_a_letter_sets_apart_those_the_policy_does_not_give(cast: Cast) -> None:
    page = browser_of(cast.head).get(url("letter_choose", make_case(cast).pk))
    assert [kind for kind, _ in page.context["by_policy"]] == [
        LetterKind.REMOVAL_REQUEST,
        LetterKind.MEETING_INVITATION,
        LetterKind.PLATFORM_REPORT,
    ]
    assertContains(page, "It waits for a refusal")


def test_a_kind_that_is_none_is_not_found(cast: Cast) -> None:
    assert browser_of(cast.head).get(url("letter_draft", make_case(cast).pk, "love_letter")).status_code == 404


def test_opening_a_letter_is_on_record(cast: Cast) -> None:
    letter = invitation(cast)
    assertContains(browser_of(cast.deputy).get(url("letter", letter.pk)), "An invitation to meet")
    assert Entry.objects.get(action="letter.read").by == cast.deputy


def test_a_phrase_that_a_careful_letter_leaves_out_is_pointed_at(cast: Cast) -> None:
    letter = draft(
        make_case(cast), LetterKind.MEETING_INVITATION, by=cast.head, body="Your post is clearly defamatory."
    )
    assertContains(browser_of(cast.head).get(url("letter", letter.pk)), "Only a court decides that")


def test_a_change_made_on_an_old_page_shows_both_and_loses_nothing(cast: Cast) -> None:
    letter, client = invitation(cast), browser_of(cast.head)
    typed = read_form(client, url("letter_edit", letter.pk)) | {"subject": "Mine"}
    change(letter, by=cast.deputy, subject="Theirs")
    page = client.post(url("letter_edit", letter.pk), typed)
    assert page.status_code == 409
    assertContains(page, "What is stored now", status_code=409)
    assertContains(page, "Theirs", status_code=409)
    assertContains(page, 'value="Mine"', status_code=409)
    again = read_form_again(page)
    assertRedirects(client.post(url("letter_edit", letter.pk), again), url("letter", letter.pk))
    assert reload(letter).subject == "Mine"


def read_form_again(page: Any) -> dict[str, Any]:
    return {name: value if value is not None else "" for name, value in page.context["form"].data.items()}


def test_changing_an_approved_letter_says_that_it_must_be_approved_again(cast: Cast) -> None:
    letter, client = approve(invitation(cast), by=cast.head), browser_of(cast.head)
    typed = read_form(client, url("letter_edit", letter.pk)) | {"subject": "Mine"}
    assertContains(client.post(url("letter_edit", letter.pk), typed, follow=True), "has to be approved again")
    assert reload(letter).status == Letter.Status.DRAFT


def test_the_buttons_take_a_letter_from_draft_to_produced(cast: Cast) -> None:
    letter, client = invitation(cast), browser_of(cast.head)
    assertContains(press(client, "letter_approve", letter), "The letter is approved.")
    assertContains(press(client, "letter_produce", letter), "produced and sealed")
    assert reload(letter).status == Letter.Status.PRODUCED
    assert "http://testserver/verify/" not in reload(letter).body


def test_a_refusal_of_a_button_is_said_on_the_page(cast: Cast) -> None:
    letter, client = invitation(cast), browser_of(cast.head)
    assertContains(press(client, "letter_produce", letter), "Have the letter approved before you produce it.")
    assertContains(press(client, "letter_approve", letter, revision=0), "Somebody changed this letter")


def test_the_writer_is_not_offered_to_approve_where_a_second_person_must(cast: Cast) -> None:
    letter = invitation(cast)
    School.objects.filter(pk=cast.school.pk).update(second_person_approves_letters=True)
    assertContains(browser_of(cast.head).get(url("letter", letter.pk)), "somebody other than the writer")
    assertContains(browser_of(cast.deputy).get(url("letter", letter.pk)), "Approve the letter")


def test_the_pdf_of_a_draft_is_shown_and_kept_nowhere(cast: Cast) -> None:
    letter, before = invitation(cast), list_files()
    answer = browser_of(cast.head).get(url("letter_pdf", letter.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer.content.startswith(b"%PDF")
    assert list_files() == before


def test_the_pdf_of_a_produced_letter_is_the_sealed_one(cast: Cast) -> None:
    letter = approve_and_produce(invitation(cast), by=cast.head)
    answer = browser_of(cast.deputy).get(url("letter_pdf", letter.pk) + "?download")
    with letter.pdf.open("rb") as file:
        assert answer.content == file.read()
    named = f'attachment; filename="{letter.case.reference}-meeting-invitation.pdf"'
    assert answer["Content-Disposition"] == named
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert Entry.objects.get(action="letter.read").changes["after"]["sha256"] == letter.pdf_sha256


def test_a_file_that_was_tampered_with_is_not_given_out(cast: Cast) -> None:
    letter = approve_and_produce(invitation(cast), by=cast.head)
    with letter.pdf.storage.open(str(letter.pdf.name), "wb") as file:
        file.write(b"%PDF another")
    answer = browser_of(cast.head).get(url("letter_pdf", letter.pk), follow=True)
    assertContains(answer, "not the one that was sealed")


def test_sending_is_recorded_and_the_step_too_where_the_box_is_ticked(cast: Cast) -> None:
    letter, client = approve_and_produce(invitation(cast), by=cast.head), browser_of(cast.head)
    address = url("letter_send", letter.pk)
    typed = read_form(client, address) | {"way": "post", "record_step": "on"}
    assertRedirects(client.post(address, typed), url("case", letter.case_id))
    assert reload(letter).status == Letter.Status.SENT
    assert StepRecord.objects.get().follow_up_on == letter.reply_by


def test_the_box_is_not_ticked_beforehand(cast: Cast) -> None:
    letter, client = approve_and_produce(invitation(cast), by=cast.head), browser_of(cast.head)
    address = url("letter_send", letter.pk)
    assert not read_form(client, address)["record_step"]


def test_the_days_of_sending_are_checked(cast: Cast) -> None:
    letter, client = approve_and_produce(invitation(cast), by=cast.head), browser_of(cast.head)
    address = url("letter_send", letter.pk)
    typed = read_form(client, address) | {"way": "post"}
    assertContains(client.post(address, typed | {"sent_on": "2026-11-13"}), "cannot be in the future")
    assertContains(client.post(address, typed | {"sent_on": "2026-11-11"}), "cannot be before the day")
    assertContains(client.post(address, typed | {"follow_up_on": "2026-11-11"}), "must be today or later")
    assertContains(client.post(address, typed | {"way": ""}), "Choose how it was sent.")
    assert reload(letter).status == Letter.Status.PRODUCED


def test_a_step_is_not_recorded_on_a_case_that_changed_until_what_is_new_was_read(cast: Cast) -> None:
    letter, client = approve_and_produce(invitation(cast), by=cast.head), browser_of(cast.head)
    address = url("letter_send", letter.pk)
    typed = read_form(client, address) | {"way": "post", "record_step": "on"}
    confirm(letter.case, Fact.CONTINUED, by=cast.deputy)
    page = client.post(address, typed)
    assertContains(page, "Somebody changed this case", status_code=409)
    assert reload(letter).status == Letter.Status.PRODUCED
    assertRedirects(client.post(address, read_form_again(page)), url("case", letter.case_id))
    assert StepRecord.objects.get().follow_up_on == letter.reply_by


def test_a_letter_that_was_changed_meanwhile_is_shown_before_it_is_withdrawn(cast: Cast) -> None:
    letter, client = invitation(cast), browser_of(cast.head)
    address = url("letter_withdraw", letter.pk)
    typed = read_form(client, address) | {"why": "Not needed."}
    change(letter, by=cast.deputy, subject="Theirs")
    page = client.post(address, typed)
    assertContains(page, "Theirs", status_code=409)
    assertContains(page, "Not needed.", status_code=409)
    client.post(address, read_form_again(page))
    assert reload(letter).withdrawn_why == "Not needed."


def test_a_letter_is_withdrawn_with_a_reason(cast: Cast) -> None:
    letter, client = invitation(cast), browser_of(cast.head)
    address = url("letter_withdraw", letter.pk)
    assertContains(client.post(address, read_form(client, address)), "Say why.")
    client.post(address, read_form(client, address) | {"why": "Written to the wrong person."})
    page = client.get(url("letter", letter.pk))
    assertContains(page, "Written to the wrong person.")
    assertNotContains(page, "Approve the letter")


def test_the_letters_of_a_case_stand_on_its_page(cast: Cast) -> None:
    letter = produce_and_send(invitation(cast), by=cast.head)
    page = browser_of(cast.head).get(url("case", reload_case(letter.case).pk))
    assertContains(page, url("letter", letter.pk))
    assertContains(page, "sent 12 November 2026")
    assertContains(page, url("letter_choose", letter.case_id))


PAGES = ("letter", "letter_edit", "letter_send", "letter_withdraw", "letter_pdf")
BUTTONS = ("letter_approve", "letter_produce")


@pytest.mark.parametrize("name", [*PAGES, *BUTTONS])
def test_only_those_who_may_see_the_case_reach_its_letters(cast: Cast, name: str) -> None:
    letter = invitation(cast)
    ask = "post" if name in BUTTONS else "get"
    address = url(name, letter.pk)
    assert re.search("/accounts/login/", getattr(Client(), ask)(address).url)
    for user, status in ((cast.teacher, 403), (cast.governor, 403), (cast.outsider, 404), (cast.chair, 404)):
        assert get_status(user, ask, address) == status
    assert get_status(cast.head, "get" if name in BUTTONS else "delete", address) == 405
    assert reload(letter).status == Letter.Status.DRAFT


def get_status(user: User, ask: str, address: str) -> int:
    status: int = getattr(browser_of(user), ask)(address).status_code
    return status


@pytest.mark.parametrize("name", ["letter_choose", "letter_draft"])
def test_nor_may_others_write_one(cast: Cast, name: str) -> None:
    case = make_case(cast)
    about = (case.pk, LetterKind.MEETING_INVITATION) if name == "letter_draft" else (case.pk,)
    for user, status in ((cast.teacher, 403), (cast.outsider, 404), (cast.chair, 404)):
        assert get_status(user, "get", url(name, *about)) == status
