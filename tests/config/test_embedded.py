"""The embedded PostgreSQL: starts from nothing, has real roles, survives being killed, stops with its last user."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from leyiban.config.children import leyiban_command
from leyiban.config.embedded import bootstrap
from leyiban.config.embedded.binaries import NoBinaries, binary
from leyiban.config.embedded.cluster import Cluster
from leyiban.config.embedded.lease import lease, pin, unpin
from leyiban.config.embedded.places import DATABASE, PORT, Places
from leyiban.config.embedded.server import ClusterFailure
from leyiban.config.environment import read_environment
from leyiban.config.roles import DatabaseRole
from leyiban.config.secret_store import SecretStore
from tests.support.kill import kill_server


def _cluster(var_dir: Path, *, durable: bool = False) -> Cluster:
    environment = read_environment({"LEYIBAN_VAR_DIR": str(var_dir), "LEYIBAN_ENV": "test"})
    return Cluster(Places(environment.var_dir), SecretStore(environment), durable=durable)


def _remove(cluster: Cluster) -> None:
    """Stop it, and leave nothing behind where pytest does not clean up."""
    unpin(cluster)
    cluster.stop()
    for folder in (cluster.data_directory(), cluster.places.socket_directory):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    cluster = _cluster(tmp_path_factory.mktemp("a checkout that lies deep") / ("in folders " * 10))
    yield cluster
    _remove(cluster)


@pytest.fixture
def cluster(made: Cluster) -> Iterator[Cluster]:
    """A cluster that does not run; making one takes longer than starting it, so these tests share one."""
    yield made
    unpin(made)
    made.stop()


def _connect(cluster: Cluster, role: DatabaseRole, password: str | None = None) -> psycopg.Connection:
    return psycopg.connect(
        host=str(cluster.places.socket_directory),
        port=PORT,
        dbname=DATABASE,
        user=role.value,
        password=password or cluster.store.read(role.secret),
        autocommit=True,
    )


@pytest.mark.proves("FX.3")
def test_the_servers_log_quotes_no_row_and_no_value(cluster: Cluster) -> None:
    cluster.ensure_running()
    secret = "511102190101019999"
    with _connect(cluster, DatabaseRole.OWNER) as owner:
        owner.execute("DROP TABLE IF EXISTS told")
        owner.execute("CREATE TABLE told (number text UNIQUE CHECK (number <> 'x' || number), amount bigint)")
    with _connect(cluster, DatabaseRole.APP) as app:
        app.execute("INSERT INTO told (number) VALUES (%s)", [secret])
        for wrong in (
            f"INSERT INTO told (number) VALUES ('{secret}')",
            f"INSERT INTO told (amount) VALUES ('{secret}x')",
            f"SELEC '{secret}'",
        ):
            with pytest.raises(psycopg.Error):
                app.execute(wrong)
    assert secret not in cluster.places.log.read_text("utf-8", "replace")


def _assert_refused(connection: psycopg.Connection, statement: str) -> None:
    try:
        connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        return
    pytest.fail(f"{connection.info.user} may: {statement}")


def test_each_role_may_do_its_own_and_no_more(cluster: Cluster) -> None:
    assert cluster.ensure_running()
    assert not cluster.ensure_running()
    with _connect(cluster, DatabaseRole.OWNER) as owner:
        owner.execute("DROP TABLE IF EXISTS thing")
        owner.execute("CREATE TABLE thing (id bigint GENERATED ALWAYS AS IDENTITY, name text)")
    with _connect(cluster, DatabaseRole.APP) as app:
        app.execute("INSERT INTO thing (name) VALUES ('one')")
        app.execute("UPDATE thing SET name = 'two'")
        for forbidden in (
            "TRUNCATE thing",
            "DROP TABLE thing",
            "CREATE TABLE mine ()",
            "CREATE TEMP TABLE mine ()",
        ):
            _assert_refused(app, forbidden)
    with (
        _connect(cluster, DatabaseRole.SEQUENCER) as sequencer,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        sequencer.execute("SELECT * FROM thing")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        _connect(cluster, DatabaseRole.OWNER, password="guessed")
    with cluster.superuser() as admin:
        assert admin.execute("SHOW listen_addresses").fetchone() == ("",)


def test_a_database_that_a_death_left_open_is_closed_at_the_next_start(cluster: Cluster) -> None:
    cluster.ensure_running()
    with cluster.superuser() as admin:
        admin.execute(f"GRANT TEMPORARY ON DATABASE {DATABASE} TO PUBLIC")  # as CREATE DATABASE leaves it
    cluster.stop()
    cluster.ensure_running()
    with _connect(cluster, DatabaseRole.APP) as app:
        _assert_refused(app, "CREATE TEMP TABLE mine ()")


def test_a_server_whose_starter_died_is_closed_by_the_next_who_comes(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies() -> Iterator[sql.Composed]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "schema_statements", dies)
        with pytest.raises(KeyboardInterrupt):
            cluster.ensure_running()
    with cluster.superuser() as admin:
        admin.execute(f"GRANT TEMPORARY ON DATABASE {DATABASE} TO PUBLIC")
    assert not cluster.ensure_running()
    with _connect(cluster, DatabaseRole.APP) as app:
        _assert_refused(app, "CREATE TEMP TABLE mine ()")


@pytest.mark.slow
def test_a_killed_server_loses_no_committed_row(tmp_path: Path) -> None:
    cluster = _cluster(tmp_path, durable=True)
    cluster.ensure_running()
    try:
        with _connect(cluster, DatabaseRole.OWNER) as owner:
            owner.execute("CREATE TABLE thing (id int)")
            for round_ in range(2):
                with _connect(cluster, DatabaseRole.APP) as app:
                    app.execute("INSERT INTO thing VALUES (%s)", [round_])
                    kill_server(cluster)
                assert not cluster.is_running()
                assert cluster.ensure_running(), "a start right after the death works"
        with _connect(cluster, DatabaseRole.APP) as app:
            assert app.execute("SELECT count(*) FROM thing").fetchone() == (2,)
    finally:
        _remove(cluster)


def test_the_last_user_stops_the_server(cluster: Cluster) -> None:
    with lease(cluster):
        with lease(cluster):
            assert cluster.is_running()
        assert cluster.is_running(), "somebody still uses it"
    assert not cluster.is_running()


def test_a_pinned_server_stays_until_it_is_let_go(cluster: Cluster) -> None:
    pin(cluster)
    with lease(cluster):
        assert not unpin(cluster), "still in use"
        pin(cluster)
    assert cluster.is_running()
    assert unpin(cluster)
    assert not cluster.is_running()


def test_a_command_that_is_told_to_end_stops_what_it_started(cluster: Cluster) -> None:
    sleep = ("db", "psql", "--", "-c", "SELECT 1", "-c", "SELECT pg_sleep(600)")
    variables = {"LEYIBAN_VAR_DIR": str(cluster.places.var_dir), "LEYIBAN_ENV": "test"}
    with subprocess.Popen(
        leyiban_command(*sleep), env={**os.environ, **variables}, stdout=subprocess.PIPE, text=True
    ) as command:
        assert command.stdout is not None
        command.stdout.readline()  # it has answered once, so it is inside now
        assert cluster.is_running()
        command.terminate()
    assert command.returncode == 143
    assert not cluster.is_running()


def test_a_file_left_by_a_dead_server_does_not_count(cluster: Cluster) -> None:
    cluster.ensure_running()
    kill_server(cluster)
    assert (cluster.data_directory() / "postmaster.pid").exists()
    assert cluster.pid() is None
    cluster.stop()
    assert cluster.ensure_running()


def test_a_renewed_secret_is_taken_up(cluster: Cluster) -> None:
    cluster.ensure_running()
    cluster.stop()
    cluster.store.path(DatabaseRole.APP.secret).unlink()
    cluster.ensure_running()
    _connect(cluster, DatabaseRole.APP).close()


def test_a_server_that_cannot_start_says_why(cluster: Cluster) -> None:
    cluster.ensure_running()
    cluster.stop()
    version = cluster.data_directory() / "PG_VERSION"
    right = version.read_text()
    version.write_text("9\n")
    try:
        with pytest.raises(ClusterFailure, match=r"PG_VERSION|version"):
            cluster.ensure_running()
    finally:
        version.write_text(right)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can take a folder from itself")
def test_somebody_elses_socket_folder_is_refused(tmp_path: Path) -> None:
    cluster = _cluster(tmp_path)
    folder = cluster.places.socket_directory
    folder.mkdir(mode=0o700)
    os.chown(folder, 54321, 54321)
    try:
        with pytest.raises(ClusterFailure, match="belongs to somebody else"):
            cluster.ensure_running()
    finally:
        folder.rmdir()


def test_every_tool_comes_with_it() -> None:
    for name in ("psql", "pg_dump", "pg_restore", "pg_basebackup", "pgbench"):
        assert binary(name).exists()
    with pytest.raises(NoBinaries):
        binary("no-such-tool")
