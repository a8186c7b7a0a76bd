"""The list of cases as CSV, one line each, safe to open in a spreadsheet."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator

from breaches.models import Case, CaseFinding
from policies.rules.wording import FINDINGS
from policies.rules.words import Finding

COLUMNS = (
    "Case", "Title", "About", "Judged as", "State", "Outcome", "Happened", "Opened", "Closed", "Next due", "Platform",
    "Findings",
)  # fmt: skip
# What a spreadsheet would take for a formula.
FORMULA_BEGINS = ("=", "+", "-", "@")


class _Echo:
    """A file that hands back what is written to it, so that lines leave as they are made."""

    def write(self, line: str) -> str:
        return line


def lines(cases: Iterable[Case]) -> Iterator[str]:
    """The header and one line for each case; fetch cases with subject, incident and `standing` findings."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for case in cases:
        yield writer.writerow([_safe(cell) for cell in _cells(case)])


def _cells(case: Case) -> tuple[str, ...]:
    return (
        case.reference,
        case.title,
        case.subject.name,
        case.get_capacity_display(),
        case.get_status_display(),
        case.get_outcome_display(),
        _day(case.incident.happened_on),
        _day(case.opened_on),
        _day(case.closed_on),
        _day(case.next_due_on),
        case.incident.platform_label,
        "; ".join(FINDINGS[Finding(one.finding)].name for one in standing_of(case)),
    )


def standing_of(case: Case) -> list[CaseFinding]:
    """The findings that stand, where they were fetched with the case as `standing`."""
    found: list[CaseFinding] = case.standing  # type: ignore[attr-defined]  # put there by Prefetch(to_attr="standing")
    return found


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.lstrip().startswith(FORMULA_BEGINS) else cell
