"""Make the database refuse to change or remove an entry of the record."""

from django.db import migrations

from audit.triggers import (
    apply,
    postgresql_function,
    postgresql_refuses,
    postgresql_refuses_truncate,
    sqlite_refuses,
)

TABLE = "audit_entry"
FUNCTION = "audit_entry_refuse"
SAYS = "An entry of the record is never changed or removed"

make = apply(
    sqlite=(sqlite_refuses(TABLE, "UPDATE", says=SAYS), sqlite_refuses(TABLE, "DELETE", says=SAYS)),
    postgresql=(
        postgresql_function(FUNCTION, says=SAYS),
        postgresql_refuses(TABLE, "UPDATE", function=FUNCTION),
        postgresql_refuses(TABLE, "DELETE", function=FUNCTION),
        postgresql_refuses_truncate(TABLE, function=FUNCTION),
    ),
)

remove = apply(
    sqlite=(f"DROP TRIGGER {TABLE}_guard_update", f"DROP TRIGGER {TABLE}_guard_delete"),
    postgresql=(
        f"DROP TRIGGER {TABLE}_guard_update ON {TABLE}",
        f"DROP TRIGGER {TABLE}_guard_delete ON {TABLE}",
        f"DROP TRIGGER {TABLE}_guard_truncate ON {TABLE}",
        f"DROP FUNCTION {FUNCTION}()",
    ),
)


class Migration(migrations.Migration):
    """Triggers on the table of entries."""

    dependencies = [("audit", "0002_initial")]

    operations = [migrations.RunPython(make, remove)]
