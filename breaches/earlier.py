"""How many earlier incidents about the same person are on record: a hint beside a question, and never its answer."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from breaches.models import Case, CaseFinding
from breaches.version import get_day
from incidents.models import Incident, IncidentFinding, Involvement
from incidents.querysets import IncidentQuerySet
from people.models import User
from policies.reviews.schedule import add_months
from policies.rules.vocabulary import Earlier
from policies.rules.wordings import Wordings
from policies.rules.words import Fact, Finding


def load_hint(
    case: Case, fact: Fact, findings: Iterable[str], wordings: Wordings, *, reader: User, today: dt.date
) -> str:
    """How many earlier incidents a fact is about, of those that the reader may see: one query; none for most.

    `findings` are those of the case, which `repeated` is about, whenever it was.
    """
    own = {row.word: row.counts for row in wordings.vocabulary.own if row.counts}
    counts = own.get(fact)
    if fact == Fact.REPEATED:
        counts = Earlier(tuple(map(Finding, findings)), 0)
    if counts is None:
        return ""
    number = _filter_earlier(case, counts, reader=reader, today=today).count()
    months = "month" if counts.months == 1 else f"{counts.months} months"
    when = f" in the {months} before this one" if counts.months else ""
    return f"Earlier incidents of this kind about the same person{when}, as far as you may see: {number}. You decide."


def _filter_earlier(case: Case, counts: Earlier, *, reader: User, today: dt.date) -> IncidentQuerySet:
    """Those about the person before this one, by what their case finds now, or else by what was logged."""
    day = get_day(case.incident)
    about = Involvement.objects.filter(person=case.subject_id, part=Involvement.Part.SUBJECT)
    cases = Case.objects.filter(incident=OuterRef("pk"), subject=case.subject_id)
    case_findings = CaseFinding.objects.filter(
        case__incident=OuterRef("pk"),
        case__subject=case.subject_id,
        finding__in=counts.findings,
        withdrawn_at=None,
    )
    log_findings = IncidentFinding.objects.filter(incident=OuterRef("pk"), finding__in=counts.findings)
    rows = Incident.objects.visible_to(reader, on=today).at_school(case.school).logged()
    if counts.months:
        rows = rows.filter(happened_on__gte=add_months(day, -counts.months))
    return rows.filter(
        Q(happened_on__lt=day) | Q(happened_on=day, pk__lt=case.incident_id),
        Exists(case_findings) | Exists(log_findings) & ~Exists(cases),
        pk__in=about.values("incident"),
    )
