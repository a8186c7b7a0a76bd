"""How the list of cases is narrowed."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django_filters.filters import CharFilter, ChoiceFilter, ModelChoiceFilter

from breaches.models import Case, CaseFinding
from breaches.querysets import CaseQuerySet
from breaches.search import matching
from incidents.models import Incident
from people.models import Capacity, School, TermDates, User
from policies.rules.wording import FINDINGS
from policies.rules.words import Finding
from web.paging import ListFilter

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
