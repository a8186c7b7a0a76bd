"""Writes docs/permissions.md from the table of who may do what, or checks that it is current."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from people.models import Role
from people.permissions import EVERYBODY, REASONS, Action, roles_for

OPENING = """\
# Who may do what

This page is written from `people/permissions.py` by `manage.py permissions`. Do not edit it.

Everybody who holds a role at a school may report something, read their own reports, read the school's policies, ask
the policy, say that they have read one, and choose when their daily mail comes. What is for some roles alone stands
below. A role is not enough by itself: nobody sees an incident that they or a relative are said to have done, one that
they are affected by, or one they stepped back from, and what is about the Headteacher is the Chair's alone. So where
the Chair stands beside incidents, concerns, reports, cases and letters, it is for those about the Headteacher.

| To | one needs to be | |
|---|---|---|
"""


class Command(BaseCommand):
    """Write the page of who may do what; with --check only say whether it is current."""

    help = "Write docs/permissions.md from the table of who may do what."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file to write and whether only to check it."""
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the page is stale")
        parser.add_argument("--page", type=Path, default=Path(settings.BASE_DIR) / "docs" / "permissions.md")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page, or refuse a stale one."""
        page: Path = options["page"]
        text = permissions_page()
        if not options["check"]:
            page.write_text(text, encoding="utf-8")
        elif not page.exists() or page.read_text(encoding="utf-8") != text:
            raise CommandError(f"{page.name} does not match the table: run manage.py permissions")


def permissions_page() -> str:
    """The whole page docs/permissions.md."""
    return OPENING + "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    for action in Action:
        yield f"| {action} | {_in_words(roles_for(action))} | {REASONS.get(action, '')} |"


def _in_words(roles: frozenset[Role]) -> str:
    """The roles in the order of `Role`; where most may, those who may not."""
    without = EVERYBODY - roles
    if len(without) == 1:
        return f"anybody but {_labels(without)}"
    return _labels(roles)


def _labels(roles: frozenset[Role]) -> str:
    return ", ".join(role.label for role in Role if role in roles)
