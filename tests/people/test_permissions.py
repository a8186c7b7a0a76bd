"""The table of who may do what, and its page."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from people.management.commands.permissions import permissions_page
from people.models import Membership, Role
from people.permissions import Action, may, roles_for
from tests.cast import TODAY, Cast

PAGE = Path(settings.BASE_DIR) / "docs" / "permissions.md"


@pytest.mark.parametrize(
    ("role", "action", "may_do"),
    [
        (Role.SAFEGUARDING_LEAD, Action.CLOSE_CASE, True),
        (Role.SAFEGUARDING_LEAD, Action.REOPEN_CASE, False),
        (Role.CHAIR, Action.REOPEN_CASE, True),
        (Role.DEPUTY, Action.READ_CONCERNS, False),
        (Role.ADMINISTRATOR, Action.KEEP_REGISTER, True),
        (Role.ADMINISTRATOR, Action.READ_SAFEGUARDING_FLAGS, False),
        (Role.CHAIR, Action.KEEP_REGISTER, False),
        (Role.CHAIR, Action.LOOK_UP_PEOPLE, True),
        (Role.HEADTEACHER, Action.MAKE_GOVERNORS_PACK, True),
        (Role.HEADTEACHER, Action.READ_GOVERNORS_PACK, False),
        (Role.VOLUNTEER, Action.OWN_REVIEW, False),
    ],
)
def test_sets_that_differ_by_one_role_do_so(role: Role, action: Action, may_do: bool) -> None:
    assert may(role, action) is may_do


def test_the_roles_held_that_include_an_action_are_found(cast: Cast) -> None:
    memberships = Membership.objects.in_force(on=TODAY).filter(school=cast.school).that_may(Action.REOPEN_CASE)

    assert {membership.role for membership in memberships} == roles_for(Action.REOPEN_CASE)


def test_the_page_of_who_may_do_what_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == permissions_page()


def test_the_page_names_roles_in_words_with_the_reason() -> None:
    page = permissions_page()

    assert "| reopen a case | Headteacher, Deputy Headteacher, Chair of governors | Whoever answers" in page
    assert "| be the one who sees to a review | anybody but Volunteer |" in page


def test_a_page_that_is_current_passes_and_a_stale_or_missing_one_does_not(tmp_path: Path) -> None:
    page = tmp_path / "permissions.md"

    with pytest.raises(CommandError, match=r"permissions\.md does not match the table: run manage\.py permissions"):
        call_command("permissions", "--check", page=page)
    call_command("permissions", page=page)
    call_command("permissions", "--check", page=page)
    page.write_text("old", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("permissions", "--check", page=page)
    assert page.read_text(encoding="utf-8") == "old"
