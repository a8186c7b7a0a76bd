"""What the writer of a letter is told to weigh."""

import pytest

from breaches.letters.kinds import Kind
from breaches.letters.wording import cautions_for, phrases_to_check
from breaches.models import Case
from breaches.services.cases import latest_answer
from people.models import Person, Role
from people.services import change_person
from policies.rules.words import Fact, Finding
from tests.breaches.letters.cases import CAVENDISH, CORNIST, PARENT, PUPIL, STAFF, TWO, Given, case_for
from tests.breaches.letters.making import basis
from tests.cast import NOW

pytestmark = pytest.mark.django_db
FRIEND_REQUEST = Given(TWO, Kind.FRIEND_REQUEST_NOTICE, STAFF, Finding.PUPIL_REQUEST_RECEIVED, (), "snapchat")


def told(case: Case, kind: Kind, role: Role = Role.HEADTEACHER) -> str:
    return " ".join(cautions_for(case, latest_answer(case), basis(case, kind), kind, role=role))


def flagged(case: Case) -> Case:
    person = Person.objects.get(school=case.school, name="Tomos Llŷr Hughes")
    change_person(
        by=case.opened_by,
        now=NOW,
        person=person,
        revision=person.revision,
        capacities={PUPIL: "Year 5"},
        safeguarding_flag=True,
    )
    return Case.objects.get(pk=case.pk)


def test_before_a_family_is_told_of_a_friend_request_the_writer_is_asked_whether_it_could_endanger_the_child() -> None:
    case, _ = case_for(FRIEND_REQUEST)
    assert "Could telling the family put the child in danger?" in told(case, Kind.FRIEND_REQUEST_NOTICE)
    assert "safeguarding flag" not in told(case, Kind.FRIEND_REQUEST_NOTICE)


def test_a_safeguarding_flag_comes_first_and_only_for_those_who_may_see_it() -> None:
    case = flagged(case_for(FRIEND_REQUEST)[0])
    assert told(case, Kind.FRIEND_REQUEST_NOTICE).startswith("Somebody in this incident has a safeguarding flag.")
    assert "safeguarding flag" not in told(case, Kind.FRIEND_REQUEST_NOTICE, role=Role.CHAIR)


@pytest.mark.parametrize(
    ("given", "is_warned"),
    [
        (Given(CORNIST, Kind.INVESTIGATION_NOTICE, STAFF, Finding.PUPIL_CONTACT), True),
        (Given(CORNIST, Kind.INVESTIGATION_NOTICE, STAFF, Finding.USE_AT_WORK, (Fact.WORK_AND_EQUIPMENT,)), False),
        (Given(TWO, Kind.LOCAL_AUTHORITY, PARENT, Finding.ALLEGATION), True),
        (Given(CORNIST, Kind.PLATFORM_REPORT, PARENT, Finding.DEFAMATION), False),
    ],
)
def test_the_writer_is_warned_before_a_letter_could_identify_an_accused_teacher(given: Given, is_warned: bool) -> None:
    case, _ = case_for(given)
    assert ("before there is a charge" in told(case, given.kind)) == is_warned


def test_a_letter_that_rests_on_a_draft_says_so_to_its_writer() -> None:
    given = Given(CAVENDISH, Kind.PLATFORM_REPORT, PARENT, Finding.PLATFORM_TERMS_BREACH, (Fact.ON_SCHOOL_CHANNEL,))
    case, _ = case_for(given)
    assert "The policy is a draft that nobody has adopted." in told(case, Kind.PLATFORM_REPORT)


def test_a_letter_about_a_pupil_is_said_to_go_to_the_family() -> None:
    case, _ = case_for(Given(CORNIST, Kind.REMOVAL_REQUEST, PUPIL, Finding.DEFAMATION))
    assert "goes to the parents or carers" in told(case, Kind.REMOVAL_REQUEST)


def test_what_goes_on_may_be_a_course_of_conduct() -> None:
    case, _ = case_for(Given(CORNIST, Kind.POLICE_SUMMARY, PARENT, Finding.HARASSMENT, (Fact.CONTINUED,)))
    assert "course of conduct" in told(case, Kind.POLICE_SUMMARY)


def test_the_clauses_own_cautions_are_shown() -> None:
    case, _ = case_for(Given(CORNIST, Kind.MEETING_INVITATION, PARENT, Finding.DEFAMATION))
    assert "The policy does not make them come." in told(case, Kind.MEETING_INVITATION)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("Your post is defamatory.", "Only a court decides that"),
        ("These were clearly libellous.", "Only a court decides that"),
        ("See section 127 of the Communications Act 2003.", "names an Act"),
        ("You have committed a crime.", "speaks of a crime"),
        ("The school will sue.", "and not “may”"),
    ],
)
def test_phrases_that_a_careful_letter_leaves_out_are_pointed_at(body: str, says: str) -> None:
    assert says in " ".join(phrases_to_check(body))


def test_careful_words_are_left_alone() -> None:
    assert phrases_to_check("The school considers that it may be defamatory. Please take it down.") == []
