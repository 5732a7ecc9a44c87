"""Secrets come from the environment or from a file, never from the database.

Order: ``LEYIBAN_<NAME>``, the file named by ``LEYIBAN_<NAME>_FILE``, ``var/secrets/<name>``. Outside
production a missing one is made, so that a laptop needs no preparation; production refuses to guess.
"""

import contextlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from leyiban.config.environment import BadEnvironment, Environment, Mode, variable_or_file

DIRECTORY = "secrets"
_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class SecretStore:
    """Reads secrets by name (``secret_key``, ``database_app`` …)."""

    environment: Environment

    def read(self, name: str) -> str:
        """The secret ``name``; made on first use unless this is production.

        Raises:
            BadEnvironment: it is missing in production, or its file cannot be read.
        """
        variable = f"LEYIBAN_{name.upper()}"
        if given := variable_or_file(self.environment.variables, variable):
            return given
        path = self.path(name)
        if path.exists():
            return path.read_text("ascii").strip()
        if self.environment.mode is Mode.PRODUCTION:
            raise BadEnvironment(
                f"The secret {name!r} is missing. Put it into a file that only this user can read and name "
                f"the file in {variable}_FILE, or write it to {path}."
            )
        return make_secret_file(path)

    def path(self, name: str) -> Path:
        """Where the secret lives when the environment does not say."""
        return self.environment.var_dir / DIRECTORY / name


def replace_secret_file(path: Path, value: str) -> None:
    """Put ``value`` in the place of a secret; whoever reads meanwhile reads the one or the other, whole."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "w") as file:
        file.write(value)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def make_secret_file(path: Path, value: str | None = None) -> str:
    """Write a new secret (256 random bits unless ``value`` is given) that only its owner can read.

    Two processes may start at once: the first one wins and both return its value.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "w") as file:
        file.write(value or secrets.token_urlsafe(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink()
    return path.read_text("ascii").strip()
