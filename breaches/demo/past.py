"""The incidents of the last school year at the schools of the demonstration, as stories like the others."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from breaches.demo.schools import terms_of_last_year

Said = Mapping[str, Any]
TERMS = ("autumn", "spring", "summer")
# From the incident's being logged: to the first step, to each one after it, and to the end.
DAYS_TO_FIRST, DAYS_BETWEEN, DAYS_TO_CLOSE = 2, 3, 4


def past_stories(said: Said, *, today: dt.date) -> Iterator[Said]:
    """A story for every incident that these tables tell of."""
    for school in said["school"]:
        at = 0
        for term, (_, starts_on, _) in zip(TERMS, terms_of_last_year(today), strict=True):
            for row in school[term]:
                ago = (today - starts_on).days - row["day"]
                yield _story(school, said["kind"][row["kind"]], row["went"], ago=ago, at=at)
                at += 1


def _story(school: Said, kind: Said, went: str, *, ago: int, at: int) -> Said:
    among = school["staff"] if kind["capacity"] == "staff" else school["parents"]
    return {
        "school": school["slug"],
        "ago": ago,
        "title": kind["title"],
        "platform": kind["platform"],
        "account": "",
        "audience": kind["audience"],
        "facts": kind["facts"],
        "subject": {"name": among[at % len(among)], "capacity": kind["capacity"]},
        "findings": kind["findings"],
        "acts": list(_acts(kind["steps"], went, ago=ago - DAYS_TO_FIRST)),
    }


def _acts(steps: list[str], went: str, *, ago: int) -> Iterator[Said]:
    """The steps, of which the last went as it is said to have gone, and then the end of it."""
    for step in steps:
        outcome = went if step == steps[-1] else "other"
        yield {"ago": ago, "step": step, "outcome": outcome, "note": "Put on record at the time."}
        ago -= DAYS_BETWEEN
    note = "It was taken down." if went == "complied" else "Nothing more came of it."
    yield {"ago": ago - DAYS_TO_CLOSE, "close": "resolved" if went == "complied" else "no_further", "note": note}
