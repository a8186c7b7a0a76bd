"""The record of everything: written with its change, chained, and guarded by the database."""

import io

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from audit.models import Chain, Entry
from audit.services import NotInTransaction, record
from people.models import School
from tests.cast import NOW, Cast
from tests.flushing.management.commands.flush import lift_guards

pytestmark = pytest.mark.engine


def run_verify() -> tuple[int, str]:
    """The exit status of `verify_audit` and what it said to either stream."""
    out = io.StringIO()
    try:
        call_command("verify_audit", stdout=out, stderr=out)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue()
    return 0, out.getvalue()


def behind_djangos_back(statement: str) -> None:
    """Run SQL with the triggers off, as somebody with the database's own password could."""
    with lift_guards(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused() -> None:
    with pytest.raises(NotInTransaction):
        record(school=None, by=None, now=NOW, action="case.read", row=School(name="Any"))


def test_entries_of_a_school_are_numbered_and_chained(cast: Cast) -> None:
    first = record(school=cast.school, by=cast.head, now=NOW, action="case.read", row=cast.school)
    second = record(school=cast.school, by=cast.head, now=NOW, action="case.read", row=cast.school, reason="asked")
    assert (second.number, second.previous_hash) == (first.number + 1, first.hash)
    assert Chain.objects.get(school=cast.school).head == second.hash


def test_each_school_has_a_chain_of_its_own(cast: Cast) -> None:
    mine = record(school=cast.school, by=cast.head, now=NOW, action="case.read", row=cast.school)
    theirs = record(school=cast.other_school, by=cast.outsider, now=NOW, action="case.read", row=cast.other_school)
    assert mine.chain_id != theirs.chain_id


def test_an_entry_falls_with_the_change_it_tells_of(cast: Cast) -> None:
    before = Entry.objects.count()
    with transaction.atomic():
        record(school=cast.school, by=cast.head, now=NOW, action="case.read", row=cast.school)
        transaction.set_rollback(True)
    assert Entry.objects.count() == before
    assert run_verify()[0] == 0


def test_the_database_refuses_to_change_or_remove_entries(cast: Cast) -> None:
    statements = ["UPDATE audit_entry SET action = 'nothing.happened'", "DELETE FROM audit_entry"]
    if connection.vendor == "postgresql":
        statements.append("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE audit_entry")
    for statement in statements:
        with (
            pytest.raises(DatabaseError, match="never changed or removed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert Entry.objects.exists()


def test_a_whole_record_verifies(cast: Cast) -> None:
    status, output = run_verify()
    assert status == 0
    assert "every chain whole" in output


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit_entry SET reason = 'no reason' WHERE number = 3 AND chain_id = {chain}", "has been changed"),
        ("DELETE FROM audit_entry WHERE number = 3 AND chain_id = {chain}", "is missing"),
        (
            "UPDATE audit_entry SET previous_hash = '' WHERE number = 3 AND chain_id = {chain}",
            "does not follow from the entry before it",
        ),
    ],
)
def test_an_entry_tampered_with_is_named(cast: Cast, statement: str, fault: str) -> None:
    chain = Chain.objects.get(school=cast.school)
    behind_djangos_back(statement.format(chain=chain.pk))
    assert run_verify() == (1, f"{chain.key}: entry 3 {fault}\n")


def test_entries_cut_off_the_end_are_missed(cast: Cast) -> None:
    chain = Chain.objects.get(school=cast.school)
    behind_djangos_back(f"DELETE FROM audit_entry WHERE number = {chain.length} AND chain_id = {chain.pk}")
    assert run_verify() == (1, f"{chain.key}: entry {chain.length} is missing from the end\n")
