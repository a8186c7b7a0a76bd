"""By when the policy has a step taken, and until when one lasts: its own limits as days by the school's calendar."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from breaches.due import completes_step
from breaches.models import Case, Confirmation, StepRecord
from breaches.version import get_day
from people.calendar import SchoolDays, add_working_days
from people.models import School
from policies.reviews.schedule import add_months
from policies.rules.assessment import Assessment
from policies.rules.pack import Rule, TimeLimit
from policies.rules.wordings import Wordings, build_wordings
from policies.rules.words import Start, State, Step, Unit

WEEK = 7


@dataclass(frozen=True)
class Limits:
    """The day by which each limited step is to be taken, until when each that was done lasts, and each right holds.

    A step whose limit counts from something that has not happened yet has no day. `of_rights` goes by the clause.
    """

    by_step: Mapping[Step, dt.date] = field(default_factory=dict)
    lasting: Mapping[Step, dt.date] = field(default_factory=dict)
    of_rights: Mapping[str, dt.date] = field(default_factory=dict)


NO_LIMITS = Limits()


def count_on(day: dt.date, limit: TimeLimit, calendar: SchoolDays) -> dt.date:
    """The last day of a limit that begins to count on this day."""
    match limit.of:
        case Unit.WORKING_DAYS:
            return add_working_days(day, limit.count, nation=calendar.nation)
        case Unit.SCHOOL_DAYS:
            return calendar.add_school_days(day, limit.count)
        case Unit.WEEKS:
            return day + dt.timedelta(days=limit.count * WEEK)
        case Unit.MONTHS:
            return add_months(day, limit.count)
        case Unit.CALENDAR_DAYS:
            return day + dt.timedelta(days=limit.count)


@dataclass(frozen=True)
class Starts:
    """What a limit of a case counts from. `confirmed` and `done` give the last day of each fact and each step."""

    happened: dt.date
    known: dt.date
    opened: dt.date
    confirmed: Mapping[str, dt.date]
    done: Mapping[str, dt.date]

    def find_day(self, limit: TimeLimit, rule: Rule | None = None) -> dt.date | None:
        """The day the limit counts from; a rule that waits for no fact had its last as the case was opened."""
        if limit.start == Start.HAPPENED:
            return self.happened
        if limit.start == Start.KNOWN:
            return self.known
        if limit.start == Start.CONFIRMED:
            days = [self.confirmed[fact] for fact in (rule.facts if rule else ()) if fact in self.confirmed]
            return max(days, default=self.opened)
        return self.done.get(limit.start) if limit.start else None


def find_limits(
    case: Case, answer: Assessment, records: Sequence[StepRecord], confirmations: Iterable[Confirmation]
) -> Limits:
    """Every limit of the answer that has a day; `confirmations` are read only where there is a limit."""
    within = {step.step: step.shown.rule for step in answer.steps if step.shown.rule.within}
    lasting = {step.step: step.shown.rule.lasts for step in answer.steps if step.state == State.DONE}
    counted = [*(rule.within for rule in within.values()), *lasting.values(), *(r.within for r in answer.rights)]
    if not any(counted):
        return NO_LIMITS
    calendar = load_calendar(case.school, counted)
    starts = collect_starts(case, records, confirmations, build_wordings(answer.words))
    by_step = {
        step: count_on(day, rule.within, calendar)
        for step, rule in within.items()
        if rule.within and (day := starts.find_day(rule.within, rule))
    }
    ends = {
        step: count_on(starts.done[step], limit, calendar)
        for step, limit in lasting.items()
        if limit and step in starts.done
    }
    of_rights = {
        right.clause.id: count_on(day, right.within, calendar)
        for right in answer.rights
        if right.within and (day := starts.find_day(right.within))
    }
    return Limits(by_step, ends, of_rights)


def collect_starts(
    case: Case, records: Sequence[StepRecord], confirmations: Iterable[Confirmation], wordings: Wordings
) -> Starts:
    """The days of a case that a limit may count from. A fact confirmed of one finding counts as the fact."""
    standing = sorted((row for row in confirmations if not row.withdrawn_at), key=lambda row: row.confirmed_at)
    done = sorted((row.done_on, row.step) for row in records if completes_step(row, wordings) and row.done_on)
    return Starts(
        happened=get_day(case.incident),
        known=case.incident.known_on or get_day(case.incident),
        opened=case.opened_on,
        confirmed={row.fact.partition(":")[0]: timezone.localdate(row.confirmed_at) for row in standing},
        done={step: day for day, step in done},
    )


def load_calendar(school: School, limits: Iterable[TimeLimit | None]) -> SchoolDays:
    """When the school is open; its terms are asked for only where a limit counts school days."""
    if not any(limit and limit.of == Unit.SCHOOL_DAYS for limit in limits):
        return SchoolDays(school.nation)
    return SchoolDays(school.nation, tuple(school.terms.values_list("starts_on", "ends_on")))
