"""SQLite rebuilt the table of versions in the migration before, and dropped its triggers: make them again."""

from django.db import migrations

from audit.triggers import apply, sqlite_refuses

TABLE = "policies_version"
SAYS = "A published version of a policy is never changed or removed"
FIXED = "UPDATE OF policy_id, number, status, in_force_from, date_stated, pack_text, pack_sha256"
PUBLISHED = "OLD.status = 'adopted'"

make = apply(
    sqlite=(
        sqlite_refuses(TABLE, FIXED, when=PUBLISHED, says=SAYS),
        sqlite_refuses(TABLE, "DELETE", when=PUBLISHED, says=SAYS),
    ),
    postgresql=(),
)
remove = apply(
    sqlite=(f"DROP TRIGGER {TABLE}_guard_update", f"DROP TRIGGER {TABLE}_guard_delete"),
    postgresql=(),
)


class Migration(migrations.Migration):
    """Triggers on the table of versions, again."""

    dependencies = [("policies", "0003_reviews_and_acknowledgements")]

    operations = [migrations.RunPython(make, remove)]
