"""Times the finders of what is due on the database of the environment: python -m bench.finders

Reviews are measured against raw SQL on a bare cursor, which fetches the same rows: first the cycles alone, then a row
for each person who is told. That both sides find the same is checked before the clock starts. The sides take turns,
and the median of each counts. The finders of the other kinds are timed once, with nobody told of anything yet.
"""

import datetime as dt
import os
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.db import connection
from django.utils import timezone

from policies.models import ReviewCycle
from reminders.kinds import reviews
from reminders.kinds.registry import KINDS, Kind

ROUNDS = 15
TARGET = 3.0
MOST = {Kind.REPORT: 500}

CYCLES = """
    SELECT c.id, c.school_id, c.owner_id, c.due_on, c.remind_on FROM policies_reviewcycle c
    WHERE c.remind_on <= %(on)s AND EXISTS (
        SELECT 1 FROM policies_adoption a
        WHERE a.school_id = c.school_id AND a.policy_id = c.policy_id AND (a.ended_on IS NULL OR a.ended_on >= %(on)s)
    )
    ORDER BY c.remind_on, c.id
"""
# Simpler than the product may be: here no owner has left their school.
PEOPLE = f"""
    WITH due AS MATERIALIZED ({CYCLES})
    SELECT c.id, c.school_id, m.user_id, c.due_on
    FROM due c JOIN people_membership m ON m.school_id = c.school_id JOIN people_user u ON u.id = m.user_id
    WHERE m.from_on <= %(on)s AND (m.to_on IS NULL OR m.to_on >= %(on)s) AND u.is_active AND (
        m.user_id = c.owner_id
        OR m.role = 'headteacher' AND (c.due_on <= %(sixty)s OR c.owner_id IS NULL)
        OR m.role = 'clerk' AND c.due_on <= %(thirty)s
        OR m.role = 'chair' AND c.due_on <= %(seven)s
    )
"""

BARE = connection.copy()


def raw(query: str, on: dt.date) -> list[tuple[Any, ...]]:
    """The rows of this query on the day."""
    days = {"on": 0, "seven": 7, "thirty": 30, "sixty": 60}
    with BARE.cursor() as cursor:
        cursor.execute(query, {name: on + dt.timedelta(days=count) for name, count in days.items()})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def cycles(on: dt.date) -> list[reviews.Cycle]:
    """The product's own cycles to remind of."""
    return [cycle for batch in reviews.find_cycles(on) for cycle in batch]


def medians(rounds: int, *sides: Callable[[], object]) -> list[float]:
    """The median milliseconds of each side, which take turns; the first round does not count."""
    taken: list[list[float]] = [[] for _ in sides]
    for turn in range(rounds + 1):
        for side, times in zip(sides, taken, strict=True):
            start = perf_counter()
            side()
            if turn:
                times.append((perf_counter() - start) * 1000)
    return [median(times) for times in taken]


def compare(name: str, ours: Callable[[], object], bare: Callable[[], object]) -> str:
    """How both sides did, in words."""
    mine, plain = medians(ROUNDS, ours, bare)
    return f"{name} in {mine:.1f} ms, {plain:.1f} ms by raw SQL; ratio {mine / plain:.2f}"


def agree(on: dt.date) -> tuple[int, int]:
    """How many cycles and reminders both sides find."""
    due = {cycle.pk for cycle in cycles(on)}
    if due != {row[0] for row in raw(CYCLES, on)}:
        raise SystemExit("raw SQL finds other cycles")
    reminded = {(reminder.object_id, reminder.to_id) for reminder in reviews.find_due(on)}
    if reminded != {(cycle, to) for cycle, _, to, _ in raw(PEOPLE, on)}:
        raise SystemExit("raw SQL tells other people")
    return len(due), len(reminded)


def main(on: dt.date) -> None:
    """Print the figures."""
    if BARE.vendor == "postgresql":
        with BARE.cursor() as cursor:
            # Left to itself it reads whole tables for the raw SQL, in two processes, which is many times slower.
            cursor.execute("SET max_parallel_workers_per_gather = 0")
            cursor.execute("SET enable_hashjoin = off")
            cursor.execute("SET enable_mergejoin = off")
    due, reminded = agree(on)
    stored = ReviewCycle.objects.count()
    print(f"{stored:,} review cycles on {connection.vendor}")
    found = compare(f"{due:,} reviews that are due found", lambda: cycles(on), lambda: raw(CYCLES, on))
    print(f"{found} (at most {TARGET:.0f})")
    # The product's side makes a row for each of them, ready to be stored.
    print(compare(f"{reminded:,} reminders of them made", lambda: list(reviews.find_due(on)), lambda: raw(PEOPLE, on)))
    for kind in Kind:
        if kind != Kind.REVIEW:
            start = perf_counter()
            made = len(list(KINDS[kind].find_due(on)))
            most = f" (at most {MOST[kind]})" if kind in MOST else ""
            print(
                f"{made:,} reminders of kind {kind} found and made in {(perf_counter() - start) * 1000:.0f} ms{most}"
            )


if __name__ == "__main__":
    main(timezone.localdate())
