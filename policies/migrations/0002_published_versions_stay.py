"""Make the database refuse to change what an adopted version says, or to remove it."""

from django.db import migrations

from audit.triggers import apply, postgresql_function, postgresql_refuses, sqlite_refuses

TABLE = "policies_version"
FUNCTION = "policies_version_guard_refuse"
SAYS = "A published version of a policy is never changed or removed"
FIXED = "UPDATE OF policy_id, number, status, in_force_from, date_stated, pack_text, pack_sha256"
PUBLISHED = "OLD.status = 'adopted'"

make = apply(
    sqlite=(
        sqlite_refuses(TABLE, FIXED, when=PUBLISHED, says=SAYS),
        sqlite_refuses(TABLE, "DELETE", when=PUBLISHED, says=SAYS),
    ),
    postgresql=(
        postgresql_function(FUNCTION, says=SAYS),
        postgresql_refuses(TABLE, FIXED, when=PUBLISHED, function=FUNCTION),
        postgresql_refuses(TABLE, "DELETE", when=PUBLISHED, function=FUNCTION),
    ),
)

remove = apply(
    sqlite=(f"DROP TRIGGER {TABLE}_guard_update", f"DROP TRIGGER {TABLE}_guard_delete"),
    postgresql=(
        f"DROP TRIGGER {TABLE}_guard_update ON {TABLE}",
        f"DROP TRIGGER {TABLE}_guard_delete ON {TABLE}",
        f"DROP FUNCTION {FUNCTION}()",
    ),
)


class Migration(migrations.Migration):
    """Triggers on the table of versions."""

    dependencies = [("policies", "0001_initial"), ("audit", "0003_entries_stay")]

    operations = [migrations.RunPython(make, remove)]
