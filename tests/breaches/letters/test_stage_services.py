"""Approving, producing, sending and withdrawing."""

import datetime as dt
import hashlib
import sys
from pathlib import Path
from typing import Any

import pytest
import weasyprint
from django.test import override_settings

from audit.models import Entry
from breaches.letters.kinds import Kind
from breaches.letters.services import (
    SecondPersonNeeded,
    SentOnOutOfBounds,
    StaleLetter,
    StepToo,
    WrongStage,
    approve_letter,
    may_record_step,
    produce_letter,
    sealed_bytes,
    send_letter,
    withdraw_letter,
)
from breaches.models import Letter, StepRecord
from breaches.services.cases import CaseIsClosed, ReasonNeeded
from breaches.services.steps import FollowUpNeeded
from people.models import Capacity, School, User
from policies.rules.words import Finding, State, Step
from tests.breaches.factories import LATER, TOKEN, closed, opened, step
from tests.breaches.factories import fresh as fresh_case
from tests.breaches.letters.making import VERIFY_AT, WHY, approved, drafted, fresh, kept_files, produced, sent
from tests.breaches.letters.test_drafting_services import changed
from tests.cast import TODAY, Cast
from web.files import FileNotKept, SealBroken
from web.pdf import PangoMissing, PdfNotMade
from web.submit import Stale


def invitation(cast: Cast) -> Letter:
    return drafted(opened(cast), Kind.MEETING_INVITATION, by=cast.head)


def wanting_two(cast: Cast) -> None:
    School.objects.filter(pk=cast.school.pk).update(second_person_approves_letters=True)


def produce(letter: Letter, *, by: User, revision: int | None = None) -> Letter:
    held = fresh(letter).revision if revision is None else revision
    return produce_letter(by=by, now=LATER, letter=letter, revision=held, verify_at=VERIFY_AT)


def send(letter: Letter, *, by: User, **about: Any) -> Letter:
    values: dict[str, Any] = {
        "revision": fresh(letter).revision,
        "sent_on": TODAY,
        "way": Letter.Way.POST,
        "note": "",
        "step_too": None,
    }
    return send_letter(by=by, now=LATER, letter=letter, **(values | about))


def step_too(letter: Letter, follow_up_on: dt.date | None = dt.date(2026, 11, 19)) -> StepToo:
    return StepToo(fresh_case(letter.case).revision, follow_up_on, TOKEN)


def test_a_writer_approves_their_own_letter_where_the_school_lets_them(cast: Cast) -> None:
    letter = approved(invitation(cast), by=cast.head)
    assert letter.status == Letter.Status.APPROVED
    assert letter.approved_by == cast.head


def test_where_the_school_wants_a_second_person_the_writer_cannot_approve(cast: Cast) -> None:
    letter = invitation(cast)
    wanting_two(cast)
    with pytest.raises(SecondPersonNeeded):
        approved(letter, by=cast.head)
    assert approved(letter, by=cast.deputy).approved_by == cast.deputy


def test_nor_can_the_one_who_changed_it_last(cast: Cast) -> None:
    letter = invitation(cast)
    changed(letter, by=cast.deputy, subject="Shall we meet?")
    wanting_two(cast)
    with pytest.raises(SecondPersonNeeded):
        approved(letter, by=cast.deputy)
    assert approved(letter, by=cast.lead).approved_by == cast.lead


def test_approving_twice_approves_once(cast: Cast) -> None:
    letter = approved(invitation(cast), by=cast.head)
    assert approved(letter, by=cast.deputy).approved_by == cast.head
    assert Entry.objects.filter(action="letter.approved").count() == 1


def test_what_was_changed_meanwhile_is_not_approved_unseen(cast: Cast) -> None:
    letter = invitation(cast)
    changed(letter, by=cast.deputy, subject="Shall we meet?")
    with pytest.raises(StaleLetter):
        approve_letter(by=cast.head, now=LATER, letter=letter, revision=letter.revision)


def test_a_produced_letter_is_sealed_dated_and_has_a_code(cast: Cast) -> None:
    letter = produced(invitation(cast), by=cast.deputy)
    made = letter.pdf.open("rb").read()
    assert letter.status == Letter.Status.PRODUCED
    assert letter.dated_on == TODAY
    assert letter.produced_by == cast.deputy
    assert hashlib.sha256(made).hexdigest() == letter.pdf_sha256
    assert len(letter.verification_code or "") == 14
    assert Entry.objects.get(action="letter.produced").changes["after"]["sha256"] == letter.pdf_sha256
    letter.pdf.close()


def test_a_draft_is_not_produced(cast: Cast) -> None:
    with pytest.raises(WrongStage, match="approved"):
        produce(invitation(cast), by=cast.head)


def test_producing_twice_makes_one_file_and_one_seal(cast: Cast) -> None:
    letter = produced(invitation(cast), by=cast.head)
    before = kept_files()
    again = produce(letter, by=cast.deputy)
    assert again.pdf_sha256 == letter.pdf_sha256
    assert again.verification_code == letter.verification_code
    assert kept_files() == before
    assert Entry.objects.filter(action="letter.produced").count() == 1


def test_a_letter_changed_while_it_is_approved_is_not_produced_on_the_old_page(cast: Cast) -> None:
    letter = approved(invitation(cast), by=cast.head)
    with pytest.raises(StaleLetter):
        produce(letter, by=cast.head, revision=letter.revision - 1)


def test_a_fault_of_the_layout_leaves_the_letter_approved_to_be_tried_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, before = approved(invitation(cast), by=cast.head), kept_files()
    with monkeypatch.context() as broken:
        broken.setattr(weasyprint.HTML, "write_pdf", lambda *_, **__: 1 / 0)
        with pytest.raises(PdfNotMade, match="try again"):
            produce(letter, by=cast.head)
    assert fresh(letter).status == Letter.Status.APPROVED
    assert kept_files() == before
    assert produce(letter, by=cast.head).status == Letter.Status.PRODUCED


def test_without_pango_the_page_says_what_to_install(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    class NoPango:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    letter = approved(invitation(cast), by=cast.head)
    monkeypatch.delitem(sys.modules, "weasyprint")
    monkeypatch.setattr("sys.meta_path", [NoPango()])
    with pytest.raises(PangoMissing, match="apt-get install -y libpango"):
        produce(letter, by=cast.head)
    assert fresh(letter).status == Letter.Status.APPROVED


def test_a_full_disk_leaves_the_letter_approved(cast: Cast, tmp_path: Path) -> None:
    letter = approved(invitation(cast), by=cast.head)
    (tmp_path / "file").write_text("in the way")
    with override_settings(PRIVATE_FILES_ROOT=tmp_path / "file"), pytest.raises(FileNotKept, match="disk"):
        produce(letter, by=cast.head)
    assert fresh(letter).status == Letter.Status.APPROVED


def test_a_refusal_after_the_file_was_written_takes_the_file_away(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    letter, before = approved(invitation(cast), by=cast.head), kept_files()
    real = weasyprint.HTML.write_pdf

    def changed_meanwhile(self: weasyprint.HTML, **about: Any) -> bytes:
        changed(letter, by=cast.deputy, subject="Shall we meet?")
        made: bytes = real(self, **about)
        return made

    monkeypatch.setattr(weasyprint.HTML, "write_pdf", changed_meanwhile)
    with pytest.raises(WrongStage):
        produce(letter, by=cast.head)
    assert kept_files() == before
    assert fresh(letter).subject == "Shall we meet?"


def test_a_letter_produced_in_another_window_meanwhile_is_produced_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, before = approved(invitation(cast), by=cast.head), kept_files()
    real, runs = weasyprint.HTML.write_pdf, []

    def in_two_windows(self: weasyprint.HTML, **about: Any) -> bytes:
        runs.append(self)
        if len(runs) == 1:
            produce(letter, by=cast.deputy)
        made: bytes = real(self, **about)
        return made

    monkeypatch.setattr(weasyprint.HTML, "write_pdf", in_two_windows)
    assert produce(letter, by=cast.head).produced_by == cast.deputy
    assert len(kept_files()) == len(before) + 1
    assert Entry.objects.filter(action="letter.produced").count() == 1


def test_bytes_changed_on_the_disk_are_not_shown(cast: Cast) -> None:
    letter = produced(invitation(cast), by=cast.head)
    assert sealed_bytes(letter).startswith(b"%PDF")
    Path(letter.pdf.path).write_bytes(b"%PDF another")
    with pytest.raises(SealBroken):
        sealed_bytes(letter)
    Path(letter.pdf.path).unlink()
    with pytest.raises(SealBroken):
        sealed_bytes(fresh(letter))


def test_sending_is_recorded_and_no_step_is_unless_it_is_asked_for(cast: Cast) -> None:
    letter = sent(invitation(cast), by=cast.head)
    assert letter.status == Letter.Status.SENT
    assert letter.sent_on == TODAY
    assert letter.sent_by == cast.head
    assert not StepRecord.objects.exists()


@pytest.mark.parametrize("days", [-1, 1])
def test_a_letter_is_sent_neither_before_it_was_produced_nor_in_the_future(cast: Cast, days: int) -> None:
    letter = produced(invitation(cast), by=cast.head)
    with pytest.raises(SentOnOutOfBounds):
        send(letter, by=cast.head, sent_on=TODAY + dt.timedelta(days=days))


def test_sending_may_record_the_step_as_asked_without_a_reply(cast: Cast) -> None:
    letter = produced(invitation(cast), by=cast.head)
    send(letter, by=cast.head, step_too=step_too(letter))
    record = StepRecord.objects.get()
    assert record.step == Step.MEETING
    assert record.outcome == StepRecord.Outcome.NO_REPLY
    assert record.follow_up_on == dt.date(2026, 11, 19)
    assert step(letter.case, Step.MEETING).state == State.OPEN


def test_a_letter_is_not_sent_when_its_step_cannot_be_recorded(cast: Cast) -> None:
    letter = produced(invitation(cast), by=cast.head)
    with pytest.raises(FollowUpNeeded):
        send(letter, by=cast.head, step_too=step_too(letter, follow_up_on=None))
    with pytest.raises(Stale):
        send(letter, by=cast.head, step_too=StepToo(0, None, TOKEN))
    assert fresh(letter).status == Letter.Status.PRODUCED


def test_a_letter_beyond_the_policy_is_recorded_as_such(cast: Cast) -> None:
    letter = produced(drafted(opened(cast), Kind.LOCAL_AUTHORITY, by=cast.head, outside_reason=WHY), by=cast.head)
    send(letter, by=cast.head, step_too=step_too(letter))
    record = StepRecord.objects.get()
    assert record.kind == StepRecord.Kind.OUTSIDE_POLICY
    assert record.reason == WHY


def test_a_notice_of_an_investigation_does_not_do_the_investigation(cast: Cast) -> None:
    case = opened(cast, capacity=Capacity.STAFF, findings={Finding.PUPIL_CONTACT: "Seen."})
    assert not may_record_step(drafted(case, Kind.INVESTIGATION_NOTICE, by=cast.head))


def test_sending_twice_is_recorded_once(cast: Cast) -> None:
    letter = sent(invitation(cast), by=cast.head)
    assert send(letter, by=cast.deputy, way=Letter.Way.HAND).sent_way == Letter.Way.POST


def test_what_is_not_produced_is_not_sent(cast: Cast) -> None:
    with pytest.raises(WrongStage):
        send(invitation(cast), by=cast.head)


def test_a_letter_is_withdrawn_with_a_reason_and_stays(cast: Cast) -> None:
    letter = produced(invitation(cast), by=cast.head)
    with pytest.raises(ReasonNeeded):
        withdraw_letter(by=cast.head, now=LATER, letter=letter, revision=letter.revision, why=" ")
    after = withdraw_letter(by=cast.head, now=LATER, letter=letter, revision=letter.revision, why="A wrong date.")
    assert after.status == Letter.Status.WITHDRAWN
    assert after.pdf_sha256
    assert withdraw_letter(by=cast.deputy, now=LATER, letter=letter, revision=0, why="x").withdrawn_by == cast.head


def test_a_sent_letter_is_not_withdrawn(cast: Cast) -> None:
    letter = sent(invitation(cast), by=cast.head)
    with pytest.raises(WrongStage, match="was sent"):
        withdraw_letter(by=cast.head, now=LATER, letter=letter, revision=letter.revision, why="A wrong date.")


def test_a_withdrawn_letter_is_neither_approved_nor_changed(cast: Cast) -> None:
    letter = invitation(cast)
    withdraw_letter(by=cast.head, now=LATER, letter=letter, revision=letter.revision, why="Not needed.")
    with pytest.raises(WrongStage):
        approved(letter, by=cast.head)
    with pytest.raises(WrongStage):
        changed(letter, by=cast.head, subject="x")


def test_nothing_moves_on_a_closed_case(cast: Cast) -> None:
    letter = approved(invitation(cast), by=cast.head)
    closed(letter.case, by=cast.head)
    with pytest.raises(CaseIsClosed):
        produce(letter, by=cast.head)
