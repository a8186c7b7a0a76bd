"""Index the words of cases: PostgreSQL's own full text, or an FTS5 table that follows the cases.

On SQLite the triggers stand on the table of cases: a later migration that rebuilds that table drops
them, and has to make them again.
"""

from django.db import migrations

from audit.triggers import apply

INDEX = "breaches_case_search"

make = apply(
    sqlite=(
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5(search_text, content='breaches_case', content_rowid='id', "
        "tokenize='unicode61', prefix='2 3')",
        f"CREATE TRIGGER {INDEX}_insert AFTER INSERT ON breaches_case BEGIN "
        f"INSERT INTO {INDEX}(rowid, search_text) VALUES (new.id, new.search_text); END",
        f"CREATE TRIGGER {INDEX}_update AFTER UPDATE OF search_text ON breaches_case BEGIN "
        f"INSERT INTO {INDEX}({INDEX}, rowid, search_text) VALUES ('delete', old.id, old.search_text); "
        f"INSERT INTO {INDEX}(rowid, search_text) VALUES (new.id, new.search_text); END",
        f"CREATE TRIGGER {INDEX}_delete AFTER DELETE ON breaches_case BEGIN "
        f"INSERT INTO {INDEX}({INDEX}, rowid, search_text) VALUES ('delete', old.id, old.search_text); END",
    ),
    postgresql=(
        f"CREATE INDEX {INDEX} ON breaches_case USING gin (to_tsvector('simple'::regconfig, "
        "COALESCE(search_text, '')))",
    ),
)

remove = apply(
    sqlite=(
        f"DROP TRIGGER {INDEX}_insert",
        f"DROP TRIGGER {INDEX}_update",
        f"DROP TRIGGER {INDEX}_delete",
        f"DROP TABLE {INDEX}",
    ),
    postgresql=(f"DROP INDEX {INDEX}",),
)


class Migration(migrations.Migration):
    """The index, and on SQLite what keeps it in step."""

    dependencies = [("breaches", "0003_initial")]

    operations = [migrations.RunPython(make, remove)]
