"""``leyiban db``: the server itself, and a look inside."""

import os
from pathlib import Path

import click
from psycopg import sql

from leyiban.cli.exits import Exit
from leyiban.cli.output import json_option, print_json
from leyiban.config.embedded import bootstrap
from leyiban.config.embedded.lease import pin, unpin
from leyiban.config.environment import Environment, read_environment
from leyiban.config.failures import Declined
from leyiban.config.postgres_programs import run, target
from leyiban.config.preparation import embedded_cluster
from leyiban.config.roles import DatabaseRole


@click.command()
def up() -> None:
    """Start the embedded database and keep it up until `leyiban db down`."""
    cluster = embedded_cluster(_embedded_only())
    started = pin(cluster)
    click.echo(f"The database {'is up' if started else 'was up already'}: {cluster.data_directory()}")


@click.command()
def down() -> int:
    """Stop the embedded database.

    With programs still using it, it stops when the last of them ends, and the exit code is 1.
    """
    if unpin(embedded_cluster(_embedded_only())):
        click.echo("The database is down.")
        return Exit.DONE
    click.echo("Programs still use the database; it stops when the last of them ends.")
    return Exit.NO


@click.command()
@json_option
def status(*, as_json: bool) -> int:
    """Say where the database is and whether it runs (exit code 0) or not (1)."""
    environment = read_environment(os.environ)
    facts = _embedded_facts(environment) if environment.embedded else _pointed_facts(environment)
    if as_json:
        print_json(facts)
    else:
        for name, value in facts.items():
            click.echo(f"{name.replace('_', ' '):<10} {value}")
    return Exit.DONE if facts["running"] in (True, None) else Exit.NO


@click.command(context_settings={"ignore_unknown_options": True})
@click.option(
    "--role",
    type=click.Choice([role.name.lower() for role in DatabaseRole]),
    default=DatabaseRole.APP.name.lower(),
    show_default=True,
    help="Whose rights you have inside.",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def psql(*, role: str, arguments: tuple[str, ...]) -> int:
    """Open psql, as the application's own role unless told otherwise; ARGUMENTS after -- are psql's.

    Starts the embedded database when needed and stops what it started. The exit code is psql's.
    """
    return run("psql", arguments, target(DatabaseRole[role.upper()], read_environment(os.environ)))


@click.command()
@click.option("--database", default="leyiban", show_default=True, help="The database's name.")
def roles(*, database: str) -> None:
    """Print the statements with which a database administrator prepares a PostgreSQL for Leyiban.

    Run them in psql as a superuser, with passwords of your own.
    """
    passwords = {role: f"CHANGE ME ({role.value})" for role in DatabaseRole}
    for statement in bootstrap.role_statements(passwords):
        click.echo(f"{statement.as_string()};")
    create = sql.SQL("CREATE DATABASE {} OWNER {}").format(
        sql.Identifier(database), sql.Identifier(DatabaseRole.OWNER)
    )
    click.echo(f"{create.as_string()};")
    for statement in bootstrap.database_statements(database):
        click.echo(f"{statement.as_string()};")
    click.echo(f"\\connect {database}")
    for statement in bootstrap.schema_statements():
        click.echo(f"{statement.as_string()};")


def _embedded_only() -> Environment:
    environment = read_environment(os.environ)
    if not environment.embedded:
        raise Declined(
            "DATABASE_URL points at a database of your own; it is started and stopped where it lives."
        )
    return environment


def _embedded_facts(environment: Environment) -> dict[str, object]:
    cluster = embedded_cluster(environment)
    data: Path = cluster.data_directory()
    return {
        "kind": "embedded",
        "running": cluster.is_running(),
        "stays_up": cluster.places.pinned.exists(),
        "pid": cluster.pid(),
        "data": str(data),
        "socket": str(cluster.places.socket_directory),
        "log": str(cluster.places.log),
    }


def _pointed_facts(environment: Environment) -> dict[str, object]:
    # Whether it answers is the doctor's question; this command only says where it is.
    where = target(DatabaseRole.APP, environment)
    return {"kind": "DATABASE_URL", "running": None, "address": where.conninfo}
