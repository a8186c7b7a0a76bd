"""A clause as pages show it: it opens in place, beside what rests on it."""

from dataclasses import dataclass

from policies.rules.pack import Clause


@dataclass(frozen=True)
class ClauseShown:
    """A clause that opens in place; `waits` says what it still waits for, `exceptions` what it leaves out."""

    id: str
    place: str
    summary: str
    modality: str
    caution: str
    waits: str = ""
    exceptions: tuple[str, ...] = ()


def clause_shown(
    clause: Clause, *, caution: str = "", waits: str = "", exceptions: tuple[str, ...] = ()
) -> ClauseShown:
    """The clause in its place; a caution of the rule that rests on it takes the place of its own."""
    return ClauseShown(
        id=clause.id,
        place=clause.place,
        summary=clause.summary,
        modality=clause.modality,
        caution=caution or clause.caution,
        waits=waits,
        exceptions=exceptions,
    )
