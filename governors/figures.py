"""How a school is doing in a term: counted by the database, and let out of here only where it may be shown.

What is counted is one person said to have done something in one logged incident, so an incident about two people
counts as two. Everything counts by the day it was put on record, so that the figures of a term that is over stand
still, and nobody learns anything by looking again tomorrow.
"""

from __future__ import annotations

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
from governors.suppression import count_beside, parts_shown, shown, some_of
from governors.terms import Period
from incidents.models import Incident, Involvement
from people.models import Capacity, User
from policies.rules.wording import FINDINGS
from policies.rules.words import Step
from reports.models import StaffReport

KINDS = tuple(dict.fromkeys(meaning.heading for meaning in FINDINGS.values()))
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """One school's one period. `kept_from` is the user whose own exclusions bind the counts, on `today`, if anybody's.

    Somebody who handles the school's cases can compare a count with what they see, and so is given only what they may
    know of. Everybody else is given all but what is about the Headteacher, which is counted for nobody.
    """

    school_id: int
    period: Period
    today: dt.date
    kept_from: User | None = None


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


def figures_of(asked: Asked) -> Figures:
    """Everything that may be shown of one school's one period, in six queries."""
    by_party = {capacity.value: Count("pk", filter=Q(capacity=capacity)) for capacity in Capacity}
    counted = _subjects([asked]).aggregate(total=Count("pk"), **by_party)
    total = counted["total"]
    return Figures(
        incidents=shown(total),
        parties=parts_shown({capacity: counted[capacity.value] for capacity in Capacity}),
        kinds={kind: some_of(count, whole=total) for kind, count in _by_kind(asked)},
        steps=tuple(_steps(asked, total=total)),
        days_to_first_step=_days_to_first_step(asked),
        days_to_close=_days_to_close(asked),
        reports=shown(_reports(asked)),
    )


def incidents_of(asked: Sequence[Asked]) -> list[int | None]:
    """What may be shown of how many incidents each of these had, in one query; each is let out by itself.

    No two of them are of the same days of one school.
    """
    groups = _alike(asked)
    which = Case(*(When(_put_on_record(group, "incident__"), then=Value(at)) for at, group in enumerate(groups)))
    rows = _subjects(asked).annotate(which=which).values_list("which", "incident__school").annotate(n=Count("pk"))
    counted = {(at, school): n for at, school, n in rows.order_by()} if groups else {}
    place = {id(one): at for at, group in enumerate(groups) for one in group}
    return [shown(counted.get((place[id(one)], one.school_id), 0)) for one in asked]


def _subjects(asked: Sequence[Asked]) -> QuerySet[Involvement]:
    """Each person said to have done something in an incident logged in these periods."""
    wanted = reduce(or_, (_counted(group, "incident__") for group in _alike(asked)), Q(pk__in=[]))
    return Involvement.objects.filter(wanted, part=Involvement.Part.SUBJECT, incident__status=Incident.Status.LOGGED)


def _by_kind(asked: Asked) -> list[tuple[str, int]]:
    """How many there were of each kind of finding; one may be of several."""
    words = [[word for word, meaning in FINDINGS.items() if meaning.heading == kind] for kind in KINDS]
    counts = {
        f"kind_{at}": Count("pk", distinct=True, filter=Q(incident__findings__finding__in=some))
        for at, some in enumerate(words)
    }
    counted = _subjects([asked]).aggregate(**counts)
    return [(kind, counted[f"kind_{at}"]) for at, kind in enumerate(KINDS)]


def _steps(asked: Asked, *, total: int) -> Iterator[StepFigure]:
    """Each step that may be shown, in how many cases it was taken in the period, and in how many they complied."""
    complied = Count("case", distinct=True, filter=Q(outcome=StepRecord.Outcome.COMPLIED))
    rows = _steps_taken(asked).values("step").annotate(cases=Count("case", distinct=True), complied=complied)
    counted = {row["step"]: row for row in rows.order_by()}
    for step in Step:
        if (row := counted.get(step)) and (cases := count_beside(row["cases"], other=total)):
            yield StepFigure(step, cases, some_of(row["complied"], whole=row["cases"]))


def _days_to_first_step(asked: Asked) -> int | None:
    """From the day the school knew to the first step of a case, where that was recorded in the period."""
    earlier = StepRecord.objects.filter(case=OuterRef("case"), kind=StepRecord.Kind.TAKEN, pk__lt=OuterRef("pk"))
    first = _steps_taken(asked).filter(~Exists(earlier))
    return _average_days(first, until=F("done_on"))


def _days_to_close(asked: Asked) -> int | None:
    """From the day the school knew to the closing of a case, where that was in the period."""
    closings = Closing.objects.filter(_counted([asked], "case__incident__", school="case__", at="closed_at"))
    return _average_days(closings, until=TruncDate("closed_at"))


def _reports(asked: Asked) -> int:
    """How many reports staff made in the period."""
    reports = StaffReport.objects.filter(about_headteacher=False)
    if asked.kept_from:
        reports = StaffReport.objects.readable_by(asked.kept_from, on=asked.today)
    return reports.filter(_put_on_record([asked], "", at="reported_at")).count()


def _steps_taken(asked: Asked) -> QuerySet[StepRecord]:
    wanted = _counted([asked], "case__incident__", school="case__", at="recorded_at")
    return StepRecord.objects.filter(wanted, kind=StepRecord.Kind.TAKEN)


def _average_days(rows: QuerySet[Any], *, until: Combinable) -> int | None:
    """The average number of whole days since the school knew, over five or more."""
    passed = ExpressionWrapper(until - F("case__incident__known_on"), output_field=DurationField())
    found = rows.aggregate(number=Count("pk"), average=Avg(passed))
    return round(found["average"] / DAY) if shown(found["number"]) else None


def _alike(asked: Sequence[Asked]) -> list[list[Asked]]:
    """Those of the same days and the same reader together, so that the database is asked for many schools at once."""
    groups: dict[object, list[Asked]] = {}
    for one in asked:
        groups.setdefault((one.period.starts_on, one.period.ends_on, one.kept_from, one.today), []).append(one)
    return list(groups.values())


def _put_on_record(group: Sequence[Asked], school: str, *, at: str = "incident__logged_at") -> Q:
    """Rows of these schools put on record in their period; `school` is the way to the row that names the school."""
    first, after = group[0].period.moments
    schools = [one.school_id for one in group]
    return Q(**{f"{school}school__in": schools, f"{at}__gte": first, f"{at}__lt": after})


def _counted(group: Sequence[Asked], incident: str, *, school: str = "", at: str = "incident__logged_at") -> Q:
    """Of those, the ones of incidents that count: see Asked."""
    one, of_incident = group[0], incident.removesuffix("__")
    if one.kept_from:
        # Of these schools alone, or the database lists all that the reader may know of anywhere.
        here = Incident.objects.filter(school__in=[each.school_id for each in group])
        may_know = here.visible_to(one.kept_from, on=one.today)
        counts = Q(**{f"{of_incident}__in": may_know.values("pk")})
    else:
        of_headteacher = Incident.objects.about_the_headteacher(on=one.period.ends_on)
        counts = ~Q(**{f"{of_incident}__in": of_headteacher.values("pk")})
    return _put_on_record(group, school or incident, at=at) & counts
