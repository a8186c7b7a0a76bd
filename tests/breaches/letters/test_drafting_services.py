"""Drafting a letter, and changing what it says."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from audit.models import Entry
from breaches.letters.basis import basis_of_step
from breaches.letters.kinds import Kind
from breaches.letters.services import (
    ClauseNotGiven,
    DayMissing,
    LetterNotGiven,
    NamesOnePerson,
    StaleLetter,
    WrongRecipient,
    WrongStage,
    change_letter,
    draft_letter,
)
from breaches.letters.text import LetterText, text_of
from breaches.letters.wording import signature_for
from breaches.models import Case, Letter
from breaches.services.cases import CaseIsClosed, latest_answer
from people.models import Role, User
from people.services import add_person
from policies.rules.words import Fact, Step
from policies.services import load_version
from policies.stored_packs import load_clause_ids
from tests.breaches.letters.making import WHY, approved, drafted, fresh, produced, words
from tests.breaches.making import LATER, TOKEN, closed, confirmed, opened
from tests.cast import NOW, Cast, load_pack
from tests.incidents.making import logged

SMALL_PACK = Path(__file__).parents[2] / "policies" / "rules" / "small_pack.toml"


def changed(letter: Letter, *, by: User, revision: int | None = None, **changes: object) -> Letter:
    text: LetterText = replace(text_of(fresh(letter)), **changes)  # type: ignore[arg-type]  # named by each test
    held = fresh(letter).revision if revision is None else revision
    return change_letter(by=by, now=LATER, letter=letter, revision=held, text=text)


def test_a_draft_keeps_its_words_its_step_and_the_clauses_it_rests_on(cast: Cast) -> None:
    letter = drafted(opened(cast), Kind.MEETING_INVITATION, by=cast.head)
    assert letter.status == Letter.Status.DRAFT
    assert letter.step == Step.MEETING
    assert [one["id"] for one in letter.clauses] == ["CP-PR-1d"]
    assert letter.addressee == "Rhiannon Hughes"
    assert letter.salutation == "Dear Mrs Hughes"
    assert letter.signature == "Siân Morgan\nHeadteacher"
    assert letter.reply_by == dt.date(2026, 11, 19)


def test_a_draft_is_on_record_without_what_it_says(cast: Cast) -> None:
    letter = drafted(opened(cast), Kind.MEETING_INVITATION, by=cast.head)
    entry = Entry.objects.get(action="letter.drafted")
    assert entry.row_id == str(letter.pk)
    assert "Hughes" not in str(entry.changes)


def test_the_same_form_sent_twice_keeps_one_draft(cast: Cast) -> None:
    case = opened(cast)
    text = words(case, Kind.MEETING_INVITATION, by=cast.head)
    both = [
        draft_letter(
            by=cast.head,
            now=LATER,
            case=case,
            kind=Kind.MEETING_INVITATION,
            text=text,
            outside_reason="",
            form_token=TOKEN,
        )
        for _ in range(2)
    ]
    assert both[0] == both[1]
    assert case.letters.count() == 1


def test_a_letter_of_a_waiting_step_is_refused_with_what_it_waits_for(cast: Cast) -> None:
    with pytest.raises(LetterNotGiven, match="It waits for a refusal"):
        drafted(opened(cast), Kind.WRITTEN_WARNING, by=cast.head)


def test_once_its_step_is_open_the_letter_needs_no_reason(cast: Cast) -> None:
    case = opened(cast)
    confirmed(case, Fact.REFUSED, Fact.CONTINUED, by=cast.head)
    assert drafted(case, Kind.WRITTEN_WARNING, by=cast.head, outside_reason=WHY).outside_reason == ""


def test_a_letter_the_policy_does_not_give_needs_a_reason_and_rests_on_no_clause(cast: Cast) -> None:
    letter = drafted(opened(cast), Kind.LOCAL_AUTHORITY, by=cast.head, outside_reason=WHY)
    assert letter.outside_reason == WHY
    assert letter.step == ""
    assert letter.clauses == []


def test_a_closed_case_gets_no_letter(cast: Cast) -> None:
    case = opened(cast)
    closed(case, by=cast.head)
    with pytest.raises(CaseIsClosed):
        drafted(case, Kind.MEETING_INVITATION, by=cast.head)


@pytest.mark.parametrize("clause", ["CP-BR-1", "AVR-E12", "BP-6(iv)a", "SPC-A1"])
def test_a_clause_that_the_case_does_not_give_is_refused(cast: Cast, clause: str) -> None:
    load_pack("avenue-recreation-road")
    load_pack("st-peters")
    with pytest.raises(ClauseNotGiven, match="Take it out"):
        drafted(opened(cast), Kind.MEETING_INVITATION, by=cast.head, body=f"Under {clause} we write by [reply by].")


def test_a_clause_of_a_policy_that_only_the_database_holds_is_refused(cast: Cast) -> None:
    body = "Under HT-1 we write by [reply by]."
    letter = drafted(opened(cast), Kind.MEETING_INVITATION, by=cast.head, body=body)
    load_version(by=None, now=NOW, pack_text=SMALL_PACK.read_text(encoding="utf-8"), name=SMALL_PACK.name)
    with pytest.raises(ClauseNotGiven, match="HT-1"):
        changed(letter, by=cast.head, body=f"{body} Please answer.")


def test_a_letter_of_no_step_rests_on_nothing_that_the_policy_gives(cast: Cast) -> None:
    case = opened(cast)
    basis = basis_of_step(case, latest_answer(case), None)
    assert (basis.is_outside, basis.clauses) == (True, ())
    assert basis.why_not == "The policy does not give this letter in this case."
    assert basis_of_step(case, latest_answer(case), Step.MEETING).step == Step.MEETING


def test_a_bare_number_is_no_clause_of_another_policy(cast: Cast) -> None:
    text = SMALL_PACK.read_text(encoding="utf-8").replace('"HT-1"', '"5"')
    load_version(by=None, now=NOW, pack_text=text, name=SMALL_PACK.name)
    assert drafted(opened(cast), Kind.MEETING_INVITATION, by=cast.head, body="Write within 5 days, by [reply by].")


def test_the_ids_of_clauses_are_asked_for_in_one_query_once_their_packs_are_known(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load_pack("st-peters")
    assert {"CP-PR-1d", "SPC-A1"} <= load_clause_ids()
    with django_assert_num_queries(1):
        load_clause_ids()
    load_version(by=None, now=NOW, pack_text=SMALL_PACK.read_text(encoding="utf-8"), name=SMALL_PACK.name)
    assert "HT-1" in load_clause_ids()


@pytest.mark.parametrize("said", ["CP-PR-1d.", "SPC-A15", "our reference CP-2026-0001", "SHA-256"])
def test_what_only_looks_like_another_clause_is_left_alone(cast: Cast, said: str) -> None:
    assert drafted(opened(cast), Kind.MEETING_INVITATION, by=cast.head, body=f"We write about {said}")


def test_a_mark_without_its_day_is_refused(cast: Cast) -> None:
    with pytest.raises(DayMissing, match=r"\[reply by\]"):
        drafted(opened(cast), Kind.MEETING_INVITATION, by=cast.head, reply_by=None)


def test_a_recipient_of_another_school_is_refused(cast: Cast) -> None:
    stranger = add_person(by=None, now=NOW, school=cast.other_school, name="Sam", capacities={})
    with pytest.raises(WrongRecipient):
        drafted(opened(cast), Kind.MEETING_INVITATION, by=cast.head, recipient=stranger)


def blocking(cast: Cast) -> Case:
    case = opened(cast)
    confirmed(case, Fact.REFUSED, Fact.CONTINUED, Fact.ON_SCHOOL_CHANNEL, by=cast.head)
    return case


@pytest.mark.parametrize("day", ["reply_by", "review_on", "ends_on"])
def test_a_block_without_one_of_its_days_is_refused(cast: Cast, day: str) -> None:
    with pytest.raises(DayMissing):
        drafted(blocking(cast), Kind.BLOCK_NOTICE, by=cast.head, **{day: None})  # type: ignore[arg-type]  # any of the three days


def test_a_block_whose_text_does_not_say_when_it_ends_is_refused(cast: Cast) -> None:
    with pytest.raises(DayMissing, match="when it ends"):
        drafted(blocking(cast), Kind.BLOCK_NOTICE, by=cast.head, body="Reply by [reply by]. Reviewed on [review on].")


def test_a_block_may_say_its_days_in_words(cast: Cast) -> None:
    body = "Reply by 26 November 2026. Reviewed on 24 December 2026. It ends on 4 February 2027."
    assert drafted(blocking(cast), Kind.BLOCK_NOTICE, by=cast.head, body=body)


def test_a_block_that_ends_before_its_review_is_refused(cast: Cast) -> None:
    with pytest.raises(DayMissing, match="It ends on 1 December 2026"):
        drafted(blocking(cast), Kind.BLOCK_NOTICE, by=cast.head, ends_on=dt.date(2026, 12, 1))


def test_a_ban_at_events_never_names_the_parent(cast: Cast) -> None:
    case = opened(cast)
    body = "Rhiannon Hughes, reply by [reply by]. Reviewed on [review on]. It ends on [ends on]."
    with pytest.raises(NamesOnePerson):
        drafted(case, Kind.EVENT_BAN, by=cast.head, outside_reason=WHY, body=body)
    with pytest.raises(NamesOnePerson):
        drafted(case, Kind.EVENT_BAN, by=cast.head, outside_reason=WHY, recipient=cast.parent)


def test_a_change_is_kept_and_says_on_record_which_fields_it_was(cast: Cast) -> None:
    letter = drafted(opened(cast), Kind.MEETING_INVITATION, by=cast.head)
    after = changed(letter, by=cast.deputy, subject="Shall we meet?")
    assert fresh(letter).subject == "Shall we meet?"
    assert after.changed_by == cast.deputy
    assert Entry.objects.get(action="letter.changed").changes["after"]["fields"] == ["subject"]


def test_saving_the_same_words_changes_nothing(cast: Cast) -> None:
    letter = drafted(opened(cast), Kind.MEETING_INVITATION, by=cast.head)
    changed(letter, by=cast.deputy)
    assert fresh(letter).revision == letter.revision
    assert not Entry.objects.filter(action="letter.changed").exists()


def test_an_approved_letter_that_is_changed_is_a_draft_again(cast: Cast) -> None:
    letter = approved(drafted(opened(cast), Kind.MEETING_INVITATION, by=cast.head), by=cast.deputy)
    after = changed(letter, by=cast.head, subject="Shall we meet?")
    assert after.status == Letter.Status.DRAFT
    assert after.approved_by is None
    assert after.approved_at is None


def test_a_stale_change_is_refused(cast: Cast) -> None:
    letter = drafted(opened(cast), Kind.MEETING_INVITATION, by=cast.head)
    changed(letter, by=cast.deputy, subject="Shall we meet?")
    with pytest.raises(StaleLetter):
        changed(letter, by=cast.head, revision=letter.revision, subject="Please come")


def test_a_sealed_letter_is_not_changed(cast: Cast) -> None:
    letter = produced(drafted(opened(cast), Kind.MEETING_INVITATION, by=cast.head), by=cast.head)
    with pytest.raises(WrongStage, match="sealed"):
        changed(letter, by=cast.head, subject="Please come")


def test_the_letter_of_a_case_led_by_the_chair_is_signed_by_the_chair(cast: Cast) -> None:

    incident = logged(cast, by=cast.chair, subjects=(cast.person_of(cast.head),))
    case = opened(cast, incident=incident, by=cast.chair)
    assert signature_for(case, cast.chair, Role.CHAIR, today=NOW.date()) == "Huw Evans\nChair of governors"
