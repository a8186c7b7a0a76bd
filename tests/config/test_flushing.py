import pytest
from django.db import DatabaseError, connection

from tests.flushing.management.commands.flush import lift_guards

pytestmark = pytest.mark.engine

CREATE = {
    "sqlite": [
        "CREATE TRIGGER note_guard BEFORE DELETE ON note BEGIN SELECT RAISE(ABORT, 'kept'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION note_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'kept'; END $$",
        "CREATE TRIGGER note_guard BEFORE DELETE ON note FOR EACH ROW EXECUTE FUNCTION note_guard()",
    ],
}


@pytest.mark.django_db
def test_guards_are_lifted_for_the_block_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE note (id integer)")
        for statement in CREATE[connection.vendor]:
            cursor.execute(statement)
        cursor.execute("INSERT INTO note VALUES (1)")

        with lift_guards():
            cursor.execute("DELETE FROM note")

        cursor.execute("INSERT INTO note VALUES (2)")
        with pytest.raises(DatabaseError, match="kept"):
            cursor.execute("DELETE FROM note")
