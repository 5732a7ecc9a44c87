"""What a database administrator does once for Leyiban: roles, database, rights.

The embedded cluster runs these statements itself; for a city's own PostgreSQL ``leyiban db roles`` prints
them.
"""

from collections.abc import Iterator, Mapping

import psycopg
from psycopg import sql

from leyiban.config.roles import DatabaseRole

SUPERUSER = "postgres"
# The server's own log would quote a refused row, a statement with its values or a text that is no number. What
# went wrong stands, without them, in our log; deaths and restarts of the server still stand in its own.
QUIET_LOG = {
    "log_min_messages": "log",  # the server's order: an error of a statement lies below
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_duration": "off",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
_RUNNERS = (DatabaseRole.APP, DatabaseRole.SEQUENCER)


def role_statements(passwords: Mapping[DatabaseRole, str]) -> Iterator[sql.Composed]:
    """Create each role, or set its password when it exists, and keep its statements out of the server's log.

    In any database, as a superuser.
    """
    for role in DatabaseRole:
        yield sql.SQL(
            "DO $do$ BEGIN CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT; "
            "EXCEPTION WHEN duplicate_object THEN NULL; END $do$"
        ).format(role=sql.Identifier(role))
        yield sql.SQL("ALTER ROLE {role} PASSWORD {password}").format(
            role=sql.Identifier(role), password=sql.Literal(passwords[role])
        )
        for name, value in QUIET_LOG.items():
            yield sql.SQL("ALTER ROLE {role} SET {name} = {value}").format(
                role=sql.Identifier(role), name=sql.Identifier(name), value=sql.Literal(value)
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


def create_database(
    connection: psycopg.Connection, database: str, *, template: str = "template0", through_log: bool = True
) -> None:
    """Create ``database`` for the owner role, closed to everybody without a right.

    ``connection`` is a superuser's, in autocommit. ``through_log`` False copies the template's files, which takes
    half the work on a server that need not be durable; on another, its checkpoints hold up everybody.
    """
    connection.execute(
        sql.SQL("CREATE DATABASE {database} OWNER {owner} TEMPLATE {template} STRATEGY {strategy}").format(
            database=sql.Identifier(database),
            owner=sql.Identifier(DatabaseRole.OWNER),
            template=sql.Identifier(template),
            strategy=sql.SQL("WAL_LOG" if through_log else "FILE_COPY"),
        )
    )
    for statement in database_statements(database):
        connection.execute(statement)


def _names(roles: tuple[DatabaseRole, ...]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, roles))
