"""Which policies a school has to come back to, how urgent each is, and where each stands."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Count, Q

from governors.terms import Period
from people.models import School, User
from policies.models import Approval, ReviewCycle, Version
from policies.readers.querysets import Share, count_shares
from policies.reviews.schedule import due_in_words

STATES = {
    "overdue": "Overdue",
    "due": "Due this term",
    "undated": "No review date",
    "unapproved": "Not approved by all",
}


@dataclass(frozen=True)
class ReviewCounts:
    """How many reviews of a school are overdue, due by the end of its term, and without a date."""

    overdue: int = 0
    due: int = 0
    undated: int = 0


@dataclass(frozen=True)
class ReviewRow:
    """A policy that a school keeps to: its version, who approved that, who has read it, and when it is due."""

    cycle: ReviewCycle
    version: Version | None
    in_force: bool
    proposed: Version | None
    approvals: tuple[Approval, ...]
    share: Share | None
    today: dt.date
    term_ends_on: dt.date

    @property
    def state(self) -> str:
        """The key of STATES by which it is urgent, or none where its date is later than this term."""
        if self.cycle.due_on is None:
            return "undated"
        if self.cycle.due_on < self.today:
            return "overdue"
        return "due" if self.cycle.due_on <= self.term_ends_on else ""

    @property
    def states(self) -> set[str]:
        return {self.state, "" if self.is_approved else "unapproved"} - {""}

    @property
    def is_approved(self) -> bool:
        return {approval.body for approval in self.approvals} == set(Approval.Body.values)

    @property
    def to_approve(self) -> Version | None:
        """The version that an approval is wanted of: the proposed one, or the one in force until all have approved."""
        return self.proposed or (self.version if self.in_force and not self.is_approved else None)

    @property
    def due(self) -> str:
        return due_in_words(self.cycle)

    @property
    def how_far(self) -> str:
        return distance_in_words(self.cycle.due_on, today=self.today) if self.cycle.due_on else ""

    @property
    def owner(self) -> str:
        return self.cycle.owner.name if self.cycle.owner else "Headteacher"


@dataclass(frozen=True)
class Month:
    starts_on: dt.date
    rows: tuple[ReviewRow, ...]


@dataclass(frozen=True)
class Calendar:
    overdue: tuple[ReviewRow, ...]
    months: tuple[Month, ...]
    later: tuple[ReviewRow, ...]
    undated: tuple[ReviewRow, ...]


def load_review_rows(user: User, school: School, *, today: dt.date, term: Period) -> list[ReviewRow]:
    """A row for every policy that the school keeps to, the most urgent first, in five queries."""
    visible = ReviewCycle.objects.visible_to(user, on=today).at_school(school).of_adopted_policies(on=today)
    cycles = list(visible.most_urgent_first().select_related("policy", "owner"))
    every = Version.objects.filter(policy__in=[cycle.policy_id for cycle in cycles]).defer("pack_text")
    versions = list(every.exclude(status=Version.Status.WITHDRAWN).latest_first())
    in_force = _first_of_each(every.in_force(school, on=today))
    proposed = _first_of_each(version for version in versions if version.status == Version.Status.PROPOSED)
    current = _first_of_each(versions) | in_force
    approvals = _load_approvals(school, current.values())
    read = count_shares([school], on=today)
    return [
        ReviewRow(
            cycle=cycle,
            version=(version := current.get(cycle.policy_id)),
            in_force=cycle.policy_id in in_force,
            proposed=proposed.get(cycle.policy_id),
            approvals=approvals.get(version.pk, ()) if version else (),
            share=read.get((school.pk, version.pk)) if version else None,
            today=today,
            term_ends_on=term.ends_on,
        )
        for cycle in cycles
    ]


def count_due(terms: Mapping[int, Period], *, today: dt.date) -> dict[int, ReviewCounts]:
    """How many reviews are due at each of these schools, by the end of its own term, in one query."""
    ends: dict[dt.date, list[int]] = {}
    for school_id, term in terms.items():
        ends.setdefault(term.ends_on, []).append(school_id)
    this_term = Q(pk__in=[])
    for ends_on, schools in ends.items():
        this_term |= Q(school__in=schools, due_on__gte=today, due_on__lte=ends_on)
    cycles = ReviewCycle.objects.filter(school__in=terms.keys()).of_adopted_policies(on=today)
    rows = (
        cycles.order_by()
        .values("school")
        .annotate(
            overdue=Count("pk", filter=Q(due_on__lt=today)),
            due=Count("pk", filter=this_term),
            undated=Count("pk", filter=Q(due_on__isnull=True)),
        )
    )
    return {row["school"]: ReviewCounts(row["overdue"], row["due"], row["undated"]) for row in rows}


def build_calendar(rows: Sequence[ReviewRow], *, today: dt.date) -> Calendar:
    """The twelve months from this one, each with what is still to come in it."""
    starts = [today.replace(day=1)]
    for _ in range(12):
        starts.append((starts[-1] + dt.timedelta(days=31)).replace(day=1))
    coming = [(row.cycle.due_on, row) for row in rows if row.cycle.due_on and row.cycle.due_on >= today]
    return Calendar(
        overdue=tuple(row for row in rows if row.state == "overdue"),
        months=tuple(
            Month(first, tuple(row for due_on, row in coming if first <= due_on < after))
            for first, after in pairwise(starts)
        ),
        later=tuple(row for due_on, row in coming if due_on >= starts[-1]),
        undated=tuple(row for row in rows if row.state == "undated"),
    )


def distance_in_words(day: dt.date, *, today: dt.date) -> str:
    """How long until a day, or since, in words such as "in 14 days" or "3 years 11 months ago"."""
    if day == today:
        return "today"
    earlier, later = min(day, today), max(day, today)
    months = (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)
    years, rest = divmod(months, 12)
    parts = [(years, "year"), (rest, "month")] if months >= 2 else [((later - earlier).days, "day")]
    distance = " ".join(f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in parts if number)
    return f"in {distance}" if day > today else f"{distance} ago"


def _load_approvals(school: School, versions: Iterable[Version]) -> dict[int, tuple[Approval, ...]]:
    approvals: dict[int, tuple[Approval, ...]] = {}
    for approval in Approval.objects.filter(school=school, version__in=list(versions)).order_by("approved_on", "pk"):
        approvals[approval.version_id] = (*approvals.get(approval.version_id, ()), approval)
    return approvals


def _first_of_each(versions: Iterable[Version]) -> dict[int, Version]:
    first: dict[int, Version] = {}
    for version in versions:
        first.setdefault(version.policy_id, version)
    return first
