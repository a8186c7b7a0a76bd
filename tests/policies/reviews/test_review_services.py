"""A school's reviews of its policies: the cycle, brought forward, recorded, reminded of."""

import datetime as dt
import uuid

import pytest

from audit.models import Entry
from people.models import User
from policies.models import Adoption, Approval, Review, ReviewCycle, Version
from policies.reviews.schedule import next_reminder_on
from policies.reviews.services import (
    DateNeeded,
    NotKeptTo,
    OnlyAReviewRenews,
    OwnerElsewhere,
    bring_forward,
    claim_reminder,
    record_review,
    set_cycle,
)
from policies.services import adopt, record_approval
from tests.cast import NOW, TODAY, Cast, load_pack
from web.submit import DayOutOfBounds, ReasonNeeded, Stale

pytestmark = pytest.mark.engine

DAY = dt.timedelta(days=1)
TOKEN = uuid.UUID("7d1c4f0e-5f0e-4a8e-9d51-0c5f3b6c0a11")
Anchor = ReviewCycle.Anchor
Outcome = Review.Outcome


def cycle_of(cast: Cast) -> ReviewCycle:
    return ReviewCycle.objects.get(school=cast.school, policy=cast.version.policy)


def without_a_date(cast: Cast) -> ReviewCycle:
    return ReviewCycle.objects.get(school=cast.other_school)


def set_by(user: User, cycle: ReviewCycle, **fields: object) -> ReviewCycle:
    values = {"owner": None, "anchor": Anchor.FIXED, "revision": cycle.revision} | fields
    return set_cycle(by=user, now=NOW, today=TODAY, cycle=cycle, **values)  # type: ignore[arg-type]  # as said


def forward_by(user: User, cycle: ReviewCycle, due_on: dt.date, reason: str = "The law changed.") -> ReviewCycle:
    return bring_forward(
        by=user, now=NOW, today=TODAY, cycle=cycle, revision=cycle.revision, due_on=due_on, reason=reason
    )


def review_by(user: User, cycle: ReviewCycle, **fields: object) -> Review:
    values = {"outcome": Outcome.UNCHANGED, "held_on": TODAY, "revision": cycle.revision, "form_token": TOKEN} | fields
    return record_review(by=user, now=NOW, today=TODAY, cycle=cycle, **values)  # type: ignore[arg-type]  # as said


def test_a_school_that_takes_up_a_policy_is_to_review_it_by_the_date_the_policy_gives(cast: Cast) -> None:
    cycle = cycle_of(cast)
    assert (cycle.anchor, cycle.due_on, cycle.remind_on) == (Anchor.MONTH, dt.date(2022, 11, 30), TODAY)
    assert cycle.anchor == ReviewCycle.Anchor.MONTH
    none = without_a_date(cast)
    assert (none.anchor, none.due_on, none.remind_on) == (Anchor.NONE, None, None)


def test_a_policy_withdrawn_and_taken_up_again_begins_its_cycle_anew(cast: Cast) -> None:
    review_by(cast.head, cycle_of(cast), outcome=Outcome.WITHDRAWN)
    adopt(by=None, now=NOW, school=cast.school, policy=cast.version.policy, adopted_on=TODAY + DAY)
    assert cycle_of(cast).due_on == dt.date(2022, 11, 30)


def test_a_date_is_set_where_none_was(cast: Cast) -> None:
    due = dt.date(2027, 9, 30)
    cycle = set_by(cast.outsider, without_a_date(cast), due_on=due, owner=cast.outsider)
    assert (cycle.due_on, cycle.owner, cycle.remind_on) == (due, cast.outsider, due - 90 * DAY)
    assert Entry.objects.get(action="review.cycle_set").changes["after"]["due_on"] == "2027-09-30"


def test_a_month_is_set_by_its_last_day(cast: Cast) -> None:
    cycle = set_by(cast.outsider, without_a_date(cast), anchor=Anchor.MONTH, due_on=dt.date(2028, 2, 1))
    assert cycle.due_on == dt.date(2028, 2, 29)


def test_a_date_that_is_set_does_not_move_by_setting_another(cast: Cast) -> None:
    for due in (dt.date(2022, 11, 29), dt.date(2027, 1, 1)):
        with pytest.raises(OnlyAReviewRenews):
            set_by(cast.head, cycle_of(cast), due_on=due)
    cycle = set_by(cast.head, cycle_of(cast), anchor=Anchor.INTERVAL, interval_months=12)
    assert cycle.due_on == dt.date(2022, 11, 30)
    assert set_by(cast.head, cycle, anchor=Anchor.NONE).due_on == dt.date(2022, 11, 30)


@pytest.mark.parametrize("anchor", [Anchor.FIXED, Anchor.MONTH, Anchor.INTERVAL])
def test_a_cycle_wants_its_date_or_its_months(cast: Cast, anchor: ReviewCycle.Anchor) -> None:
    with pytest.raises(DateNeeded):
        set_by(cast.outsider, without_a_date(cast), anchor=anchor)


def test_an_interval_counts_from_the_approval_of_the_governing_body(cast: Cast) -> None:
    cycle = set_by(cast.outsider, without_a_date(cast), anchor=Anchor.INTERVAL, interval_months=12)
    assert cycle.due_on is None
    version = Version.objects.get(policy=cycle.policy)
    fields = {"by": cast.outsider, "now": NOW, "today": TODAY, "version": version, "school": cast.other_school}
    record_approval(**fields, body=Approval.Body.HEADTEACHER, approved_on=TODAY)  # type: ignore[arg-type]  # as said
    assert without_a_date(cast).due_on is None
    approved_on = dt.date(2024, 2, 29)
    record_approval(**fields, body=Approval.Body.GOVERNING_BODY, approved_on=approved_on)  # type: ignore[arg-type]
    assert without_a_date(cast).due_on == dt.date(2025, 2, 28)
    assert without_a_date(cast).remind_on == TODAY
    assert Entry.objects.filter(action="review.date_counted").count() == 1


def test_an_interval_set_after_the_approval_counts_from_it_too(cast: Cast) -> None:
    cycle = without_a_date(cast)
    version = Version.objects.get(policy=cycle.policy)
    body = Approval.Body.GOVERNING_BODY
    fields = {"by": cast.outsider, "now": NOW, "today": TODAY, "version": version, "school": cast.other_school}
    record_approval(**fields, body=body, approved_on=dt.date(2026, 3, 31))  # type: ignore[arg-type]  # as said
    cycle = set_by(cast.outsider, cycle, anchor=Anchor.INTERVAL, interval_months=11)
    assert cycle.due_on == dt.date(2027, 2, 28)


def test_the_owner_holds_a_role_at_the_school(cast: Cast) -> None:
    with pytest.raises(OwnerElsewhere):
        set_by(cast.head, cycle_of(cast), owner=cast.outsider)


def test_setting_the_same_cycle_twice_changes_it_once(cast: Cast) -> None:
    cycle = cycle_of(cast)
    for _ in range(2):
        set_by(cast.head, cycle, anchor=Anchor.MONTH, owner=cast.deputy)
    assert cycle_of(cast).revision == cycle.revision + 1
    assert Entry.objects.filter(action="review.cycle_set").count() == 1


def test_a_stale_form_changes_nothing(cast: Cast) -> None:
    old = cycle_of(cast)
    set_by(cast.head, old, anchor=Anchor.MONTH, owner=cast.deputy)
    with pytest.raises(Stale):
        set_by(cast.clerk, old, anchor=Anchor.MONTH, owner=cast.head)
    with pytest.raises(Stale):
        review_by(cast.clerk, old, next_due_on=TODAY + DAY)
    with pytest.raises(Stale):
        forward_by(cast.clerk, old, TODAY)
    assert cycle_of(cast).owner == cast.deputy
    assert not Review.objects.exists()


def test_a_review_is_brought_forward_with_a_reason_and_its_reminders_follow(cast: Cast) -> None:
    cycle = set_by(cast.outsider, without_a_date(cast), due_on=dt.date(2027, 9, 30))
    sooner = TODAY + 45 * DAY
    cycle = forward_by(cast.outsider, cycle, sooner)
    assert (cycle.due_on, cycle.remind_on) == (sooner, sooner - 30 * DAY)
    assert Entry.objects.get(action="review.brought_forward").reason == "The law changed."
    assert forward_by(cast.outsider, without_a_date(cast), sooner).revision == cycle.revision


def test_a_review_without_a_date_may_be_brought_forward_to_one(cast: Cast) -> None:
    assert forward_by(cast.outsider, without_a_date(cast), TODAY).remind_on == TODAY


@pytest.mark.parametrize("days", [-1, 100, 101])
def test_a_review_is_brought_forward_to_a_day_from_today_and_before_it_is_due(cast: Cast, days: int) -> None:
    cycle = set_by(cast.outsider, without_a_date(cast), due_on=TODAY + 100 * DAY)
    with pytest.raises(DayOutOfBounds):
        forward_by(cast.outsider, cycle, TODAY + days * DAY)
    for allowed in (99, 0):
        cycle = forward_by(cast.outsider, cycle, TODAY + allowed * DAY)


def test_a_review_is_not_brought_forward_without_a_reason(cast: Cast) -> None:
    with pytest.raises(ReasonNeeded):
        forward_by(cast.outsider, without_a_date(cast), TODAY, reason=" ")


def test_a_review_by_a_month_is_renewed_to_the_month_given(cast: Cast) -> None:
    review = review_by(cast.clerk, cycle_of(cast), next_due_on=dt.date(2028, 2, 3), minute_reference="Item 9")
    cycle = cycle_of(cast)
    assert (review.was_due_on, review.next_due_on) == (dt.date(2022, 11, 30), dt.date(2028, 2, 29))
    assert (cycle.due_on, cycle.remind_on) == (dt.date(2028, 2, 29), dt.date(2027, 12, 1))
    assert review.version == cast.version
    assert Entry.objects.get(action="review.recorded").by_id == cast.clerk.pk


def test_a_recorded_review_takes_away_why_it_was_brought_forward(cast: Cast) -> None:
    cycle = set_by(cast.outsider, without_a_date(cast), due_on=TODAY + 100 * DAY)
    cycle = forward_by(cast.outsider, cycle, TODAY)
    review_by(cast.outsider, cycle, outcome=Outcome.CHANGED, next_due_on=TODAY + DAY)
    assert without_a_date(cast).brought_forward_because == ""
    assert without_a_date(cast).due_on == TODAY + DAY


def test_the_next_review_comes_after_this_one_and_is_said(cast: Cast) -> None:
    with pytest.raises(DateNeeded):
        review_by(cast.head, cycle_of(cast))
    with pytest.raises(DayOutOfBounds):
        review_by(cast.head, cycle_of(cast), next_due_on=TODAY)


def test_an_interval_renews_from_the_day_of_the_review_or_a_later_approval(cast: Cast) -> None:
    cycle = set_by(cast.outsider, without_a_date(cast), anchor=Anchor.INTERVAL, interval_months=24)
    assert review_by(cast.outsider, cycle, held_on=TODAY - 10 * DAY).next_due_on == dt.date(2028, 11, 2)
    version = Version.objects.get(policy=cycle.policy)
    record_approval(
        by=cast.outsider,
        now=NOW,
        today=TODAY,
        version=version,
        school=cast.other_school,
        body=Approval.Body.GOVERNING_BODY,
        approved_on=TODAY,
    )
    token = uuid.UUID(int=1)
    later = review_by(cast.outsider, without_a_date(cast), held_on=TODAY - DAY, form_token=token)
    assert later.next_due_on == dt.date(2028, 11, 12)


def test_where_no_review_date_is_set_a_review_sets_none(cast: Cast) -> None:
    assert review_by(cast.outsider, without_a_date(cast)).next_due_on is None


def test_a_review_of_tomorrow_is_refused(cast: Cast) -> None:
    with pytest.raises(DayOutOfBounds):
        review_by(cast.head, cycle_of(cast), held_on=TODAY + DAY, next_due_on=TODAY + 9 * DAY)


def test_the_same_form_sent_twice_records_one_review(cast: Cast) -> None:
    cycle = cycle_of(cast)
    first = review_by(cast.head, cycle, next_due_on=TODAY + DAY)
    assert review_by(cast.head, cycle, next_due_on=TODAY + DAY) == first
    assert Review.objects.count() == 1


def test_a_policy_withdrawn_at_its_review_is_kept_to_until_that_day_and_reminded_of_no_more(cast: Cast) -> None:
    review_by(cast.head, cycle_of(cast), outcome=Outcome.WITHDRAWN)
    assert Adoption.objects.get(school=cast.school).ended_on == TODAY
    cycle = cycle_of(cast)
    assert (cycle.anchor, cycle.due_on, cycle.remind_on) == (Anchor.NONE, None, None)
    assert Version.objects.in_force_at(cast.school, on=TODAY) == cast.version
    assert Version.objects.in_force_at(cast.school, on=TODAY + DAY) is None
    assert Entry.objects.filter(action="policy.withdrawn").count() == 1
    with pytest.raises(NotKeptTo):
        review_by(cast.head, cycle, form_token=uuid.UUID(int=2))


def test_a_policy_is_not_withdrawn_before_the_school_took_it_up(cast: Cast) -> None:
    with pytest.raises(DayOutOfBounds):
        review_by(cast.head, cycle_of(cast), outcome=Outcome.WITHDRAWN, held_on=dt.date(2021, 10, 31))
    assert not Review.objects.exists()
    assert Adoption.objects.get(school=cast.school).ended_on is None


def test_a_reminder_is_claimed_once_and_the_next_one_waits_its_day(cast: Cast) -> None:
    cycle = cycle_of(cast)
    assert cycle.due_on
    won = [claim_reminder(cycle_pk=cycle.pk, remind_on=TODAY, today=TODAY) for _ in range(2)]
    assert won == [True, False]
    assert cycle_of(cast).remind_on == next_reminder_on(cycle.due_on, after=TODAY)
    assert cycle_of(cast).revision == cycle.revision


def test_a_reminder_of_a_day_that_was_moved_is_not_claimed(cast: Cast) -> None:
    cycle = set_by(cast.outsider, without_a_date(cast), due_on=TODAY + 90 * DAY)
    assert cycle.remind_on == TODAY
    moved = forward_by(cast.outsider, cycle, TODAY + 40 * DAY)
    assert not claim_reminder(cycle_pk=cycle.pk, remind_on=TODAY, today=TODAY)
    assert without_a_date(cast).remind_on == moved.remind_on == TODAY + 10 * DAY


def test_a_school_with_another_policy_keeps_cycles_apart(cast: Cast) -> None:
    adopt(by=None, now=NOW, school=cast.school, policy=load_pack("st-peters").policy, adopted_on=TODAY)
    review_by(cast.head, cycle_of(cast), next_due_on=dt.date(2028, 1, 1))
    other = ReviewCycle.objects.get(school=cast.school, policy__slug="st-peters")
    assert other.due_on == dt.date(2023, 3, 31)
