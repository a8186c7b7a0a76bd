"""Empties the test database between transactional tests, which the guards on the record would refuse."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import flush
from django.db import connection

from tests.cast import standing_cast

# PostgreSQL alters no table while checks that wait for the commit are still to come.
SETTLE = ["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"]


class Command(flush.Command):
    """Django's own flush, with the guards lifted while it runs. Only the tests install it."""

    def handle(self, **options: Any) -> None:
        """Flush, then put every guard back, and the cast that all tests start from."""
        with lift_guards():
            super().handle(**options)
        standing_cast.cache_clear()
        standing_cast()


@contextmanager
def lift_guards() -> Iterator[None]:
    """Take away the triggers that refuse a change, for as long as the block runs."""
    lift, put_back = _on_postgresql() if connection.vendor == "postgresql" else _on_sqlite()
    _execute(lift)
    try:
        yield
    finally:
        _execute(put_back)


def _on_postgresql() -> tuple[list[str], list[str]]:
    tables = _rows("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
    return (
        SETTLE + [f"ALTER TABLE {table} DISABLE TRIGGER USER" for (table,) in tables],
        SETTLE + [f"ALTER TABLE {table} ENABLE TRIGGER USER" for (table,) in tables],
    )


def _on_sqlite() -> tuple[list[str], list[str]]:
    # Only those that refuse: others, such as those of a search index, have work to do during a flush.
    guards = _rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(%'")
    return [f'DROP TRIGGER "{name}"' for name, _ in guards], [sql for _, sql in guards]


def _rows(query: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [tuple(row) for row in cursor.fetchall()]


def _execute(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
