"""The ladder, read from stored answers of the shipped packs and from records."""

import datetime as dt
from dataclasses import replace

from django.template.loader import render_to_string

from breaches.due import find_next_due_on, find_replaced_steps, find_undone_binding_steps, list_due, update_open_since
from breaches.ladder import CaseLadder, CaseStep, build_ladder
from breaches.letters.kinds import LetterKind
from breaches.models import Case, Letter, StepRecord
from policies.rules.answer import as_stored, from_stored
from policies.rules.assessment import Assessment, Facts, assess_version
from policies.rules.words import Fact, Finding, Party, Step
from policies.stored_packs import shipped_packs
from tests.cast import NOW, TODAY

DAY = dt.timedelta(days=1)
MALICIOUS = {Finding.MALICIOUS_COMMENT, Finding.CHILD_IMAGE}


def answered(
    slug: str,
    party: Party,
    findings: set[Finding],
    confirmed: set[Fact] = frozenset(),  # type: ignore[assignment]  # never changed
    done: set[Step] = frozenset(),  # type: ignore[assignment]  # never changed
) -> Assessment:
    """What the shipped version of a policy says, as it comes back from the database."""
    pack = next(one for one in shipped_packs() if one.policy.slug == slug)
    facts = Facts(slug, TODAY, TODAY, party, frozenset(findings), frozenset(confirmed), frozenset(done))
    return from_stored(as_stored(assess_version(pack, facts)))


def cornist(*confirmed: Fact, done: set[Step] = frozenset()) -> Assessment:  # type: ignore[assignment]  # never changed
    return answered("cornist-park", Party.PARENT, {Finding.DEFAMATION}, set(confirmed), done)


def told(step: Step, kind: str = "taken", outcome: str = "complied", **about: object) -> StepRecord:
    """A record that is not stored."""
    return StepRecord(step=step, kind=kind, outcome=outcome, done_on=TODAY, done_by="Siân Morgan", **about)


def look(ladder: CaseLadder) -> dict[Step, str]:
    return {one.step: one.look for one in ladder.steps}


def state(ladder: CaseLadder, step: Step) -> str:
    return next(one.state for one in ladder.steps if one.step == step)


def test_steps_stand_under_the_conditions_of_the_document_in_its_order() -> None:
    first, second = build_ladder(cornist(), []).groups
    assert [rung.steps[0].step for rung in first.rungs] == [
        Step.REPORT_TO_PLATFORM,
        Step.REQUEST_REMOVAL,
        Step.MEETING,
    ]
    assert (first.in_order, second.in_order) == (True, False)
    assert first.asks == ()


def test_what_a_whole_group_waits_for_is_asked_above_it_and_what_one_step_waits_for_beside_it() -> None:
    group = build_ladder(cornist(), []).groups[1]
    assert [one.fact for one in group.asks] == [Fact.REFUSED, Fact.CONTINUED]
    own = {rung.steps[0].step: [ask.fact for ask in rung.steps[0].asks] for rung in group.rungs}
    assert own[Step.CONTACT_POLICE] == [Fact.POLICE_APPROPRIATE]
    assert own[Step.BLOCK_ACCESS] == [Fact.ON_SCHOOL_CHANNEL]
    assert own[Step.WRITE_WARNING] == []


def test_once_the_gate_is_open_only_the_steps_that_still_wait_ask() -> None:
    group = build_ladder(cornist(Fact.REFUSED, Fact.CONTINUED), []).groups[1]
    assert group.asks == ()
    assert {rung.steps[0].look for rung in group.rungs} == {"open", "waiting"}


def test_a_step_is_a_full_rung_when_done_and_a_barred_one_when_left_undone() -> None:
    records = [told(Step.REPORT_TO_PLATFORM), told(Step.MEETING, "left_undone", "", reason="Moved.")]
    ladder = build_ladder(cornist(done={Step.REPORT_TO_PLATFORM}), records)
    assert look(ladder)[Step.REPORT_TO_PLATFORM] == "done"
    assert look(ladder)[Step.MEETING] == "undone"
    assert look(ladder)[Step.WRITE_WARNING] == "waiting"
    assert state(ladder, Step.REPORT_TO_PLATFORM) == "Done 12 November 2026"
    assert state(ladder, Step.MEETING) == "Left undone, with a reason"


def test_a_step_asked_without_a_reply_says_when_to_ask_again() -> None:
    record = told(Step.REQUEST_REMOVAL, outcome="no_reply", follow_up_on=TODAY + DAY)
    said = state(build_ladder(cornist(), [record]), Step.REQUEST_REMOVAL)
    assert said == "Open: asked 12 November 2026, no reply yet, ask again on 13 November 2026"


def test_a_letter_sent_is_the_state_of_its_step() -> None:
    letter = Letter(step=Step.MEETING, sent_on=TODAY)
    assert state(build_ladder(cornist(), [], [letter]), Step.MEETING) == "Open: letter sent 12 November 2026"


def test_alternatives_stand_together_and_are_not_due_once_one_is_done() -> None:
    confirmed = {Fact.ABOUT_SCHOOL_OR_TEACHER, Fact.REFUSED}
    answer = answered("avenue-recreation-road", Party.PARENT, MALICIOUS, confirmed)
    (choice,) = [rung for group in build_ladder(answer, []).groups for rung in group.rungs if rung.is_choice]
    assert [one.step for one in choice.steps] == [Step.REPORT_TO_PLATFORM, Step.REPORT_TO_LOCAL_AUTHORITY]
    assert not choice.is_waiting
    assert {Step.REPORT_TO_PLATFORM, Step.REPORT_TO_LOCAL_AUTHORITY} <= {
        one.step for one in find_undone_binding_steps(answer.steps, [])
    }
    one_done = answered("avenue-recreation-road", Party.PARENT, MALICIOUS, confirmed, {Step.REPORT_TO_LOCAL_AUTHORITY})
    assert find_replaced_steps(one_done.steps) == {Step.REPORT_TO_PLATFORM}
    assert Step.REPORT_TO_PLATFORM not in {one.step for one in find_undone_binding_steps(one_done.steps, [])}
    said = state(build_ladder(one_done, [told(Step.REPORT_TO_LOCAL_AUTHORITY)]), Step.REPORT_TO_PLATFORM)
    assert said == "No longer due: one of these was done"


def test_an_alternative_under_another_condition_is_named() -> None:
    answer = answered("avenue-recreation-road", Party.PARENT, MALICIOUS, {Fact.ABOUT_SCHOOL_OR_TEACHER})
    removal, block = (
        next(one for one in build_ladder(answer, []).steps if one.step == word)
        for word in (Step.REQUEST_REMOVAL, Step.BLOCK_ACCESS)
    )
    assert removal.or_else == (block.shown.label,)
    assert block.or_else == (removal.shown.label,)


def test_a_silence_names_the_finding_and_shows_the_nearest_clauses() -> None:
    answer = answered("cornist-park", Party.PARENT, {Finding.ONLINE_COMPLAINT})
    (silence,) = build_ladder(answer, []).silences
    assert silence.title == "Complaint made online"
    assert [one.id for one in silence.clauses] == ["CP-IU-1b", "CP-IU-2.2"]


def test_every_clause_shown_has_its_place_its_word_and_our_summary() -> None:
    for pack in shipped_packs():
        for party in Party:
            ladder = build_ladder(answered(pack.policy.slug, party, set(Finding)), [])
            for clause in [clause for one in ladder.steps for clause in one.shown.clauses]:
                assert clause.place
                assert clause.modality
                assert clause.summary
                assert clause.id in {one.id for one in pack.clauses}


def removal(*letters: Letter) -> CaseStep:
    """The step of a request for removal, as it stands with these letters."""
    steps = build_ladder(
        answered("avenue-recreation-road", Party.PARENT, {Finding.OFFENSIVE_COMMENT}), [], letters
    ).steps
    return next(one for one in steps if one.step == Step.REQUEST_REMOVAL)


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
    said = [
        render_to_string("breaches/_step.html", {"case": case, "step": replace(removal(), kinds_to_write=those)})
        for those in (kinds[:0], kinds[:1], kinds)
    ]

    assert [page.count("Write the letter") for page in said] == [0, 1, 2]
    assert f'<span class="govuk-visually-hidden">: {kinds[0].label}</span>' in said[1]
    assert all(f"<span>: {kind.label}</span>" in said[2] for kind in kinds)


def test_a_follow_up_is_due_on_its_day_and_a_firm_step_from_the_day_it_opened() -> None:
    records = [told(Step.REQUEST_REMOVAL, outcome="no_reply", follow_up_on=TODAY + 3 * DAY)]
    steps = cornist().steps
    since = update_open_since({}, steps, today=TODAY - DAY)
    due = list_due(since=since, steps=steps, records=records)
    assert [(one.step, one.on) for one in due] == [
        (Step.REPORT_TO_PLATFORM, TODAY - DAY),
        (Step.MEETING, TODAY - DAY),
        (Step.REQUEST_REMOVAL, TODAY + 3 * DAY),
    ]
    assert find_next_due_on(is_open=True, since=since, steps=steps, records=records) == TODAY - DAY
    assert find_next_due_on(is_open=False, since=since, steps=steps, records=records) is None


def test_nothing_is_due_when_each_follow_up_was_seen_to_and_each_firm_step_left_with_a_reason() -> None:
    records = [
        told(Step.REPORT_TO_PLATFORM, "left_undone", "", reason="Gone."),
        told(Step.MEETING, "left_undone", "", reason="Gone."),
        told(Step.REQUEST_REMOVAL, follow_up_on=TODAY, follow_up_done_at=NOW),
    ]
    steps = cornist().steps
    since = update_open_since({}, steps, today=TODAY)
    assert find_next_due_on(is_open=True, since=since, steps=steps, records=records) is None


def test_a_firm_step_that_opens_later_is_due_from_the_day_it_opens_and_no_earlier() -> None:
    findings = {Finding.MALICIOUS_COMMENT}
    before = answered("avenue-recreation-road", Party.PARENT, findings).steps
    after = answered("avenue-recreation-road", Party.PARENT, findings, {Fact.ABOUT_SCHOOL_OR_TEACHER}).steps
    since = update_open_since(update_open_since({}, before, today=TODAY - 5 * DAY), after, today=TODAY)
    due = {one.step: one.on for one in list_due(since=since, steps=after, records=[])}
    assert (due[Step.OWN_ACTION], due[Step.MEETING]) == (TODAY - 5 * DAY, TODAY)
    assert Step.MEETING not in update_open_since(since, before, today=TODAY + DAY)
