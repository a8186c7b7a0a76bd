"""The schools of one person side by side. No number here runs over several schools, so none can be taken apart."""

from collections import defaultdict
from dataclasses import dataclass

from oversight.figures import Asked, incidents_of
from oversight.periods import Period, ended_periods, period_of
from oversight.reviews_due import Due, due_at
from oversight.roles import held_by, kept_from, schools_where_may
from people.acting import Acting
from people.models import School, TermDates
from people.permissions import Action
from policies.readers import Share, shares_by_school


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
    read = shares_by_school(schools, on=acting.today)
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
