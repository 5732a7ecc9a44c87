"""The ledger as the application's own role meets it."""

import datetime as dt

import pytest
from django.db import ProgrammingError, connection, transaction

from leyiban.kernel.actors import system_actor
from leyiban.kernel.ledger.kinds import EpochOpened
from leyiban.kernel.ledger.models import Entry, Pending
from leyiban.kernel.ledger.operations import Subject, append

TABLES = ("ledger_entry", "ledger_position", "ledger_node", "ledger_epoch", "ledger_head")
WRITES = ("UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE")
COLUMN = {
    "ledger_entry": "seq",
    "ledger_position": "entry_id",
    "ledger_node": "level",
    "ledger_epoch": "number",
    "ledger_head": "size",
}


def write_one(now: dt.datetime, seq: int = 1, key: str = "t") -> int:
    facts = EpochOpened(old_epoch=1, published_size=1, published_root="00", kept=0, reason_code="test")
    return append(
        facts=facts, subject=Subject("test", key, seq), actor=system_actor(), happened_at=now, entered_at=now
    ).entry_id


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", WRITES)
def test_the_applications_role_changes_nothing(
    db: None, now: dt.datetime, table: str, statement: str
) -> None:
    write_one(now)
    column = COLUMN[table]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("leyiban_app",)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute(statement.format(table, column, column))


def test_the_application_gives_no_positions(db: None, now: dt.datetime) -> None:
    with connection.cursor() as cursor:
        for statement in (
            "INSERT INTO ledger_position (position, entry_id, kind) VALUES (0, 1, 'x')",
            "INSERT INTO ledger_head (epoch, size, body, signature) VALUES (1, 1, '', '')",
            "INSERT INTO ledger_pending (entry_id) VALUES (1)",
            "DELETE FROM ledger_pending",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)


def test_an_entry_waits_for_its_place_from_the_moment_it_is_written(db: None, now: dt.datetime) -> None:
    entry_id = write_one(now)
    assert Pending.objects.filter(entry_id=entry_id).exists()


def test_a_subject_counts_without_a_gap_or_a_double(db: None, now: dt.datetime) -> None:
    write_one(now, seq=1)
    with pytest.raises(Exception, match="ledger_one_entry_per_seq"), transaction.atomic():
        write_one(now, seq=1)
    assert Entry.objects.filter(subject_kind="test").count() == 1
