"""The moves of a version, whose they are, where a version stands on a day, and the page that says so."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from people.models import Role
from policies.models import Version
from policies.transitions import MOVES, STAGES, Stage, derive_stage, list_open_moves
from tests.cast import TODAY

DAY = dt.timedelta(days=1)
Status = Version.Status


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
