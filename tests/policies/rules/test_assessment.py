from datetime import date

import pytest

from policies.rules.assessment import Assessment, StepAnswer, assess, assess_version
from policies.rules.duties import parse_duties
from policies.rules.words import Actor, Fact, Finding, Force, Notice, Party, State, Step
from tests.policies.rules.factories import facts, small_pack

DRAFT = ('status = "adopted"\nin_force_from = 2024-09-01', 'status = "draft"')
LATER = ("2024-09-01", "2025-03-01")
NEXT = ('number = "1"', 'number = "2"')
EVERYONE_ELSE = '"staff", "governor", "volunteer", "pupil", "visitor", "other"'


def step_of(answer: Assessment, step: Step) -> StepAnswer:
    """Return the one answer about a step."""
    [match] = [given for given in answer.steps if given.step == step]
    return match


def test_a_step_carries_its_clause_its_place_and_its_words() -> None:
    step = step_of(assess([small_pack()], facts(Finding.THREAT)), Step.CONTACT_POLICE)

    assert (step.state, step.force, step.who) == (State.OPEN, Force.ALWAYS, Actor.NOT_STATED)
    assert step.label == "Report the comment to the police"
    assert step.condition.heading == "When a comment is threatening"
    [clause] = step.clauses
    assert (clause.id, clause.place, clause.force) == ("HT-3", "Action, second point", Force.ALWAYS)
    assert clause.rule.id == "ht-police-parent"
    assert clause.caution == ""


def test_steps_stand_in_the_order_of_the_document() -> None:
    answer = assess([small_pack()], facts(Finding.THREAT, Finding.ONLINE_COMPLAINT))

    assert [step.step for step in answer.steps] == [Step.REQUEST_REMOVAL, Step.BLOCK_ACCESS, Step.CONTACT_POLICE]


def test_a_step_waits_for_what_is_not_confirmed_in_the_order_of_the_rule() -> None:
    waiting = step_of(assess([small_pack()], facts(Finding.THREAT)), Step.REQUEST_REMOVAL)
    nearer = step_of(assess([small_pack()], facts(Finding.THREAT, confirmed={Fact.REFUSED})), Step.REQUEST_REMOVAL)

    assert (waiting.state, waiting.waiting_for) == (State.WAITING, (Fact.REFUSED, Fact.CONTINUED))
    assert (nearer.state, nearer.waiting_for) == (State.WAITING, (Fact.CONTINUED,))


def test_a_clause_that_gives_a_step_for_two_findings_is_listed_once_by_its_nearest_reading() -> None:
    step = step_of(assess([small_pack()], facts(Finding.THREAT, Finding.ONLINE_COMPLAINT)), Step.REQUEST_REMOVAL)

    assert [clause.rule.id for clause in step.clauses] == ["ht-removal-complaint"]
    assert step.waiting_for == (Fact.CONTINUED,)


def test_a_clause_that_gives_a_step_openly_is_read_so() -> None:
    pack = small_pack(('waits_for = ["continued"]', "waits_for = []"))
    step = step_of(assess([pack], facts(Finding.THREAT, Finding.ONLINE_COMPLAINT)), Step.REQUEST_REMOVAL)

    assert [clause.rule.id for clause in step.clauses] == ["ht-removal-complaint"]
    assert step.state == State.OPEN


def test_of_two_open_readings_of_a_clause_the_stronger_is_shown() -> None:
    pack = small_pack(
        ('waits_for = ["refused", "continued"]', "waits_for = []"),
        ('waits_for = ["continued"]', "waits_for = []"),
        (
            'findings = ["online_complaint"]\nstep = "request_removal"\nforce = "may"',
            'findings = ["online_complaint"]\nstep = "request_removal"\nforce = "will"',
        ),
    )
    step = step_of(assess([pack], facts(Finding.THREAT, Finding.ONLINE_COMPLAINT)), Step.REQUEST_REMOVAL)

    assert [clause.rule.id for clause in step.clauses] == ["ht-removal-complaint"]
    assert step.force == Force.WILL


def test_of_two_readings_of_a_clause_that_are_as_near_the_first_is_shown() -> None:
    pack = small_pack(('waits_for = ["continued"]', 'waits_for = ["reasonable_complaint", "continued"]'))
    step = step_of(assess([pack], facts(Finding.THREAT, Finding.ONLINE_COMPLAINT)), Step.REQUEST_REMOVAL)

    assert [clause.rule.id for clause in step.clauses] == ["ht-removal-threat"]


def test_a_step_given_by_two_clauses_takes_the_strongest_force_among_the_open_ones() -> None:
    pack = small_pack(('step = "block_access"', 'step = "contact_police"'))
    step = step_of(assess([pack], facts(Finding.THREAT)), Step.CONTACT_POLICE)

    assert [(clause.id, clause.force) for clause in step.clauses] == [("HT-2", Force.MAY), ("HT-3", Force.ALWAYS)]
    assert (step.force, step.alternatives) == (Force.ALWAYS, "HT-2")
    assert step.condition.id == "threat"


def test_a_waiting_clause_lends_no_force_to_an_open_step() -> None:
    pack = small_pack(
        ('waits_for = []\nalternatives = ""', 'waits_for = ["refused"]\nalternatives = ""'),
        ('step = "block_access"', 'step = "contact_police"'),
    )
    step = step_of(assess([pack], facts(Finding.THREAT)), Step.CONTACT_POLICE)

    assert (step.state, step.force, step.waiting_for) == (State.OPEN, Force.MAY, ())


def test_a_step_that_no_clause_opens_takes_the_strongest_force_and_the_nearest_wait() -> None:
    pack = small_pack(
        ('waits_for = []\nalternatives = ""', 'waits_for = ["refused", "continued"]\nalternatives = ""'),
        ('step = "block_access"', 'step = "contact_police"'),
        ('waits_for = []\nalternatives = "HT-2"', 'waits_for = ["extreme_case"]\nalternatives = "HT-2"'),
    )
    step = step_of(assess([pack], facts(Finding.THREAT)), Step.CONTACT_POLICE)

    assert (step.state, step.force, step.waiting_for) == (State.WAITING, Force.ALWAYS, (Fact.EXTREME_CASE,))


def test_a_done_step_keeps_its_force_and_its_clauses() -> None:
    step = step_of(assess([small_pack()], facts(Finding.THREAT, done={Step.CONTACT_POLICE})), Step.CONTACT_POLICE)

    assert (step.state, step.force) == (State.DONE, Force.ALWAYS)
    assert [clause.id for clause in step.clauses] == ["HT-3"]


def test_a_step_that_was_done_but_is_not_given_does_not_appear() -> None:
    answer = assess([small_pack()], facts(Finding.THREAT, done={Step.MEETING}))

    assert Step.MEETING not in [step.step for step in answer.steps]


def test_once_an_alternative_is_done_the_others_stay_and_are_no_longer_due() -> None:
    asked = facts(Finding.THREAT, confirmed={Fact.REFUSED, Fact.CONTINUED})
    before = assess([small_pack()], asked)
    after = assess(
        [small_pack()],
        facts(Finding.THREAT, confirmed={Fact.REFUSED, Fact.CONTINUED}, done={Step.BLOCK_ACCESS}),
    )

    assert [step.step for step in before.due] == [Step.REQUEST_REMOVAL, Step.BLOCK_ACCESS, Step.CONTACT_POLICE]
    assert step_of(after, Step.REQUEST_REMOVAL).state == State.OPEN
    assert [step.step for step in after.due] == [Step.CONTACT_POLICE]


def test_an_alternative_that_is_done_settles_no_step_without_a_label() -> None:
    answer = assess([small_pack()], facts(Finding.THREAT, done={Step.CONTACT_POLICE}))

    assert [step.step for step in answer.due] == [Step.BLOCK_ACCESS]


def test_a_clause_that_names_nobody_waits_for_a_person_to_read_it() -> None:
    step = step_of(assess([small_pack()], facts(Finding.THREAT, party=Party.PUPIL)), Step.CONTACT_POLICE)

    assert step.waiting_for == (Fact.WORDING_APPLIES,)
    assert step.clauses[0].caution == "The wording names no author."


def test_a_rule_without_a_caution_shows_that_of_its_clause() -> None:
    step = step_of(assess([small_pack()], facts(Finding.THREAT)), Step.BLOCK_ACCESS)

    assert step.clauses[0].caution == "Which page is meant is not said."


def test_silence_stands_in_the_order_of_the_findings_and_shows_the_nearest_clauses() -> None:
    answer = assess(
        [small_pack()],
        facts(Finding.DISREPUTE, Finding.ONLINE_COMPLAINT, Finding.DEFAMATION, party=Party.STAFF),
    )

    assert [silence.finding for silence in answer.silent] == [
        Finding.DEFAMATION,
        Finding.ONLINE_COMPLAINT,
        Finding.DISREPUTE,
    ]
    assert [clause.id for clause in answer.silent[1].show] == ["HT-1"]
    assert answer.silent[1].note == "Only parents are told where to take a complaint."
    assert answer.steps == ()


def test_a_finding_touches_a_rule_of_conduct_once_with_every_exception() -> None:
    plain = assess([small_pack()], facts(Finding.ONLINE_COMPLAINT))
    reasonable = assess([small_pack()], facts(Finding.ONLINE_COMPLAINT, confirmed={Fact.REASONABLE_COMPLAINT}))

    assert [(engaged.clause.id, engaged.exceptions) for engaged in plain.engaged] == [("HT-1", ())]
    assert [(engaged.clause.id, engaged.exceptions) for engaged in reasonable.engaged] == [
        ("HT-1", ("A complaint made to the school itself.",))
    ]


@pytest.mark.parametrize(
    ("on", "number"),
    [
        (date(2024, 8, 31), None),
        (date(2024, 9, 1), "1"),
        (date(2025, 2, 28), "1"),
        (date(2025, 3, 1), "2"),
    ],
)
def test_the_version_in_force_on_the_day_answers(on: date, number: str | None) -> None:
    answer = assess([small_pack(LATER, NEXT), small_pack()], facts(Finding.THREAT, on=on))

    assert answer.version == number


def test_with_no_version_in_force_nothing_is_answered() -> None:
    answer = assess([small_pack()], facts(Finding.THREAT, on=date(2024, 8, 31)))

    assert answer.in_force_from is None
    assert answer.notices == (Notice.NO_VERSION_IN_FORCE,)
    assert (answer.steps, answer.silent, answer.engaged, answer.duties) == ((), (), (), ())


def test_another_policy_never_answers() -> None:
    other = small_pack(('slug = "hill-top"', 'slug = "valley"'))

    assert assess([other], facts(Finding.THREAT)).version is None


def test_a_draft_answers_only_when_it_is_asked_for() -> None:
    draft = small_pack(DRAFT, NEXT)

    assert assess([draft, small_pack()], facts(Finding.THREAT)).version == "1"
    assert assess([draft, small_pack()], facts(Finding.THREAT, draft=True)).version == "2"
    assert assess([draft], facts(Finding.THREAT)).version is None
    assert Notice.DRAFT in assess([draft], facts(Finding.THREAT, draft=True)).notices


def test_asking_for_a_draft_that_does_not_exist_answers_from_the_version_in_force() -> None:
    assert assess([small_pack()], facts(Finding.THREAT, draft=True)).version == "1"


def test_the_day_a_school_adopted_a_version_is_shown_in_place_of_its_own() -> None:
    pack = small_pack()

    assert assess_version(pack, facts(), date(2025, 1, 6)).in_force_from == date(2025, 1, 6)
    assert assess_version(pack, facts()).in_force_from == date(2024, 9, 1)


@pytest.mark.parametrize(
    ("today", "overdue"), [(date(2025, 6, 30), False), (date(2025, 7, 1), True), (date(2025, 5, 31), False)]
)
def test_a_month_without_a_day_is_overdue_once_it_has_ended(today: date, overdue: bool) -> None:
    assert (Notice.REVIEW_OVERDUE in assess([small_pack()], facts(today=today)).notices) is overdue


@pytest.mark.parametrize(("today", "overdue"), [(date(2025, 6, 15), False), (date(2025, 6, 16), True)])
def test_a_day_is_overdue_on_the_day_after(today: date, overdue: bool) -> None:
    pack = small_pack(('review = "2025-06"', 'review = "2025-06-15"'))

    assert (Notice.REVIEW_OVERDUE in assess([pack], facts(today=today)).notices) is overdue


def test_every_notice_that_holds_is_given_in_order() -> None:
    undated = small_pack(
        ("date_stated = true", "date_stated = false"),
        ('review = "2025-06"', 'review = "none"'),
        ('approval = "recorded"', 'approval = "not recorded"'),
    )
    draft = small_pack(DRAFT, ("date_stated = true", "date_stated = false"))

    assert assess([undated], facts()).notices == (
        Notice.APPROVAL_NOT_RECORDED,
        Notice.NO_REVIEW_DATE,
        Notice.NO_DATE_STATED,
    )
    assert assess([draft], facts(draft=True)).notices == (Notice.DRAFT,)


def test_a_sound_version_carries_no_notice() -> None:
    assert assess([small_pack()], facts()).notices == ()


def test_duties_stand_beside_a_policy_that_is_silent() -> None:
    duties = parse_duties(
        """
        [[duty]]
        id = "tell"
        nation = "england"
        source = "A source"
        begins = 2024-01-01
        checked_on = 2024-02-01
        parties = ["staff"]
        findings = ["sexual_advance"]
        says = "Tell somebody."
        """,
        "duties.toml",
    )
    answer = assess([small_pack()], facts(Finding.SEXUAL_ADVANCE, party=Party.STAFF), duties)

    assert [silence.finding for silence in answer.silent] == [Finding.SEXUAL_ADVANCE]
    assert [duty.id for duty in answer.duties] == ["tell"]
