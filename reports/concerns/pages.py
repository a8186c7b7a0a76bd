"""What the register of low-level concerns shows, and when a pattern asks for another look."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Count, Max, Q

from people.acting import Acting
from people.models import Capacity, Person, PersonCapacity
from people.querysets import PersonQuerySet
from policies.rules.duties import Duty, find_duties
from policies.rules.words import Finding, PackNation, Party
from policies.stored_packs import shipped_duties
from reports.models import ConcernReview, LowLevelConcern, StaffReport
from reports.querysets import ConcernQuerySet

IN_ALL = 3


def repeats(happened_on: Sequence[dt.date], *, reviewed: int) -> bool:
    """Whether the entries nobody has looked at together yet repeat: two within 12 months, or three in all.

    `happened_on` are the days of the entries others raised, in the order they were recorded; self-reports are not
    among them. `reviewed` is how many of them, from the first, the last review looked at.
    """
    new = sorted(happened_on[reviewed:])
    return len(new) >= IN_ALL or any(later <= add_year(earlier) for earlier, later in pairwise(new))


def add_year(day: dt.date) -> dt.date:
    """The same day of the next year; 28 February after a 29th."""
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if leap_day else day.day)


@dataclass(frozen=True)
class PersonLine:
    """One line of the list. `self_reports` counts the neutral entries of what they told themselves."""

    pk: int
    name: str
    raised: int
    self_reports: int
    last_on: dt.date
    look_together: bool


@dataclass(frozen=True)
class PersonEntries:
    """One person's entries, the newest first; `raised` counts those that others raised."""

    person: Person
    entries: tuple[LowLevelConcern, ...]
    reviews: tuple[ConcernReview, ...]
    raised: int
    look_together: bool
    readable_reports: frozenset[int]


def visible_concerns(acting: Acting) -> ConcernQuerySet:
    return LowLevelConcern.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)


def list_staff(acting: Acting) -> PersonQuerySet:
    register = Person.objects.visible_to(acting.user, on=acting.today).filter(school=acting.school)
    staff = PersonCapacity.objects.filter(capacity__in=acting.school.list_capacity_variants(Capacity.STAFF))
    return register.filter(pk__in=staff.values("person")).exclude(user=acting.user)


def list_people(concerns: ConcernQuerySet) -> list[PersonLine]:
    days: dict[int, list[dt.date]] = {}
    for about, day in concerns.raised().order_by("pk").values_list("about", "happened_on"):
        days.setdefault(about, []).append(day)
    looked_at = ConcernReview.objects.filter(about__in=concerns.order_by().values("about")).order_by()
    reviewed = dict(looked_at.values("about").annotate(read=Max("entries")).values_list("about", "read"))
    lines = (
        concerns.order_by()
        .values("about", "about__name")
        .annotate(
            raised=Count("pk", filter=Q(report__isnull=True)),
            self_reports=Count("pk", filter=Q(report__isnull=False)),
            last_on=Max("happened_on"),
        )
    )
    return [
        PersonLine(
            pk=line["about"],
            name=line["about__name"],
            raised=line["raised"],
            self_reports=line["self_reports"],
            last_on=line["last_on"],
            look_together=repeats(days.get(line["about"], []), reviewed=reviewed.get(line["about"], 0)),
        )
        for line in lines.order_by("about__name", "about")
    ]


def load_entries(acting: Acting, pk: int) -> PersonEntries | None:
    """One person's entries, or None where there is none that this reader may see."""
    entries = tuple(visible_concerns(acting).filter(about=pk).select_related("about__school", "recorded_by"))
    if not entries:
        return None
    person = entries[0].about
    reviews = tuple(person.concern_reviews.select_related("reviewed_by"))
    raised = [entry.happened_on for entry in sorted(entries, key=lambda entry: entry.pk) if not entry.is_self_report]
    return PersonEntries(
        person=person,
        entries=entries,
        reviews=reviews,
        raised=len(raised),
        look_together=repeats(raised, reviewed=max((review.entries for review in reviews), default=0)),
        readable_reports=_find_readable_reports(acting, entries),
    )


def list_duties(acting: Acting) -> tuple[Duty, ...]:
    """What law and guidance of the school's nation ask, where a concern may be more than a low-level one."""
    nation, findings = PackNation(acting.school.nation), frozenset({Finding.PUPIL_CONTACT})
    return find_duties(shipped_duties(), nation, acting.today, Party.STAFF, findings)


def _find_readable_reports(acting: Acting, entries: Iterable[LowLevelConcern]) -> frozenset[int]:
    """The reports behind the neutral entries that this reader may open."""
    behind = [entry.report_id for entry in entries if entry.report_id]
    if not behind:
        return frozenset()
    visible = StaffReport.objects.readable_by(acting.user, on=acting.today).filter(pk__in=behind)
    return frozenset(visible.values_list("pk", flat=True))
