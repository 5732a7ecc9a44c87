"""What a database administrator does once for Leyiban: roles, database, rights.

The embedded cluster runs these statements itself; for a city's own PostgreSQL ``leyiban db roles`` prints
them.
"""

from collections.abc import Iterator, Mapping

import psycopg
from psycopg import sql

from leyiban.config.roles import DatabaseRole

SUPERUSER = "postgres"
_RUNNERS = (DatabaseRole.APP, DatabaseRole.SEQUENCER)


def role_statements(passwords: Mapping[DatabaseRole, str]) -> Iterator[sql.Composed]:
    """Create each role, or set its password when it exists. In any database, as a superuser."""
    for role in DatabaseRole:
        yield sql.SQL(
            "DO $do$ BEGIN CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT; "
            "EXCEPTION WHEN duplicate_object THEN NULL; END $do$"
        ).format(role=sql.Identifier(role))
        yield sql.SQL("ALTER ROLE {role} PASSWORD {password}").format(
            role=sql.Identifier(role), password=sql.Literal(passwords[role])
        )


def database_statements(database: str) -> Iterator[sql.Composed]:
    """Who may enter ``database``. As a superuser; the database exists and belongs to the owner role."""
    name = sql.Identifier(database)
    yield sql.SQL("REVOKE ALL ON DATABASE {database} FROM PUBLIC").format(database=name)
    yield sql.SQL("GRANT CONNECT ON DATABASE {database} TO {roles}").format(
        database=name, roles=_names(_RUNNERS)
    )


def schema_statements() -> Iterator[sql.Composed]:
    """What each role may do inside. In the database itself, as a superuser.

    The application role gets rows, never tables: no CREATE, no TRUNCATE. The sequencer gets nothing here;
    the ledger's migrations name its tables one by one, and take rights from the application there.
    """
    owner, app = sql.Identifier(DatabaseRole.OWNER), sql.Identifier(DatabaseRole.APP)
    yield sql.SQL("ALTER SCHEMA public OWNER TO {owner}").format(owner=owner)
    yield sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC").format()
    yield sql.SQL("GRANT USAGE ON SCHEMA public TO {roles}").format(roles=_names(_RUNNERS))
    default = sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public ").format(owner=owner)
    yield default + sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}").format(app=app)
    yield default + sql.SQL("GRANT USAGE, SELECT ON SEQUENCES TO {app}").format(app=app)


def create_database(connection: psycopg.Connection, database: str, *, template: str = "template0") -> None:
    """Create ``database`` for the owner role, closed to everybody without a right.

    ``connection`` is a superuser's, in autocommit.
    """
    connection.execute(
        sql.SQL("CREATE DATABASE {database} OWNER {owner} TEMPLATE {template}").format(
            database=sql.Identifier(database),
            owner=sql.Identifier(DatabaseRole.OWNER),
            template=sql.Identifier(template),
        )
    )
    for statement in database_statements(database):
        connection.execute(statement)


def _names(roles: tuple[DatabaseRole, ...]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, roles))
