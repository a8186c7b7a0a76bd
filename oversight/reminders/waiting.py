"""Things that may wait a little before anybody is reminded of them."""

import datetime as dt
from collections.abc import Mapping

from oversight.reminders.school_days import school_days_of
from people.calendar import LONDON

SCHOOL_DAYS = 2
# School days are never shorter than days, so nothing younger than this has waited long enough.
AT_LEAST = dt.timedelta(days=SCHOOL_DAYS)


def waited_by(since: Mapping[int, tuple[int, dt.datetime]]) -> dict[int, dt.date]:
    """The day by which each thing has waited long enough, by its key, given its school and when it began to wait."""
    open_on = school_days_of({school for school, _ in since.values()})
    return {
        pk: open_on[school].add_school_days(moment.astimezone(LONDON).date(), SCHOOL_DAYS)
        for pk, (school, moment) in since.items()
    }
