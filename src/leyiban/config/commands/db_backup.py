"""``leyiban db backup`` and ``leyiban db restore``."""

import os
from pathlib import Path

import click
from django.db import connections

from leyiban.config import backup as backups
from leyiban.config.environment import read_environment
from leyiban.config.failures import Declined
from leyiban.config.migrating import has_tables, migrate, pending
from leyiban.config.postgres_programs import target
from leyiban.config.preparation import (
    close_connections,
    connections_closed,
    restore_mark,
    running_server,
    server,
)
from leyiban.config.roles import DatabaseRole
from leyiban.kernel import moments
from leyiban.kernel.upkeep import restore_hooks

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("folder", type=_FOLDER)
@click.option(
    "--keys", "keys_folder", type=_FOLDER, help="Copy keys and secrets too, into this other folder."
)
def backup(*, folder: Path, keys_folder: Path | None) -> None:
    """Back up the database, the papers and the published heads into FOLDER.

    Keys and secrets are not in it. Keep a copy of them somewhere else: without them people's numbers
    cannot be read and nothing can be sealed.
    """
    environment = read_environment(os.environ)
    with server(), connections_closed():
        if not has_tables():
            raise Declined("There is nothing to back up: the database has no tables yet.")
        manifest = backups.make_backup(
            folder.resolve(),
            var_dir=environment.var_dir,
            owner=target(DatabaseRole.OWNER, environment),
            migrations=_applied(),
            now=moments.now(),
            tell=click.echo,
        )
    click.echo(f"Done: {folder} ({manifest.papers} papers).")
    if keys_folder is not None:
        count = backups.copy_keys(keys_folder.resolve(), var_dir=environment.var_dir)
        click.echo(f"Keys apart: {keys_folder} ({count} files). Store it where the backup is not.")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--force", is_flag=True, help="Overwrite a database that already holds something.")
def restore(*, folder: Path, force: bool) -> None:
    """Replace the database by the backup in FOLDER and bring back its papers.

    Stop `serve` and `worker` first. Heads that were published after the backup stay: if the database is
    now behind them, nothing is sealed until an operator opens a new epoch; `leyiban doctor` says so.
    Until the command has run to its end, Leyiban refuses to serve.
    """
    environment = read_environment(os.environ)
    backups.read_manifest(folder)
    mark = restore_mark(environment)
    with running_server(), connections_closed():
        if has_tables(DatabaseRole.OWNER.alias) and not force and not mark.exists():
            raise Declined("The database already holds something. To overwrite it, add --force.")
        _refuse_while_in_use()
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.write_text(f"{folder.resolve()}\n", "utf-8")
        click.echo("Database …")
        close_connections()
        backups.restore_database(folder, owner=target(DatabaseRole.OWNER, environment))
        click.echo("Papers …")
        restored = backups.restore_files(folder, var_dir=environment.var_dir)
        if pending():
            click.echo("Newer tables …")
            migrate()
        run_restore_hooks()
        mark.unlink()
    click.echo(f"Done: {restored} files brought back. Now run leyiban doctor.")


def run_restore_hooks() -> None:
    """Let every floor put right what a restore has undone (erased facts first of all)."""
    now = moments.now()
    for name, repair in restore_hooks().items():
        click.echo(f"{name}: {repair(now=now)}")


def _applied() -> list[str]:
    with connections[DatabaseRole.APP.alias].cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


def _refuse_while_in_use() -> None:
    with connections[DatabaseRole.OWNER.alias].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND usename = ANY(%s)",
            [[DatabaseRole.APP.value, DatabaseRole.SEQUENCER.value]],
        )
        busy = cursor.fetchone()[0]
    if busy:
        raise Declined(f"{busy} connections use the database. Stop serve and worker first.")
