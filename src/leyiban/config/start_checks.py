"""What production refuses to start with. Every problem is named at once, with what to do."""

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlsplit

from psycopg.conninfo import conninfo_to_dict

from leyiban.config.environment import BadEnvironment, Environment, Mode
from leyiban.config.outbound_targets import SERVICES

_THIS_MACHINE = {"", "localhost", "127.0.0.1", "::1"}  # and sockets


def refuse_unsafe_start(environment: Environment) -> None:
    """Check that production is configured as production.

    Raises:
        BadEnvironment: lists everything that is wrong.
    """
    if environment.mode is not Mode.PRODUCTION:
        return
    problems = list(_problems(environment))
    if problems:
        listed = "\n".join(f"  - {problem}" for problem in problems)
        raise BadEnvironment(f"Leyiban does not start in production like this:\n{listed}")


def _databases(environment: Environment) -> Iterator[tuple[str, str]]:
    urls = {
        "DATABASE_URL": environment.database_url,
        "LEYIBAN_OWNER_DATABASE_URL": environment.owner_url,
        "LEYIBAN_SEQUENCER_DATABASE_URL": environment.sequencer_url,
    }
    yield from ((variable, url) for variable, url in urls.items() if url is not None)


def _speaks_in_the_clear(url: str) -> bool:
    """Whether libpq would take a server on another machine at its word."""
    found = conninfo_to_dict(url)
    hosts = str(found.get("host", "")).split(",")
    here = all(host in _THIS_MACHINE or host.startswith("/") for host in hosts)
    return not here and found.get("sslmode") not in ("verify-full", "verify-ca")


def _neighbours(environment: Environment) -> Iterator[tuple[str, str]]:
    yield "LEYIBAN_WITNESS_URL", environment.witness_url
    for service in SERVICES:
        variable = f"LEYIBAN_OUTBOUND_{service.upper()}_URL"
        yield variable, environment.variables.get(variable, "")


def _problems(environment: Environment) -> Iterator[str]:
    if environment.embedded:
        yield "DATABASE_URL is missing. Point it at the city's PostgreSQL (16 or newer)."
    if environment.time_shift != dt.timedelta(0):
        yield "LEYIBAN_TIME_SHIFT moves the clock. Remove it: limits of law run in real time."
    if not environment.public_url.startswith("https://"):
        yield "LEYIBAN_PUBLIC_URL must be the portal's address and begin with https://."
    if not environment.identity_provider_url.startswith("https://"):
        yield (
            "LEYIBAN_IDENTITY_PROVIDER_URL must be the province's issuer and begin with https://. "
            "What it says of a person is believed; the sandbox says whatever it is told."
        )
    for variable, url in _databases(environment):
        if _speaks_in_the_clear(url):
            yield (
                f"{variable} would cross the network without a checked certificate. "
                "Add sslmode=verify-full (and sslrootcert), or name a socket."
            )
    for variable, url in _neighbours(environment):
        if url.startswith("http://") and urlsplit(url).hostname not in _THIS_MACHINE:
            yield f"{variable} must begin with https://: what it is told is people's."
    if "*" in environment.hosts:
        yield "LEYIBAN_HOSTS may not hold *. Name the portal's host names."
    if environment.log_level == "DEBUG":
        yield "LEYIBAN_LOG_LEVEL is DEBUG, which logs more than people agreed to. Use INFO."
