import collections
import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from audit.models import Entry
from breaches.models import Case, Confirmation
from breaches.services.cases import add_note
from breaches.services.steps import leave_undone, step_outside_policy
from incidents.services.evidence import add_evidence
from people.models import Capacity
from policies.models import Approval
from policies.rules.words import Fact, Finding, Step
from policies.services import record_approval
from tests.breaches.factories import (
    LATER,
    Outcome,
    answer,
    begin_letter,
    close,
    confirm,
    make_case,
    reload_case,
    reply,
    take,
)
from tests.cast import NOW, TODAY, Cast
from tests.incidents.factories import make_incident, upload

pytestmark = pytest.mark.usefixtures("clock")
DAY = dt.timedelta(days=1)
VALUE = re.compile(r"'[^']*'|\b\d+\b")


def page(client: Client, case: Case) -> Any:
    return client.get(reverse("breaches:case", args=[case.pk]))


def read_words(client: Client, case: Case) -> str:
    text: str = page(client, case).content.decode()
    return " ".join(text.split())


def busy_case(cast: Cast) -> Case:
    """A case with something of every kind on its page."""
    case = make_case(
        cast,
        incident=make_incident(cast, affected=(cast.person_of(cast.teacher),)),
        findings={Finding.DEFAMATION: "Seen.", Finding.ONLINE_ARGUMENT: "Seen."},
    )
    evidence = add_evidence(by=cast.head, now=NOW, incident=case.incident, title="Screenshot", upload=upload())
    take(case, Step.REPORT_TO_PLATFORM, by=cast.head, note="reference 88213", evidence=evidence)
    take(case, Step.REQUEST_REMOVAL, by=cast.head, outcome=Outcome.NO_REPLY, follow_up_on=TODAY + DAY)
    confirm(case, Fact.REFUSED, Fact.CONTINUED, by=cast.deputy)
    add_note(by=cast.head, now=LATER, case=case, text="The aunt rang.", form_token=uuid.uuid5(uuid.NAMESPACE_URL, "n"))
    step_outside_policy(
        by=cast.head,
        now=LATER,
        case=case,
        revision=reload_case(case).revision,
        what="Rang the aunt.",
        reason="She is listened to.",
        done_on=TODAY,
        done_by="Siân Morgan",
        follow_up_on=TODAY,
        form_token=uuid.uuid5(uuid.NAMESPACE_URL, "o"),
    )
    return case


def test_the_page_asks_the_database_eighteen_times_and_never_the_same_more_than_twice(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case = busy_case(cast)
    client.force_login(cast.head)
    page(client, case)
    with django_assert_num_queries(18) as queries:
        page(client, case)
    alike = collections.Counter(VALUE.sub("?", query["sql"]) for query in queries.captured_queries)
    assert max(alike.values()) <= 2


def test_opening_the_page_is_on_record(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.deputy)
    page(client, case)
    assert Entry.objects.get(action="case.read", row_id=str(case.pk)).by == cast.deputy


def test_the_page_says_carefully_what_is_considered_in_what_capacity_and_by_which_version(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.head)
    words = read_words(client, make_case(cast))
    assert "The school considers that it may be defamatory." in words
    assert "Judged as <strong>parent or carer</strong>" in words
    assert "under the Social Networking Policy (2021-22), in force on the day (9 November 2026)." in words


def test_the_page_says_what_is_due_and_when(cast: Cast, client: Client) -> None:
    client.force_login(cast.head)
    to_do = page(client, busy_case(cast)).context["to_do"]
    assert [(due_step.step, due_step.when, due_step.is_late) for due_step in to_do] == [
        (Step.MEETING, "Today", True),
        (None, "Today", True),
        (Step.REQUEST_REMOVAL, "13 November 2026", False),
    ]
    assert to_do[2].text.startswith("Ask again: ")
    assert to_do[2].detail == "no reply since 12 November 2026"


def test_every_record_notice_and_silence_is_on_the_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.head)
    text = read_words(client, busy_case(cast))
    for words in (
        "This policy was due for review in November 2022.",
        "This copy does not show that the policy was approved.",
        "Done 12 November 2026",
        "reference 88213",
        "Where the policy is silent",
        "Online argument.",
        "Done outside the policy",
        "Reason: She is listened to.",
        "The aunt rang.",
        "Screenshot",
        "Aled Lloyd",
        "In danger now? Call",
        "Anybody may complain.",
        "Now open: ",
    ):
        assert words in text


def test_every_step_stands_with_the_clauses_that_give_it(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    words = read_words(client, case)
    clauses = [clause for step in answer(case).steps for clause in step.clauses]
    assert len(clauses) > 5
    for clause in clauses:
        assert f'<span class="rung-clause__id">{clause.id}</span>' in words
        assert f"<summary>{clause.place}</summary>" in words


def test_a_waiting_step_asks_and_offers_nothing_to_record(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    words = read_words(client, case)
    assert "Has the parent or carer refused what the school asked of them?" in words
    assert "No reply is not a refusal." in words
    assert reverse("breaches:confirm", args=[case.pk, "refused"]) in words
    assert reverse("breaches:step_take", args=[case.pk, "meeting"]) in words
    assert reverse("breaches:step_take", args=[case.pk, "write_warning"]) not in words


def test_the_notice_goes_once_both_approvals_are_on_record_at_the_school(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    client.force_login(cast.head)
    says = "does not show that the policy was approved"
    for body in Approval.Body:
        assert says in read_words(client, case)
        record_approval(
            by=cast.head,
            now=NOW,
            today=TODAY,
            version=cast.version,
            school=cast.school,
            body=body,
            approved_on=TODAY,
        )
    assert says not in read_words(client, case)


def test_a_closed_case_shows_its_end_and_offers_nothing_but_a_note_and_reopening(cast: Cast, client: Client) -> None:
    case = close(make_case(cast), by=cast.head)
    client.force_login(cast.head)
    words = read_words(client, case)
    assert "Closed on 12 November 2026: put right. The post is gone." in words
    assert "Left undone, with a reason" in words
    assert '<p class="rung-step__state">Not taken</p>' in words
    assert '<p class="rung-step__state">Open</p>' not in words
    assert "Record what happened" not in words
    assert "Questions the policy leaves to you" not in words
    assert reverse("breaches:finding_add", args=[case.pk]) not in words
    assert reverse("breaches:note_add", args=[case.pk]) in words


def test_a_case_before_any_policy_says_so_and_shows_no_step(cast: Cast, client: Client) -> None:
    case = make_case(cast, incident=make_incident(cast, happened_on=dt.date(2021, 10, 31)))
    client.force_login(cast.head)
    words = read_words(client, case)
    assert "No policy was in force on 31 October 2021." in words
    assert "with no policy in force on the day" in words
    assert "No policy was in force on the day, so none gives a step. You decide." in words
    assert "Nothing is due" not in words
    assert reverse("breaches:outside_policy", args=[case.pk]) in words


def test_a_silent_policy_leaves_the_school_to_decide_and_never_says_that_nothing_is_due(
    cast: Cast, client: Client
) -> None:
    case = make_case(cast, findings={Finding.IMPERSONATION: "A page in the school’s name."})
    client.force_login(cast.head)
    words = read_words(client, case)
    assert "Your policy gives no step for this. You decide." in words
    assert "That the policy gives no step stops nobody from acting." in words
    assert "Nothing is due" not in words
    assert ">close the case</a>" not in words
    for name in ("outside_policy", "letter_choose", "case_hand_over"):
        assert reverse(f"breaches:{name}", args=[case.pk]) in words
    client.force_login(cast.lead)
    assert "Hand it to the safeguarding lead" not in read_words(client, case)


def test_a_policy_that_is_silent_on_part_names_that_part_and_says_what_is_due_of_the_rest(
    cast: Cast, client: Client
) -> None:
    case = make_case(cast, findings={Finding.DEFAMATION: "Seen.", Finding.IMPERSONATION: "Seen."})
    client.force_login(cast.head)
    response = page(client, case)
    assert "Your policy gives no step for “Account that pretends to be somebody”. You decide." in " ".join(
        response.content.decode().split()
    )
    assert response.context["to_do"]


def test_a_policy_that_gives_steps_says_that_nothing_is_due_once_they_are_done(cast: Cast, client: Client) -> None:
    case = make_case(cast, incident=make_incident(cast, subjects=(cast.pupil,)), capacity=Capacity.PUPIL)
    client.force_login(cast.head)
    assert "Nothing is due" not in read_words(client, case)
    take(case, Step.REPORT_TO_PLATFORM, by=cast.head)
    words = read_words(client, case)
    assert "Nothing is due, to decide or unfinished." in words
    assert "You decide." not in words


def test_what_is_due_to_decide_and_unfinished_stand_apart(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    letter = begin_letter(case, cast)
    client.force_login(cast.head)
    context = page(client, case).context
    assert [item.step for item in context["to_do"]] == [Step.REPORT_TO_PLATFORM, Step.MEETING]
    texts = [decision.text for decision in context["to_decide"]]
    assert texts[0].startswith("Tell the parent")
    assert any(text.startswith("Has the parent or carer refused") for text in texts)
    assert len(texts) == len(set(texts))
    assert context["unfinished"] == [letter]
    words = read_words(client, case)
    assert words.index(">Due</h3>") < words.index(">To decide</h3>") < words.index(">Unfinished</h3>")
    for decision in context["to_decide"]:
        assert f'id="{decision.place}"' in words


def test_a_step_to_consider_that_was_not_taken_is_said_so_on_the_page(cast: Cast, client: Client) -> None:
    case = make_case(cast)
    confirm(case, Fact.REFUSED, Fact.CONTINUED, by=cast.head)
    client.force_login(cast.head)
    assert "Decide not to take it" in read_words(client, case)
    leave_undone(
        by=cast.head,
        now=LATER,
        case=case,
        revision=reload_case(case).revision,
        step=Step.LEGAL_ADVICE,
        reason="The post is gone.",
        form_token=uuid.uuid5(uuid.NAMESPACE_URL, "l"),
    )
    words = read_words(client, case)
    assert "Considered and not taken, with a reason" in words
    assert "Considered and not taken: Take legal advice" in words


def test_a_silent_case_puts_the_duties_that_fit_before_everything_else(cast: Cast, client: Client) -> None:
    findings = {Finding.PUPIL_ACCOUNT_ACCESS: "Messages seen.", Finding.IMPERSONATION: "A second account."}
    case = make_case(cast, findings=findings)
    client.force_login(cast.lead)
    response = page(client, case)
    words = " ".join(response.content.decode().split())
    assert response.context["ladder"].is_silent
    for duty in response.context["answer"].duties:
        assert words.index("You decide.") < words.index(duty.source) < words.index("Record what you did")
        assert words.count(escape(duty.says)) == 1


def test_a_case_of_staff_shows_what_the_law_asks_with_its_source(cast: Cast, client: Client) -> None:
    incident = make_incident(cast, subjects=(cast.person_of(cast.teacher),))
    findings = {Finding.SEXUAL_ADVANCE: "Messages seen by a parent."}
    case = make_case(cast, incident=incident, capacity=Capacity.STAFF, findings=findings)
    client.force_login(cast.lead)
    response = page(client, case)
    assert response.context["answer"].duties
    assert all(
        duty.source in " ".join(response.content.decode().split()) for duty in response.context["answer"].duties
    )


def test_a_threat_meets_the_law_first_though_the_policy_gives_no_step(cast: Cast, client: Client) -> None:
    case = make_case(cast, findings={Finding.THREAT: "He says that he will wait at the gate."})
    client.force_login(cast.head)
    response = page(client, case)
    duties = response.context["guidance"].duties
    assert duties[0].id == "police"
    assert "Is anybody in danger now?" in response.content.decode()
    assert reverse("breaches:confirm", args=[case.pk, "immediate_risk"]) in response.content.decode()


@pytest.mark.parametrize(
    ("platform", "says", "helps"),
    [
        ("facebook", "choose to report it. Report each post, and the account.", True),
        ("other", "Rung does not know how this place takes reports.", True),
        ("school_channel", "", False),
        ("not_online", "", False),
    ],
)
def test_reporting_to_the_platform_comes_with_how_it_is_done(
    cast: Cast, client: Client, platform: str, says: str, helps: bool
) -> None:
    name = "Tellonym" if platform == "other" else ""
    case = make_case(cast, incident=make_incident(cast, platform=platform, platform_name=name))
    client.force_login(cast.head)
    form = client.get(reverse("breaches:step_take", args=[case.pk, Step.REPORT_TO_PLATFORM])).content.decode()
    for words in (read_words(client, case), " ".join(form.split())):
        assert ("How to report it, and who can help" in words) is helps
        assert says in words


def test_an_allegation_asks_of_harm_then_shows_the_duty_and_whom_to_tell(cast: Cast, client: Client) -> None:
    case = make_case(cast, findings={Finding.ALLEGATION: "The post says that a teacher hit a pupil."})
    client.force_login(cast.head)
    words = read_words(client, case)
    assert "Does it say that a child was or may have been harmed?" in words
    assert "Designated officer, Flintshire" not in words
    confirm(case, Fact.CHILD_HARMED, by=cast.head)
    words = read_words(client, case)
    assert "Within 1 working day from the day the school knew." in words
    assert "Designated officer, Flintshire" in words
    assert "Not on record." in words
    assert cast.lead.name in words
    assert "?answer=yes" not in words.split("Beside the policy")[1].split("What was established")[0]


def test_what_a_duty_asks_is_not_asked_again_once_it_is_answered_no(cast: Cast, client: Client) -> None:
    case = make_case(cast, findings={Finding.ALLEGATION: "She writes that he was hit."})
    client.force_login(cast.head)
    before = page(client, case).context
    assert Fact.CHILD_HARMED in {ask.fact for ask in before["guidance"].asks}
    reply(case, Fact.CHILD_HARMED, by=cast.head, answer=Confirmation.Answer.NO)
    after = page(client, case).context
    assert Fact.CHILD_HARMED not in {ask.fact for ask in after["guidance"].asks}
    assert [no.row.fact for no in after["noes"]] == [Fact.CHILD_HARMED]


def test_no_question_of_a_duty_is_asked_that_a_step_asks_already(cast: Cast, client: Client) -> None:
    incident = make_incident(cast, subjects=(cast.person_of(cast.teacher),))
    case = make_case(cast, incident=incident, capacity=Capacity.STAFF, findings={Finding.SEXUAL_ADVANCE: "Seen."})
    client.force_login(cast.lead)
    context = page(client, case).context
    steps_ask = {item.question.fact for item in context["questions"]}
    assert steps_ask
    assert steps_ask.isdisjoint(ask.fact for ask in context["guidance"].asks)


def test_a_case_before_any_policy_shows_the_duties_of_the_schools_nation(cast: Cast, client: Client) -> None:
    incident = make_incident(cast, happened_on=dt.date(2021, 10, 31))
    case = make_case(cast, incident=incident, findings={Finding.THREAT: "Seen on the page."})
    client.force_login(cast.head)
    assert [duty.nation for duty in page(client, case).context["guidance"].duties][:1] == ["Wales"]


def test_the_chair_alone_sees_the_case_of_the_headteacher(cast: Cast, client: Client) -> None:
    incident = make_incident(cast, by=cast.chair, subjects=(cast.person_of(cast.head),))
    case = make_case(cast, incident=incident, capacity=Capacity.STAFF, by=cast.chair)
    for who, status in [(cast.chair, 200), (cast.head, 404), (cast.deputy, 404)]:
        client.force_login(who)
        assert page(client, case).status_code == status
