"""What is wrong with the days of an incident, if anything."""

import datetime as dt


class FaultyDays(Exception):
    """The days of an incident contradict each other or the calendar; `faults` gives a sentence for each field."""

    def __init__(self, faults: dict[str, str]) -> None:
        self.faults = faults
        super().__init__(" ".join(faults.values()))


def faults_in_days(
    *, happened_on: dt.date | None, at_time: dt.time | None, known_on: dt.date | None, now: dt.datetime
) -> dict[str, str]:
    """One sentence for each field at fault, by the field's name; empty where all is well.

    `now` is the local time of the school. A day not given yet is not at fault.
    """
    today = now.date()
    faults = {}
    if happened_on and happened_on > today:
        faults["happened_on"] = "The day it happened must be today or in the past."
    elif happened_on == today and at_time and at_time > now.time():
        faults["happened_at_time"] = "The time it happened must be in the past."
    if known_on and known_on > today:
        faults["known_on"] = "The day the school knew must be today or in the past."
    elif known_on and happened_on and known_on < happened_on <= today:
        faults["known_on"] = "The day the school knew must be on or after the day it happened."
    return faults
