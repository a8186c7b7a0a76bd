"""What pages show of law and guidance: duties in words, the questions of duties, whom a school can turn to."""

import datetime as dt
from typing import Any

import pytest

from people.models import Membership, Role
from people.services import change_school
from policies.guidance.pages import (
    MISSING,
    ContactShown,
    list_contacts,
    list_duty_questions,
    present_duties,
    present_guidance,
)
from policies.rules.assessment import Assessment, Facts
from policies.rules.duties import Contact, Duty
from policies.rules.words import Fact, Finding, Party, Step
from policies.stored_packs import assess_stored_version, shipped_duties
from tests.cast import NOW, TODAY, Cast

HARMED = frozenset({Fact.CHILD_HARMED})


def list_missing(*about: Any, on: dt.date) -> tuple[ContactShown, ...]:
    return tuple(contact for contact in list_contacts(*about, on=on) if contact.missing)


def answer_to(
    cast: Cast, *findings: Finding, party: Party = Party.PARENT, confirmed: frozenset[str] = frozenset()
) -> Assessment:
    facts = Facts("cornist-park", TODAY, TODAY, party, frozenset(findings), confirmed)
    return assess_stored_version(cast.version, facts, school=cast.school)


def duty(word: str) -> Duty:
    return next(duty for duty in shipped_duties() if duty.id == word)


def test_duties_that_cannot_wait_come_first_and_the_rest_keep_their_order(cast: Cast) -> None:
    duties = answer_to(cast, Finding.GENERATED_IMAGE, Finding.CYBERBULLYING).duties
    shown = [row.id for row in present_duties(duties, today=TODAY)]

    assert shown[0] == "wales-generated-image"
    assert shown[1:] == [row.id for row in duties if row.id != "wales-generated-image"]


def test_a_duty_is_shown_with_its_time_limit_its_nation_and_its_source() -> None:
    [shown] = present_duties([duty("wales-allegation-child-harmed")], today=TODAY)

    assert shown.within == "1 working day from the day the school knew"
    assert (shown.nation, shown.is_urgent) == ("Wales", True)
    assert shown.link == "https://diogelu.cymru/en/s5-i/s5-i-7/"


@pytest.mark.parametrize(("today", "late"), [(dt.date(2027, 11, 1), False), (dt.date(2027, 11, 2), True)])
def test_a_row_that_nobody_checked_for_a_year_says_so(today: dt.date, late: bool) -> None:
    [shown] = present_duties([duty("grooming")], today=today)

    assert shown.is_out_of_date is late


def test_an_allegation_asks_whether_a_child_was_harmed_until_that_is_confirmed(cast: Cast) -> None:
    before, after = answer_to(cast, Finding.ALLEGATION), answer_to(cast, Finding.ALLEGATION, confirmed=HARMED)

    assert [row.fact for row in list_duty_questions(before, cast.school, today=TODAY)] == [Fact.CHILD_HARMED]
    assert list_duty_questions(after, cast.school, today=TODAY) == ()
    assert "wales-allegation-child-harmed" not in [row.id for row in before.duties]
    assert "wales-allegation-child-harmed" in [row.id for row in after.duties]


def test_duties_hold_for_a_school_without_a_version_in_force_by_its_own_nation(cast: Cast) -> None:
    facts = Facts("", TODAY, TODAY, Party.PARENT, frozenset({Finding.ALLEGATION}), HARMED)
    answer = assess_stored_version(None, facts, school=cast.school)

    assert "wales-allegation-child-harmed" in [row.id for row in answer.duties]
    assert present_guidance(answer, cast.school, today=TODAY).contacts


def test_a_school_with_everybody_on_record_is_told_how_to_reach_them(cast: Cast) -> None:
    change_school(
        by=cast.head,
        now=NOW,
        school=cast.school,
        address="",
        telephone="",
        email="",
        second_person_approves_letters=False,
        designated_officer="Safeguarding team",
        designated_officer_telephone="01352 000000",
        designated_officer_email="",
    )
    duties = [duty("wales-allegation-child-harmed")]

    assert list_contacts(cast.school, duties, [], on=TODAY) == (
        ContactShown(f"Designated officer, {cast.school.local_authority}", "Safeguarding team, 01352 000000"),
        ContactShown("Designated Safeguarding Person", cast.lead.name),
        ContactShown("Chair of governors", cast.chair.name),
    )
    assert list_missing(cast.school, duties, [], on=TODAY) == ()


def test_a_school_is_told_of_everybody_it_lacks(cast: Cast) -> None:
    roles = [Role.SAFEGUARDING_LEAD, Role.CHAIR]
    Membership.objects.filter(school=cast.school, role__in=roles).update(to_on=TODAY - dt.timedelta(days=1))
    missing = list_missing(cast.school, [duty("wales-allegation-child-harmed")], [], on=TODAY)

    assert [contact.missing for contact in missing] == [MISSING[contact] for contact in Contact]
    assert [contact.reached for contact in missing] == ["", "", ""]


def test_a_role_that_ends_today_is_still_held_today(cast: Cast) -> None:
    Membership.objects.filter(school=cast.school, role=Role.CHAIR).update(to_on=TODAY)

    assert list_missing(cast.school, [], [Step.INFORM_CHAIR], on=TODAY) == ()
    tomorrow = TODAY + dt.timedelta(days=1)
    assert [row.title for row in list_missing(cast.school, [], [Step.INFORM_CHAIR], on=tomorrow)] == [
        "Chair of governors"
    ]


@pytest.mark.parametrize(
    ("step", "titles"),
    [
        (Step.REFER_TO_DESIGNATED_OFFICER, ["Designated officer, Flintshire"]),
        (Step.TELL_SAFEGUARDING_LEAD, ["Designated Safeguarding Person"]),
        (Step.SAFEGUARDING_PROCEDURES, ["Designated Safeguarding Person"]),
        (Step.INFORM_CHAIR, ["Chair of governors"]),
        (Step.CONTACT_POLICE, []),
    ],
)
def test_a_step_of_the_policy_brings_up_whom_it_has_told(cast: Cast, step: Step, titles: list[str]) -> None:
    assert [row.title for row in list_contacts(cast.school, [], [step], on=TODAY)] == titles


def test_nobody_is_named_where_nothing_has_anybody_told(cast: Cast) -> None:
    assert list_contacts(cast.school, [duty("underage-account")], [Step.WRITE_WARNING], on=TODAY) == ()
