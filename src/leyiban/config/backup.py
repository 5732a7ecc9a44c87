"""A backup is a folder: the database, the papers, the published heads, the journal of erasures.

Keys and secrets are never in it; they are copied apart on request. Papers are named by their content and
never change, so copying only what is missing is both right and quick. Heads are copied *before* the
database, so that a backup never holds a head that its database has not reached.
"""

import contextlib
import datetime as dt
import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from leyiban.config.failures import Declined
from leyiban.config.postgres_programs import Target, program

FORMAT = 1
_DUMP = "database.dump"
_MANIFEST = "manifest.json"
_TREES = ("papers", "erasures")
_HEADS = "heads"
_KEYS = ("keys", "secrets")
_BEGIN = b"BEGIN;\nDROP SCHEMA public CASCADE;\n"  # the dump creates it again, with its rights
_COMMIT = b"\nCOMMIT;\n"
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. ``dump_sha256`` is of the database dump; ``papers`` counts files."""

    format: int
    made_at: str
    migrations: list[str]
    dump_sha256: str
    papers: int


def make_backup(
    folder: Path, *, var_dir: Path, owner: Target, migrations: list[str], now: dt.datetime, tell: Progress
) -> Manifest:
    """Write a backup into ``folder``, which must not exist or be empty; complete or absent.

    Raises:
        Declined: the folder holds something, or ``pg_dump`` fails.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Declined(f"{folder} is not empty. Name a folder that does not exist yet.")
    draft = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    tell("Published heads …")
    copy_missing(var_dir / _HEADS, draft / _HEADS)
    tell("Database …")
    _dump(draft / _DUMP, owner)
    tell("Papers …")
    counts = {tree: copy_missing(var_dir / tree, draft / tree) for tree in _TREES}
    manifest = Manifest(FORMAT, now.isoformat(), migrations, digest_of(draft / _DUMP), counts["papers"])
    (draft / _MANIFEST).write_text(json.dumps(asdict(manifest), indent=2), "utf-8")
    if folder.exists():
        folder.rmdir()
    draft.rename(folder)
    return manifest


def copy_keys(folder: Path, *, var_dir: Path) -> int:
    """Copy keys and secrets into ``folder``, which only its owner can enter; returns how many files.

    Raises:
        Declined: the folder holds something.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Declined(f"{folder} is not empty. Name a folder that does not exist yet.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return sum(copy_missing(var_dir / tree, folder / tree) for tree in _KEYS)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the backup in ``folder``, after checking that its dump is whole.

    Raises:
        Declined: this is no backup, one of a newer Leyiban, or a damaged one.
    """
    try:
        manifest = Manifest(**json.loads((folder / _MANIFEST).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        raise Declined(f"{folder} holds no backup of Leyiban.") from None
    if manifest.format > FORMAT:
        raise Declined(f"{folder} was made by a newer Leyiban. Restore it with that version.")
    if digest_of(folder / _DUMP) != manifest.dump_sha256:
        raise Declined(f"The database dump in {folder} is damaged: its digest is not the manifest's.")
    return manifest


def restore_database(folder: Path, *, owner: Target) -> None:
    """Replace everything in the database by the dump, in one transaction.

    Raises:
        Declined: a statement fails; the database is then as it was.
    """
    unpack = [program("pg_restore"), "--no-owner", "--file=-", str(folder / _DUMP)]
    apply = [program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(unpack, stdout=subprocess.PIPE, stderr=complaints) as source,
        subprocess.Popen(
            [*apply, "--dbname", owner.conninfo],
            env=owner.environment(),
            stdin=subprocess.PIPE,
            stdout=complaints,
            stderr=complaints,
        ) as sink,
    ):
        # A sink that stopped early has told why in its complaints.
        with contextlib.suppress(BrokenPipeError):
            _pour(source, sink)
        if source.wait() | sink.wait():
            complaints.seek(0)
            said = complaints.read().decode("utf-8", "replace").strip()
            raise Declined(f"The dump could not be restored; the database is as it was.\n{said}")


def _pour(source: "subprocess.Popen[bytes]", sink: "subprocess.Popen[bytes]") -> None:
    """Send one transaction, and its COMMIT only when the dump was unpacked to its end."""
    if source.stdout is None or sink.stdin is None:
        raise ValueError("both programs need a pipe")
    with source.stdout, sink.stdin:
        sink.stdin.write(_BEGIN)
        shutil.copyfileobj(source.stdout, sink.stdin)
        if source.wait() == 0:
            sink.stdin.write(_COMMIT)


def restore_files(folder: Path, *, var_dir: Path) -> int:
    """Bring back what is missing; returns how many files.

    What is here already stays: papers are the same by name, and heads that were published after the backup
    must not be forgotten, because they are what an old database is measured against.
    """
    return sum(copy_missing(folder / tree, var_dir / tree) for tree in (*_TREES, _HEADS))


def copy_missing(source: Path, target: Path) -> int:
    """Copy every file below ``source`` that ``target`` lacks; returns how many. Each appears whole or not at all."""
    copied = 0
    for file in sorted(path for path in source.rglob("*") if path.is_file()):
        goal = target / file.relative_to(source)
        if goal.exists():
            continue
        goal.parent.mkdir(parents=True, exist_ok=True)
        draft = goal.with_name(f".{goal.name}.unfinished")
        shutil.copy2(file, draft)
        draft.rename(goal)
        copied += 1
    return copied


def digest_of(file: Path) -> str:
    """SHA-256 of a file, in hex; "" when it is missing."""
    if not file.exists():
        return ""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _dump(file: Path, owner: Target) -> None:
    command = [program("pg_dump"), "--format=custom", "--no-owner", "--schema=public"]
    _checked([*command, "--file", str(file), "--dbname", owner.conninfo], owner)


def _checked(command: list[str], owner: Target) -> None:
    done = subprocess.run(
        command, env=owner.environment(), capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode != 0:
        raise Declined(f"{Path(command[0]).name} failed:\n{done.stderr.strip()}")
