"""Every shipped duty, written a second time: whom and what it is for, in which nations, and what it waits for."""

import datetime as dt
from dataclasses import dataclass

import pytest

from policies.rules.duties import Contact, DutyFacts, find_duties, find_duty_questions
from policies.rules.pack import TimeLimit
from policies.rules.words import Fact, Finding, PackNation, Party, Start, Step, Unit
from policies.stored_packs import shipped_duties

TODAY = dt.date(2026, 11, 21)
ENGLAND, WALES = frozenset({PackNation.ENGLAND}), frozenset({PackNation.WALES})
BOTH, BRITAIN, ALL = ENGLAND | WALES, ENGLAND | WALES | {PackNation.SCOTLAND}, frozenset(PackNation)
ANYBODY, ANYTHING = frozenset(Party), frozenset(Finding)
PUPILS = frozenset({Party.PUPIL})
EMPLOYED = frozenset({Party.STAFF, Party.CONTRACTOR})
IN_SCHOOL = EMPLOYED | {Party.GOVERNOR, Party.VOLUNTEER}
HATE = frozenset({Finding.HATE_COMMENT, Finding.RACIST_COMMENT, Finding.HOMOPHOBIC_COMMENT})
DANGEROUS = frozenset({Finding.THREAT, Finding.HARASSMENT})
UNKIND = HATE | DANGEROUS | {Finding.SEXIST_COMMENT, Finding.ABUSIVE_COMMENT, Finding.CYBERBULLYING}
AIMED = UNKIND | {Finding.MALICIOUS_COMMENT, Finding.IMPERSONATION, Finding.GENERATED_IMAGE}
SEXUAL = frozenset({Finding.SEXUAL_ADVANCE, Finding.NUDE_IMAGE})
LEAVING = frozenset({Step.DISMISSAL, Step.END_ROLE})


@dataclass(frozen=True)
class Expected:
    """For whom and what a duty is answered once its facts are confirmed and one of its steps is there."""

    nations: frozenset[PackNation]
    parties: frozenset[Party]
    findings: frozenset[Finding]
    confirmed: frozenset[Fact] = frozenset()
    steps: frozenset[Step] = frozenset()


HARMED = frozenset({Fact.CHILD_HARMED})
EXPECTED = {
    "danger-now": Expected(ALL, ANYBODY, ANYTHING, frozenset({Fact.IMMEDIATE_RISK})),
    "police": Expected(ALL, ANYBODY, HATE | DANGEROUS | {Finding.SEXUAL_ADVANCE}),
    "threatening-message": Expected(BOTH, ANYBODY, frozenset({Finding.THREAT})),
    "course-of-conduct": Expected(BOTH, ANYBODY, frozenset({Finding.HARASSMENT})),
    "hate-crime": Expected(BOTH, ANYBODY, HATE),
    "equality": Expected(BOTH, ANYBODY, HATE | {Finding.SEXIST_COMMENT}),
    "keep-evidence": Expected(ALL, ANYBODY, AIMED | {Finding.DEFAMATION}),
    "duty-to-staff": Expected(BRITAIN, ANYBODY, DANGEROUS | {Finding.ABUSIVE_COMMENT, Finding.HATE_COMMENT}),
    "care-for-the-person": Expected(BOTH, ANYBODY, AIMED),
    "england-conduct-off-site": Expected(ENGLAND, PUPILS, UNKIND - {Finding.HATE_COMMENT}),
    "wales-bullying-record": Expected(
        WALES, PUPILS, UNKIND - {Finding.HATE_COMMENT, Finding.THREAT, Finding.ABUSIVE_COMMENT}
    ),
    "england-allegation-child-harmed": Expected(ENGLAND, ANYBODY, ANYTHING, HARMED),
    "wales-allegation-child-harmed": Expected(WALES, ANYBODY, ANYTHING, HARMED),
    "england-allegation-threshold": Expected(ENGLAND, IN_SCHOOL, SEXUAL | {Finding.PUPIL_CONTACT}),
    "england-low-level-concern": Expected(
        ENGLAND,
        IN_SCHOOL - {Party.GOVERNOR},
        frozenset({Finding.PUPIL_CONTACT, Finding.PERSONAL_DETAILS_SHARED}),
    ),
    "wales-designated-officer": Expected(WALES, IN_SCHOOL, SEXUAL | {Finding.PUPIL_CONTACT}),
    "teacher-not-named": Expected(BOTH, ANYBODY, frozenset({Finding.ALLEGATION})),
    "teacher-accused-not-named": Expected(BOTH, EMPLOYED, SEXUAL | {Finding.PUPIL_CONTACT}, frozenset({Fact.TEACHER})),
    "grooming": Expected(BOTH, ANYBODY, frozenset({Finding.SEXUAL_ADVANCE})),
    "england-images-of-children": Expected(ENGLAND, ANYBODY, SEXUAL),
    "wales-images-of-children": Expected(WALES, ANYBODY, SEXUAL),
    "report-remove": Expected(ALL, ANYBODY, frozenset({Finding.NUDE_IMAGE})),
    "images-posted": Expected(ALL, ANYBODY, frozenset({Finding.CHILD_IMAGE, Finding.CHILD_IMAGE_WITH_NAME})),
    "underage-account": Expected(ALL, ANYBODY, frozenset({Finding.UNDERAGE_ACCOUNT})),
    "impersonation": Expected(ALL, ANYBODY, frozenset({Finding.IMPERSONATION})),
    "england-generated-image": Expected(ENGLAND, ANYBODY, frozenset({Finding.GENERATED_IMAGE})),
    "wales-generated-image": Expected(WALES, ANYBODY, frozenset({Finding.GENERATED_IMAGE})),
    "england-teaching-regulation-agency": Expected(ENGLAND, EMPLOYED, ANYTHING, frozenset({Fact.TEACHER}), LEAVING),
    "wales-education-workforce-council": Expected(WALES, EMPLOYED, ANYTHING, steps=LEAVING),
    "barring-referral": Expected(BOTH, IN_SCHOOL, ANYTHING, steps=LEAVING),
    "ban-from-premises": Expected(
        BOTH,
        ANYBODY - {Party.STAFF, Party.GOVERNOR, Party.PUPIL},
        ANYTHING,
        steps=frozenset({Step.BAN_FROM_PREMISES}),
    ),
    "complaint": Expected(
        BOTH, ANYBODY, frozenset({Finding.ONLINE_COMPLAINT, Finding.ALLEGATION, Finding.MALICIOUS_COMMENT})
    ),
    "reasonable-complaint": Expected(BOTH, ANYBODY, ANYTHING, frozenset({Fact.REASONABLE_COMPLAINT})),
}
DORMANT = {"england-mandatory-reporting", "under-16-ban"}
URGENT = {
    "danger-now",
    "police",
    "england-allegation-child-harmed",
    "wales-allegation-child-harmed",
    "grooming",
    "england-images-of-children",
    "wales-images-of-children",
    "england-generated-image",
    "wales-generated-image",
}


def ids(
    finding: Finding,
    party: Party = Party.PARENT,
    nation: PackNation = PackNation.ENGLAND,
    *,
    today: dt.date = TODAY,
    confirmed: frozenset[Fact] = frozenset(),
    steps: frozenset[Step] = frozenset(),
) -> list[str]:
    """Return the ids of the duties answered for one finding."""
    found = find_duties(
        shipped_duties(), DutyFacts(nation, today, party, frozenset({finding}), frozenset(confirmed), steps)
    )
    return [duty.id for duty in found]


def asks(finding: Finding, party: Party = Party.PARENT, nation: PackNation = PackNation.ENGLAND) -> list[str]:
    """Return the facts asked for one finding."""
    found = find_duty_questions(shipped_duties(), DutyFacts(nation, TODAY, party, frozenset({finding})))
    return [row.fact for row in found]


def test_every_shipped_duty_stands_in_this_list_or_is_dormant() -> None:
    assert {duty.id for duty in shipped_duties()} == EXPECTED.keys() | DORMANT


@pytest.mark.parametrize("duty", EXPECTED)
def test_a_duty_is_answered_for_whom_and_what_it_is_for_and_for_nothing_else(duty: str) -> None:
    row = EXPECTED[duty]
    answered = {
        (nation, party, finding)
        for nation in PackNation
        for party in Party
        for finding in Finding
        if duty in ids(finding, party, nation, confirmed=row.confirmed, steps=row.steps)
    }

    assert answered == {
        (nation, party, finding) for nation in row.nations for party in row.parties for finding in row.findings
    }


@pytest.mark.parametrize("duty", [duty for duty, row in EXPECTED.items() if row.confirmed or row.steps])
def test_a_duty_waits_for_its_facts_and_steps(duty: str) -> None:
    row = EXPECTED[duty]
    nation, party, finding = min(row.nations), min(row.parties), min(row.findings)
    every_fact, every_step = frozenset(Fact), frozenset(Step)

    assert duty in ids(finding, party, nation, confirmed=every_fact, steps=every_step)
    for fact in row.confirmed:
        assert duty not in ids(finding, party, nation, confirmed=every_fact - {fact}, steps=every_step)
    if row.steps:
        assert duty not in ids(finding, party, nation, confirmed=every_fact, steps=every_step - row.steps)
        for step in row.steps:
            assert duty in ids(finding, party, nation, confirmed=every_fact, steps=frozenset({step}))


@pytest.mark.parametrize(
    ("duty", "finding", "begins"),
    [
        ("threatening-message", Finding.THREAT, dt.date(2024, 1, 31)),
        ("course-of-conduct", Finding.HARASSMENT, dt.date(1997, 6, 16)),
        ("teacher-not-named", Finding.ALLEGATION, dt.date(2012, 10, 1)),
        ("england-images-of-children", Finding.NUDE_IMAGE, dt.date(2024, 3, 11)),
        ("care-for-the-person", Finding.THREAT, dt.date(2014, 11, 17)),
        ("police", Finding.THREAT, dt.date(2026, 11, 1)),
        ("images-posted", Finding.CHILD_IMAGE, dt.date(2026, 11, 1)),
    ],
)
def test_a_duty_is_answered_from_the_day_it_began(duty: str, finding: Finding, begins: dt.date) -> None:
    assert duty in ids(finding, today=begins)
    assert duty not in ids(finding, today=begins - dt.timedelta(days=1))


@pytest.mark.parametrize("duty", sorted(DORMANT))
def test_a_dormant_duty_is_answered_for_nothing_and_says_why(duty: str) -> None:
    every_fact, every_step = frozenset(Fact), frozenset(Step)
    rows = [row for row in shipped_duties() if row.id == duty]

    assert all(row.begins is None and row.caution for row in rows)
    for nation in PackNation:
        for finding in Finding:
            assert duty not in ids(finding, Party.STAFF, nation, confirmed=every_fact, steps=every_step)


@pytest.mark.parametrize(
    ("party", "finding", "nation", "first"),
    [
        (Party.PARENT, Finding.THREAT, PackNation.WALES, "police"),
        (Party.OTHER, Finding.RACIST_COMMENT, PackNation.ENGLAND, "police"),
        (Party.PUPIL, Finding.SEXUAL_ADVANCE, PackNation.WALES, "police"),
        (Party.PUPIL, Finding.NUDE_IMAGE, PackNation.ENGLAND, "england-images-of-children"),
        (Party.VISITOR, Finding.GENERATED_IMAGE, PackNation.WALES, "wales-generated-image"),
    ],
)
def test_the_worst_is_met_by_an_urgent_duty_whoever_did_it(
    party: Party, finding: Finding, nation: PackNation, first: str
) -> None:
    urgent = [duty.id for duty in shipped_duties() if duty.urgent]

    assert next(duty for duty in ids(finding, party, nation) if duty in urgent) == first


def test_the_urgent_duties_are_those_that_cannot_wait() -> None:
    assert {duty.id for duty in shipped_duties() if duty.urgent} == URGENT


@pytest.mark.parametrize(
    ("nation", "duty"),
    [
        (PackNation.ENGLAND, "england-allegation-child-harmed"),
        (PackNation.WALES, "wales-allegation-child-harmed"),
        (PackNation.ENGLAND, "england-allegation-threshold"),
        (PackNation.WALES, "wales-designated-officer"),
    ],
)
def test_the_designated_officer_is_told_within_a_working_day_of_the_school_knowing(
    nation: PackNation, duty: str
) -> None:
    [row] = [row for row in shipped_duties() if row.id == duty]

    assert (row.nation, row.within) == (nation, TimeLimit(1, Unit.WORKING_DAYS, Start.KNOWN))
    assert {Contact.DESIGNATED_OFFICER, Contact.CHAIR} <= set(row.contacts)
    assert "Chair of governors" in row.says
    assert ("24 hours" in row.says) is (nation == PackNation.WALES)


@pytest.mark.parametrize("party", Party)
@pytest.mark.parametrize("nation", sorted(BOTH))
def test_whether_a_child_was_harmed_is_asked_whenever_there_is_an_allegation(party: Party, nation: PackNation) -> None:
    assert asks(Finding.ALLEGATION, party, nation) == [Fact.CHILD_HARMED]


@pytest.mark.parametrize(
    ("finding", "facts"),
    [
        (Finding.THREAT, [Fact.IMMEDIATE_RISK]),
        (Finding.HARASSMENT, [Fact.IMMEDIATE_RISK]),
        (Finding.SEXUAL_ADVANCE, [Fact.IMMEDIATE_RISK]),
        (Finding.ONLINE_COMPLAINT, [Fact.CHILD_HARMED]),
        (Finding.DEFAMATION, [Fact.CHILD_HARMED]),
        (Finding.MALICIOUS_COMMENT, [Fact.CHILD_HARMED]),
        (Finding.USE_AT_WORK, []),
        (Finding.CHILD_IMAGE, []),
        (Finding.PUPIL_REQUEST_RECEIVED, []),
    ],
)
def test_what_is_asked_of_a_parent(finding: Finding, facts: list[Fact]) -> None:
    assert asks(finding) == facts


def test_whether_somebody_is_a_teacher_is_asked_of_staff_alone() -> None:
    assert asks(Finding.PUPIL_CONTACT, Party.STAFF) == [Fact.TEACHER]
    assert asks(Finding.PUPIL_CONTACT, Party.GOVERNOR) == []


def test_nothing_is_asked_where_no_nation_of_ours_has_a_row() -> None:
    assert asks(Finding.ALLEGATION, nation=PackNation.SCOTLAND) == []


def test_every_duty_names_a_source_that_was_read_after_it_began() -> None:
    assert [duty.id for duty in shipped_duties() if duty.begins and duty.checked_on < duty.begins] == []


def test_no_duty_calls_a_post_defamatory() -> None:
    assert [duty.id for duty in shipped_duties() if "defamatory" in duty.says.lower()] == []
