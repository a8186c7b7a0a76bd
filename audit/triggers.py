"""SQL that makes the database itself refuse to change or remove what must stay as it was written.

Used by migrations. Each pair is (make, remove), for the engine at hand.
"""

from collections.abc import Callable
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

Sql = tuple[str, ...]


def apply(sqlite: Sql, postgresql: Sql) -> Callable[[Any, BaseDatabaseSchemaEditor], None]:
    """A migration function that runs the statements of the engine at hand; another engine is refused."""
    statements = {"sqlite": sqlite, "postgresql": postgresql}

    def run(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        vendor = schema_editor.connection.vendor
        if vendor not in statements:
            raise NotImplementedError(f"Rung runs on SQLite and PostgreSQL, not on {vendor}.")
        for statement in statements[vendor]:
            schema_editor.execute(statement, params=None)

    return run


def sqlite_refuses(table: str, event: str, *, when: str = "1", says: str) -> str:
    """A trigger that aborts UPDATE or DELETE of the table's rows where `when` holds."""
    name = f"{table}_guard_{event.split(maxsplit=1)[0].lower()}"
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{says}'); END"


def postgresql_function(name: str, *, says: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{says}'; END $$"
    )


def postgresql_refuses(table: str, event: str, *, function: str, when: str = "true") -> str:
    """A trigger for each row that calls the refusing function where `when` holds."""
    name = f"{table}_guard_{event.split(maxsplit=1)[0].lower()}"
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {function}()"


def postgresql_refuses_truncate(table: str, *, function: str) -> str:
    """A trigger for TRUNCATE, which fires no trigger for a row."""
    return (
        f"CREATE TRIGGER {table}_guard_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    )
