"""The other three policies, from the log to what each gives: advice, a draft asked for by name, a duty to tell."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.ladders import Facts
from tests.browser.logging_an_incident import Story, log
from tests.browser.looking import glance
from tests.browser.walking import Walk
from tests.browser.working_a_case import confirm, open_case, see, take

pytestmark = pytest.mark.browser


def test_bradley_may_discipline_a_teacher_and_may_dismiss_only_for_gross_misconduct(visit: Visit) -> None:
    story = Story("Messages on a game", "Daniel Moss", "Staff", ("Contact with a pupil",))
    walk = Walk(visit("olive@bradley.example"), glance)

    log(walk, story)
    open_case(walk, story)
    see(walk, Facts("bradley", "staff", ("pupil_contact",)))
    confirm(walk, "gross_misconduct")

    see(walk, Facts("bradley", "staff", ("pupil_contact",), ("gross_misconduct",)))


def test_cavendish_is_assessed_by_its_draft_only_where_that_is_asked_for_by_name(visit: Visit) -> None:
    story = Story("Rude words under a post", "Lee Marsden", "Parent or carer", ("Offensive comment",))
    facts = Facts("cavendish", "parent", ("offensive_comment",), draft=True)
    walk = Walk(visit("helen@cavendish.example"), glance)

    log(walk, story)
    open_case(walk, story, by_the_draft=True)
    see(walk, facts)
    walk.reads("draft")
    confirm(walk, "on_school_channel")

    see(walk, Facts("cavendish", "parent", ("offensive_comment",), ("on_school_channel",), draft=True))


def test_st_peters_tells_the_headteacher_of_a_pupils_request_and_punishes_nobody(visit: Visit) -> None:
    story = Story("A request on a Sunday", "Hannah Stone", "Staff", ("A pupil got in touch",))
    walk = Walk(visit("grace@st-peters.example"), glance)

    log(walk, story)
    open_case(walk, story)
    see(walk, Facts("st-peters", "staff", ("pupil_request_received",)))
    take(walk, "inform_headteacher")

    see(walk, Facts("st-peters", "staff", ("pupil_request_received",), done=("inform_headteacher",)))
    expect(walk.within(".rung-step")).to_have_count(2)
