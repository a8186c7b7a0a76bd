"""The schools of a group side by side, and who oversees what."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from governors.figures import Asked, incidents_of
from governors.reviews_due import Due, due_at
from governors.terms import Period, ended_periods, period_of
from people.acting import Acting
from people.models import Membership, Role, School, TermDates, User
from people.permissions import CASE_STAFF, Action, may
from policies.readers.querysets import Share, count_shares_by_school


def handles_cases_at(school: School, held: Iterable[Membership]) -> bool:
    """Whether any of these roles handles the school's cases, whatever role its holder acts in at the moment."""
    return any(one.school_id == school.pk and one.role in CASE_STAFF for one in held)


def schools_where_may(action: Action, held: Iterable[Membership]) -> list[School]:
    """The schools where one of these roles includes the action, each once, by name."""
    found = {one.school_id: one.school for one in held if may(Role(one.role), action)}
    return sorted(found.values(), key=lambda school: (school.name, school.pk))


def held_by(acting: Acting) -> tuple[Membership, ...]:
    """Every role the user holds on the day, the one they act in first."""
    return (acting.membership, *acting.others)


def kept_from(school: School, acting: Acting) -> User | None:
    """The user, where their own exclusions bind what may be counted for them at this school: see figures.Asked."""
    return acting.user if handles_cases_at(school, held_by(acting)) else None


@dataclass(frozen=True)
class SchoolRow:
    """One school: its reviews, what was read of what is asked, and the incidents of its last term to have ended.

    `has_figures` is whether the reader's roles there let them see any; `term` is None where none is over, `incidents`
    where it is withheld.
    """

    school: School
    due: Due
    share: Share | None
    term: Period | None
    has_figures: bool
    incidents: int | None


def school_rows(acting: Acting) -> list[SchoolRow]:
    """A row for each school where the user governs, leads or administers, in four queries however many there are."""
    schools = schools_where_may(Action.READ_REVIEWS, held_by(acting))
    counted = schools_where_may(Action.READ_FIGURES, held_by(acting))
    terms: dict[int, list[TermDates]] = defaultdict(list)
    for term in TermDates.objects.filter(school__in=schools):
        terms[term.school_id].append(term)
    last = {one.pk: next(iter(ended_periods(terms[one.pk], today=acting.today)), None) for one in schools}
    asked = [
        Asked(school_id=one.pk, period=period, today=acting.today, kept_from=kept_from(one, acting))
        for one in counted
        if (period := last[one.pk])
    ]
    incidents = {one.school_id: number for one, number in zip(asked, incidents_of(asked), strict=True)}
    due = due_at({one.pk: period_of(terms[one.pk], today=acting.today) for one in schools}, today=acting.today)
    read = count_shares_by_school(schools, on=acting.today)
    return [
        SchoolRow(
            school=one,
            due=due.get(one.pk, Due()),
            share=read.get(one.pk),
            term=last[one.pk],
            has_figures=one in counted,
            incidents=incidents.get(one.pk),
        )
        for one in schools
    ]
