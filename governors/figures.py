"""How a school is doing in a term: counted by the database, and let out of here only where it may be shown.

What is counted is one person said to have done something in one logged incident, so an incident about two people
counts as two. Everything counts by the day it was put on record, so that the figures of a term that is over stand
still, and nobody learns anything by looking again tomorrow.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    Avg,
    Case,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncDate

from breaches.models import Closing, StepRecord
from governors.suppression import show_count, show_overlapping, show_parts, show_subset
from governors.terms import Period
from incidents.models import Incident, Involvement
from people.models import Capacity, User
from policies.rules.wordings import CORE_WORDINGS, Wordings
from policies.rules.words import Party, Step
from reports.models import StaffReport

KINDS = tuple(dict.fromkeys(meaning.heading for meaning in CORE_WORDINGS.findings.values()))
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class FiguresScope:
    """One school's one period. `viewer` is the user whose own exclusions bind the counts, on `today`, if anybody's.

    Somebody who handles the school's cases can compare a count with what they see, and so is given only what they may
    know of. Everybody else is given all but what is about the Headteacher, which is counted for nobody.
    """

    school_id: int
    period: Period
    today: dt.date
    viewer: User | None = None


@dataclass(frozen=True)
class StepFigure:
    """In how many cases a step was taken, and in how many of them they did what was asked; None is withheld."""

    step: Step
    cases: int
    complied: int | None


@dataclass(frozen=True)
class Figures:
    """What may be shown of a school's one period; None is withheld."""

    incidents: int | None
    parties: dict[Capacity, int | None]
    kinds: dict[str, int | None]
    steps: tuple[StepFigure, ...]
    days_to_first_step: int | None
    days_to_close: int | None
    reports: int | None


def count_figures(scope: FiguresScope, wordings: Wordings) -> Figures:
    """Everything that may be shown of one school's one period, in six queries.

    `wordings` are those of the school: what one of its policies declares counts as the word of the core it is for.
    """
    by_party = {
        capacity.value: Count("pk", filter=Q(capacity__in=wordings.list_variants(Party(capacity))))
        for capacity in Capacity
    }
    counts = _filter_subjects([scope]).aggregate(total=Count("pk"), **by_party)
    total = counts["total"]
    return Figures(
        incidents=show_count(total),
        parties=show_parts({capacity: counts[capacity.value] for capacity in Capacity}),
        kinds={kind: show_subset(count, whole=total) for kind, count in _count_by_kind(scope, wordings)},
        steps=tuple(_count_steps(scope, wordings, total=total)),
        days_to_first_step=_average_days_to_first_step(scope),
        days_to_close=_average_days_to_close(scope),
        reports=show_count(_count_reports(scope)),
    )


def count_incidents(scopes: Sequence[FiguresScope]) -> list[int | None]:
    """What may be shown of how many incidents each of these had, in one query; each is let out by itself.

    No two of them are of the same days of one school.
    """
    groups = _group_alike(scopes)
    which = Case(*(When(_where_recorded(group, "incident__"), then=Value(at)) for at, group in enumerate(groups)))
    rows = (
        _filter_subjects(scopes).annotate(which=which).values_list("which", "incident__school").annotate(n=Count("pk"))
    )
    counts = {(at, school): n for at, school, n in rows.order_by()} if groups else {}
    place = {id(scope): at for at, group in enumerate(groups) for scope in group}
    return [show_count(counts.get((place[id(scope)], scope.school_id), 0)) for scope in scopes]


def _filter_subjects(scopes: Sequence[FiguresScope]) -> QuerySet[Involvement]:
    """Each person said to have done something in an incident logged in these periods."""
    in_scope = reduce(or_, (_where_counts(group, "incident__") for group in _group_alike(scopes)), Q(pk__in=[]))
    return Involvement.objects.filter(in_scope, part=Involvement.Part.SUBJECT, incident__status=Incident.Status.LOGGED)


def _count_by_kind(scope: FiguresScope, wordings: Wordings) -> list[tuple[str, int]]:
    """How many there were of each kind of finding; one may be of several."""
    words = [[word for word, meaning in wordings.findings.items() if meaning.heading == kind] for kind in KINDS]
    counts = {
        f"kind_{at}": Count("pk", distinct=True, filter=Q(incident__findings__finding__in=some))
        for at, some in enumerate(words)
    }
    totals = _filter_subjects([scope]).aggregate(**counts)
    return [(kind, totals[f"kind_{at}"]) for at, kind in enumerate(KINDS)]


def _count_steps(scope: FiguresScope, wordings: Wordings, *, total: int) -> Iterator[StepFigure]:
    """Each step that may be shown, in how many cases it was taken in the period, and in how many they complied."""
    complied = Count("case", distinct=True, filter=Q(outcome=StepRecord.Outcome.COMPLIED))
    own = [When(step=step, then=Value(wordings.counts_as(step).value)) for step in wordings.list_own(Step)]
    steps = _filter_steps(scope).annotate(core_step=Case(*own, default=F("step")) if own else F("step"))
    rows = steps.values("core_step").annotate(cases=Count("case", distinct=True), complied=complied)
    rows_by_step = {row["core_step"]: row for row in rows.order_by()}
    for step in Step:
        if (row := rows_by_step.get(step)) and (cases := show_overlapping(row["cases"], other=total)):
            yield StepFigure(step, cases, show_subset(row["complied"], whole=row["cases"]))


def _average_days_to_first_step(scope: FiguresScope) -> int | None:
    """From the day the school knew to the first step of a case, where that was recorded in the period."""
    earlier = StepRecord.objects.filter(case=OuterRef("case"), kind=StepRecord.Kind.TAKEN, pk__lt=OuterRef("pk"))
    first = _filter_steps(scope).filter(~Exists(earlier))
    return _average_days(first, until=F("done_on"))


def _average_days_to_close(scope: FiguresScope) -> int | None:
    """From the day the school knew to the closing of a case, where that was in the period."""
    closings = Closing.objects.filter(_where_counts([scope], "case__incident__", school="case__", at="closed_at"))
    return _average_days(closings, until=TruncDate("closed_at"))


def _count_reports(scope: FiguresScope) -> int:
    reports = StaffReport.objects.filter(about_headteacher=False)
    if scope.viewer:
        reports = StaffReport.objects.readable_by(scope.viewer, on=scope.today)
    return reports.filter(_where_recorded([scope], "", at="reported_at")).count()


def _filter_steps(scope: FiguresScope) -> QuerySet[StepRecord]:
    in_scope = _where_counts([scope], "case__incident__", school="case__", at="recorded_at")
    return StepRecord.objects.filter(in_scope, kind=StepRecord.Kind.TAKEN)


def _average_days(rows: QuerySet[Any], *, until: Combinable) -> int | None:
    """The average number of whole days since the school knew, over five or more."""
    passed = ExpressionWrapper(until - F("case__incident__known_on"), output_field=DurationField())
    days = rows.aggregate(number=Count("pk"), average=Avg(passed))
    return round(days["average"] / DAY) if show_count(days["number"]) else None


def _group_alike(scopes: Sequence[FiguresScope]) -> list[list[FiguresScope]]:
    """Those of the same days and the same viewer together, so that the database is asked for many schools at once."""
    groups: dict[object, list[FiguresScope]] = {}
    for scope in scopes:
        days = (scope.period.starts_on, scope.period.ends_on)
        groups.setdefault((*days, scope.viewer, scope.today), []).append(scope)
    return list(groups.values())


def _where_recorded(group: Sequence[FiguresScope], school: str, *, at: str = "incident__logged_at") -> Q:
    """Rows of these schools put on record in their period; `school` is the way to the row that names the school."""
    first, after = group[0].period.moments
    schools = [scope.school_id for scope in group]
    return Q(**{f"{school}school__in": schools, f"{at}__gte": first, f"{at}__lt": after})


def _where_counts(
    group: Sequence[FiguresScope], incident: str, *, school: str = "", at: str = "incident__logged_at"
) -> Q:
    """Of those, the ones of incidents that count: see FiguresScope."""
    alike, of_incident = group[0], incident.removesuffix("__")
    if alike.viewer:
        # Of these schools alone, or the database lists all that the viewer may know of anywhere.
        here = Incident.objects.filter(school__in=[scope.school_id for scope in group])
        may_know = here.visible_to(alike.viewer, on=alike.today)
        counts = Q(**{f"{of_incident}__in": may_know.values("pk")})
    else:
        of_headteacher = Incident.objects.about_the_headteacher(on=alike.period.ends_on)
        counts = ~Q(**{f"{of_incident}__in": of_headteacher.values("pk")})
    return _where_recorded(group, school or incident, at=at) & counts
