"""A pupil's friend request, told from a telephone under each of the five policies, and what its writer hears of it."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.browser import reporting
from tests.browser.conftest import Visit
from tests.browser.looking import PHONE, glance, look
from tests.browser.walking import Walk

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class School:
    """Who tells, who reads it, and what the policy says: its steps with their force in words, or its silence."""

    teacher: str
    head: str
    steps: tuple[tuple[str, str], ...] = ()
    says: tuple[str, ...] = ()


SILENT = ("does not speak of a request", "gives the school no step")
SCHOOLS = {
    "Cornist Park": School("catrin@cornist-park.example", "sian@cornist-park.example", says=SILENT),
    "Bradley": School("daniel@bradley.example", "olive@bradley.example", says=SILENT),
    "Cavendish": School(
        "zoe@cavendish.example",
        "helen@cavendish.example",
        says=("This is a draft. It is not your school’s policy.", *SILENT),
    ),
    "St Peter's": School(
        "hannah@st-peters.example",
        "grace@st-peters.example",
        steps=(
            ("Report the message immediately to the Head Teacher as Designated Child Protection Officer", "Must"),
            ("Follow the safeguarding procedures", "Must"),
        ),
        says=("Having received a message is no breach.",),
    ),
    "Avenue": School(
        "laura@avenue.example",
        "debbie@avenue.example",
        steps=(("Let the child's parents know of the friend request", "Expected"),),
        says=(
            "A person decides first.",
            "Where telling the parents could put the child in danger, speak to the safeguarding lead",
        ),
    ),
}


@pytest.mark.parametrize("school", SCHOOLS.values(), ids=SCHOOLS)
def test_a_teacher_tells_of_a_request_on_a_telephone_and_hears_what_became_of_it(visit: Visit, school: School) -> None:
    teacher, head = Walk(visit(school.teacher, size=PHONE), look), Walk(visit(school.head), glance)
    about, line = "A girl in Year 5", "Thank you. I have spoken to the family."

    reporting.begin(teacher)
    reporting.send(teacher, about)
    report = reporting.receipt(teacher, about)
    reads_the_policy(teacher, school)
    reporting.find_unread(head, report)
    reporting.answer(head, report, line)
    reads_the_policy(head, school)

    reporting.hear(teacher, report, line)


def reads_the_policy(walk: Walk, school: School) -> None:
    """The page gives the steps of this policy and no other, each as firmly as the policy does."""
    answer = walk.page.get_by_role("region", name=re.compile("What the (policy|draft) says"))
    steps = answer.locator(".rung-ladder").first.locator(".rung-step")
    assert [
        (step.locator(".rung-step__name").inner_text(), step.locator(".rung-force").inner_text())
        for step in steps.all()
    ] == list(school.steps)
    for sentence in school.says:
        expect(answer).to_contain_text(sentence)


def test_a_report_about_the_headteacher_reaches_the_chair_alone(visit: Visit, complaints: list[str]) -> None:
    about = "The Headteacher follows a pupil"
    teacher = Walk(visit("hannah@st-peters.example", size=PHONE, script=False), glance)
    reporting.begin(teacher)
    teacher.tick("This is about the Headteacher: only the Chair of governors should read it")
    reporting.send(teacher, about)
    report = reporting.receipt(teacher, about)
    teacher.reads("It goes to the Chair of governors. Nobody else reads it in Rung")

    for who in ("grace@st-peters.example", "peter@st-peters.example"):
        page = visit(who)
        for address in ("/", "/reports/"):
            page.goto(address)
            expect(page.locator(f"a[href='/reports/{report}/']")).to_have_count(0)
            expect(page.get_by_text(about)).to_have_count(0)
        page.goto(f"/reports/{report}/")
        expect(page.get_by_role("heading", level=1)).to_have_text("We cannot find that page")
    assert all("Failed to load resource" in complaint for complaint in complaints)
    complaints.clear()

    chair = Walk(visit("joan@st-peters.example", script=False), glance)
    reporting.find_unread(chair, report)
    reporting.answer(chair, report, "Thank you. I am dealing with this.")
    chair.reads("Only the Chair of governors reads it.")
    reporting.hear(teacher, report, "Thank you. I am dealing with this.")
