"""The questions that the top floor asks itself for ``leyiban doctor``."""

import datetime as dt
import os
import shutil
import stat

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, connections

from leyiban.config.embedded.bootstrap import QUIET_LOG
from leyiban.config.environment import Mode, read_environment
from leyiban.config.migrating import pending
from leyiban.config.preparation import restore_mark
from leyiban.config.roles import DatabaseRole
from leyiban.config.secret_store import DIRECTORY as SECRETS_DIRECTORY
from leyiban.config.worker.jobs import STALLED_AFTER
from leyiban.kernel.upkeep import Finding, daily, fail, health_check, ok, warn

_OLDEST_SERVER = 160000
_LITTLE_SPACE = 2 * 2**30  # bytes
_NO_SPACE = 200 * 2**20
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@health_check("process.mode", needs_database=False)
def mode(*, now: dt.datetime) -> Finding:
    """Production is named as production."""
    environment = read_environment(os.environ)
    if environment.mode is Mode.PRODUCTION:
        return ok("production")
    return warn(
        f"{environment.mode.value}: people and limits in here are not real",
        "For a real city set LEYIBAN_ENV=production; the start then says what else is missing.",
    )


@health_check("process.clock", needs_database=False)
def clock(*, now: dt.datetime) -> Finding:
    """The demo's shift of time."""
    shift = read_environment(os.environ).time_shift
    if shift:
        return warn(f"the clock is shifted by {shift}", "Remove LEYIBAN_TIME_SHIFT.")
    return ok("the clock is not shifted")


@health_check("files.secrets", needs_database=False)
def secrets(*, now: dt.datetime) -> Finding:
    """Nobody else can read keys and secrets."""
    environment = read_environment(os.environ)
    folders = [environment.var_dir / SECRETS_DIRECTORY, settings.KEYS_DIR]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix not in {".pem", ".json"}]
    readable = [str(path) for path in files if path.is_file() and path.stat().st_mode & _OTHERS]
    if readable:
        return fail(
            f"others can read {', '.join(readable)}", "chmod 600 these files, then renew what they hold."
        )
    return ok("only this account can read keys and secrets")


@health_check("files.space", needs_database=False)
def space(*, now: dt.datetime) -> Finding:
    """There is room for papers, logs and the embedded database."""
    folder = read_environment(os.environ).var_dir
    free = shutil.disk_usage(folder if folder.exists() else folder.parent).free
    message = f"{free / 2**30:.1f} GiB free in {folder}"
    if free < _NO_SPACE:
        return fail(message, "Make room now: no paper can be stored and no licence sealed.")
    if free < _LITTLE_SPACE:
        return warn(message, "Make room, or move LEYIBAN_VAR_DIR to a larger disk.")
    return ok(message)


@health_check("files.static", needs_database=False)
def static_files(*, now: dt.datetime) -> Finding:
    """Pages find their styles under hashed names."""
    if settings.TESTING or (settings.STATIC_ROOT / "staticfiles.json").exists():
        return ok("collected")
    return fail(f"{settings.STATIC_ROOT} holds no static files", "Run leyiban static.")


@health_check("files.restore", needs_database=False)
def restore(*, now: dt.datetime) -> Finding:
    """No restore stopped half way."""
    mark = restore_mark(read_environment(os.environ))
    if mark.exists():
        folder = mark.read_text("utf-8").strip()
        return fail("a restore was begun and not finished", f"Run leyiban db restore {folder} again.")
    return ok("no restore is unfinished")


@health_check("database.server")
def server(*, now: dt.datetime) -> Finding:
    """The server is new enough and speaks UTF-8."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, current_setting('server_encoding')"
        )
        version, encoding = cursor.fetchone()
    if version < _OLDEST_SERVER or encoding != "UTF8":
        return fail(f"PostgreSQL {version // 10000}, {encoding}", "Use PostgreSQL 16 or newer with UTF8.")
    return ok(f"PostgreSQL {version // 10000}.{version % 10000}")


@health_check("database.tables")
def tables(*, now: dt.datetime) -> Finding:
    """Code and tables belong together."""
    waiting = pending()
    if waiting:
        return fail(f"{len(waiting)} migrations are pending", "Run leyiban db migrate.")
    return ok("up to date")


@health_check("database.roles")
def roles(*, now: dt.datetime) -> Finding:
    """The application cannot change tables, and is nobody it should not be."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls,"
            " has_schema_privilege(current_user, 'public', 'CREATE')"
            " FROM pg_roles WHERE rolname = current_user"
        )
        name, powerful, creates = cursor.fetchone()
    if powerful or creates:
        return fail(
            f"the application runs as {name}, which can change the database itself",
            f"Let DATABASE_URL name the role {DatabaseRole.APP.value} (see leyiban db roles).",
        )
    if DatabaseRole.SEQUENCER.alias not in connections:
        return warn(
            "this process has no sequencer role", "Set LEYIBAN_SEQUENCER_DATABASE_URL for the worker."
        )
    return ok(f"the application runs as {name}, without power over tables")


@health_check("database.log")
def server_log(*, now: dt.datetime) -> Finding:
    """The database server's own log quotes no row of ours."""
    names = sorted(QUIET_LOG)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [names])
        found = dict(cursor.fetchall())
    loud = [name for name in names if found.get(name, QUIET_LOG[name]) != QUIET_LOG[name]]
    if loud:
        return warn(
            f"the database server's log may quote what people told us: {', '.join(loud)}",
            "Let a database administrator run again what leyiban db roles prints.",
        )
    return ok("the database server's log quotes no rows")


@health_check("worker.alive")
def worker(*, now: dt.datetime) -> Finding:
    """A worker has given a sign of life."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers"
            " WHERE last_heartbeat > clock_timestamp() - make_interval(secs => %s)",
            [STALLED_AFTER],
        )
        alive = cursor.fetchone()[0]
    if not alive:
        return fail("no worker runs: limits, papers and messages stand still", "Start leyiban worker.")
    return ok(f"{alive} running")


@daily("sessions.clear")
def clear_sessions(*, now: dt.datetime) -> str:
    """Sessions that are over leave the database."""
    SessionStore.clear_expired()
    return "ended sessions removed"
