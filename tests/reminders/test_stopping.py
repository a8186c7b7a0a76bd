"""A reminder stops the moment the thing is done, closed or somebody else's, and never goes to who may not see it.

Each change falls between the making of the mail and its sending, the last moment at which it can.
"""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core import mail

from breaches.letters.kinds import LetterKind
from breaches.models import Case
from breaches.services.cases import hand_over
from incidents.services.drafts import step_back
from people.models import Membership, Relationship, Role
from people.services import add_member, end_membership, relate
from policies.models import Review, ReviewCycle
from policies.reviews.services import record_review
from reminders.models import Mailing, Reminder
from reminders.services import run_cycle, send_mailing
from reports.services import read_report
from tests.breaches.factories import close, make_case, reload_case
from tests.breaches.letters.factories import approve, draft
from tests.cast import NOW, TODAY, Cast
from tests.incidents.factories import make_incident
from tests.reminders.factories import DAY, MONDAY, Kind
from tests.reports.factories import make_staff_report

HEAD = "headteacher@cornist-park.example"


def close_it(cast: Cast, case: Case) -> None:
    close(case, by=cast.head)


def hand_it_over(cast: Cast, case: Case) -> None:
    hand_over(by=cast.head, now=NOW, case=case, revision=reload_case(case).revision, to=cast.deputy)


def step_back_from_it(cast: Cast, case: Case) -> None:
    step_back(by=cast.head, now=NOW, incident=case.incident, why="She is a close friend.")


def find_out_they_are_related(cast: Cast, case: Case) -> None:
    own = cast.person_of(cast.head)
    relate(by=None, now=NOW, person=own, kind=Relationship.Kind.SIBLING, relative=case.subject)


def end_their_role(cast: Cast, case: Case) -> None:
    membership = Membership.objects.get(user=cast.head)
    end_membership(by=cast.administrator, now=NOW, membership=membership, to_on=TODAY)


def reach_of(case: Case, cast: Cast) -> tuple[list[int], int]:
    """What a worker dispatches a day later, and how many of those mails tell the Headteacher of the case."""
    keys = run_cycle(now=NOW + DAY)
    mine = Reminder.objects.filter(kind=Kind.CASE, object_id=case.pk, to=cast.head, mailing__in=keys)
    return keys, mine.count()


def sent_to_head(keys: list[int], now: dt.datetime) -> list[str]:
    """The subjects that reach the Headteacher when these are sent."""
    for pk in keys:
        send_mailing(now=now, mailing_pk=pk)
    return [str(sent.subject) for sent in mail.outbox if sent.to == [HEAD]]


@pytest.mark.parametrize(
    "change", [close_it, hand_it_over, step_back_from_it, find_out_they_are_related, end_their_role]
)
def test_a_case_that_is_no_longer_theirs_is_dropped_from_a_mail_made_already(
    cast: Cast, change: Callable[[Cast, Case], None]
) -> None:
    review_of_the_policy_is_held(cast)
    case = make_case(cast)
    keys, number = reach_of(case, cast)
    assert number == 1

    change(cast, case)

    assert sent_to_head(keys, NOW + DAY) == []
    assert Reminder.objects.get(kind=Kind.CASE, to=cast.head).dropped_at == NOW + DAY
    assert Mailing.objects.get(to=cast.head).dropped_at == NOW + DAY


def review_of_the_policy_is_held(cast: Cast) -> None:
    """So that nothing but what the test is about waits for the Headteacher."""
    cycle = ReviewCycle.objects.get(school=cast.school)
    record_review(
        by=cast.head,
        now=NOW,
        today=TODAY,
        cycle=cycle,
        revision=cycle.revision,
        form_token="b7a3f4f0-6a2e-4a0e-9d27-0d6a6d1c7c11",  # type: ignore[arg-type]  # as a form sends it
        outcome=Review.Outcome.UNCHANGED,
        held_on=TODAY,
        next_due_on=TODAY + 365 * DAY,
    )


def test_the_rest_of_the_mail_still_goes(cast: Cast) -> None:
    case = make_case(cast)
    keys, _ = reach_of(case, cast)
    close_it(cast, case)

    assert sent_to_head(keys, NOW + DAY) == ["[Sensitive: open in private] You have 1 thing to do in Rung"]


def test_a_review_that_was_held_is_told_no_more(cast: Cast) -> None:
    keys = run_cycle(now=NOW)
    assert Reminder.objects.filter(kind=Kind.REVIEW, mailing__in=keys).count() == 3

    review_of_the_policy_is_held(cast)

    for pk in keys:
        send_mailing(now=NOW, mailing_pk=pk)
    assert mail.outbox == []


def test_a_letter_that_was_approved_is_told_no_more(cast: Cast) -> None:
    review_of_the_policy_is_held(cast)
    case = make_case(cast, by=cast.deputy)
    hand_over(by=cast.deputy, now=NOW, case=case, revision=reload_case(case).revision, to=cast.head)
    letter = draft(reload_case(case), LetterKind.REMOVAL_REQUEST, by=cast.lead)
    keys = run_cycle(now=MONDAY)
    assert Reminder.objects.filter(kind=Kind.LETTER, mailing__in=keys).count() == 1

    approve(letter, by=cast.head)
    close(case, by=cast.head)

    assert sent_to_head(keys, MONDAY) == []


def test_an_incident_that_has_a_case_by_now_is_told_no_more(cast: Cast) -> None:
    incident = make_incident(cast)
    keys = run_cycle(now=MONDAY)
    reminders = Reminder.objects.filter(kind=Kind.INCIDENT, mailing__in=keys)
    assert reminders.count() == 3

    make_case(cast, incident=incident)
    sent_to_head(keys, MONDAY)

    assert set(reminders.values_list("dropped_at", flat=True)) == {MONDAY}


def test_a_report_that_was_read_is_told_no_more(cast: Cast) -> None:
    report = make_staff_report(cast)
    keys = run_cycle(now=NOW)
    reminders = Reminder.objects.filter(kind=Kind.REPORT, mailing__in=keys)
    assert reminders.count() == 2

    read_report(by=cast.lead, now=NOW, report=report)
    sent_to_head(keys, NOW)

    assert set(reminders.values_list("dropped_at", flat=True)) == {NOW}


def test_who_looks_after_the_case_now_is_told_instead(cast: Cast) -> None:
    case = make_case(cast)
    reach_of(case, cast)
    hand_it_over(cast, case)

    keys = run_cycle(now=NOW + DAY * 4)
    for pk in keys:
        send_mailing(now=NOW + DAY * 4, mailing_pk=pk)

    reminders = Reminder.objects.filter(kind=Kind.CASE, mailing__sent_at__isnull=False, dropped_at__isnull=True)
    assert {reminder.to for reminder in reminders} == {cast.deputy}


def test_a_new_role_brings_what_waits_for_it(cast: Cast) -> None:
    keys = run_cycle(now=NOW)
    assert not Reminder.objects.filter(to=cast.governor).exists()
    assert keys

    add_member(by=None, now=NOW, school=cast.school, user=cast.governor, role=Role.CHAIR, from_on=TODAY)
    run_cycle(now=NOW + 7 * DAY)

    assert Reminder.objects.filter(to=cast.governor, kind=Kind.REVIEW).count() == 1
