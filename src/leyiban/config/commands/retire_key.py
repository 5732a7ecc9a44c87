"""``leyiban people retire-key``: destroy a key of people's numbers, when nothing needs it any more."""

import os
from pathlib import Path

import click
from django.conf import settings

from leyiban.cli.exits import Exit
from leyiban.config.secret_store import replace_secret_file
from leyiban.kernel import moments
from leyiban.kernel.privacy.errors import KeyStillNeeded
from leyiban.kernel.privacy.rotation import uses

_RINGS = ("field_keys", "digest_keys")


@click.command()
@click.argument("ring", type=click.Choice(_RINGS))
@click.argument("key_id")
def retire_key(*, ring: str, key_id: str) -> int:
    """Take the key KEY_ID out of RING for good. Refused while anything is sealed by it, or was a day ago.

    The line leaves the secret's file where that is ours; a secret that you give by a file or variable of your own
    you change yourself, once this command says that you may.
    """
    use = next((row for row in uses(now=moments.now()) if (row.ring, row.key) == (ring, key_id)), None)
    if use is None:
        raise click.UsageError(f"{ring} has no key {key_id}.")
    if not use.removable:
        raise KeyStillNeeded(key=key_id)
    path: Path = settings.SECRETS.path(ring)
    if not _is_ours(ring, path):
        click.echo(
            f"nothing needs the key {key_id} of {ring}: take its line out of your secret and start again"
        )
        return Exit.DONE
    lines = path.read_text("ascii").splitlines()
    replace_secret_file(path, "\n".join(line for line in lines if _id_of(line) != key_id))
    click.echo(f"the key {key_id} of {ring} is gone; start the processes again")
    return Exit.DONE


def _is_ours(ring: str, path: Path) -> bool:
    name = f"LEYIBAN_{ring.upper()}"
    return path.exists() and not {name, f"{name}_FILE"} & os.environ.keys()


def _id_of(line: str) -> str:
    """A line without an id is the first key's (``kernel.crypto.keys``)."""
    words = line.split()
    return "" if not words or words[0].startswith("#") else words[0] if len(words) > 1 else "0"
