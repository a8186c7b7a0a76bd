"""The main job from signing in to closing and reopening, on two policies, on both devices, with script and without."""

import pytest
from playwright.sync_api import ViewportSize

from tests.browser.conftest import Visit
from tests.browser.ladders import Facts
from tests.browser.logging_an_incident import Story, log
from tests.browser.looking import DESK, PHONE, glance, look
from tests.browser.walking import Look, Walk
from tests.browser.working_a_case import Course, close, open_case, reopen, work
from tests.browser.writing_a_letter import send, verify, write

pytestmark = pytest.mark.browser

CORNIST_PARK = Course(
    head="sian@cornist-park.example",
    story=Story(
        "A post about the fair",
        "Owain Tudur",
        "Parent or carer",
        ("Possible defamation or libel", "Complaint made online"),
    ),
    facts=Facts("cornist-park", "parent", ("defamation", "online_complaint")),
    first=(),
    taken="report_to_platform",
    unanswered="request_removal",
    left="meeting",
    then=("refused", "continued"),
    letter="Request to remove a post",
)
AVENUE = Course(
    head="debbie@avenue.example",
    story=Story("Comments about a teacher", "Gareth Penn", "Parent or carer", ("Malicious comment",)),
    facts=Facts("avenue-recreation-road", "parent", ("malicious_comment",)),
    first=("about_school_or_teacher",),
    taken="own_action",
    unanswered="request_removal",
    left="meeting",
    then=("refused", "continued"),
    letter="Request to remove a post",
)


@pytest.mark.parametrize(
    ("course", "size", "script", "seen"),
    [
        pytest.param(CORNIST_PARK, PHONE, True, look, id="Cornist Park on a telephone"),
        pytest.param(CORNIST_PARK, DESK, False, glance, id="Cornist Park at a desk without script"),
        pytest.param(AVENUE, DESK, True, look, id="Avenue at a desk"),
        pytest.param(AVENUE, PHONE, False, glance, id="Avenue on a telephone without script"),
    ],
)
def test_a_headteacher_takes_a_post_up_the_ladder_of_the_policy(
    visit: Visit, course: Course, size: ViewportSize, script: bool, seen: Look
) -> None:
    walk = Walk(visit(course.head, size=size, script=script), seen)

    log(walk, course.story)
    open_case(walk, course.story)
    work(walk, course)
    write(walk, course.unanswered, course.letter)
    verify(walk, visit(script=script))
    send(walk)
    close(walk, course)
    reopen(walk)
