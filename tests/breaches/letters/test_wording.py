"""What each letter says, on the policies that give it and beyond them."""

import re
from dataclasses import dataclass

import pytest
from pytest_django import DjangoDbBlocker

from breaches.letters.basis import Basis
from breaches.letters.kinds import NEEDS, TO_PEOPLE, Kind
from breaches.letters.text import MARKS, LetterText
from incidents.services.evidence import add_evidence
from policies.rules.words import Fact, Finding, Step
from tests.breaches.letters.cases import CORNIST, GIVEN, PARENT, PUPIL, SCHOOLS, STAFF, TWO, Given, case_for, place
from tests.breaches.letters.making import basis, words
from tests.breaches.making import taken
from tests.cast import NOW
from tests.incidents.factories import upload
from tests.rollback import taken_back


def named(one: Given) -> str:
    return f"{one.slug}-{one.kind}"


WARNING = Given(CORNIST, Kind.WRITTEN_WARNING, PARENT, Finding.DEFAMATION, (Fact.REFUSED, Fact.CONTINUED))
FRIEND_REQUEST = Given(TWO, Kind.FRIEND_REQUEST_NOTICE, STAFF, Finding.PUPIL_REQUEST_RECEIVED, (), "snapchat")


@dataclass(frozen=True)
class Written:
    """A letter that a policy gives, and what it rests on."""

    given: Given
    text: LetterText
    rests: Basis


@pytest.fixture(scope="module", params=GIVEN, ids=named)
def written(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Written:
    """Each letter that a policy gives, written once for all that is asked of it."""
    with django_db_blocker.unblock(), taken_back():
        case, head = case_for(request.param)
        return Written(request.param, words(case, request.param.kind, by=head), basis(case, request.param.kind))


def test_a_letter_cites_the_clauses_that_give_it_and_no_other(written: Written) -> None:
    assert written.rests.clauses, written.rests.why_not
    for clause in written.rests.clauses:
        assert f"{clause.place} ({clause.id}), where {clause.says}" in written.text.body
    cited = set(re.findall(r"\((?:CP|BP|CAV|SPC|AVR)-[\w.-]+\)", written.text.body))
    assert cited == {f"({clause.id})" for clause in written.rests.clauses}


def test_a_letter_says_how_to_reach_the_school_and_leaves_nothing_unfilled(written: Written) -> None:
    text = written.text
    assert "telephone 01352 000111" in text.body
    assert "{" not in text.body
    assert not any(mark in text.filled for mark in MARKS)
    assert "\n\n\n" not in text.body
    assert (text.reply_by is not None) == bool(NEEDS[written.given.kind].days_to_reply)


def test_no_letter_calls_anything_defamatory_names_an_act_or_threatens(written: Written) -> None:
    body = written.text.body.lower()
    assert "is defamatory" not in body
    assert "act 19" not in body
    assert "act 20" not in body
    assert not re.search(r"\b(sue|prosecute|offender|guilty)\b", body)


def test_a_letter_to_a_person_says_that_they_may_put_their_side_and_bring_somebody(written: Written) -> None:
    if NEEDS[written.given.kind].audience in TO_PEOPLE:
        assert "complain" in written.text.body
        assert "bring" in written.text.body


def test_only_the_police_and_the_local_authority_are_told_the_name_of_a_parent(written: Written) -> None:
    if written.given.capacity == PARENT:
        told = written.given.kind in (Kind.POLICE_SUMMARY, Kind.LOCAL_AUTHORITY)
        assert ("Rhiannon Hughes" in written.text.body) == told


@pytest.mark.django_db
@pytest.mark.parametrize("slug", SCHOOLS)
def test_each_letter_beyond_the_policy_says_so_and_cites_nothing(slug: str) -> None:
    at = place(slug)
    cases = {
        capacity: case_for(Given(slug, kind, capacity, Finding.USE_ON_PREMISES, (), "not_online"), at)
        for kind, capacity in ((Kind.INVESTIGATION_NOTICE, STAFF), (Kind.REMOVAL_REQUEST, PARENT))
    }
    for kind in Kind:
        case, head = cases[STAFF if kind == Kind.INVESTIGATION_NOTICE else PARENT]
        assert basis(case, kind).is_outside, kind
        body = words(case, kind, by=head).body
        assert "does not ask for this letter" in body, kind
        assert not re.search(r"\((?:CP|BP|CAV|SPC|AVR)-", body), kind


@pytest.mark.django_db
def test_what_the_policy_only_may_do_is_never_said_as_will() -> None:
    case, head = case_for(WARNING)
    body = words(case, Kind.WRITTEN_WARNING, by=head).body
    assert "The policy says that the school will consider whether to take legal advice." in body
    assert "The policy says that the school may block or limit your access" in body
    assert "the school will block" not in body


@pytest.mark.django_db
@pytest.mark.parametrize("given", [one for one in GIVEN if NEEDS[one.kind].is_barring], ids=lambda one: one.slug)
def test_a_letter_that_bars_says_how_to_ask_for_a_change_when_it_is_reviewed_and_when_it_ends(given: Given) -> None:
    case, head = case_for(given)
    text = words(case, given.kind, by=head)
    assert "by 26\N{NO-BREAK SPACE}November 2026" in text.filled
    assert "reviews it on 24\N{NO-BREAK SPACE}December 2026" in text.filled
    assert "It ends on 4\N{NO-BREAK SPACE}February 2027" in text.filled


@pytest.mark.django_db
def test_the_notice_of_the_two_schools_about_events_names_nobody() -> None:
    case, head = case_for(Given(TWO, Kind.EVENT_BAN, PARENT, Finding.CHILD_IMAGE, (Fact.CONTINUED,)))
    text = words(case, Kind.EVENT_BAN, by=head)
    assert text.recipient is None
    assert text.addressee == "All parents and carers"
    assert "Hughes" not in text.body
    assert "facebook" not in text.body.lower()


@pytest.mark.django_db
def test_a_letter_about_what_a_child_did_goes_to_the_family() -> None:
    case, head = case_for(Given(CORNIST, Kind.REMOVAL_REQUEST, PUPIL, Finding.DEFAMATION))
    assert words(case, Kind.REMOVAL_REQUEST, by=head).addressee == "Rhiannon Hughes"


@pytest.mark.django_db
def test_the_notice_of_a_friend_request_names_the_child_to_their_own_family_and_no_member_of_staff() -> None:
    case, head = case_for(FRIEND_REQUEST)
    text = words(case, Kind.FRIEND_REQUEST_NOTICE, by=head)
    assert text.salutation == "Dear Mrs Hughes"
    assert "Tomos Llŷr Hughes has done nothing wrong" in text.body
    assert "did not accept it" in text.body
    assert "Aled" not in text.body


@pytest.mark.django_db
def test_a_summary_for_the_police_lists_each_file_with_its_hash_and_each_step_taken() -> None:
    case, head = case_for(Given(TWO, Kind.POLICE_SUMMARY, PARENT, Finding.THREAT))
    file = add_evidence(by=head, now=NOW, incident=case.incident, title="Screenshot", upload=upload())
    taken(case, Step.CONTACT_POLICE, by=head)
    body = words(case, Kind.POLICE_SUMMARY, by=head).body
    assert f"- Screenshot (image, kept on 12 November 2026). SHA-256: {file.sha256}" in body
    assert "- 12 November 2026: The school contacted the police." in body
    assert body.index("# What happened") < body.index("# What the school thinks of it")


@pytest.mark.django_db
def test_what_the_school_does_not_hold_is_left_out() -> None:
    case, head = case_for(Given(TWO, Kind.POLICE_SUMMARY, PARENT, Finding.THREAT))
    body = words(case, Kind.POLICE_SUMMARY, by=head).body
    assert "What the school holds" not in body
    assert "What the school has done so far" not in body


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("platform", "addressee"), [("school_channel", "The company behind the site"), ("facebook", "Facebook")]
)
def test_a_complaint_goes_to_the_company_that_runs_the_site(platform: str, addressee: str) -> None:
    gate = (Fact.REFUSED, Fact.CONTINUED)
    case, head = case_for(Given(CORNIST, Kind.HOST_COMPLAINT, PARENT, Finding.DEFAMATION, gate, platform))
    text = words(case, Kind.HOST_COMPLAINT, by=head)
    assert text.addressee == addressee
    assert "complain about content on A page" not in text.body
