"""The life of a version: which move leads from where to where, whose it is, and where a version stands on a day."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from people.models import Role
from people.permissions import Action, may
from policies.models import Version

Status = Version.Status


class Stage(StrEnum):
    """Where an adopted version stands is not stored: it follows from the days."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    COMING = "coming"
    IN_FORCE = "in force"
    SUPERSEDED = "superseded"
    NOT_IN_FORCE = "not in force"
    WITHDRAWN = "withdrawn"


STAGES = {
    Stage.DRAFT: "Draft, not in force",
    Stage.PROPOSED: "Proposed, not in force",
    Stage.COMING: "Adopted, not yet in force",
    Stage.IN_FORCE: "In force",
    Stage.SUPERSEDED: "Superseded by a later version",
    Stage.NOT_IN_FORCE: "Not in force",
    Stage.WITHDRAWN: "Withdrawn before it came into force",
}

DERIVED = {
    (Stage.COMING, Stage.IN_FORCE): "its day comes",
    (Stage.IN_FORCE, Stage.SUPERSEDED): "a later version comes into force",
    (Stage.IN_FORCE, Stage.NOT_IN_FORCE): "the school withdraws the policy at a review",
}


@dataclass(frozen=True)
class Move:
    """Something a person does to a version; `name` is that of its page, `says` its link.

    Starting is done to the last version, and leaves it as it is: `goes_to` is what the new one begins as.
    """

    name: str
    says: str
    comes_from: tuple[Version.Status, ...]
    goes_to: Version.Status
    action: Action

    @property
    def address(self) -> str:
        """The name of the address of its page."""
        return f"policies:{self.name}"


START = Move(
    "version_start",
    "Start a new version",
    (Status.ADOPTED, Status.WITHDRAWN),
    Status.DRAFT,
    Action.START_VERSION,
)
CHANGE = Move("version_change", "Change the draft", (Status.DRAFT,), Status.DRAFT, Action.CHANGE_DRAFT)
PROPOSE = Move("version_propose", "Propose it for approval", (Status.DRAFT,), Status.PROPOSED, Action.PROPOSE_VERSION)
SEND_BACK = Move("version_send_back", "Send it back", (Status.PROPOSED,), Status.DRAFT, Action.SEND_VERSION_BACK)
BRING_INTO_FORCE = Move(
    "version_bring_into_force",
    "Bring it into force",
    (Status.PROPOSED,),
    Status.ADOPTED,
    Action.BRING_VERSION_INTO_FORCE,
)
WITHDRAW = Move(
    "version_withdraw",
    "Withdraw it",
    (Status.DRAFT, Status.PROPOSED),
    Status.WITHDRAWN,
    Action.WITHDRAW_VERSION,
)
MOVES = (START, CHANGE, PROPOSE, SEND_BACK, BRING_INTO_FORCE, WITHDRAW)
# Approving is no move of its own: once both bodies' approvals are on record, the version may be brought into force.
MAY_BE_APPROVED = (Status.PROPOSED, Status.ADOPTED)


def moves_open(status: str, role: Role) -> tuple[Move, ...]:
    """What somebody in this role may do to a version of this status."""
    return tuple(move for move in MOVES if status in move.comes_from and may(role, move.action))


def stage_of(status: str, *, in_force_from: dt.date | None, current_from: dt.date | None, on: dt.date) -> Stage:
    """Where a version stands; `current_from` is the day of the version in force at the school, None without one."""
    if status != Status.ADOPTED or in_force_from is None:
        return Stage(status)
    if in_force_from > on:
        return Stage.COMING
    if current_from is None or in_force_from > current_from:
        return Stage.NOT_IN_FORCE
    return Stage.IN_FORCE if in_force_from == current_from else Stage.SUPERSEDED


def life_page() -> str:
    """The page docs/policy-life.md: a diagram of the moves, and whose they are."""
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


OPENING = """\
# The life of a version

`policies/transitions.py` writes this page, and a test holds it to that. A version is started from the last one as
a draft, proposed, approved by the Headteacher and by the governing body, and brought into force from a day. What comes
after that day is not stored: it follows from the days of the versions, and from whether the school still keeps to the
policy.
"""
CLOSING = """
A draft alone may be changed. Sending a proposed version back takes its approvals away: they were given to another
wording; the record keeps them. A version that is adopted never changes: the database refuses it. It comes into force
today or later, and after every version before it, so that no incident is judged anew; a policy without clauses in Rung
judges nothing, so its day may have passed.
"""
