"""One incident, and stepping back from it."""

from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from audit.models import Entry
from breaches.services.cases import open_case
from incidents.models import Incident, Recusal
from incidents.services.evidence import add_evidence
from people.models import Capacity
from policies.rules import wording
from policies.rules.words import Finding
from tests.cast import NOW, Cast
from tests.incidents.factories import make_incident, upload
from tests.signing_in import browser_of


def url(incident: Incident) -> str:
    return reverse("incidents:incident", args=[incident.pk])


def test_an_incident_is_shown_whole_without_ways_to_change_it(cast: Cast) -> None:
    incident = make_incident(cast, affected=(cast.person_of(cast.lead),))
    evidence = add_evidence(by=cast.head, now=NOW, incident=incident, title="The post itself", upload=upload())

    answer = browser_of(cast.deputy).get(url(incident))

    for text in [
        "CP-2026-0001",
        "logged 12 November 2026 by Siân Morgan",
        "Rhiannon Hughes, judged as parent or carer",
        "Nia Roberts, as staff",
        wording.FINDINGS[Finding.DEFAMATION].name,
        "The post itself",
        reverse("incidents:evidence", args=[evidence.pk]),
        f"/open-case/?subject={cast.parent.pk}",
    ]:
        assertContains(answer, text)
    assertNotContains(answer, "/log/")
    assertNotContains(answer, ">Change<")


def test_each_opening_is_on_record(cast: Cast) -> None:
    incident = make_incident(cast)

    browser_of(cast.deputy).get(url(incident))

    entry = Entry.objects.get(action="incident.read")
    assert (entry.by, entry.row_id, entry.at) == (cast.deputy, str(incident.pk), NOW)


def test_opening_an_incident_takes_few_queries_however_much_it_holds(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    incident = make_incident(cast, subjects=(cast.parent, cast.other_parent, cast.pupil))
    for number in range(5):
        content = b"%PDF-" + bytes([number])
        add_evidence(by=cast.head, now=NOW, incident=incident, title=f"File {number}", upload=upload(content))
    browser = browser_of(cast.deputy)

    with django_assert_num_queries(17):
        browser.get(url(incident))


def step_back_url(incident: Incident) -> str:
    return reverse("incidents:step_back", args=[incident.pk])


def test_somebody_steps_back_and_sees_nothing_of_it_any_more(cast: Cast) -> None:
    incident, browser = make_incident(cast), browser_of(cast.deputy)
    assertContains(browser.get(step_back_url(incident)), "Step back from this incident")

    answer = browser.post(step_back_url(incident), {"why": "The parent is a close friend."}, follow=True)

    assertRedirects(answer, reverse("incidents:incident_list"))
    assertContains(answer, "You have stepped back.")
    assertContains(answer, "No incidents yet")
    assert browser.get(url(incident)).status_code == 404
    assert Recusal.objects.get().user == cast.deputy


def test_stepping_back_takes_a_reason(cast: Cast) -> None:
    answer = browser_of(cast.deputy).post(step_back_url(make_incident(cast)), {"why": " "})

    assertContains(answer, "Say why you are stepping back.")
    assert not Recusal.objects.exists()


def test_the_last_who_sees_it_is_told_why_they_cannot_step_back(cast: Cast) -> None:
    incident = make_incident(cast, affected=(cast.person_of(cast.deputy), cast.person_of(cast.lead)))

    answer = browser_of(cast.head).post(step_back_url(incident), {"why": "She is my neighbour."})

    assertContains(answer, "Nobody at your school could take this on")
    assertContains(answer, "She is my neighbour.")
    assert not Recusal.objects.exists()


def test_a_subject_with_a_case_has_a_link_to_it_and_no_second_one_to_open(cast: Cast) -> None:
    incident, browser = make_incident(cast), browser_of(cast.head)
    case = open_case(
        by=cast.head,
        now=NOW,
        incident=incident,
        subject=incident.involvements.get(),
        capacity=Capacity.PARENT,
        findings={Finding.DEFAMATION: "It accuses the Headteacher of theft."},
    )

    page = browser.get(url(incident))
    assertContains(page, reverse("breaches:case", args=[case.pk]))
    assertNotContains(page, "open-case")
    assertContains(browser.get(reverse("incidents:logged", args=[incident.pk])), "has a case already")
    unopened = browser.get(reverse("incidents:incident_list"), {"show": "without-a-case"})
    assertContains(unopened, "Every incident has a case")
