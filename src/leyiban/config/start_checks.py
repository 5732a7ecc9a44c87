"""What production refuses to start with. Every problem is named at once, with what to do."""

import datetime as dt
from collections.abc import Iterator

from leyiban.config.environment import BadEnvironment, Environment, Mode


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
    if "*" in environment.hosts:
        yield "LEYIBAN_HOSTS may not hold *. Name the portal's host names."
    if environment.log_level == "DEBUG":
        yield "LEYIBAN_LOG_LEVEL is DEBUG, which logs more than people agreed to. Use INFO."
