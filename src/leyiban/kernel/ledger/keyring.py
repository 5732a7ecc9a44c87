"""Where this installation's ledger keys lie: ``settings.LEDGER_KEY_DIR`` (apart from every backup)."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings

from leyiban.kernel.ledger.keys import DeskKey, SigningKey, delegate

_HEAD_FILE, _DESK_FILE, _DELEGATION_FILE = "ledger-head.key", "ledger-desk.key", "ledger-desk.json"
PUBLIC_FILE = "ledger-key.pem"


def _directory() -> Path:
    return Path(settings.LEDGER_KEY_DIR)


def ensure_keys(directory: Path) -> None:
    """Make the keys that are missing; called by set-up, never while serving."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    head_file, desk_file = directory / _HEAD_FILE, directory / _DESK_FILE
    head = SigningKey.read(head_file) if head_file.exists() else SigningKey.create(head_file)
    desk = SigningKey.read(desk_file) if desk_file.exists() else SigningKey.create(desk_file)
    if not (directory / _DELEGATION_FILE).exists():
        (directory / _DELEGATION_FILE).write_text(json.dumps(delegate(head, desk)))
    (directory / PUBLIC_FILE).write_bytes(head.public_pem)


@cache
def head_key() -> SigningKey:
    """The sequencer's key. Only the worker's account needs to be able to read it."""
    return SigningKey.read(_directory() / _HEAD_FILE)


@cache
def desk_key() -> DeskKey:
    """The key of web processes for promises and trails."""
    directory = _directory()
    return DeskKey(
        SigningKey.read(directory / _DESK_FILE), json.loads((directory / _DELEGATION_FILE).read_text())
    )


def public_pem() -> bytes:
    """The public head key: what a verifier is given."""
    return (_directory() / PUBLIC_FILE).read_bytes()
