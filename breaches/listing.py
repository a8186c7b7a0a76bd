"""The list of cases: filtered, searched, and as a table to download."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.http import QueryDict
from django_filters.filters import CharFilter, ChoiceFilter, ModelChoiceFilter

from breaches.models import Case, CaseFinding
from breaches.querysets import CaseQuerySet
from incidents.models import Incident
from people.models import Capacity, School, TermDates, User
from policies.rules.wording import FINDINGS
from policies.rules.words import Finding
from web.paging import ListFilter
from web.text import fold


def matching(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    """Those cases that hold words beginning with every word of the text; all of them for no words."""
    words = fold(text).split()
    if not words:
        return cases
    return cases.filter(pk__in=_in_postgresql(words) if connection.vendor == "postgresql" else _in_sqlite(words))


def _in_postgresql(words: list[str]) -> RawSQL:
    """The ids its index gives; without OFFSET 0 it may read the words of every case for a word that few hold."""
    return RawSQL(
        "SELECT id FROM breaches_case WHERE to_tsvector('simple'::regconfig, COALESCE(search_text, '')) "
        "@@ to_tsquery('simple'::regconfig, %s) OFFSET 0",
        [" & ".join(f"{word}:*" for word in words)],
    )


def _in_sqlite(words: list[str]) -> RawSQL:
    """The ids the FTS5 table gives."""
    match = " AND ".join(f'"{word}"*' for word in words)
    return RawSQL("SELECT rowid FROM breaches_case_search WHERE breaches_case_search MATCH %s", [match])


DUE = (("overdue", "Overdue"), ("today", "Due today"), ("week", "Due in the next 7 days"), ("any", "Due at any time"))


class CaseFilter(ListFilter):
    """State, kind of party, finding, platform, what is due, term, whose it is, and words."""

    q = CharFilter(label="Words, a name or a reference", method="with_words")
    status = ChoiceFilter(label="State", choices=Case.Status.choices, empty_label="Open and closed")
    capacity = ChoiceFilter(label="Judged as", choices=Capacity.choices, empty_label="Anyone")
    finding = ChoiceFilter(
        label="Finding",
        choices=[(word.value, FINDINGS[word].name) for word in Finding],
        method="with_finding",
        empty_label="Any",
    )
    platform = ChoiceFilter(
        label="Platform", field_name="incident__platform", choices=Incident.Platform.choices, empty_label="Any"
    )
    due = ChoiceFilter(label="Step due", choices=DUE, method="with_due", empty_label="Due or not")
    term = ModelChoiceFilter(
        label="Term it happened in", queryset=TermDates.objects.none(), method="in_term", empty_label="Any"
    )

    mine = ChoiceFilter(label="Looked after by", choices=(("yes", "Me"),), method="with_mine", empty_label="Anyone")

    def __init__(self, said: QueryDict, *, cases: CaseQuerySet, school: School, reader: User, today: dt.date) -> None:
        """`cases` are those the reader may see; `today` is what "overdue" is compared with."""
        self.reader, self.today = reader, today
        super().__init__(said, rows=cases)
        self.filters["term"].queryset = school.terms.all()

    def with_words(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        """Those that hold every word."""
        return matching(cases, value)

    def with_finding(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        """Those with this finding established now."""
        standing = CaseFinding.objects.filter(case=OuterRef("pk"), finding=value, withdrawn_at__isnull=True)
        return cases.filter(Exists(standing))

    def with_due(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        """Open cases with something due by then."""
        until: dict[str, dict[str, Any]] = {
            "overdue": {"next_due_on__lt": self.today},
            "today": {"next_due_on": self.today},
            "week": {"next_due_on__lte": self.today + dt.timedelta(days=7)},
            "any": {"next_due_on__isnull": False},
        }
        return cases.open().filter(**until[value])

    def with_mine(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        """Those the reader looks after."""
        return cases.filter(Q(lead=self.reader) | Q(lead__isnull=True, opened_by=self.reader))

    def in_term(self, cases: CaseQuerySet, name: str, value: TermDates) -> CaseQuerySet:
        """Those whose incident happened in the term, both days included."""
        return cases.filter(incident__happened_on__range=(value.starts_on, value.ends_on))


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
