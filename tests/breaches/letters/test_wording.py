"""What each letter says, on the policies that give it and beyond them, and what its writer is told to weigh."""

import re
from dataclasses import dataclass

import pytest
from pytest_django import DjangoDbBlocker

from breaches.letters.basis import Basis
from breaches.letters.kinds import TO_PEOPLE, LetterKind
from breaches.letters.text import PLACEHOLDERS, LetterText
from breaches.letters.wording import find_cautions, find_phrases_to_check
from breaches.models import Case
from breaches.services.cases import latest_answer
from incidents.services.evidence import add_evidence
from people.models import Person, Role
from people.services import change_person
from policies.rules.words import Fact, Finding, Step
from tests.breaches.factories import take
from tests.breaches.letters.cases import (
    CAVENDISH,
    CORNIST,
    GIVEN,
    PARENT,
    PUPIL,
    SCHOOLS,
    STAFF,
    TWO,
    Given,
    add_place,
    open_case_for,
)
from tests.breaches.letters.factories import load_basis, write_words
from tests.cast import NOW
from tests.incidents.factories import upload
from tests.rollback import roll_back

WARNING = Given(CORNIST, LetterKind.WRITTEN_WARNING, PARENT, Finding.DEFAMATION, (Fact.REFUSED, Fact.CONTINUED))
FRIEND_REQUEST = Given(TWO, LetterKind.FRIEND_REQUEST_NOTICE, STAFF, Finding.PUPIL_REQUEST_RECEIVED, (), "snapchat")


@dataclass(frozen=True)
class GivenLetter:
    """A letter that a policy gives, and what it rests on."""

    given: Given
    text: LetterText
    basis: Basis


@pytest.fixture(scope="module", params=GIVEN, ids=str)
def letter(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> GivenLetter:
    """Each letter that a policy gives, written once for every test of it."""
    with django_db_blocker.unblock(), roll_back():
        case, head = open_case_for(request.param)
        return GivenLetter(
            request.param, write_words(case, request.param.kind, by=head), load_basis(case, request.param.kind)
        )


def test_a_letter_cites_the_clauses_that_give_it_and_no_other(letter: GivenLetter) -> None:
    assert letter.basis.clauses, letter.basis.why_not
    for clause in letter.basis.clauses:
        assert f"{clause.place} ({clause.id}), where {clause.says}" in letter.text.body
    cited = set(re.findall(r"\((?:CP|BP|CAV|SPC|AVR)-[\w.-]+\)", letter.text.body))
    assert cited == {f"({clause.id})" for clause in letter.basis.clauses}


def test_a_letter_says_how_to_reach_the_school_and_leaves_nothing_unfilled(letter: GivenLetter) -> None:
    text = letter.text
    assert "telephone 01352 000111" in text.body
    assert "{" not in text.body
    assert not any(mark in text.filled for mark in PLACEHOLDERS)
    assert "\n\n\n" not in text.body
    assert (text.reply_by is not None) == bool(letter.given.kind.needs.days_to_reply)


def test_no_letter_calls_anything_defamatory_names_an_act_or_threatens(letter: GivenLetter) -> None:
    body = letter.text.body.lower()
    assert "is defamatory" not in body
    assert "act 19" not in body
    assert "act 20" not in body
    assert not re.search(r"\b(sue|prosecute|offender|guilty)\b", body)


def test_a_letter_to_a_person_says_that_they_may_put_their_side_and_bring_somebody(letter: GivenLetter) -> None:
    if letter.given.kind.needs.audience in TO_PEOPLE:
        assert "complain" in letter.text.body
        assert "bring" in letter.text.body


def test_only_the_police_and_the_local_authority_are_told_the_name_of_a_parent(letter: GivenLetter) -> None:
    if letter.given.capacity == PARENT:
        names_parent = letter.given.kind in (LetterKind.POLICE_SUMMARY, LetterKind.LOCAL_AUTHORITY)
        assert ("Rhiannon Hughes" in letter.text.body) == names_parent


@pytest.mark.django_db
@pytest.mark.parametrize("slug", SCHOOLS)
def test_each_letter_beyond_the_policy_says_so_and_cites_nothing(slug: str) -> None:
    at = add_place(slug)
    cases = {
        capacity: open_case_for(Given(slug, kind, capacity, Finding.USE_ON_PREMISES, (), "not_online"), at)
        for kind, capacity in ((LetterKind.INVESTIGATION_NOTICE, STAFF), (LetterKind.REMOVAL_REQUEST, PARENT))
    }
    for kind in LetterKind:
        case, head = cases[STAFF if kind == LetterKind.INVESTIGATION_NOTICE else PARENT]
        assert load_basis(case, kind).is_outside, kind
        body = write_words(case, kind, by=head).body
        assert "does not ask for this letter" in body, kind
        assert not re.search(r"\((?:CP|BP|CAV|SPC|AVR)-", body), kind


@pytest.mark.django_db
def test_what_the_policy_only_may_do_is_never_said_as_will() -> None:
    case, head = open_case_for(WARNING)
    body = write_words(case, LetterKind.WRITTEN_WARNING, by=head).body
    assert "The policy says that the school will consider whether to take legal advice." in body
    assert "The policy says that the school may block or limit your access" in body
    assert "the school will block" not in body


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given", [given for given in GIVEN if given.kind.needs.is_barring], ids=lambda given: given.slug
)
def test_a_letter_that_bars_says_how_to_ask_for_a_change_when_it_is_reviewed_and_when_it_ends(given: Given) -> None:
    case, head = open_case_for(given)
    text = write_words(case, given.kind, by=head)
    assert "by 26\N{NO-BREAK SPACE}November 2026" in text.filled
    assert "reviews it on 24\N{NO-BREAK SPACE}December 2026" in text.filled
    assert "It ends on 4\N{NO-BREAK SPACE}February 2027" in text.filled


@pytest.mark.django_db
def test_the_notice_of_the_two_schools_about_events_names_nobody() -> None:
    case, head = open_case_for(Given(TWO, LetterKind.EVENT_BAN, PARENT, Finding.CHILD_IMAGE, (Fact.CONTINUED,)))
    text = write_words(case, LetterKind.EVENT_BAN, by=head)
    assert text.recipient is None
    assert text.addressee == "All parents and carers"
    assert "Hughes" not in text.body
    assert "facebook" not in text.body.lower()


@pytest.mark.django_db
def test_a_letter_about_what_a_child_did_goes_to_the_family() -> None:
    case, head = open_case_for(Given(CORNIST, LetterKind.REMOVAL_REQUEST, PUPIL, Finding.DEFAMATION))
    assert write_words(case, LetterKind.REMOVAL_REQUEST, by=head).addressee == "Rhiannon Hughes"


@pytest.mark.django_db
def test_the_notice_of_a_friend_request_names_the_child_to_their_own_family_and_no_member_of_staff() -> None:
    case, head = open_case_for(FRIEND_REQUEST)
    text = write_words(case, LetterKind.FRIEND_REQUEST_NOTICE, by=head)
    assert text.salutation == "Dear Mrs Hughes"
    assert "Tomos Llŷr Hughes has done nothing wrong" in text.body
    assert "did not accept it" in text.body
    assert "Aled" not in text.body


@pytest.mark.django_db
def test_a_summary_for_the_police_lists_each_file_with_its_hash_and_each_step_taken() -> None:
    case, head = open_case_for(Given(TWO, LetterKind.POLICE_SUMMARY, PARENT, Finding.THREAT))
    file = add_evidence(by=head, now=NOW, incident=case.incident, title="Screenshot", upload=upload())
    take(case, Step.CONTACT_POLICE, by=head)
    body = write_words(case, LetterKind.POLICE_SUMMARY, by=head).body
    assert f"- Screenshot (image, kept on 12 November 2026). SHA-256: {file.sha256}" in body
    assert "- 12 November 2026: The school contacted the police." in body
    assert body.index("# What happened") < body.index("# What the school thinks of it")


@pytest.mark.django_db
def test_what_the_school_does_not_hold_is_left_out() -> None:
    case, head = open_case_for(Given(TWO, LetterKind.POLICE_SUMMARY, PARENT, Finding.THREAT))
    body = write_words(case, LetterKind.POLICE_SUMMARY, by=head).body
    assert "What the school holds" not in body
    assert "What the school has done so far" not in body


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("platform", "addressee"), [("school_channel", "The company behind the site"), ("facebook", "Facebook")]
)
def test_a_complaint_goes_to_the_company_that_runs_the_site(platform: str, addressee: str) -> None:
    gate = (Fact.REFUSED, Fact.CONTINUED)
    case, head = open_case_for(Given(CORNIST, LetterKind.HOST_COMPLAINT, PARENT, Finding.DEFAMATION, gate, platform))
    text = write_words(case, LetterKind.HOST_COMPLAINT, by=head)
    assert text.addressee == addressee
    assert "complain about content on A page" not in text.body


pytestmark = pytest.mark.django_db
FRIEND_REQUEST = Given(TWO, LetterKind.FRIEND_REQUEST_NOTICE, STAFF, Finding.PUPIL_REQUEST_RECEIVED, (), "snapchat")


def join_cautions(case: Case, kind: LetterKind, role: Role = Role.HEADTEACHER) -> str:
    return " ".join(find_cautions(case, latest_answer(case), load_basis(case, kind), kind, role=role))


def flag_pupil(case: Case) -> Case:
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
    case, _ = open_case_for(FRIEND_REQUEST)
    assert "Could telling the family put the child in danger?" in join_cautions(case, LetterKind.FRIEND_REQUEST_NOTICE)
    assert "safeguarding flag" not in join_cautions(case, LetterKind.FRIEND_REQUEST_NOTICE)


def test_a_safeguarding_flag_comes_first_and_only_for_those_who_may_see_it() -> None:
    case = flag_pupil(open_case_for(FRIEND_REQUEST)[0])
    assert join_cautions(case, LetterKind.FRIEND_REQUEST_NOTICE).startswith(
        "Somebody in this incident has a safeguarding flag."
    )
    assert "safeguarding flag" not in join_cautions(case, LetterKind.FRIEND_REQUEST_NOTICE, role=Role.CHAIR)


@pytest.mark.parametrize(
    ("given", "is_warned"),
    [
        (Given(CORNIST, LetterKind.INVESTIGATION_NOTICE, STAFF, Finding.PUPIL_CONTACT), True),
        (
            Given(CORNIST, LetterKind.INVESTIGATION_NOTICE, STAFF, Finding.USE_AT_WORK, (Fact.WORK_AND_EQUIPMENT,)),
            False,
        ),
        (Given(TWO, LetterKind.LOCAL_AUTHORITY, PARENT, Finding.ALLEGATION), True),
        (Given(CORNIST, LetterKind.PLATFORM_REPORT, PARENT, Finding.DEFAMATION), False),
    ],
)
def test_the_writer_is_warned_before_a_letter_could_identify_an_accused_teacher(given: Given, is_warned: bool) -> None:
    case, _ = open_case_for(given)
    assert ("before there is a charge" in join_cautions(case, given.kind)) == is_warned


def test_a_letter_that_rests_on_a_draft_says_so_to_its_writer() -> None:
    given = Given(
        CAVENDISH, LetterKind.PLATFORM_REPORT, PARENT, Finding.PLATFORM_TERMS_BREACH, (Fact.ON_SCHOOL_CHANNEL,)
    )
    case, _ = open_case_for(given)
    assert "The policy is a draft that nobody has adopted." in join_cautions(case, LetterKind.PLATFORM_REPORT)


def test_a_letter_about_a_pupil_is_said_to_go_to_the_family() -> None:
    case, _ = open_case_for(Given(CORNIST, LetterKind.REMOVAL_REQUEST, PUPIL, Finding.DEFAMATION))
    assert "goes to the parents or carers" in join_cautions(case, LetterKind.REMOVAL_REQUEST)


def test_what_goes_on_may_be_a_course_of_conduct() -> None:
    case, _ = open_case_for(Given(CORNIST, LetterKind.POLICE_SUMMARY, PARENT, Finding.HARASSMENT, (Fact.CONTINUED,)))
    assert "course of conduct" in join_cautions(case, LetterKind.POLICE_SUMMARY)


def test_the_clauses_own_cautions_are_shown() -> None:
    case, _ = open_case_for(Given(CORNIST, LetterKind.MEETING_INVITATION, PARENT, Finding.DEFAMATION))
    assert "The policy does not make them come." in join_cautions(case, LetterKind.MEETING_INVITATION)


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
    assert says in " ".join(find_phrases_to_check(body))


def test_careful_words_are_left_alone() -> None:
    assert find_phrases_to_check("The school considers that it may be defamatory. Please take it down.") == []
