"""``leyiban ledger``: the record that nobody can quietly rewrite."""

import dataclasses
import shutil
from pathlib import Path

import click
from django.db.models import Model

from leyiban.cases.models import Case
from leyiban.cases.queries.trails import case_trail
from leyiban.cli.exits import Exit
from leyiban.cli.output import json_option, print_json
from leyiban.kernel import moments
from leyiban.kernel.actors import operator_actor
from leyiban.kernel.errors import Refusal
from leyiban.kernel.identifiers.text import normalise
from leyiban.kernel.ledger import installed, keyring
from leyiban.kernel.ledger import verify as verifier
from leyiban.kernel.ledger.checking import check_ledger
from leyiban.kernel.ledger.epochs import open_epoch
from leyiban.kernel.ledger.models import Entry
from leyiban.kernel.ledger.trails import write_trail


@click.command()
@json_option
def table(*, as_json: bool) -> int:
    """Print the name of the append-only table that holds the entries."""
    name = _table_of(Entry)
    if as_json:
        print_json({"table": name})
    else:
        click.echo(name)
    return Exit.DONE


def _table_of(model: type[Model]) -> str:
    return model._meta.db_table


@click.command()
@json_option
def verify(*, as_json: bool) -> int:
    """Recompute the whole tree from the exact bytes and hold every signed head against it."""
    try:
        state = check_ledger(store=installed.head_store())
    except Refusal as refusal:
        if as_json:
            print_json({"sound": False, "code": refusal.code, "reason": str(refusal)})
        else:
            click.echo(f"NOT SOUND: {refusal}", err=True)
        return Exit.NO
    if as_json:
        print_json({"sound": True, **dataclasses.asdict(state)})
    else:
        click.echo(
            f"sound: {state.entries} entries under {state.heads} signed heads of epoch {state.epoch}, "
            f"{state.waiting} waiting for their place"
        )
    return Exit.DONE


@click.command()
@click.argument("case_no")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
def export(*, case_no: str, directory: Path) -> int:
    """Write the trail of CASE_NO into DIRECTORY, for ``verify.py``.

    The verifier and the ledger's public key are laid beside the directory, never inside it.
    """
    case = Case.objects.filter(number=normalise(case_no)).first()
    if case is None:
        click.echo(f"There is no case {case_no}.", err=True)
        return Exit.NO
    exported = case_trail(case, now=moments.now())
    write_trail(directory, exported.content, exported.files)
    lay_verifier(directory.parent)
    click.echo(f"{directory}\ncheck it: python {directory.parent / 'verify.py'} {directory}")
    return Exit.DONE


def lay_verifier(directory: Path) -> None:
    """Put ``verify.py`` and the ledger's public key into a directory."""
    shutil.copyfile(verifier.__file__, directory / "verify.py")
    (directory / keyring.PUBLIC_FILE).write_bytes(keyring.public_pem())


@click.command("new-epoch")
@click.option(
    "--reason-code",
    type=click.Choice(["restored_backup", "corrupted"]),
    required=True,
    help="What the ledger shows to everyone.",
)
@click.option("--reason", required=True, help="In your words; kept in the database.")
def new_epoch(*, reason_code: str, reason: str) -> int:
    """Accept that entries which were published are lost for good, and start sealing again.

    Refused while the database agrees with every published head, and while a worker is sealing.
    """
    sequencer = installed.sequencer()
    sequencer.take_lock()
    epoch = open_epoch(
        sequencer=sequencer, reason_code=reason_code, reason=reason, actor=operator_actor(), now=moments.now()
    )
    click.echo(f"epoch {epoch.number} begins at position {epoch.first_position}; start the worker again")
    return Exit.DONE
