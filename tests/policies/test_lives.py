"""The life of a version, from its start to its day."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from audit.models import Entry
from people.models import Role
from policies.models import Adoption, Approval, Version
from policies.reviews.services import DayOutOfBounds, ReasonNeeded
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
from policies.transitions import MOVES, STAGES, Stage, derive_stage, list_open_moves
from tests.cast import NOW, TODAY, Cast, load_pack
from tests.policies.living import approved, changed, fresh, in_force, proposed, started
from web.submit import Stale

pytestmark = pytest.mark.engine

DAY = dt.timedelta(days=1)
Status = Version.Status
SUMMARY = ('review = "2022-11"', 'review = "2028-11"')


def test_the_page_about_the_life_of_a_version_is_current() -> None:
    call_command("policy_life", "--check")


def test_a_page_about_the_life_of_a_version_that_is_stale_or_missing_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "policy-life.md"
    with pytest.raises(CommandError, match=r"policy-life\.md does not match the moves: run manage\.py policy_life"):
        call_command("policy_life", "--check", page=page)
    call_command("policy_life", page=page)
    call_command("policy_life", "--check", page=page)
    assert "draft --> proposed: propose it for approval" in page.read_text(encoding="utf-8")


def test_every_stage_has_words_and_every_status_a_way_on_or_an_end() -> None:
    assert set(STAGES) == set(Stage)
    assert {move.goes_to for move in MOVES} == set(Status)
    assert {status for move in MOVES for status in move.comes_from} == set(Status)


@pytest.mark.parametrize(
    ("status", "role", "names"),
    [
        (Status.DRAFT, Role.DEPUTY, ["version_change", "version_propose", "version_withdraw"]),
        (Status.PROPOSED, Role.CLERK, ["version_send_back", "version_bring_into_force"]),
        (Status.PROPOSED, Role.DEPUTY, ["version_withdraw"]),
        (Status.ADOPTED, Role.HEADTEACHER, ["version_start"]),
        (Status.ADOPTED, Role.CLERK, []),
        (Status.WITHDRAWN, Role.DEPUTY, ["version_start"]),
        (Status.DRAFT, Role.GOVERNOR, []),
    ],
)
def test_what_may_be_done_depends_on_the_status_and_the_role(status: str, role: Role, names: list[str]) -> None:
    assert [move.name for move in list_open_moves(status, role)] == names


@pytest.mark.parametrize(
    ("since", "current", "stage"),
    [
        (TODAY, TODAY, Stage.IN_FORCE),
        (TODAY + DAY, TODAY, Stage.COMING),
        (TODAY - DAY, TODAY, Stage.SUPERSEDED),
        (TODAY, TODAY - DAY, Stage.NOT_IN_FORCE),
        (TODAY, None, Stage.NOT_IN_FORCE),
    ],
)
def test_where_an_adopted_version_stands_follows_from_the_days(
    since: dt.date, current: dt.date | None, stage: Stage
) -> None:
    assert derive_stage(Status.ADOPTED, in_force_from=since, current_from=current, on=TODAY) == stage


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PROPOSED, Status.WITHDRAWN])
def test_a_version_that_is_not_adopted_stands_where_its_status_says(status: str) -> None:
    assert derive_stage(status, in_force_from=None, current_from=TODAY, on=TODAY) == status


def test_a_new_version_begins_as_a_draft_that_says_what_the_last_one_says(cast: Cast) -> None:
    draft = started(cast)
    new, last = get_pack(fresh(draft)), get_pack(cast.version)
    assert (draft.status, draft.in_force_from, draft.started_by) == (Status.DRAFT, None, cast.head)
    assert (new.version.number, new.version.status) == ("Autumn 2026", "draft")
    assert (new.clauses, new.rules, new.version.note) == (last.clauses, last.rules, last.version.note)
    assert Entry.objects.get(action="version.started").changes["after"]["started_from"] == cast.version.pk


def test_the_same_form_sent_twice_starts_one_draft(cast: Cast) -> None:
    assert started(cast) == started(cast)
    assert Entry.objects.filter(action="version.started").count() == 1


def test_a_number_is_given_to_one_version_alone(cast: Cast) -> None:
    started(cast)
    for by, number in ((cast.deputy, "Autumn 2026"), (cast.head, cast.version.number)):
        with pytest.raises(NumberTaken):
            started(cast, by=by, number=number)


def test_a_version_is_not_started_from_a_draft(cast: Cast) -> None:
    with pytest.raises(NotThisMove):
        start_version(by=cast.head, now=NOW, school=cast.school, last=started(cast), number="2")


def test_a_draft_takes_what_is_typed_and_its_number_from_it(cast: Cast) -> None:
    draft = changed(cast, started(cast), SUMMARY, ('number = "Autumn 2026"', 'number = "Spring 2027"'))
    assert draft.number == "Spring 2027"
    assert get_pack(fresh(draft)).version.review == "2028-11"
    assert Entry.objects.filter(action="version.draft_changed").count() == 1
    changed(cast, fresh(draft))
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
    draft = started(cast)
    with pytest.raises(PackError):
        changed(cast, draft, change)
    assert fresh(draft).pack_text == draft.pack_text


def test_a_draft_does_not_take_the_number_of_another(cast: Cast) -> None:
    started(cast)
    with pytest.raises(NumberTaken):
        changed(cast, started(cast, number="Two"), ('number = "Two"', 'number = "Autumn 2026"'))


def test_a_stale_form_changes_nothing(cast: Cast) -> None:
    old = started(cast)
    now = fresh(changed(cast, old, SUMMARY))
    asking = {"by": cast.deputy, "now": NOW, "school": cast.school, "version": old, "revision": old.revision}
    with pytest.raises(Stale):
        change_draft(**asking, number="", pack_text=old.pack_text)  # type: ignore[arg-type]  # as said
    with pytest.raises(Stale):
        propose(**asking)  # type: ignore[arg-type]  # as said
    with pytest.raises(Stale):
        withdraw(**asking, reason="No.")  # type: ignore[arg-type]  # as said
    assert (fresh(old).pack_text, fresh(old).status) == (now.pack_text, Status.DRAFT)


def test_a_proposed_version_says_what_it_says_and_is_proposed_once(cast: Cast) -> None:
    draft = started(cast)
    first = proposed(cast, draft)
    again = propose(by=cast.head, now=NOW, school=cast.school, version=draft, revision=draft.revision)
    assert first.revision == again.revision
    assert Entry.objects.filter(action="version.proposed").count() == 1
    with pytest.raises(NotThisMove):
        changed(cast, fresh(draft), SUMMARY)


def test_a_draft_is_not_approved_before_it_is_proposed(cast: Cast) -> None:
    with pytest.raises(NotThisMove):
        approved(cast, started(cast))


def test_a_version_sent_back_is_a_draft_again_and_its_approvals_are_gone_but_for_the_record(cast: Cast) -> None:
    version = approved(cast, proposed(cast, started(cast)))
    asking = {"by": cast.clerk, "now": NOW, "school": cast.school, "version": version, "revision": version.revision}
    with pytest.raises(ReasonNeeded):
        send_back(**asking, reason=" ")  # type: ignore[arg-type]  # as said
    send_back(**asking, reason="The governors want parents named.")  # type: ignore[arg-type]  # as said
    assert fresh(version).status == Status.DRAFT
    assert not Approval.objects.exists()
    assert Entry.objects.filter(action="version.approval_lapsed").count() == 2
    assert Entry.objects.get(action="version.draft").reason == "The governors want parents named."
    changed(cast, fresh(version), SUMMARY)


def test_a_version_is_withdrawn_with_a_reason_and_then_nothing_can_be_done_to_it(cast: Cast) -> None:
    draft = started(cast)
    asking = {"by": cast.deputy, "now": NOW, "school": cast.school, "version": draft, "revision": draft.revision}
    with pytest.raises(ReasonNeeded):
        withdraw(**asking, reason="")  # type: ignore[arg-type]  # as said
    withdraw(**asking, reason="The model policy is better.")  # type: ignore[arg-type]  # as said
    assert fresh(draft).status == Status.WITHDRAWN
    with pytest.raises(NotThisMove):
        proposed(cast, draft)


def test_a_version_comes_into_force_on_its_day_and_supersedes_the_one_before(cast: Cast) -> None:
    day = TODAY + 30 * DAY
    version = in_force(cast, changed(cast, started(cast), SUMMARY), day=day)
    read = tomllib.loads(version.pack_text)["version"]
    assert (read["status"], read["in_force_from"], read["approval"]) == ("adopted", day, "recorded")
    assert get_pack(fresh(version)).version.in_force_from == day
    assert Version.objects.in_force_at(cast.school, on=day - DAY) == cast.version
    assert Version.objects.in_force_at(cast.school, on=day) == version
    assert Version.objects.in_force_at(cast.school, on=TODAY) == cast.version


def test_bringing_into_force_twice_by_one_form_does_it_once(cast: Cast) -> None:
    version = approved(cast, proposed(cast, started(cast)))
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
    version = in_force(cast, started(cast))
    with pytest.raises(NotThisMove):
        changed(cast, version, SUMMARY)
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(pack_text="")


@pytest.mark.parametrize("day", [TODAY - DAY, dt.date(2021, 11, 1), TODAY + dt.timedelta(days=732)])
def test_a_version_comes_into_force_from_today_to_two_years_on(cast: Cast, day: dt.date) -> None:
    with pytest.raises(DayOutOfBounds):
        in_force(cast, started(cast), day=day)


def test_a_version_comes_into_force_after_every_version_before(cast: Cast) -> None:
    in_force(cast, started(cast), day=TODAY + 9 * DAY)
    second = approved(cast, proposed(cast, started(cast, number="Second")))
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
    version = proposed(cast, started(cast))
    with pytest.raises(NotApprovedEverywhere, match="Bradley Primary, Cornist Park Primary"):
        _bring(cast, version, TODAY)
    version = approved(cast, version)
    with pytest.raises(NotApprovedEverywhere, match="at: Bradley Primary"):
        _bring(cast, version, TODAY)
    assert _bring(cast, approved(cast, version, school=cast.other_school), TODAY).status == Status.ADOPTED


def test_a_school_that_no_longer_keeps_to_the_policy_is_not_asked(cast: Cast) -> None:
    adopt(by=None, now=NOW, school=cast.other_school, policy=cast.version.policy, adopted_on=TODAY - 9 * DAY)
    Adoption.objects.filter(school=cast.other_school, policy=cast.version.policy).update(ended_on=TODAY - DAY)
    version = approved(cast, proposed(cast, started(cast)))
    assert _bring(cast, version, TODAY).status == Status.ADOPTED


def test_loading_the_shipped_packs_leaves_alone_what_was_worked_on_here(cast: Cast) -> None:
    draft = load_pack("cavendish")
    adopt(by=None, now=NOW, school=cast.school, policy=draft.policy, adopted_on=TODAY)
    written = changed(cast, draft, ('review = "none"', 'review = "2028-01"'))
    shipped = shipped_texts()["cavendish.toml"]

    def load() -> tuple[Version, bool]:
        return load_version(by=None, now=NOW, pack_text=shipped, name="cavendish.toml")

    assert load() == (written, False)
    proposed(cast, written)
    assert load()[0].status == Status.PROPOSED
    _bring(cast, approved(cast, fresh(draft)), TODAY)
    assert load()[0].status == Status.ADOPTED
    assert load()[0].pack_text != written.pack_text
