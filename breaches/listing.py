"""The list of cases: filtered, searched, and as a table to download."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef
from django.db.models.expressions import RawSQL
from django.http import QueryDict
from django_filters.filters import CharFilter, ChoiceFilter, ModelChoiceFilter

from breaches.models import Case, CaseFinding
from breaches.querysets import CaseQuerySet
from incidents.models import Incident
from people.models import Capacity, School, TermDates, User, name_capacity
from policies.own_words import get_wordings
from policies.rules.wordings import CORE_WORDINGS, Wordings
from policies.rules.words import Finding, Party
from web.paging import ListFilter
from web.text import fold

DUE = (
    ("overdue", "Overdue"),
    ("today", "Due today"),
    ("week", "Due in the next 7 days"),
    ("any", "Due at any time"),
    ("decide", "Something to decide"),
    ("unfinished", "A letter unfinished"),
)


class CaseFilter(ListFilter):
    q = CharFilter(label="Words, a name or a reference", method="with_words")
    status = ChoiceFilter(label="State", choices=Case.Status.choices, empty_label="Open and closed")
    capacity = ChoiceFilter(label="Judged as", choices=Capacity.choices, empty_label="Anyone")
    finding = ChoiceFilter(
        label="Finding",
        choices=[(word.value, CORE_WORDINGS.findings[word].name) for word in Finding],
        method="with_finding",
        empty_label="Any",
    )
    platform = ChoiceFilter(
        label="Platform", field_name="incident__platform", choices=Incident.Platform.choices, empty_label="Any"
    )
    due = ChoiceFilter(label="What there is to do", choices=DUE, method="with_due", empty_label="Anything or nothing")
    term = ModelChoiceFilter(
        label="Term it happened in", queryset=TermDates.objects.none(), method="in_term", empty_label="Any"
    )
    mine = ChoiceFilter(label="Looked after by", choices=(("yes", "Me"),), method="with_mine", empty_label="Anyone")

    def __init__(self, query: QueryDict, *, cases: CaseQuerySet, school: School, reader: User, today: dt.date) -> None:
        """`cases` are those the reader may see; `today` is what "overdue" is compared with."""
        self.reader, self.today = reader, today
        super().__init__(query, rows=cases)
        self.filters["term"].queryset = school.terms.all()
        wordings = get_wordings(school)
        for name, words in (
            ("capacity", [(party.value, wordings.parties[party].title) for party in wordings.list_own(Party)]),
            ("finding", [(word.value, wordings.findings[word].name) for word in wordings.list_own(Finding)]),
        ):
            self.filters[name].extra["choices"] = [*self.filters[name].extra["choices"], *words]

    def with_words(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        return search_cases(cases, value)

    def with_finding(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        current = CaseFinding.objects.filter(case=OuterRef("pk"), finding=value, withdrawn_at=None)
        return cases.filter(Exists(current))

    def with_due(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        """Open cases with something due by then, something to decide, or a letter unfinished."""
        until: dict[str, dict[str, Any]] = {
            "overdue": {"next_due_on__lt": self.today},
            "today": {"next_due_on": self.today},
            "week": {"next_due_on__lte": self.today + dt.timedelta(days=7)},
            "any": {"next_due_on__isnull": False},
            "decide": {"decide_since__isnull": False},
            "unfinished": {"has_unfinished": True},
        }
        return cases.open().with_unfinished().filter(**until[value])

    def with_mine(self, cases: CaseQuerySet, name: str, value: str) -> CaseQuerySet:
        return cases.filter(owner=self.reader)

    def in_term(self, cases: CaseQuerySet, name: str, value: TermDates) -> CaseQuerySet:
        return cases.filter(incident__happened_on__range=(value.starts_on, value.ends_on))


def search_cases(cases: CaseQuerySet, text: str) -> CaseQuerySet:
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
    match = " AND ".join(f'"{word}"*' for word in words)
    return RawSQL("SELECT rowid FROM breaches_case_search WHERE breaches_case_search MATCH %s", [match])


@dataclass(frozen=True)
class DueMonth:
    """A month in which cases are next due, or what is overdue: then without a first day."""

    starts_on: dt.date | None
    cases: tuple[Case, ...]


def build_calendar(cases: Iterable[Case], *, today: dt.date) -> list[DueMonth]:
    """What is overdue, then each month in which something is next due; the cases come in the order of their days."""

    def find_month(case: Case) -> dt.date | None:
        return case.next_due_on.replace(day=1) if case.next_due_on and case.next_due_on >= today else None

    return [DueMonth(month, tuple(due)) for month, due in groupby(cases, key=find_month)]


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


def write_csv(cases: Iterable[Case], school: School) -> Iterator[str]:
    """The header and one line for each case; fetch cases with subject, incident and `with_findings`."""
    writer, wordings = csv.writer(_Echo()), get_wordings(school)
    yield "\ufeff" + writer.writerow(COLUMNS)
    for case in cases:
        cells = _cells(case, school, wordings)
        yield writer.writerow([f"'{cell}" if cell.lstrip().startswith(FORMULA_BEGINS) else cell for cell in cells])


def _cells(case: Case, school: School, wordings: Wordings) -> tuple[str, ...]:
    return (
        case.reference,
        case.title,
        case.subject.name,
        name_capacity(case.capacity, lambda: school),
        case.get_status_display(),
        case.get_outcome_display(),
        *(
            day.isoformat() if day else ""
            for day in (case.incident.happened_on, case.opened_on, case.closed_on, case.next_due_on)
        ),
        case.incident.platform_label,
        name_findings(case, wordings),
    )


def name_findings(case: Case, wordings: Wordings) -> str:
    """The findings not withdrawn, for a case fetched `with_findings`."""
    current: list[CaseFinding] = case.current_findings  # type: ignore[attr-defined]  # put there by with_findings
    return "; ".join(wordings.findings[Finding(row.finding)].name for row in current)
