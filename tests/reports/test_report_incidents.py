"""Incidents begun from reports, up to the letter to a child's parents."""

from collections.abc import Callable

import pytest

from audit.models import Entry
from breaches.letters.kinds import LetterKind, find_kinds
from breaches.letters.wording import find_recipients
from breaches.services.cases import latest_answer, open_case
from incidents.journey import find_missing
from incidents.services.drafts import add_involvement, log_incident
from people.models import Capacity, Person, Relationship
from people.services import add_person, relate
from policies.rules.words import Finding, State, Step
from reports.policy_answer import Kind, ReportInput
from reports.services import link_incident, start_incident
from tests.cast import NOW, Cast
from tests.incidents.factories import Part, make_incident, reload_incident, whole_draft
from tests.reports.factories import Team, friend_request, make_staff_report, reload_report, team_keeping_to
from web.submit import Refused


def family(team: Team) -> tuple[Person, Person]:
    """A child at the school, and the child's parent."""
    child, parent = (
        add_person(by=None, now=NOW, school=team.school, name=name, capacities={capacity: ""})
        for name, capacity in (("Ben Marsh", Capacity.PUPIL), ("Ann Marsh", Capacity.PARENT))
    )
    relate(by=None, now=NOW, person=parent, kind=Relationship.Kind.PARENT, relative=child)
    return child, parent


def test_a_logged_incident_is_linked_once_and_to_one_report_s_school(cast: Cast) -> None:
    report, incident = make_staff_report(cast, response="accepted"), make_incident(cast)

    for _ in range(2):
        link_incident(by=cast.head, now=NOW, report=report, incident=incident)

    assert reload_report(report).incident == incident
    assert Entry.objects.filter(action="report.linked").count() == 1
    with pytest.raises(Refused, match="begun from this report already"):
        link_incident(by=cast.head, now=NOW, report=report, incident=whole_draft(cast))
    with pytest.raises(Refused, match="begun from this report already"):
        link_incident(by=cast.head, now=NOW, report=make_staff_report(team_keeping_to("bradley")), incident=incident)
    with pytest.raises(Refused, match="begun from this report already"):
        start_incident(by=cast.head, now=NOW, report=report)


@pytest.mark.parametrize(
    ("report_input", "parts", "findings"),
    [
        (
            lambda cast: friend_request(person=cast.pupil, way="sent", response=""),
            {"teacher": "subject", "pupil": "affected"},
            [Finding.PUPIL_CONTACT],
        ),
        (
            lambda cast: ReportInput(kind=Kind.THIRD_PARTY_POST, words="A post.", who="parent", person=cast.parent),
            {"teacher": "reporter", "parent": "subject"},
            [],
        ),
        (lambda _: ReportInput(kind=Kind.OTHER, words="A question."), {"teacher": "reporter"}, []),
    ],
)
def test_each_has_the_part_that_was_told(
    cast: Cast, report_input: Callable[[Cast], ReportInput], parts: dict[str, str], findings: list[Finding]
) -> None:
    draft = start_incident(by=cast.head, now=NOW, report=make_staff_report(cast, report_input=report_input(cast)))

    people = {"teacher": cast.person_of(cast.teacher), "pupil": cast.pupil, "parent": cast.parent}
    given = {involvement.person: involvement.part for involvement in draft.involvements.all()}
    assert given == {people[who]: part for who, part in parts.items()}
    assert [finding.finding for finding in draft.findings.all()] == findings


@pytest.mark.django_db
def test_the_letter_to_the_parents_is_reached_from_a_request_merely_received() -> None:
    team = team_keeping_to("avenue-recreation-road")
    report = make_staff_report(team)

    draft = start_incident(by=team.head, now=NOW, report=report)
    assert find_missing(draft) == []
    child, parent = family(team)
    add_involvement(by=team.head, now=NOW, incident=draft, person=child, part=Part.AFFECTED, capacity=Capacity.PUPIL)
    incident = log_incident(by=team.head, now=NOW, incident=draft, revision=reload_incident(draft).revision)
    case = open_case(
        by=team.head,
        now=NOW,
        incident=incident,
        subject=incident.involvements.get(part="subject"),
        capacity=Capacity.STAFF,
        findings={Finding.PUPIL_REQUEST_RECEIVED: "As reported."},
    )

    steps = latest_answer(case).steps
    assert [(step.step, step.state) for step in steps] == [(Step.NOTIFY_PARENTS, State.OPEN)]
    [kind] = find_kinds(steps[0].step)
    assert kind == LetterKind.FRIEND_REQUEST_NOTICE
    assert find_recipients(case, kind) == [parent]
