"""The schools of a group side by side, and who oversees what."""

from collections import defaultdict
from dataclasses import dataclass

from governors.figures import FiguresScope, count_incidents
from governors.reviews_due import ReviewCounts, count_due
from governors.terms import Period, find_ended_periods, find_period
from people.acting import Acting
from people.models import Membership, Role, School, TermDates, User
from people.permissions import CASE_STAFF, Action, may
from policies.readers.querysets import Share, count_shares_by_school


def list_memberships(acting: Acting) -> tuple[Membership, ...]:
    """Every role the user holds on the day, the one they act in first."""
    return (acting.membership, *acting.others)


def find_schools_where_may(action: Action, acting: Acting) -> list[School]:
    """The schools where one of the user's roles includes the action, each once, by name."""
    schools = {
        membership.school_id: membership.school
        for membership in list_memberships(acting)
        if may(Role(membership.role), action)
    }
    return sorted(schools.values(), key=lambda school: (school.name, school.pk))


def find_viewer(school: School, acting: Acting) -> User | None:
    """The user, where their own exclusions bind what may be counted for them at this school: see FiguresScope.

    That is where any of their roles handles the school's cases, whatever role they act in at the moment.
    """
    handles_cases = any(
        membership.school_id == school.pk and membership.role in CASE_STAFF for membership in list_memberships(acting)
    )
    return acting.user if handles_cases else None


@dataclass(frozen=True)
class SchoolRow:
    """One school: its reviews, what was read of what is asked, and the incidents of its last term to have ended.

    `has_figures` is whether the user's roles there let them see any; `term` is None where none is over, `incidents`
    where it is withheld.
    """

    school: School
    due: ReviewCounts
    share: Share | None
    term: Period | None
    has_figures: bool
    incidents: int | None


def load_school_rows(acting: Acting) -> list[SchoolRow]:
    """A row for each school where the user governs, leads or administers, in four queries however many there are."""
    schools = find_schools_where_may(Action.READ_REVIEWS, acting)
    with_figures = find_schools_where_may(Action.READ_FIGURES, acting)
    terms: dict[int, list[TermDates]] = defaultdict(list)
    for term in TermDates.objects.filter(school__in=schools):
        terms[term.school_id].append(term)
    last = {
        school.pk: next(iter(find_ended_periods(terms[school.pk], today=acting.today)), None) for school in schools
    }
    scopes = [
        FiguresScope(school.pk, period, today=acting.today, viewer=find_viewer(school, acting))
        for school in with_figures
        if (period := last[school.pk])
    ]
    incidents = dict(zip((scope.school_id for scope in scopes), count_incidents(scopes), strict=True))
    this_term = {school.pk: find_period(terms[school.pk], today=acting.today) for school in schools}
    due = count_due(this_term, today=acting.today)
    read = count_shares_by_school(schools, on=acting.today)
    return [
        SchoolRow(
            school=school,
            due=due.get(school.pk, ReviewCounts()),
            share=read.get(school.pk),
            term=last[school.pk],
            has_figures=school in with_figures,
            incidents=incidents.get(school.pk),
        )
        for school in schools
    ]
