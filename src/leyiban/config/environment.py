"""What the process was told from outside, read once into typed values. Needs no Django.

Every variable is listed in ``docs/operations.md``. Nothing else in the program reads ``os.environ``.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

REPOSITORY = Path(__file__).resolve().parents[3]
INSTALLED_VAR_DIR = Path("/var/lib/leyiban")

_SHIFT = re.compile(r"(?P<sign>[+-]?)(?:(?P<days>\d+)d)?(?:(?P<hours>\d+)h)?(?:(?P<minutes>\d+)m)?")
_TRUE = frozenset({"1", "true", "yes", "on"})


class Mode(StrEnum):
    """What the process is for; decides how strict the start is."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


class BadEnvironment(Exception):
    """A variable holds something we cannot use; the message says which and what to write instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The outside's wishes.

    ``database_url`` is None for the embedded database. ``owner_url`` and ``sequencer_url`` are None when
    this process was not given those roles. ``pool_size`` 0 means a connection per thread without a pool.
    """

    mode: Mode
    var_dir: Path
    database_url: str | None
    owner_url: str | None
    sequencer_url: str | None
    pool_size: int
    public_url: str
    hosts: tuple[str, ...]
    behind_proxy: bool
    hsts_subdomains: bool
    time_shift: dt.timedelta
    sandbox_url: str
    identity_provider_url: str
    witness_url: str
    log_level: str
    variables: Mapping[str, str]

    @property
    def embedded(self) -> bool:
        """Whether we run the database ourselves."""
        return self.database_url is None


def read_environment(variables: Mapping[str, str]) -> Environment:
    """Turn environment variables into an :class:`Environment`.

    Raises:
        BadEnvironment: a variable cannot be understood.
    """
    database_url = variable_or_file(variables, "DATABASE_URL")
    public_url = variables.get("LEYIBAN_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
    sandbox_url = variables.get("LEYIBAN_SANDBOX_URL", "http://127.0.0.1:8010").rstrip("/")
    return Environment(
        mode=_mode(variables, pointed_at_a_database=database_url is not None),
        var_dir=_var_dir(variables),
        database_url=database_url,
        owner_url=variable_or_file(variables, "LEYIBAN_OWNER_DATABASE_URL"),
        sequencer_url=variable_or_file(variables, "LEYIBAN_SEQUENCER_DATABASE_URL"),
        pool_size=_whole_number(variables, "LEYIBAN_DATABASE_POOL", default=8),
        public_url=public_url,
        hosts=_hosts(variables, public_url),
        behind_proxy=variables.get("LEYIBAN_BEHIND_PROXY", "").lower() in _TRUE,
        hsts_subdomains=variables.get("LEYIBAN_HSTS_SUBDOMAINS", "").lower() in _TRUE,
        time_shift=parse_shift(variables.get("LEYIBAN_TIME_SHIFT", "")),
        sandbox_url=sandbox_url,
        identity_provider_url=variables.get("LEYIBAN_IDENTITY_PROVIDER_URL", f"{sandbox_url}/oidc").rstrip(
            "/"
        ),
        witness_url=variables.get("LEYIBAN_WITNESS_URL", f"{sandbox_url}/witness/v1"),
        log_level=variables.get("LEYIBAN_LOG_LEVEL", "INFO").upper(),
        variables=variables,
    )


def variable_or_file(variables: Mapping[str, str], name: str) -> str | None:
    """The value of ``NAME``, or the stripped content of the file that ``NAME_FILE`` names, or None.

    Raises:
        BadEnvironment: the named file cannot be read.
    """
    if value := variables.get(name):
        return value
    path = variables.get(f"{name}_FILE")
    if not path:
        return None
    try:
        return Path(path).read_text("utf-8").strip()
    except OSError as failure:
        raise BadEnvironment(
            f"{name}_FILE names {path}, which cannot be read: {failure.strerror}."
        ) from failure


def parse_shift(text: str) -> dt.timedelta:
    """``"3d"``, ``"-2h30m"``, ``""`` as a time span.

    Raises:
        BadEnvironment: the text is none of these.
    """
    match = _SHIFT.fullmatch(text.strip())
    if match is None:
        raise BadEnvironment(
            f"LEYIBAN_TIME_SHIFT is {text!r}. Write days, hours, minutes, such as 3d or -2h30m."
        )
    span = dt.timedelta(**{unit: int(match[unit] or 0) for unit in ("days", "hours", "minutes")})
    return -span if match["sign"] == "-" else span


def _mode(variables: Mapping[str, str], *, pointed_at_a_database: bool) -> Mode:
    # Whoever points us at a database of their own means it: strict unless told otherwise.
    default = Mode.PRODUCTION if pointed_at_a_database else Mode.DEMO
    text = variables.get("LEYIBAN_ENV") or default
    try:
        return Mode(text)
    except ValueError:
        known = ", ".join(Mode)
        raise BadEnvironment(f"LEYIBAN_ENV is {text!r}. Write one of: {known}.") from None


def _var_dir(variables: Mapping[str, str]) -> Path:
    if named := variables.get("LEYIBAN_VAR_DIR"):
        return Path(named).expanduser().resolve()
    return REPOSITORY / "var" if (REPOSITORY / "pyproject.toml").exists() else INSTALLED_VAR_DIR


def _whole_number(variables: Mapping[str, str], name: str, *, default: int) -> int:
    text = variables.get(name, str(default))
    if not text.isdecimal():
        raise BadEnvironment(f"{name} is {text!r}. Write a whole number, such as {default}.")
    return int(text)


def _hosts(variables: Mapping[str, str], public_url: str) -> tuple[str, ...]:
    named = [host.strip() for host in variables.get("LEYIBAN_HOSTS", "").split(",") if host.strip()]
    public = urlsplit(public_url).hostname
    return tuple(dict.fromkeys([*named, *([public] if public else [])]))
