"""The ladder, read from stored answers of the shipped packs and from records."""

import datetime as dt
from dataclasses import replace

from django.template.loader import render_to_string

from breaches.due import find_undone_binding_steps
from breaches.ladder import CaseLadder, CaseStep, build_ladder
from breaches.letters.kinds import LetterKind
from breaches.models import Case, Letter
from policies.rules.assessment import find_replaced
from policies.rules.words import Fact, Finding, Party, Step
from policies.stored_packs import shipped_packs
from tests.breaches.factories import assess_cornist, assess_shipped, make_record
from tests.cast import TODAY

DAY = dt.timedelta(days=1)
MALICIOUS = {Finding.MALICIOUS_COMMENT, Finding.CHILD_IMAGE}


def look(ladder: CaseLadder) -> dict[Step, str]:
    return {step.step: step.look for step in ladder.steps}


def state(ladder: CaseLadder, step: Step) -> str:
    return next(rung.state for rung in ladder.steps if rung.step == step)


def test_steps_stand_under_the_conditions_of_the_document_in_its_order() -> None:
    first, second = build_ladder(assess_cornist(), []).groups
    assert [rung.steps[0].step for rung in first.rungs] == [
        Step.REPORT_TO_PLATFORM,
        Step.REQUEST_REMOVAL,
        Step.MEETING,
    ]
    assert (first.in_order, second.in_order) == (True, False)


def test_a_waiting_step_says_what_it_waits_for_and_an_open_one_does_not() -> None:
    waits = {step.step: step.waits for step in build_ladder(assess_cornist(Fact.REFUSED), []).steps}
    assert waits[Step.WRITE_WARNING] == "Waits for word that it has gone on."
    assert waits[Step.CONTACT_POLICE].endswith(", and whether it is right to involve the police.")
    assert waits[Step.MEETING] == ""


def test_a_step_that_waits_for_what_was_answered_no_says_so() -> None:
    ladder = build_ladder(assess_cornist(), [], dead_ends=frozenset({Step.WRITE_WARNING}))
    waits = {step.step: step.waits for step in ladder.steps}
    assert waits[Step.WRITE_WARNING] == "Waits for a refusal, and word that it has gone on; you answered no."
    assert not waits[Step.COMPLAIN_TO_HOST].endswith("you answered no.")


def test_a_step_is_a_full_rung_when_done_and_a_barred_one_when_left_undone() -> None:
    records = [make_record(Step.REPORT_TO_PLATFORM), make_record(Step.MEETING, "left_undone", "", reason="Moved.")]
    ladder = build_ladder(assess_cornist(done={Step.REPORT_TO_PLATFORM}), records)
    assert look(ladder)[Step.REPORT_TO_PLATFORM] == "done"
    assert look(ladder)[Step.MEETING] == "undone"
    assert look(ladder)[Step.WRITE_WARNING] == "waiting"
    assert state(ladder, Step.REPORT_TO_PLATFORM) == "Done 12 November 2026"
    assert state(ladder, Step.MEETING) == "Left undone, with a reason"


def test_a_step_asked_without_a_reply_says_when_to_ask_again() -> None:
    record = make_record(Step.REQUEST_REMOVAL, outcome="no_reply", follow_up_on=TODAY + DAY)
    words = state(build_ladder(assess_cornist(), [record]), Step.REQUEST_REMOVAL)
    assert words == "Open: asked 12 November 2026, no reply yet, ask again on 13 November 2026"


def test_a_letter_sent_is_the_state_of_its_step() -> None:
    letter = Letter(step=Step.MEETING, sent_on=TODAY)
    assert state(build_ladder(assess_cornist(), [], [letter]), Step.MEETING) == "Open: letter sent 12 November 2026"


def test_alternatives_stand_together_and_are_not_due_once_one_is_done() -> None:
    confirmed = {Fact.ABOUT_SCHOOL_OR_TEACHER, Fact.REFUSED}
    answer = assess_shipped("avenue-recreation-road", Party.PARENT, MALICIOUS, confirmed)
    (choice,) = [rung for group in build_ladder(answer, []).groups for rung in group.rungs if rung.is_choice]
    assert [step.step for step in choice.steps] == [Step.REPORT_TO_PLATFORM, Step.REPORT_TO_LOCAL_AUTHORITY]
    assert not choice.is_waiting
    assert {Step.REPORT_TO_PLATFORM, Step.REPORT_TO_LOCAL_AUTHORITY} <= {
        step.step for step in find_undone_binding_steps(answer.steps, [])
    }
    one_done = assess_shipped(
        "avenue-recreation-road", Party.PARENT, MALICIOUS, confirmed, {Step.REPORT_TO_LOCAL_AUTHORITY}
    )
    assert find_replaced(one_done.steps) == {Step.REPORT_TO_PLATFORM}
    assert Step.REPORT_TO_PLATFORM not in {step.step for step in find_undone_binding_steps(one_done.steps, [])}
    words = state(build_ladder(one_done, [make_record(Step.REPORT_TO_LOCAL_AUTHORITY)]), Step.REPORT_TO_PLATFORM)
    assert words == "No longer due: one of these was done"


def test_an_alternative_under_another_condition_is_named() -> None:
    answer = assess_shipped("avenue-recreation-road", Party.PARENT, MALICIOUS, {Fact.ABOUT_SCHOOL_OR_TEACHER})
    removal, block = (
        next(step for step in build_ladder(answer, []).steps if step.step == word)
        for word in (Step.REQUEST_REMOVAL, Step.BLOCK_ACCESS)
    )
    assert removal.or_else == (block.content.label,)
    assert block.or_else == (removal.content.label,)


def test_a_silence_names_the_finding_and_shows_the_nearest_clauses() -> None:
    answer = assess_shipped("cornist-park", Party.PARENT, {Finding.ONLINE_ARGUMENT})
    (silence,) = build_ladder(answer, []).silences
    assert silence.title == "Online argument"
    assert [clause.id for clause in silence.clauses] == ["CP-IU-1a", "CP-IU-1b"]


def test_every_clause_shown_has_its_place_its_word_and_our_summary() -> None:
    for pack in shipped_packs():
        for party in Party:
            ladder = build_ladder(assess_shipped(pack.policy.slug, party, set(Finding)), [])
            for clause in [clause for step in ladder.steps for clause in step.content.clauses]:
                assert clause.place
                assert clause.modality
                assert clause.summary
                assert clause.id in {given.id for given in pack.clauses}


def removal(*letters: Letter) -> CaseStep:
    """The step of a request for removal, as it stands with these letters."""
    steps = build_ladder(
        assess_shipped("avenue-recreation-road", Party.PARENT, {Finding.MALICIOUS_COMMENT}), [], letters
    ).steps
    return next(step for step in steps if step.step == Step.REQUEST_REMOVAL)


def test_a_step_offers_its_letter_until_somebody_has_begun_it() -> None:
    kind = LetterKind.REMOVAL_REQUEST
    begun = Letter(kind=kind, step=Step.REQUEST_REMOVAL, status=Letter.Status.DRAFT)
    withdrawn = Letter(kind=kind, step=Step.REQUEST_REMOVAL, status=Letter.Status.WITHDRAWN)
    of_another_kind = Letter(kind=LetterKind.EVENT_BAN, step=Step.REQUEST_REMOVAL, status=Letter.Status.DRAFT)

    assert removal().kinds_to_write == (kind,)
    assert removal(begun).kinds_to_write == ()
    assert removal(withdrawn).kinds_to_write == (kind,)
    assert removal(of_another_kind).kinds_to_write == (kind,)


def test_a_step_that_two_letters_write_for_offers_both_by_name() -> None:
    kinds = (LetterKind.REMOVAL_REQUEST, LetterKind.EVENT_BAN)
    case = Case(pk=1, status=Case.Status.OPEN)
    pages = [
        render_to_string("breaches/_step.html", {"case": case, "step": replace(removal(), kinds_to_write=those)})
        for those in (kinds[:0], kinds[:1], kinds)
    ]

    assert [page.count("Write the letter") for page in pages] == [0, 1, 2]
    assert f'<span class="govuk-visually-hidden">: {kinds[0].label}</span>' in pages[1]
    assert all(f"<span>: {kind.label}</span>" in pages[2] for kind in kinds)
