"""What law and national guidance ask beside a policy, each row with its source, nation and dates."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from policies.rules.entries import EntryError, PackEntry, iterate_entries
from policies.rules.words import Finding, PackNation, Party


class DutiesError(Exception):
    """The rows of duties are refused; the sentence names the file, the row and the fault."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty in our own words; without `begins` it is dormant. `checked_on`: when the source was last read."""

    id: str
    nation: PackNation
    source: str
    begins: date | None
    ends: date | None
    checked_on: date
    parties: frozenset[Party]
    findings: frozenset[Finding]
    says: str


def parse_duties(text: str, name: str) -> tuple[Duty, ...]:
    """Read the rows of duties; `name` is the file's name, for errors."""
    try:
        return read_duties(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, EntryError) as error:
        raise DutiesError(f"{name}: {error}") from error


def read_duties(tables: Mapping[str, object]) -> tuple[Duty, ...]:
    """Read every row; this will refuse an id given twice."""
    if tables.keys() - {"duty"}:
        raise EntryError("the file", "holds something else than [[duty]]")
    duties: dict[str, Duty] = {}
    for entry in iterate_entries(tables, "duty", Duty):
        duty = read_duty(entry)
        if duty.id in duties:
            raise entry.fault("the id is given twice")
        duties[duty.id] = duty
    return tuple(duties.values())


def read_duty(entry: PackEntry) -> Duty:
    """Read one row; without `begins` it does not hold yet, without `ends` it still holds."""
    return Duty(
        id=entry.text("id"),
        nation=entry.word("nation", PackNation),
        source=entry.text("source"),
        begins=entry.day("begins") if entry.has("begins") else None,
        ends=entry.day("ends") if entry.has("ends") else None,
        checked_on=entry.day("checked_on"),
        parties=entry.some_words("parties", Party),
        findings=entry.some_words("findings", Finding),
        says=entry.text("says"),
    )


def find_duties(
    duties: Sequence[Duty], nation: PackNation, today: date, party: Party, findings: frozenset[Finding]
) -> tuple[Duty, ...]:
    """Return the duties that hold in this nation today for what was found; a dormant one is never answered."""
    return tuple(
        duty
        for duty in duties
        if duty.nation == nation
        and party in duty.parties
        and duty.begins is not None
        and duty.begins <= today
        and (duty.ends is None or today <= duty.ends)
        and not findings.isdisjoint(duty.findings)
    )
