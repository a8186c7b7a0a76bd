"""What each school's own policy says of what its people tell, and who is told."""

from pathlib import Path

import pytest

from policies.rules.assessment import Facts, assess_version
from policies.rules.parsing import parse_pack
from policies.rules.words import Finding, Force, Notice, Party, Step
from reports.policy_answer import PolicyQuestion, ReportInput, asks_to_tell_at_once, load_answer, load_open_steps
from tests.cast import TODAY
from tests.reports.factories import friend_request, make_staff_report, team_keeping_to

SILENT = ("cornist-park", "bradley")
OWN_WORDS = Path(__file__).parent.parent / "policies" / "own_words.toml"


def answer_at(
    slug: str, report_input: ReportInput, party: Party = Party.STAFF
) -> tuple[list[tuple[Step, Force]], bool]:
    """The open steps at a school that keeps to this policy, and whether somebody is to be told at once."""
    team = team_keeping_to(slug)
    report = make_staff_report(team, report_input=report_input, party=party)
    return [(step.step, step.force) for step in load_open_steps(report)], report.at_once


@pytest.mark.django_db
@pytest.mark.parametrize("slug", SILENT)
def test_a_request_merely_received_meets_silence(slug: str) -> None:
    team = team_keeping_to(slug)

    report = make_staff_report(team)

    answer = load_answer(report)
    assert answer is not None
    assert [silence.finding for silence in answer.silent] == [Finding.PUPIL_REQUEST_RECEIVED]
    assert (answer.steps, report.at_once) == ((), False)
    assert report.version is not None


@pytest.mark.django_db
def test_at_cavendish_nothing_is_in_force_and_the_answer_says_so() -> None:
    report = make_staff_report(team_keeping_to("cavendish"))

    answer = load_answer(report)
    assert answer is not None
    assert answer.notices == (Notice.NO_VERSION_IN_FORCE,)
    assert (report.version, answer.steps, report.at_once) == (None, (), False)


@pytest.mark.django_db
def test_at_st_peters_a_request_has_two_told_at_once() -> None:
    steps, at_once = answer_at("st-peters", friend_request())

    assert steps == [(Step.INFORM_HEADTEACHER, Force.MUST), (Step.SAFEGUARDING_PROCEDURES, Force.MUST)]
    assert at_once


@pytest.mark.django_db
def test_at_st_peters_a_governor_s_request_waits_for_a_person_to_read_the_wording() -> None:
    steps, at_once = answer_at("st-peters", friend_request(), Party.GOVERNOR)

    assert (steps, at_once) == ([], False)


@pytest.mark.django_db
def test_at_avenue_and_recreation_road_the_parents_are_told_and_nobody_at_once() -> None:
    steps, at_once = answer_at("avenue-recreation-road", friend_request())

    assert (steps, at_once) == ([(Step.NOTIFY_PARENTS, Force.EXPECTED)], False)


@pytest.mark.parametrize(("counts_as", "tells"), [("inform_headteacher", True), ("meeting", False)])
def test_a_step_of_a_policys_own_has_somebody_told_where_the_one_it_counts_as_does(
    counts_as: str, tells: bool
) -> None:
    text = OWN_WORDS.read_text(encoding="utf-8").replace('counts_as = "meeting"', f'counts_as = "{counts_as}"')
    gossip = Finding("chat_gossip")
    facts = Facts("fern-hill", TODAY, TODAY, Party("club_leader"), frozenset({gossip}))

    answer = assess_version(parse_pack(text, OWN_WORDS.name), facts)

    assert asks_to_tell_at_once(PolicyQuestion(gossip), answer) == tells
