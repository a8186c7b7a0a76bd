"""Writes docs/policy-life.md from the moves of a version, or checks that it is current."""

from collections.abc import Iterator

from people.models import Role
from people.permissions import may
from policies.transitions import DERIVED, MOVES, START, Stage, Status
from web.documents import DocumentCommand

OPENING = """\
# The life of a version

This page is written from `policies/transitions.py` by `manage.py policy_life`. Do not edit it.

A version is started from the last one as a draft, proposed, approved by the Headteacher and by the governing body, and
brought into force from a day. What comes after that day is not stored: it follows from the days of the versions, and
from whether the school still keeps to the policy.
"""
CLOSING = """
A draft alone may be changed. Sending a proposed version back takes its approvals away: they were given to another
wording; the record keeps them. A version that is adopted never changes: the database refuses it. It comes into force
today or later, and after every version before it, so that no incident is judged anew; a policy without clauses in Rung
judges nothing, so its day may have passed.
"""


class Command(DocumentCommand):
    """Write the page of the life of a version; with --check only say whether it is current."""

    help = "Write docs/policy-life.md from the moves of a version."
    page = "policy-life.md"
    source = "the moves"

    def text(self) -> str:
        return "\n".join([OPENING, *_diagram(), CLOSING, *_roles(), ""])


def _diagram() -> Iterator[str]:
    yield from ("```mermaid", "stateDiagram-v2")
    adopted = {Status.ADOPTED: Stage.COMING.name.lower()}
    for move in MOVES:
        for status in ("[*]",) if move is START else move.comes_from:
            yield f"    {status} --> {adopted.get(move.goes_to, move.goes_to)}: {move.says.lower()}"
    for (before, after), why in DERIVED.items():
        yield f"    {before.name.lower()} --> {after.name.lower()}: {why}"
    yield "```"


def _roles() -> Iterator[str]:
    yield from ("| move | who |", "|---|---|")
    for move in MOVES:
        yield f"| {move.says} | {', '.join(role.label for role in Role if may(role, move.action))} |"
