"""``leyiban people``: what an operator does about accounts and their keys."""

import click

from leyiban.cli.exits import Exit
from leyiban.kernel import moments
from leyiban.kernel.actors import system_actor
from leyiban.people.models import Account
from leyiban.people.operations import reseal_numbers, reset_second_factor


@click.command()
def reseal() -> int:
    """After a key was rotated: seal every number again with the current key. May be stopped and run again."""
    changed = reseal_numbers(progress=lambda done: click.echo(f"\r{done} rows", nl=False, err=True))
    click.echo(f"\n{changed} rows were sealed again")
    return Exit.DONE


@click.command()
@click.argument("username")
def reset_factor(*, username: str) -> int:
    """Remove the authenticator of a member of staff who lost it; all sessions of the account end."""
    account = Account.objects.active().filter(username=username, kind="staff").first()
    if account is None:
        click.echo(f"There is no member of staff with the user name {username}.", err=True)
        return Exit.REFUSED
    reset_second_factor(account=account, actor=system_actor(), now=moments.now())
    click.echo(f"{username} sets up a new authenticator at the next sign-in")
    return Exit.DONE
