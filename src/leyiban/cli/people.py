"""``leyiban people``: what an operator does about accounts and their keys."""

import dataclasses

import click

from leyiban.cli.exits import Exit
from leyiban.cli.output import json_option, print_json
from leyiban.kernel import moments
from leyiban.kernel.actors import operator_actor
from leyiban.kernel.privacy.models import KeyRotation
from leyiban.kernel.privacy.rotation import latest_rotation, rotate_now, start_rotation, uses
from leyiban.people.models import Account
from leyiban.people.operations import reset_second_factor


@click.command()
@click.option(
    "--here", is_flag=True, help="Do it in this process instead of the workers', and wait for the end."
)
def reseal(*, here: bool) -> int:
    """Bring every sealed number and every search digest under the current keys, while the city serves.

    The workers carry it out; `people keys` tells how far they are. Killed or called again, it goes on where it was.
    """
    now = moments.now()
    if here:
        click.echo(f"{rotate_now(now=now)} rows were sealed again")
        return Exit.DONE
    rotation = start_rotation(now=now)
    if rotation is None:
        click.echo("everything is under the current keys")
    else:
        click.echo(f"the workers bring {rotation.rows} rows under the current keys: {rotation.percent}% done")
    return Exit.DONE


@click.command()
@json_option
def keys(*, as_json: bool) -> int:
    """List the keys of both rings with what needs them, and the last rotation. Exit code 1 while one is under way."""
    rotation, rows = latest_rotation(), uses(now=moments.now())
    if as_json:
        print_json(
            {"keys": [dataclasses.asdict(row) for row in rows], "rotation": rotation and _flat(rotation)}
        )
    else:
        for row in rows:
            state = "current" if row.is_current else "may be destroyed" if row.removable else "still needed"
            click.echo(f"{row.ring}\t{row.key}\t{row.values} values\t{state}")
        if rotation is not None:
            click.echo(
                "rotation: {percent}%, {walked} of {rows} rows, {changed} changed".format(**_flat(rotation))
            )
    return Exit.NO if rotation is not None and rotation.finished_at is None else Exit.DONE


def _flat(rotation: KeyRotation) -> dict[str, object]:
    return {
        "percent": rotation.percent,
        "walked": rotation.walked,
        "rows": rotation.rows,
        "changed": rotation.changed,
        "rounds": rotation.rounds,
        "left": rotation.left,
        "started_at": rotation.started_at.isoformat(),
        "finished_at": rotation.finished_at.isoformat() if rotation.finished_at else None,
    }


@click.command()
@click.argument("username")
def reset_factor(*, username: str) -> int:
    """Remove the authenticator of a member of staff who lost it; all sessions of the account end."""
    account = Account.objects.active().filter(username=username, kind="staff").first()
    if account is None:
        click.echo(f"There is no member of staff with the user name {username}.", err=True)
        return Exit.REFUSED
    reset_second_factor(account=account, actor=operator_actor(), now=moments.now())
    click.echo(f"{username} sets up a new authenticator at the next sign-in")
    return Exit.DONE
