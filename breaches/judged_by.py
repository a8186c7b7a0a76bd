"""Which version an incident is judged by."""

import datetime as dt
from typing import cast

from breaches.models import Case
from incidents.models import Incident
from policies.models import Version
from policies.stored_packs import VersionStatus, version_status


def version_in_force(incident: Incident) -> Version | None:
    """The version of the school's policy in force on the day the incident happened, if any was."""
    return Version.objects.in_force_at(incident.school, on=day_of(incident))


def day_of(incident: Incident) -> dt.date:
    """The day a logged incident happened."""
    return cast("dt.date", incident.happened_on)  # the database refuses a logged incident without its day


def judged_as_draft(version: Version | None, incident: Incident) -> bool:
    """Whether a case rests on a version that was not in force on the day, whatever has become of it since."""
    if version is None:
        return False
    return version.in_force_from is None or version.in_force_from > day_of(incident)


def case_version_status(case: Case, *, today: dt.date) -> VersionStatus | None:
    """Where the version of a case stands at its school today, and whether its subject had read it."""
    if case.version is None:
        return None
    return version_status(case.version, case.school, reader=case.subject.user_id, today=today)
