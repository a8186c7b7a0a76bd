"""The days on which schools are open, read once for many schools."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from oversight.reminders.batches import in_batches
from people.calendar import SchoolDays, Term
from people.models import School, TermDates


def school_days_of(schools: Collection[int]) -> dict[int, SchoolDays]:
    """When each of these schools is open, by its key: two queries for every few hundred schools."""
    return {pk: days for batch in in_batches(schools) for pk, days in _school_days_of(batch)}


def _school_days_of(schools: Collection[int]) -> Iterator[tuple[int, SchoolDays]]:
    terms: dict[int, list[Term]] = defaultdict(list)
    told = TermDates.objects.filter(school__in=schools)
    for school, first, last in told.values_list("school", "starts_on", "ends_on"):
        terms[school].append((first, last))
    for pk, nation in School.objects.filter(pk__in=schools).values_list("pk", "nation"):
        yield pk, SchoolDays(nation, tuple(terms[pk]))
