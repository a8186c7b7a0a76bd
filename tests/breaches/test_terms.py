"""What a case shows of the second format: the terms of a step, its rights, and what is forbidden."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from breaches.ladder import CaseStep, build_ladder
from breaches.letters.kinds import LetterKind
from breaches.letters.wording import write_draft
from breaches.limits import Limits
from breaches.models import Case
from breaches.services.closing import close_case
from people.models import Capacity
from policies.rules.words import Fact, Finding, Party, Step
from tests.breaches.factories import LATER, answer, assess_shipped, confirm, make_case, reload_case, take
from tests.breaches.mill_lane import assess_mill_lane, change_text, mill_lane_case
from tests.cast import NOW, TODAY, Cast
from tests.incidents.factories import make_incident

pytestmark = pytest.mark.usefixtures("clock")
DAY = dt.timedelta(days=1)


def find_shown(step: Step, party: Party = Party.PARENT, *, limits: Limits | None = None, **asked: Any) -> CaseStep:
    """One step of a threat at Mill Lane, as a case shows it."""
    given = assess_mill_lane(party, Finding.THREAT, **asked)
    ladder = build_ladder(given, [], [], limits or Limits())
    return next(shown for shown in ladder.steps if shown.step == step)


def read(client: Client, case: Case) -> Any:
    return client.get(reverse("breaches:case", args=[case.pk]))


def words_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_step_says_after_which_others_it_comes_until_they_are_done() -> None:
    before = find_shown(Step.WRITE_WARNING, confirmed={"extreme_case"})
    assert (before.look, before.terms.after) == ("waiting", "After “Talk with the parent”.")
    after = find_shown(Step.WRITE_WARNING, confirmed={"extreme_case"}, done={Step.MEETING})
    assert (after.look, after.terms.after) == ("open", "")


def test_a_step_that_the_policy_has_moved_on_from_says_so_and_is_never_due() -> None:
    done = {Step.WRITE_WARNING}
    assert find_shown(Step.MEETING, done=done).terms.passed is None
    passed = find_shown(Step.MEETING, done=done, confirmed={"continued"})
    assert (passed.look, passed.state) == ("passed", "The policy has moved on (ML-2)")
    assert passed.terms.passed is not None
    assert passed.terms.passed.id == "ML-2"
    assert not passed.is_due
    assert not passed.may_be_left


def test_a_limit_stands_with_its_day_where_it_has_one() -> None:
    words = "Within 5 school days from the day the school knew"
    assert find_shown(Step.WRITE_WARNING, confirmed={"extreme_case"}, done={Step.MEETING}).terms.limit == f"{words}."
    limits = Limits(by_step={Step.WRITE_WARNING: TODAY})
    assert (
        find_shown(Step.WRITE_WARNING, limits=limits, confirmed={"extreme_case"}, done={Step.MEETING}).terms.limit
        == f"{words}: by 12 November 2026."
    )
    assert find_shown(Step.WRITE_WARNING, done={Step.MEETING, Step.WRITE_WARNING}).terms.limit == ""


def test_how_long_a_step_lasts_is_said_with_its_end_once_it_is_done() -> None:
    assert find_shown(Step.BAN_DEVICES_AT_EVENTS).terms.lasts == "Lasts 6 months."
    limits = Limits(lasting={Step.BAN_DEVICES_AT_EVENTS: TODAY})
    done = find_shown(Step.BAN_DEVICES_AT_EVENTS, limits=limits, done={Step.BAN_DEVICES_AT_EVENTS})
    assert done.terms.lasts == "Lasts 6 months: until 12 November 2026."


def test_an_exception_is_a_question_with_its_step_until_that_is_done() -> None:
    shown = find_shown(Step.CONTACT_POLICE, confirmed={"wording_applies"})
    assert shown.terms.exceptions == ("Has the designated officer advised against it?",)
    assert find_shown(Step.CONTACT_POLICE, done={Step.CONTACT_POLICE}).terms.exceptions == ()


def test_a_right_stands_with_the_step_that_it_is_about_and_no_other() -> None:
    (right,) = find_shown(Step.BAN_DEVICES_AT_EVENTS).terms.rights
    assert right.text == "The parent or carer may appeal to a panel, within 10 school days."
    assert right.clause.id == "ML-4"
    assert find_shown(Step.BLOCK_ACCESS).terms.rights == ()
    shown = find_shown(Step.BAN_DEVICES_AT_EVENTS, limits=Limits(of_rights={"ML-4": TODAY}))
    assert shown.terms.rights[0].text.endswith(": by 12 November 2026.")


@pytest.mark.parametrize(
    ("step", "party", "who"),
    [
        (Step.MEETING, Party.PARENT, "By the class teacher."),
        (Step.WRITE_WARNING, Party.PARENT, ""),  # its label says "The Headteacher will"
        (Step.BLOCK_ACCESS, Party.PARENT, ""),  # the school
        (Step.DISCIPLINARY_ACTION, Party.STAFF, "If it is about the Headteacher: the Chair of Governors."),
    ],
)
def test_a_step_says_who_takes_it_where_its_label_does_not(step: Step, party: Party, who: str) -> None:
    assert find_shown(step, party).terms.who == who


def test_no_actor_is_put_into_the_mouth_of_a_policy_that_names_none() -> None:
    given = assess_shipped("st-peters", Party.STAFF, {Finding.PUPIL_CONTACT})
    shown = next(shown for shown in build_ladder(given, []).steps if str(shown.content.who) == "not stated")
    assert shown.terms.who == "The policy does not say who."
    assert "school" not in shown.content.force_tag


def test_the_page_that_records_a_step_asks_its_exception_too(cast: Cast, client: Client) -> None:
    case = mill_lane_case(cast)
    client.force_login(cast.head)
    asks = "Has the designated officer advised against it?"
    assert asks in words_of(client.get(reverse("breaches:step_take", args=[case.pk, "contact_police"])))
    assert asks not in words_of(client.get(reverse("breaches:step_take", args=[case.pk, "meeting"])))


def test_what_is_forbidden_stands_before_everything_else(cast: Cast, client: Client) -> None:
    incident = make_incident(cast, subjects=(cast.person_of(cast.teacher),))
    mill_lane_case(cast)
    case = make_case(cast, incident=incident, findings={Finding.THREAT: "Seen."}, capacity=Capacity.STAFF)
    client.force_login(cast.head)
    words = words_of(read(client, case))
    assert (
        words.index("What the policy forbids the school")
        < words.index("Nobody at the school investigates")
        < words.index("What to do")
    )
    assert "What the policy forbids the school" not in words_of(read(client, make_case(cast)))


def test_closing_does_not_offer_what_another_of_the_same_choice_settled(cast: Cast, client: Client) -> None:
    case = mill_lane_case(cast)
    client.force_login(cast.head)
    address = reverse("breaches:close", args=[case.pk])
    assert Step.BLOCK_ACCESS in {step.step for step in client.get(address).context["choices"]}
    confirm(case, Fact.REFUSED, by=cast.head)
    take(case, Step.BAN_DEVICES_AT_EVENTS, by=cast.head, outcome=None)
    assert Step.BLOCK_ACCESS not in {step.step for step in client.get(address).context["choices"]}


def test_the_page_says_by_when_and_how_many_days_are_left_or_late(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = mill_lane_case(cast)
    take(case, Step.MEETING, by=cast.head)
    confirm(case, Fact.EXTREME_CASE, by=cast.head)
    said: dict[int, tuple[str, bool]] = {}
    for days in (0, 4, 5, 6, 7):
        monkeypatch.setattr("django.utils.timezone.now", lambda days=days: NOW + days * DAY)
        client.force_login(cast.head)
        (item,) = read(client, case).context["to_do"]
        said[days] = (item.when, item.is_late)
    assert said == {
        0: ("By 17 November 2026, 5 days left", False),
        4: ("By 17 November 2026, 1 day left", False),
        5: ("Today is the last day", True),
        6: ("1 day late, due by 17 November 2026", True),
        7: ("2 days late, due by 17 November 2026", True),
    }


def test_a_choice_with_a_limit_says_its_day_and_is_not_due(cast: Cast, client: Client) -> None:
    limited = change_text(
        ('who = "class_teacher"\n', 'who = "class_teacher"\nwithin = { count = 2, of = "weeks", from = "known" }\n')
    )
    case = mill_lane_case(cast, text=limited)
    client.force_login(cast.head)
    context = read(client, case).context
    assert context["to_do"] == []
    first = context["to_decide"][0]
    assert (first.text, first.when) == ("Talk with the parent", "By 24 November 2026, 12 days left")
    assert reload_case(case).next_due_on is None


def passed_case(cast: Cast) -> Case:
    """A case whose first step was firm until the policy moved on from it."""
    until = 'done = ["write_warning"] }'
    firm = [('modality = "will normally"', 'modality = "will"'), ('force = "normally"', 'force = "will"')]
    case = mill_lane_case(cast, text=change_text((until, "done = [] }"), *firm))
    assert reload_case(case).next_due_on == TODAY
    confirm(case, Fact.CONTINUED, by=cast.head)
    return reload_case(case)


def test_a_passed_step_is_never_due_and_a_case_closes_without_a_word_on_it(cast: Cast) -> None:
    case = passed_case(cast)
    assert case.next_due_on is None
    closed = close_case(
        by=cast.head,
        now=LATER,
        case=case,
        revision=case.revision,
        outcome=Case.Outcome.RESOLVED,
        note="It has ended.",
        left_undone={},
    )
    assert closed.status == "closed"


def test_a_passed_step_that_was_taken_is_recorded_with_its_clause(cast: Cast) -> None:
    assert take(passed_case(cast), Step.MEETING, by=cast.head).clauses == ["ML-1"]


def test_the_letter_for_a_step_states_the_right_that_is_about_it(cast: Cast) -> None:
    case = mill_lane_case(cast)
    confirm(case, Fact.REFUSED, by=cast.head)

    def draft(kind: LetterKind) -> str:
        return write_draft(case, answer(case), kind, recipient=case.subject, signature="", today=TODAY).body

    assert "You may appeal to a panel, within 10 school days." in draft(LetterKind.EVENT_BAN)
    assert "appeal" not in draft(LetterKind.BLOCK_NOTICE)
