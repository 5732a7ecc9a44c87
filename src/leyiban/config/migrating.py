"""Tables change only here, under the owner's role and with a lock timeout (see ``databases``)."""

from typing import TextIO

from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from leyiban.config.failures import Declined
from leyiban.config.roles import DatabaseRole


def has_tables(alias: str = DatabaseRole.APP.alias) -> bool:
    """Whether anything was ever migrated."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.django_migrations') IS NOT NULL")
        return bool(cursor.fetchone()[0])


def pending(alias: str = DatabaseRole.APP.alias) -> list[str]:
    """The migrations that this code has and the database has not, as ``app.name``."""
    executor = MigrationExecutor(connections[alias])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def migrate(*, output: TextIO | None = None) -> None:
    """Apply what is pending.

    Raises:
        Declined: this process was not given the owner's role.
    """
    if DatabaseRole.OWNER.alias not in connections:
        raise Declined(
            "Only the owner's role changes tables. Set LEYIBAN_OWNER_DATABASE_URL for this command."
        )
    call_command(
        "migrate",
        database=DatabaseRole.OWNER.alias,
        interactive=False,
        verbosity=1 if output else 0,
        stdout=output,
    )
