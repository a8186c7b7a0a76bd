"""The page that asks the policy: for every role, by POST alone, and leaving nothing behind."""

import datetime as dt
import logging

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import Nation, Role, User
from people.services import add_member, add_school, add_user
from policies.services import adopt
from tests.cast import JOINED_ON, NOW, TODAY, Cast, load_pack
from tests.signing_in import browser_of

URL = "/policies/ask/"
FORMER_PUPIL = {"party": "staff", "question": "former-pupil-under-18"}
EVERYBODY = ("head", "deputy", "lead", "teacher", "governor", "chair", "clerk", "administrator")

pytestmark = pytest.mark.usefixtures("clock")


def page(user: User, fields: dict[str, str] | None = None) -> str:
    client = browser_of(user)
    response = client.post(URL, fields) if fields is not None else client.get(URL)
    assert response.status_code == 200
    return response.content.decode()


def head_of_a_school_with(slug: str | None, *, name: str = "Hill") -> User:
    """The Headteacher of a new school that keeps to one policy, or to none."""
    school = add_school(
        by=None,
        now=NOW,
        name=f"{name} Primary",
        slug=name.lower(),
        reference_prefix=f"{name[0]}P",
        nation=Nation.ENGLAND,
        local_authority="Nottingham",
    )
    head = add_user(by=None, now=NOW, email=f"head@{name.lower()}.example", name="Harriet Hall")
    add_member(by=None, now=NOW, school=school, user=head, role=Role.HEADTEACHER, from_on=JOINED_ON)
    if slug:
        adopt(by=None, now=NOW, school=school, policy=load_pack(slug).policy, adopted_on=TODAY)
    return head


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, sessions and all."""
    return {
        model._meta.db_table: list(model._base_manager.order_by("pk").values_list()) for model in apps.get_models()
    }


def test_a_stranger_is_sent_to_sign_in_whatever_they_ask() -> None:
    for response in (Client().get(URL), Client().post(URL, FORMER_PUPIL)):
        assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={URL}")


def test_somebody_without_a_role_has_no_policy_to_ask(cast: Cast) -> None:
    response = browser_of(cast.stranger).post(URL, FORMER_PUPIL)

    assert (response.status_code, response["Location"]) == (302, reverse("people:no_role"))


def test_another_method_is_refused(cast: Cast) -> None:
    assert browser_of(cast.teacher).put(URL).status_code == 405


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_may_ask_and_is_answered(cast: Cast, who: str) -> None:
    user: User = getattr(cast, who)

    assert "Accept a friend request from a former pupil aged 17" in page(user)
    answer = page(user, FORMER_PUPIL)
    assert "CP-ST-4a" in answer
    assert "must not" in answer
    assert "Investigate the breach fully" in answer


@pytest.mark.parametrize(
    ("who", "party"), [("teacher", "staff"), ("head", "staff"), ("governor", "governor"), ("clerk", "staff")]
)
def test_a_person_asks_as_what_they_are_unless_they_say_otherwise(cast: Cast, who: str, party: str) -> None:
    assert f'value="{party}" checked' in page(getattr(cast, who))


def test_a_volunteer_asks_as_a_volunteer(cast: Cast) -> None:
    helper = add_user(by=None, now=NOW, email="helper@cornist-park.example", name="Mair Wyn")
    add_member(by=None, now=NOW, school=cast.school, user=helper, role=Role.VOLUNTEER, from_on=JOINED_ON)

    assert 'value="volunteer" checked' in page(helper)


def test_the_list_shows_what_fits_who_asks(cast: Cast) -> None:
    as_governor = page(cast.teacher, {"party": "governor", "show": "1"})

    assert "Look at social media on a school computer" in page(cast.teacher)
    assert "Look at social media on a school computer" not in as_governor
    assert 'value="governor" checked' in as_governor
    assert "There is a problem" not in as_governor


def test_each_school_is_answered_from_its_own_policy(cast: Cast) -> None:
    answer = page(cast.outsider, FORMER_PUPIL)

    assert "BP-4.1(v)" in answer
    assert "CP-ST-4a" not in answer


def test_where_the_policy_is_silent_the_answer_says_so_with_the_nearest_clause(cast: Cast) -> None:
    answer = page(cast.teacher, {"party": "staff", "question": "leave-pupil-request"})

    assert "Where the policy is silent" in answer
    assert "That the policy gives no step stops nobody from acting." in answer
    assert "CP-ST-4b" in answer
    assert "What it gives once this has happened" not in answer


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose what you are thinking of doing."),
        ({"question": "own-child"}, "Choose what you are at the school."),
        ({"party": "parent", "question": "own-child"}, "Choose what you are at the school."),
        ({"party": "staff", "question": "rob-a-bank"}, "Choose one of the things below."),
        ({"party": "governor", "question": "browse-at-work"}, "The policies do not ask that of a governor."),
    ],
)
def test_what_cannot_be_answered_is_asked_again(cast: Cast, fields: dict[str, str], sentence: str) -> None:
    again = page(cast.teacher, fields)

    assert "There is a problem" in again
    assert sentence in again
    assert "I am thinking of doing this" in again


def test_what_went_wrong_leads_to_where(cast: Cast) -> None:
    again = page(cast.teacher, {"party": "parent"})

    for control in ("id_party_1", "id_question"):
        assert f'href="#{control}"' in again
        assert f'id="{control}"' in again


def test_asking_leaves_no_row_no_session_no_cookie_and_no_word_in_a_log(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    client = browser_of(cast.teacher)
    client.get(URL)
    before, sessions = everything(), Session.objects.count()

    with caplog.at_level(logging.DEBUG):
        response = client.post(URL, FORMER_PUPIL)

    assert b"CP-ST-4a" in response.content
    assert everything() == before
    assert Session.objects.count() == sessions == 1
    assert not response.wsgi_request.session.modified
    assert {name for name in response.cookies if "session" in name} == set()
    assert "former" not in caplog.text


def test_the_question_stands_in_no_address_and_no_title_and_the_answer_in_no_cache(cast: Cast) -> None:
    response = browser_of(cast.teacher).post(URL, FORMER_PUPIL)

    assert response.status_code == 200
    assert "<title>Ask the policy - " in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_a_question_in_the_address_is_not_heard(cast: Cast) -> None:
    response = browser_of(cast.teacher).get(URL, FORMER_PUPIL)

    assert "CP-ST-4a" not in response.content.decode()


def test_a_school_with_nothing_but_a_draft_is_answered_from_it_and_told_so(db: None) -> None:
    answer = page(head_of_a_school_with("cavendish"), {"party": "staff", "question": "own-child"})

    assert "CAV-PA2a" in answer
    assert "This is a draft." in answer
    assert "Your school has no other yet" in answer
    assert "If an exception above covers you" in answer


def test_a_draft_beside_the_policy_in_force_does_not_answer(cast: Cast) -> None:
    adopt(by=None, now=NOW, school=cast.school, policy=load_pack("cavendish").policy, adopted_on=TODAY)

    assert "This is a draft." not in page(cast.teacher, FORMER_PUPIL)


def test_a_draft_does_not_answer_where_a_policy_is_adopted_that_comes_into_force_later(db: None) -> None:
    head = head_of_a_school_with("cavendish")
    school = head.memberships.get().school
    policy = load_pack("avenue-recreation-road").policy
    adopt(by=None, now=NOW, school=school, policy=policy, adopted_on=TODAY + dt.timedelta(days=1))

    assert "There is no policy to ask" in page(head)


def test_another_schools_draft_answers_nobody_else(db: None) -> None:
    head_of_a_school_with("cavendish", name="Vale")

    assert "There is no policy to ask" in page(head_of_a_school_with(None), FORMER_PUPIL)


def test_a_school_without_a_policy_is_told_that_there_is_nothing_to_ask(db: None) -> None:
    head = head_of_a_school_with(None)

    for fields in (None, FORMER_PUPIL):
        assert "There is no policy to ask" in page(head, fields)


def test_a_headteacher_is_told_that_the_answer_may_be_printed(cast: Cast) -> None:
    assert "You can print it" in page(cast.head, FORMER_PUPIL)
    assert "You can print it" not in page(cast.teacher, FORMER_PUPIL)


def test_an_answer_takes_the_same_queries_whatever_is_asked(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = browser_of(cast.teacher)
    # session, user, roles, the version in force
    with django_assert_num_queries(4):
        client.get(URL)
    # and its reviews and approvals
    for question in ("former-pupil-under-18", "accuse-somebody"):
        with django_assert_num_queries(6):
            client.post(URL, {"party": "staff", "question": question})


def test_the_policies_lead_to_the_page(cast: Cast) -> None:
    assert f'href="{URL}"' in browser_of(cast.governor).get(reverse("policies:policy_list")).content.decode()
