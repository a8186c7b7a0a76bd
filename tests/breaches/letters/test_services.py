"""A letter from draft to sent: drafting, changing, approving, producing, sending and withdrawing."""

import datetime as dt
import hashlib
import sys
from pathlib import Path
from typing import Any

import pytest
import weasyprint
from django.test import override_settings
from pytest_django import DjangoAssertNumQueries

from audit.models import Entry
from breaches.letters.basis import find_basis
from breaches.letters.kinds import LetterKind
from breaches.letters.services import (
    ClauseNotGiven,
    DayMissing,
    LetterNotGiven,
    NamesOnePerson,
    SecondPersonNeeded,
    StepToRecord,
    WrongRecipient,
    WrongStage,
    approve_letter,
    draft_letter,
    produce_letter,
    read_pdf,
    send_letter,
    withdraw_letter,
)
from breaches.letters.wording import choose_signature
from breaches.models import Case, Letter, StepRecord
from breaches.services.cases import CaseIsClosed, latest_answer
from breaches.services.steps import FollowUpNeeded
from people.models import Capacity, Role, School, User
from people.services import add_person
from policies.rules.words import Fact, Finding, State, Step
from policies.services import load_version
from policies.stored_packs import load_clause_ids
from tests.breaches.factories import LATER, TOKEN, close, confirm, find_step, make_case, reload_case
from tests.breaches.letters.factories import (
    VERIFY_AT,
    WHY,
    approve,
    approve_and_produce,
    change,
    draft,
    list_files,
    produce_and_send,
    reload,
    write_words,
)
from tests.cast import NOW, TODAY, Cast, load_pack
from tests.incidents.factories import make_incident
from web.files import FileNotKept, SealBroken
from web.pdf import PangoMissing, PdfNotMade
from web.submit import DayOutOfBounds, ReasonNeeded, Stale

SMALL_PACK = Path(__file__).parents[2] / "policies" / "rules" / "small_pack.toml"


def test_a_draft_keeps_its_words_its_step_and_the_clauses_it_rests_on(cast: Cast) -> None:
    letter = draft(make_case(cast), LetterKind.MEETING_INVITATION, by=cast.head)
    assert letter.status == Letter.Status.DRAFT
    assert letter.step == Step.MEETING
    assert [clause["id"] for clause in letter.clauses] == ["CP-PR-1d"]
    assert letter.addressee == "Rhiannon Hughes"
    assert letter.salutation == "Dear Mrs Hughes"
    assert letter.signature == "Siân Morgan\nHeadteacher"
    assert letter.reply_by == dt.date(2026, 11, 19)


def test_a_draft_is_on_record_without_what_it_says(cast: Cast) -> None:
    letter = draft(make_case(cast), LetterKind.MEETING_INVITATION, by=cast.head)
    entry = Entry.objects.get(action="letter.drafted")
    assert entry.row_id == str(letter.pk)
    assert "Hughes" not in str(entry.changes)


def test_the_same_form_sent_twice_keeps_one_draft(cast: Cast) -> None:
    case = make_case(cast)
    text = write_words(case, LetterKind.MEETING_INVITATION, by=cast.head)
    both = [
        draft_letter(
            by=cast.head,
            now=LATER,
            case=case,
            kind=LetterKind.MEETING_INVITATION,
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
        draft(make_case(cast), LetterKind.WRITTEN_WARNING, by=cast.head)


def test_once_its_step_is_open_the_letter_needs_no_reason(cast: Cast) -> None:
    case = make_case(cast)
    confirm(case, Fact.REFUSED, Fact.CONTINUED, by=cast.head)
    assert draft(case, LetterKind.WRITTEN_WARNING, by=cast.head, outside_reason=WHY).outside_reason == ""


def test_a_letter_the_policy_does_not_give_needs_a_reason_and_rests_on_no_clause(cast: Cast) -> None:
    letter = draft(make_case(cast), LetterKind.LOCAL_AUTHORITY, by=cast.head, outside_reason=WHY)
    assert letter.outside_reason == WHY
    assert letter.step == ""
    assert letter.clauses == []


def test_a_closed_case_gets_no_letter(cast: Cast) -> None:
    case = make_case(cast)
    close(case, by=cast.head)
    with pytest.raises(CaseIsClosed):
        draft(case, LetterKind.MEETING_INVITATION, by=cast.head)


@pytest.mark.parametrize("clause", ["CP-BR-1", "AVR-E12", "BP-6(iv)a", "SPC-A1"])
def test_a_clause_that_the_case_does_not_give_is_refused(cast: Cast, clause: str) -> None:
    load_pack("avenue-recreation-road")
    load_pack("st-peters")
    with pytest.raises(ClauseNotGiven, match="Take it out"):
        draft(
            make_case(cast),
            LetterKind.MEETING_INVITATION,
            by=cast.head,
            body=f"Under {clause} we write by [reply by].",
        )


def test_a_clause_of_a_policy_that_only_the_database_holds_is_refused(cast: Cast) -> None:
    body = "Under HT-1 we write by [reply by]."
    letter = draft(make_case(cast), LetterKind.MEETING_INVITATION, by=cast.head, body=body)
    load_version(by=None, now=NOW, pack_text=SMALL_PACK.read_text(encoding="utf-8"), name=SMALL_PACK.name)
    with pytest.raises(ClauseNotGiven, match="HT-1"):
        change(letter, by=cast.head, body=f"{body} Please answer.")


def test_a_letter_of_no_step_rests_on_nothing_that_the_policy_gives(cast: Cast) -> None:
    case = make_case(cast)
    basis = find_basis(case, latest_answer(case), None)
    assert (basis.is_outside, basis.clauses) == (True, ())
    assert basis.why_not == "The policy does not give this letter in this case."
    assert find_basis(case, latest_answer(case), Step.MEETING).step == Step.MEETING


def test_a_bare_number_is_no_clause_of_another_policy(cast: Cast) -> None:
    text = SMALL_PACK.read_text(encoding="utf-8").replace('"HT-1"', '"5"')
    load_version(by=None, now=NOW, pack_text=text, name=SMALL_PACK.name)
    assert draft(
        make_case(cast), LetterKind.MEETING_INVITATION, by=cast.head, body="Write within 5 days, by [reply by]."
    )


def test_the_ids_of_clauses_are_asked_for_in_one_query_once_their_packs_are_known(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load_pack("st-peters")
    assert {"CP-PR-1d", "SPC-A1"} <= load_clause_ids()
    with django_assert_num_queries(1):
        load_clause_ids()
    load_version(by=None, now=NOW, pack_text=SMALL_PACK.read_text(encoding="utf-8"), name=SMALL_PACK.name)
    assert "HT-1" in load_clause_ids()


@pytest.mark.parametrize("words", ["CP-PR-1d.", "SPC-A15", "our reference CP-2026-0001", "SHA-256"])
def test_what_only_looks_like_another_clause_is_left_alone(cast: Cast, words: str) -> None:
    assert draft(make_case(cast), LetterKind.MEETING_INVITATION, by=cast.head, body=f"We write about {words}")


def test_a_mark_without_its_day_is_refused(cast: Cast) -> None:
    with pytest.raises(DayMissing, match=r"\[reply by\]"):
        draft(make_case(cast), LetterKind.MEETING_INVITATION, by=cast.head, reply_by=None)


def test_a_recipient_of_another_school_is_refused(cast: Cast) -> None:
    stranger = add_person(by=None, now=NOW, school=cast.other_school, name="Sam", capacities={})
    with pytest.raises(WrongRecipient):
        draft(make_case(cast), LetterKind.MEETING_INVITATION, by=cast.head, recipient=stranger)


def blocking(cast: Cast) -> Case:
    case = make_case(cast)
    confirm(case, Fact.REFUSED, Fact.CONTINUED, Fact.ON_SCHOOL_CHANNEL, by=cast.head)
    return case


@pytest.mark.parametrize("day", ["reply_by", "review_on", "ends_on"])
def test_a_block_without_one_of_its_days_is_refused(cast: Cast, day: str) -> None:
    with pytest.raises(DayMissing):
        draft(blocking(cast), LetterKind.BLOCK_NOTICE, by=cast.head, **{day: None})  # type: ignore[arg-type]  # any of the three days


def test_a_block_whose_text_does_not_say_when_it_ends_is_refused(cast: Cast) -> None:
    with pytest.raises(DayMissing, match="when it ends"):
        draft(
            blocking(cast), LetterKind.BLOCK_NOTICE, by=cast.head, body="Reply by [reply by]. Reviewed on [review on]."
        )


def test_a_block_may_say_its_days_in_words(cast: Cast) -> None:
    body = "Reply by 26 November 2026. Reviewed on 24 December 2026. It ends on 4 February 2027."
    assert draft(blocking(cast), LetterKind.BLOCK_NOTICE, by=cast.head, body=body)


def test_a_block_that_ends_before_its_review_is_refused(cast: Cast) -> None:
    with pytest.raises(DayMissing, match="It ends on 1 December 2026"):
        draft(blocking(cast), LetterKind.BLOCK_NOTICE, by=cast.head, ends_on=dt.date(2026, 12, 1))


def test_a_ban_at_events_never_names_the_parent(cast: Cast) -> None:
    case = make_case(cast)
    body = "Rhiannon Hughes, reply by [reply by]. Reviewed on [review on]. It ends on [ends on]."
    with pytest.raises(NamesOnePerson):
        draft(case, LetterKind.EVENT_BAN, by=cast.head, outside_reason=WHY, body=body)
    with pytest.raises(NamesOnePerson):
        draft(case, LetterKind.EVENT_BAN, by=cast.head, outside_reason=WHY, recipient=cast.parent)


def test_a_change_is_kept_and_says_on_record_which_fields_it_was(cast: Cast) -> None:
    letter = draft(make_case(cast), LetterKind.MEETING_INVITATION, by=cast.head)
    after = change(letter, by=cast.deputy, subject="Shall we meet?")
    assert reload(letter).subject == "Shall we meet?"
    assert after.changed_by == cast.deputy
    assert Entry.objects.get(action="letter.changed").changes["after"]["fields"] == ["subject"]


def test_saving_the_same_words_changes_nothing(cast: Cast) -> None:
    letter = draft(make_case(cast), LetterKind.MEETING_INVITATION, by=cast.head)
    change(letter, by=cast.deputy)
    assert reload(letter).revision == letter.revision
    assert not Entry.objects.filter(action="letter.changed").exists()


def test_an_approved_letter_that_is_changed_is_a_draft_again(cast: Cast) -> None:
    letter = approve(draft(make_case(cast), LetterKind.MEETING_INVITATION, by=cast.head), by=cast.deputy)
    after = change(letter, by=cast.head, subject="Shall we meet?")
    assert after.status == Letter.Status.DRAFT
    assert after.approved_by is None
    assert after.approved_at is None


def test_a_stale_change_is_refused(cast: Cast) -> None:
    letter = draft(make_case(cast), LetterKind.MEETING_INVITATION, by=cast.head)
    change(letter, by=cast.deputy, subject="Shall we meet?")
    with pytest.raises(Stale):
        change(letter, by=cast.head, revision=letter.revision, subject="Please come")


def test_a_sealed_letter_is_not_changed(cast: Cast) -> None:
    letter = approve_and_produce(draft(make_case(cast), LetterKind.MEETING_INVITATION, by=cast.head), by=cast.head)
    with pytest.raises(WrongStage, match="sealed"):
        change(letter, by=cast.head, subject="Please come")


def test_the_letter_of_a_case_led_by_the_chair_is_signed_by_the_chair(cast: Cast) -> None:

    incident = make_incident(cast, by=cast.chair, subjects=(cast.person_of(cast.head),))
    case = make_case(cast, incident=incident, by=cast.chair)
    assert choose_signature(case, cast.chair, Role.CHAIR, today=NOW.date()) == "Huw Evans\nChair of governors"


def invitation(cast: Cast) -> Letter:
    return draft(make_case(cast), LetterKind.MEETING_INVITATION, by=cast.head)


def want_second_person(cast: Cast) -> None:
    School.objects.filter(pk=cast.school.pk).update(second_person_approves_letters=True)


def produce(letter: Letter, *, by: User, revision: int | None = None) -> Letter:
    revision = reload(letter).revision if revision is None else revision
    return produce_letter(by=by, now=LATER, letter=letter, revision=revision, verify_at=VERIFY_AT)


def send(letter: Letter, *, by: User, **changes: Any) -> Letter:
    values: dict[str, Any] = {
        "revision": reload(letter).revision,
        "sent_on": TODAY,
        "way": Letter.Way.POST,
        "note": "",
        "step_to_record": None,
    }
    return send_letter(by=by, now=LATER, letter=letter, **(values | changes))


def step_to_record(letter: Letter, follow_up_on: dt.date | None = dt.date(2026, 11, 19)) -> StepToRecord:
    return StepToRecord(reload_case(letter.case).revision, follow_up_on, TOKEN)


def test_a_writer_approves_their_own_letter_where_the_school_lets_them(cast: Cast) -> None:
    letter = approve(invitation(cast), by=cast.head)
    assert letter.status == Letter.Status.APPROVED
    assert letter.approved_by == cast.head


def test_where_the_school_wants_a_second_person_the_writer_cannot_approve(cast: Cast) -> None:
    letter = invitation(cast)
    want_second_person(cast)
    with pytest.raises(SecondPersonNeeded):
        approve(letter, by=cast.head)
    assert approve(letter, by=cast.deputy).approved_by == cast.deputy


def test_nor_can_the_one_who_changed_it_last(cast: Cast) -> None:
    letter = invitation(cast)
    change(letter, by=cast.deputy, subject="Shall we meet?")
    want_second_person(cast)
    with pytest.raises(SecondPersonNeeded):
        approve(letter, by=cast.deputy)
    assert approve(letter, by=cast.lead).approved_by == cast.lead


def test_approving_twice_approves_once(cast: Cast) -> None:
    letter = approve(invitation(cast), by=cast.head)
    assert approve(letter, by=cast.deputy).approved_by == cast.head
    assert Entry.objects.filter(action="letter.approved").count() == 1


def test_what_was_changed_meanwhile_is_not_approved_unseen(cast: Cast) -> None:
    letter = invitation(cast)
    change(letter, by=cast.deputy, subject="Shall we meet?")
    with pytest.raises(Stale):
        approve_letter(by=cast.head, now=LATER, letter=letter, revision=letter.revision)


def test_a_produced_letter_is_sealed_dated_and_has_a_code(cast: Cast) -> None:
    letter = approve_and_produce(invitation(cast), by=cast.deputy)
    pdf = letter.pdf.open("rb").read()
    assert letter.status == Letter.Status.PRODUCED
    assert letter.dated_on == TODAY
    assert letter.produced_by == cast.deputy
    assert hashlib.sha256(pdf).hexdigest() == letter.pdf_sha256
    assert len(letter.verification_code or "") == 14
    assert Entry.objects.get(action="letter.produced").changes["after"]["sha256"] == letter.pdf_sha256
    letter.pdf.close()


def test_a_draft_is_not_produced(cast: Cast) -> None:
    with pytest.raises(WrongStage, match="approved"):
        produce(invitation(cast), by=cast.head)


def test_producing_twice_makes_one_file_and_one_seal(cast: Cast) -> None:
    letter = approve_and_produce(invitation(cast), by=cast.head)
    before = list_files()
    again = produce(letter, by=cast.deputy)
    assert again.pdf_sha256 == letter.pdf_sha256
    assert again.verification_code == letter.verification_code
    assert list_files() == before
    assert Entry.objects.filter(action="letter.produced").count() == 1


def test_a_letter_changed_while_it_is_approved_is_not_produced_on_the_old_page(cast: Cast) -> None:
    letter = approve(invitation(cast), by=cast.head)
    with pytest.raises(Stale):
        produce(letter, by=cast.head, revision=letter.revision - 1)


def test_a_fault_of_the_layout_leaves_the_letter_approved_to_be_tried_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, before = approve(invitation(cast), by=cast.head), list_files()
    with monkeypatch.context() as broken:
        broken.setattr(weasyprint.HTML, "write_pdf", lambda *_, **__: 1 / 0)
        with pytest.raises(PdfNotMade, match="try again"):
            produce(letter, by=cast.head)
    assert reload(letter).status == Letter.Status.APPROVED
    assert list_files() == before
    assert produce(letter, by=cast.head).status == Letter.Status.PRODUCED


def test_without_pango_the_page_says_what_to_install(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    class NoPango:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    letter = approve(invitation(cast), by=cast.head)
    monkeypatch.delitem(sys.modules, "weasyprint")
    monkeypatch.setattr("sys.meta_path", [NoPango()])
    with pytest.raises(PangoMissing, match="apt-get install -y libpango"):
        produce(letter, by=cast.head)
    assert reload(letter).status == Letter.Status.APPROVED


def test_a_full_disk_leaves_the_letter_approved(cast: Cast, tmp_path: Path) -> None:
    letter = approve(invitation(cast), by=cast.head)
    (tmp_path / "file").write_text("in the way")
    with override_settings(PRIVATE_FILES_ROOT=tmp_path / "file"), pytest.raises(FileNotKept, match="disk"):
        produce(letter, by=cast.head)
    assert reload(letter).status == Letter.Status.APPROVED


def test_a_refusal_after_the_file_was_written_takes_the_file_away(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    letter, before = approve(invitation(cast), by=cast.head), list_files()
    real = weasyprint.HTML.write_pdf

    def changed_meanwhile(self: weasyprint.HTML, **about: Any) -> bytes:
        change(letter, by=cast.deputy, subject="Shall we meet?")
        pdf: bytes = real(self, **about)
        return pdf

    monkeypatch.setattr(weasyprint.HTML, "write_pdf", changed_meanwhile)
    with pytest.raises(WrongStage):
        produce(letter, by=cast.head)
    assert list_files() == before
    assert reload(letter).subject == "Shall we meet?"


def test_a_letter_produced_in_another_window_meanwhile_is_produced_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, before = approve(invitation(cast), by=cast.head), list_files()
    real, runs = weasyprint.HTML.write_pdf, []

    def in_two_windows(self: weasyprint.HTML, **about: Any) -> bytes:
        runs.append(self)
        if len(runs) == 1:
            produce(letter, by=cast.deputy)
        pdf: bytes = real(self, **about)
        return pdf

    monkeypatch.setattr(weasyprint.HTML, "write_pdf", in_two_windows)
    assert produce(letter, by=cast.head).produced_by == cast.deputy
    assert len(list_files()) == len(before) + 1
    assert Entry.objects.filter(action="letter.produced").count() == 1


def test_bytes_changed_on_the_disk_are_not_shown(cast: Cast) -> None:
    letter = approve_and_produce(invitation(cast), by=cast.head)
    assert read_pdf(letter).startswith(b"%PDF")
    Path(letter.pdf.path).write_bytes(b"%PDF another")
    with pytest.raises(SealBroken):
        read_pdf(letter)
    Path(letter.pdf.path).unlink()
    with pytest.raises(SealBroken):
        read_pdf(reload(letter))


def test_sending_is_recorded_and_no_step_is_unless_it_is_asked_for(cast: Cast) -> None:
    letter = produce_and_send(invitation(cast), by=cast.head)
    assert letter.status == Letter.Status.SENT
    assert letter.sent_on == TODAY
    assert letter.sent_by == cast.head
    assert not StepRecord.objects.exists()


@pytest.mark.parametrize("days", [-1, 1])
def test_a_letter_is_sent_neither_before_it_was_produced_nor_in_the_future(cast: Cast, days: int) -> None:
    letter = approve_and_produce(invitation(cast), by=cast.head)
    with pytest.raises(DayOutOfBounds):
        send(letter, by=cast.head, sent_on=TODAY + dt.timedelta(days=days))


def test_sending_may_record_the_step_as_asked_without_a_reply(cast: Cast) -> None:
    letter = approve_and_produce(invitation(cast), by=cast.head)
    send(letter, by=cast.head, step_to_record=step_to_record(letter))
    record = StepRecord.objects.get()
    assert record.step == Step.MEETING
    assert record.outcome == StepRecord.Outcome.NO_REPLY
    assert record.follow_up_on == dt.date(2026, 11, 19)
    assert find_step(letter.case, Step.MEETING).state == State.OPEN


def test_a_letter_is_not_sent_when_its_step_cannot_be_recorded(cast: Cast) -> None:
    letter = approve_and_produce(invitation(cast), by=cast.head)
    with pytest.raises(FollowUpNeeded):
        send(letter, by=cast.head, step_to_record=step_to_record(letter, follow_up_on=None))
    with pytest.raises(Stale):
        send(letter, by=cast.head, step_to_record=StepToRecord(0, None, TOKEN))
    assert reload(letter).status == Letter.Status.PRODUCED


def test_a_letter_beyond_the_policy_is_recorded_as_such(cast: Cast) -> None:
    letter = approve_and_produce(
        draft(make_case(cast), LetterKind.LOCAL_AUTHORITY, by=cast.head, outside_reason=WHY), by=cast.head
    )
    send(letter, by=cast.head, step_to_record=step_to_record(letter))
    record = StepRecord.objects.get()
    assert record.kind == StepRecord.Kind.OUTSIDE_POLICY
    assert record.reason == WHY


def test_a_notice_of_an_investigation_does_not_do_the_investigation(cast: Cast) -> None:
    case = make_case(cast, capacity=Capacity.STAFF, findings={Finding.PUPIL_CONTACT: "Seen."})
    assert draft(case, LetterKind.INVESTIGATION_NOTICE, by=cast.head).needs.begins_step


def test_sending_twice_is_recorded_once(cast: Cast) -> None:
    letter = produce_and_send(invitation(cast), by=cast.head)
    assert send(letter, by=cast.deputy, way=Letter.Way.HAND).sent_way == Letter.Way.POST


def test_what_is_not_produced_is_not_sent(cast: Cast) -> None:
    with pytest.raises(WrongStage):
        send(invitation(cast), by=cast.head)


def test_a_letter_is_withdrawn_with_a_reason_and_stays(cast: Cast) -> None:
    letter = approve_and_produce(invitation(cast), by=cast.head)
    with pytest.raises(ReasonNeeded):
        withdraw_letter(by=cast.head, now=LATER, letter=letter, revision=letter.revision, why=" ")
    after = withdraw_letter(by=cast.head, now=LATER, letter=letter, revision=letter.revision, why="A wrong date.")
    assert after.status == Letter.Status.WITHDRAWN
    assert after.pdf_sha256
    assert withdraw_letter(by=cast.deputy, now=LATER, letter=letter, revision=0, why="x").withdrawn_by == cast.head


def test_a_sent_letter_is_not_withdrawn(cast: Cast) -> None:
    letter = produce_and_send(invitation(cast), by=cast.head)
    with pytest.raises(WrongStage, match="was sent"):
        withdraw_letter(by=cast.head, now=LATER, letter=letter, revision=letter.revision, why="A wrong date.")


def test_a_withdrawn_letter_is_neither_approved_nor_changed(cast: Cast) -> None:
    letter = invitation(cast)
    withdraw_letter(by=cast.head, now=LATER, letter=letter, revision=letter.revision, why="Not needed.")
    with pytest.raises(WrongStage):
        approve(letter, by=cast.head)
    with pytest.raises(WrongStage):
        change(letter, by=cast.head, subject="x")


def test_nothing_moves_on_a_closed_case(cast: Cast) -> None:
    letter = approve(invitation(cast), by=cast.head)
    close(letter.case, by=cast.head)
    with pytest.raises(CaseIsClosed):
        produce(letter, by=cast.head)
