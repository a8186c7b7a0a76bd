"""Writes docs/permissions.md from the table of who may do what, or checks that it is current."""

from collections.abc import Iterator

from people.models import Role
from people.permissions import EVERYBODY, REASONS, Action, roles_for
from web.documents import DocumentCommand

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


class Command(DocumentCommand):
    help = "Write docs/permissions.md from the table of who may do what."
    page = "permissions.md"
    source = "the table"

    def text(self) -> str:
        return permissions_page()


def permissions_page() -> str:
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
