"""The life of a version, from its start to its day."""

import datetime as dt
import tomllib

import pytest
from django.db import DatabaseError, transaction

from audit.models import Entry
from policies.models import Adoption, Approval, Version
from policies.rules.parsing import PackError
from policies.services import (
    NotApprovedEverywhere,
    NotThisMove,
    NumberTaken,
    adopt,
    bring_into_force,
    change_draft,
    load_version,
    propose,
    send_back,
    start_version,
    withdraw,
)
from policies.stored_packs import get_pack, shipped_texts
from tests.cast import NOW, TODAY, Cast, load_pack
from tests.policies.factories import (
    LATER_REVIEW,
    approve_version,
    bring_version_into_force,
    edit_draft,
    propose_version,
    reload,
    start_draft,
)
from web.submit import DayOutOfBounds, ReasonNeeded, Stale

pytestmark = pytest.mark.engine

DAY = dt.timedelta(days=1)
Status = Version.Status


def test_a_new_version_begins_as_a_draft_that_says_what_the_last_one_says(cast: Cast) -> None:
    draft = start_draft(cast)
    new, last = get_pack(reload(draft)), get_pack(cast.version)
    assert (draft.status, draft.in_force_from, draft.started_by) == (Status.DRAFT, None, cast.head)
    assert (new.version.number, new.version.status) == ("Autumn 2026", "draft")
    assert (new.clauses, new.rules, new.version.note) == (last.clauses, last.rules, last.version.note)
    assert Entry.objects.get(action="version.started").changes["after"]["started_from"] == cast.version.pk


def test_the_same_form_sent_twice_starts_one_draft(cast: Cast) -> None:
    assert start_draft(cast) == start_draft(cast)
    assert Entry.objects.filter(action="version.started").count() == 1


def test_a_number_is_given_to_one_version_alone(cast: Cast) -> None:
    start_draft(cast)
    for by, number in ((cast.deputy, "Autumn 2026"), (cast.head, cast.version.number)):
        with pytest.raises(NumberTaken):
            start_draft(cast, by=by, number=number)


def test_a_version_is_not_started_from_a_draft(cast: Cast) -> None:
    with pytest.raises(NotThisMove):
        start_version(by=cast.head, now=NOW, school=cast.school, last=start_draft(cast), number="2")


def test_a_draft_takes_what_is_typed_and_its_number_from_it(cast: Cast) -> None:
    draft = edit_draft(cast, start_draft(cast), LATER_REVIEW, ('number = "Autumn 2026"', 'number = "Spring 2027"'))
    assert draft.number == "Spring 2027"
    assert get_pack(reload(draft)).version.review == "2028-11"
    assert Entry.objects.filter(action="version.draft_changed").count() == 1
    edit_draft(cast, reload(draft))
    assert Entry.objects.filter(action="version.draft_changed").count() == 1


@pytest.mark.parametrize(
    "change",
    [
        ('slug = "cornist-park"', 'slug = "bradley"'),
        ('status = "draft"', 'status = "adopted"\nin_force_from = 2026-11-12'),
        ("[[clause]]", "[[clause"),
        ('id = "CP-PR-1a"', 'id = "CP-PR-1x"'),
    ],
)
def test_a_draft_that_is_no_pack_of_this_policy_is_refused(cast: Cast, change: tuple[str, str]) -> None:
    draft = start_draft(cast)
    with pytest.raises(PackError):
        edit_draft(cast, draft, change)
    assert reload(draft).pack_text == draft.pack_text


def test_a_draft_does_not_take_the_number_of_another(cast: Cast) -> None:
    start_draft(cast)
    with pytest.raises(NumberTaken):
        edit_draft(cast, start_draft(cast, number="Two"), ('number = "Two"', 'number = "Autumn 2026"'))


def test_a_stale_form_changes_nothing(cast: Cast) -> None:
    old = start_draft(cast)
    now = reload(edit_draft(cast, old, LATER_REVIEW))
    asking = {"by": cast.deputy, "now": NOW, "school": cast.school, "version": old, "revision": old.revision}
    with pytest.raises(Stale):
        change_draft(**asking, number="", pack_text=old.pack_text)  # type: ignore[arg-type]  # as said
    with pytest.raises(Stale):
        propose(**asking)  # type: ignore[arg-type]  # as said
    with pytest.raises(Stale):
        withdraw(**asking, reason="No.")  # type: ignore[arg-type]  # as said
    assert (reload(old).pack_text, reload(old).status) == (now.pack_text, Status.DRAFT)


def test_a_proposed_version_says_what_it_says_and_is_proposed_once(cast: Cast) -> None:
    draft = start_draft(cast)
    first = propose_version(cast, draft)
    again = propose(by=cast.head, now=NOW, school=cast.school, version=draft, revision=draft.revision)
    assert first.revision == again.revision
    assert Entry.objects.filter(action="version.proposed").count() == 1
    with pytest.raises(NotThisMove):
        edit_draft(cast, reload(draft), LATER_REVIEW)


def test_a_draft_is_not_approved_before_it_is_proposed(cast: Cast) -> None:
    with pytest.raises(NotThisMove):
        approve_version(cast, start_draft(cast))


def test_a_version_sent_back_is_a_draft_again_and_its_approvals_are_gone_but_for_the_record(cast: Cast) -> None:
    version = approve_version(cast, propose_version(cast, start_draft(cast)))
    asking = {"by": cast.clerk, "now": NOW, "school": cast.school, "version": version, "revision": version.revision}
    with pytest.raises(ReasonNeeded):
        send_back(**asking, reason=" ")  # type: ignore[arg-type]  # as said
    send_back(**asking, reason="The governors want parents named.")  # type: ignore[arg-type]  # as said
    assert reload(version).status == Status.DRAFT
    assert not Approval.objects.exists()
    assert Entry.objects.filter(action="version.approval_lapsed").count() == 2
    assert Entry.objects.get(action="version.draft").reason == "The governors want parents named."
    edit_draft(cast, reload(version), LATER_REVIEW)


def test_a_version_is_withdrawn_with_a_reason_and_then_nothing_can_be_done_to_it(cast: Cast) -> None:
    draft = start_draft(cast)
    asking = {"by": cast.deputy, "now": NOW, "school": cast.school, "version": draft, "revision": draft.revision}
    with pytest.raises(ReasonNeeded):
        withdraw(**asking, reason="")  # type: ignore[arg-type]  # as said
    withdraw(**asking, reason="The model policy is better.")  # type: ignore[arg-type]  # as said
    assert reload(draft).status == Status.WITHDRAWN
    with pytest.raises(NotThisMove):
        propose_version(cast, draft)


def test_a_version_comes_into_force_on_its_day_and_supersedes_the_one_before(cast: Cast) -> None:
    day = TODAY + 30 * DAY
    version = bring_version_into_force(cast, start_draft(cast), day=day)
    read = tomllib.loads(version.pack_text)["version"]
    assert (read["status"], read["in_force_from"], read["approval"]) == ("adopted", day, "recorded")
    assert get_pack(reload(version)).version.in_force_from == day
    assert Version.objects.in_force_at(cast.school, on=day - DAY) == cast.version
    assert Version.objects.in_force_at(cast.school, on=day) == version
    assert Version.objects.in_force_at(cast.school, on=TODAY) == cast.version


def test_bringing_into_force_twice_by_one_form_does_it_once(cast: Cast) -> None:
    version = approve_version(cast, propose_version(cast, edit_draft(cast, start_draft(cast), LATER_REVIEW)))
    for _ in range(2):
        bring_into_force(
            by=cast.head,
            now=NOW,
            today=TODAY,
            school=cast.school,
            version=version,
            revision=version.revision,
            in_force_from=TODAY,
        )
    assert Entry.objects.filter(action="version.brought_into_force").count() == 1


def test_the_database_refuses_to_change_a_version_that_was_brought_into_force(cast: Cast) -> None:
    version = bring_version_into_force(cast, start_draft(cast))
    with pytest.raises(NotThisMove):
        edit_draft(cast, version, ('review = "2028-11"', 'review = "2029-11"'))
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(pack_text="")


@pytest.mark.parametrize("day", [TODAY - DAY, dt.date(2021, 11, 1), TODAY + dt.timedelta(days=732)])
def test_a_version_comes_into_force_from_today_to_two_years_on(cast: Cast, day: dt.date) -> None:
    with pytest.raises(DayOutOfBounds):
        bring_version_into_force(cast, start_draft(cast), day=day)


def test_a_version_whose_review_is_past_by_its_day_does_not_come_into_force(cast: Cast) -> None:
    version = approve_version(cast, propose_version(cast, start_draft(cast)))
    with pytest.raises(DayOutOfBounds, match="before this day, by 30 November 2022"):
        _bring(cast, version, TODAY)
    assert reload(version).status == Status.PROPOSED


def test_a_version_comes_into_force_after_every_version_before(cast: Cast) -> None:
    bring_version_into_force(cast, start_draft(cast), day=TODAY + 9 * DAY)
    draft = edit_draft(cast, start_draft(cast, number="Second"), LATER_REVIEW)
    second = approve_version(cast, propose_version(cast, draft))
    for day in (8, 9):
        with pytest.raises(DayOutOfBounds):
            _bring(cast, second, TODAY + day * DAY)
    assert _bring(cast, second, TODAY + 10 * DAY).status == Status.ADOPTED


def _bring(cast: Cast, version: Version, day: dt.date) -> Version:
    return bring_into_force(
        by=cast.clerk,
        now=NOW,
        today=TODAY,
        school=cast.school,
        version=version,
        revision=version.revision,
        in_force_from=day,
    )


def test_both_approvals_are_needed_at_every_school_that_keeps_to_the_policy(cast: Cast) -> None:
    adopt(by=None, now=NOW, school=cast.other_school, policy=cast.version.policy, adopted_on=TODAY)
    version = propose_version(cast, edit_draft(cast, start_draft(cast), LATER_REVIEW))
    with pytest.raises(NotApprovedEverywhere, match="Bradley Primary, Cornist Park Primary"):
        _bring(cast, version, TODAY)
    version = approve_version(cast, version)
    with pytest.raises(NotApprovedEverywhere, match="at: Bradley Primary"):
        _bring(cast, version, TODAY)
    assert _bring(cast, approve_version(cast, version, school=cast.other_school), TODAY).status == Status.ADOPTED


def test_a_school_that_no_longer_keeps_to_the_policy_is_not_asked(cast: Cast) -> None:
    adopt(by=None, now=NOW, school=cast.other_school, policy=cast.version.policy, adopted_on=TODAY - 9 * DAY)
    Adoption.objects.filter(school=cast.other_school, policy=cast.version.policy).update(ended_on=TODAY - DAY)
    version = approve_version(cast, propose_version(cast, edit_draft(cast, start_draft(cast), LATER_REVIEW)))
    assert _bring(cast, version, TODAY).status == Status.ADOPTED


def test_loading_the_shipped_packs_leaves_alone_what_was_worked_on_here(cast: Cast) -> None:
    draft = load_pack("cavendish")
    adopt(by=None, now=NOW, school=cast.school, policy=draft.policy, adopted_on=TODAY)
    written = edit_draft(cast, draft, ('review = "none"', 'review = "2028-01"'))
    shipped = shipped_texts()["cavendish.toml"]

    def load() -> tuple[Version, bool]:
        return load_version(by=None, now=NOW, pack_text=shipped, name="cavendish.toml")

    assert load() == (written, False)
    propose_version(cast, written)
    assert load()[0].status == Status.PROPOSED
    _bring(cast, approve_version(cast, reload(draft)), TODAY)
    assert load()[0].status == Status.ADOPTED
    assert load()[0].pack_text != written.pack_text
