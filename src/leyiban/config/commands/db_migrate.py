"""``leyiban db migrate``."""

import sys

import click

from leyiban.cli.exits import Exit
from leyiban.config.migrating import migrate as apply
from leyiban.config.migrating import pending
from leyiban.config.preparation import connections_closed, server


@click.command()
@click.option("--check", is_flag=True, help="Only say what is pending; exit code 1 when anything is.")
def migrate(*, check: bool) -> int:
    """Bring the database's tables up to date, as the owner's role and with a lock timeout."""
    with server(), connections_closed():
        waiting = pending()
        if check:
            for name in waiting:
                click.echo(name)
            return Exit.NO if waiting else Exit.DONE
        if not waiting:
            click.echo("The tables are up to date.")
            return Exit.DONE
        apply(output=sys.stdout)
        return Exit.DONE
