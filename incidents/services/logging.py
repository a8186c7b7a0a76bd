"""A draft becomes an incident with a reference."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from audit.services import record
from incidents.access import ChairLogsOthers, NobodyCouldSeeIt, chair_may_log, who_could_lead
from incidents.days import FaultyDays, faults_in_days
from incidents.models import Incident, ReferenceCounter
from incidents.pages import Missing, missing_from
from incidents.services.drafts import NotADraft, StaleDraft
from people.models import School, User


class NotWhole(Exception):
    """The draft lacks something; `missing` says what, page by page."""

    def __init__(self, missing: list[Missing]) -> None:
        self.missing = missing
        super().__init__(" ".join(one.sentence for one in missing))


@transaction.atomic
def log_incident(*, by: User, now: dt.datetime, incident: Incident, revision: int) -> Incident:
    """Give a whole draft its reference; an incident they logged already is answered as it is.

    `revision` is that of the answers which were checked. The reference counts up for each school and year,
    the year being the one it is logged in. Raises NotADraft, StaleDraft, NotWhole, FaultyDays,
    ChairLogsOthers, or NobodyCouldSeeIt.
    """
    draft = Incident.objects.select_for_update().select_related("school").get(pk=incident.pk)
    if draft.status == Incident.Status.LOGGED and draft.logged_by_id == by.pk:
        return draft
    if draft.status != Incident.Status.DRAFT:
        raise NotADraft
    if draft.revision != revision:
        raise StaleDraft
    refuse_unless_ready(draft, by=by, now=now)
    draft.status = Incident.Status.LOGGED
    draft.reference = _next_reference(draft.school, year=timezone.localdate(now).year)
    draft.logged_by, draft.logged_at = by, now
    draft.revision += 1
    draft.save(update_fields=["status", "reference", "logged_by", "logged_at", "revision"])
    record(
        school=draft.school,
        by=by,
        now=now,
        action="incident.logged",
        row=draft,
        after={"reference": draft.reference, "happened_on": draft.happened_on, "known_on": draft.known_on},
    )
    return draft


def refuse_unless_ready(draft: Incident, *, by: User, now: dt.datetime) -> None:
    """Raise what stands in the way of logging this draft, if anything does."""
    missing = missing_from(draft)
    if missing:
        raise NotWhole(missing)
    local = timezone.localtime(now)
    faults = faults_in_days(
        happened_on=draft.happened_on, at_time=draft.happened_at_time, known_on=draft.known_on, now=local
    )
    if faults:
        raise FaultyDays(faults)
    if not chair_may_log(draft, by=by, on=local.date()):
        raise ChairLogsOthers
    if not who_could_lead(draft.pk, on=local.date()).exists():
        raise NobodyCouldSeeIt


def _next_reference(school: School, *, year: int) -> str:
    """The school's next reference of the year, such as CP-2026-0007, given to nobody else."""
    ReferenceCounter.objects.get_or_create(school=school, year=year)
    counter = ReferenceCounter.objects.select_for_update().get(school=school, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{school.reference_prefix}-{year}-{counter.last:04d}"
