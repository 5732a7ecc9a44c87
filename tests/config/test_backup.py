"""Backup and restore through the commands an operator types, on a database of the test's own."""

import datetime as dt
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from leyiban.cli.exits import Exit
from leyiban.config.backup import copy_missing, digest_of
from leyiban.config.commands import db_backup
from leyiban.config.main import run
from leyiban.kernel import upkeep
from tests.support import database
from tests.support.environment import VAR_DIR

pytestmark = pytest.mark.committed


@dataclass(frozen=True)
class Said:
    """How a command ended."""

    code: int
    text: str


@dataclass(frozen=True)
class Installation:
    """The test's own database and var folder, as seen by commands."""

    var_dir: Path
    url: str
    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: str) -> Said:
        code = run(arguments)
        shown = self.capsys.readouterr()
        return Said(code, shown.out + shown.err)

    def back_up(self, folder: Path, *options: str) -> None:
        said = self.run("db", "backup", str(folder), *options)
        assert said.code == Exit.DONE, said.text

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture
def installation(
    database_server: database.Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Installation:
    var_dir = tmp_path / "var"
    shutil.copytree(VAR_DIR / "secrets", var_dir / "secrets")
    (var_dir / "papers" / "ab").mkdir(parents=True)
    (var_dir / "papers" / "ab" / "abcd").write_bytes(b"a paper")
    (var_dir / "heads").mkdir()
    (var_dir / "heads" / "heads.jsonl").write_text("head 1\n")
    variables = database_server.variables(connections.settings["default"]["NAME"])
    for name, value in {**variables, "LEYIBAN_VAR_DIR": str(var_dir)}.items():
        monkeypatch.setenv(name, value)
    return Installation(var_dir, variables["DATABASE_URL"], capsys)


def test_what_was_backed_up_comes_back(installation: Installation, tmp_path: Path) -> None:
    folder, keys = tmp_path / "backup", tmp_path / "keys"
    installation.sql("INSERT INTO auth_group (name) VALUES ('before')")
    installation.back_up(folder, "--keys", str(keys))
    held = {path.name for path in folder.iterdir()}
    assert {"database.dump", "manifest.json", "papers", "heads"} <= held
    assert not {"keys", "secrets"} & held, "keys are apart"
    assert (keys / "secrets" / "field_keys").read_text() == (
        installation.var_dir / "secrets" / "field_keys"
    ).read_text()

    installation.sql("INSERT INTO auth_group (name) VALUES ('after')")
    shutil.rmtree(installation.var_dir / "papers")
    (installation.var_dir / "heads" / "heads.jsonl").write_text("head 1\nhead 2\n")

    refused = installation.run("db", "restore", str(folder))
    assert refused.code == Exit.REFUSED
    assert "--force" in refused.text
    assert installation.sql("SELECT count(*) FROM auth_group WHERE name = 'after'") == [(1,)]

    done = installation.run("db", "restore", str(folder), "--force")
    assert done.code == Exit.DONE, done.text
    assert installation.sql("SELECT name FROM auth_group") == [("before",)]
    assert (installation.var_dir / "papers" / "ab" / "abcd").read_bytes() == b"a paper"
    heads = (installation.var_dir / "heads" / "heads.jsonl").read_text()
    assert heads == "head 1\nhead 2\n", "a published head is never forgotten"
    assert not (installation.var_dir / "restore-unfinished").exists()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        installation.sql("TRUNCATE auth_group")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        installation.sql("DELETE FROM ledger_entry")


def test_a_damaged_or_foreign_folder_is_refused(installation: Installation, tmp_path: Path) -> None:
    foreign, folder = tmp_path / "foreign", tmp_path / "backup"
    foreign.mkdir()
    assert "holds no backup" in installation.run("db", "restore", str(foreign), "--force").text
    installation.back_up(folder)
    again = installation.run("db", "backup", str(folder))
    assert (again.code, "not empty" in again.text) == (Exit.REFUSED, True)
    with (folder / "database.dump").open("r+b") as dump:
        dump.seek(-2, os.SEEK_END)
        dump.write(b"\x00\x01")
    damaged = installation.run("db", "restore", str(folder), "--force")
    assert (damaged.code, "damaged" in damaged.text) == (Exit.REFUSED, True)


def test_a_dump_that_ends_half_way_changes_nothing(installation: Installation, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    installation.back_up(folder)
    dump = folder / "database.dump"
    dump.write_bytes(dump.read_bytes()[: dump.stat().st_size // 2])
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["dump_sha256"] = digest_of(dump)
    (folder / "manifest.json").write_text(json.dumps(manifest))
    before = installation.sql("SELECT count(*) FROM django_migrations")
    failed = installation.run("db", "restore", str(folder), "--force")
    assert failed.code == Exit.REFUSED
    assert "the database is as it was" in failed.text
    assert installation.sql("SELECT count(*) FROM django_migrations") == before
    # As far as anybody knows, erased facts may be back: nobody serves until a restore has ended.
    served = installation.run("worker")
    assert (served.code, "not finished" in served.text) == (Exit.REFUSED, True)
    assert "Run leyiban db restore" in installation.run("doctor").text


def test_nothing_is_restored_under_a_running_program(installation: Installation, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    installation.back_up(folder)
    with psycopg.connect(installation.url):
        refused = installation.run("db", "restore", str(folder), "--force")
    assert (refused.code, "Stop serve and worker" in refused.text) == (Exit.REFUSED, True)


def test_every_floor_puts_right_what_a_restore_undid(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(upkeep, "_REPAIRS", {})
    moments: list[dt.datetime] = []

    @upkeep.after_restore("b.second")
    def second(*, now: dt.datetime) -> str:
        moments.append(now)
        return "done twice"

    upkeep.after_restore("a.first")(lambda *, now: "done once")
    db_backup.run_restore_hooks()
    assert capsys.readouterr().out.splitlines() == ["a.first: done once", "b.second: done twice"]
    assert moments[0].tzinfo is not None
    with pytest.raises(ValueError, match="twice"):
        upkeep.after_restore("a.first")(second)


def test_copying_again_copies_nothing(tmp_path: Path) -> None:
    (tmp_path / "from" / "deep").mkdir(parents=True)
    (tmp_path / "from" / "deep" / "file").write_text("x")
    assert copy_missing(tmp_path / "from", tmp_path / "to") == 1
    assert copy_missing(tmp_path / "from", tmp_path / "to") == 0
    assert copy_missing(tmp_path / "nowhere", tmp_path / "to") == 0
