"""``leyiban tasks``: tasks of other offices whose office is no more."""

import click
from django.db import transaction

from leyiban.cases.operations import hand_over_to_successor
from leyiban.cli.exits import Exit
from leyiban.kernel import moments
from leyiban.kernel.actors import operator_actor
from leyiban.kernel.errors import Refusal
from leyiban.kernel.identifiers import normalise
from leyiban.people.models import Agency


@click.command()
@click.argument("uscc")
@click.argument("successor")
def move(*, uscc: str, successor: str) -> int:
    """Give every unfinished task of the office USCC to the office SUCCESSOR (both credit codes): all, or none.

    Clocks run on as they stand; whoever signed for a task must be signed for anew. Exit code 3 when the successor
    has no post for one of them. A second time there is nothing left to do.
    """
    offices = [Agency.objects.filter(uscc=normalise(code)).first() for code in (uscc, successor)]
    old, new = offices
    if old is None or new is None or old == new:
        click.echo("Name two different offices of this city by their credit codes.", err=True)
        return Exit.USAGE
    try:
        with transaction.atomic():
            moved = hand_over_to_successor(
                agency=old, successor=new, actor=operator_actor(), now=moments.now()
            )
    except Refusal as refusal:
        click.echo(str(refusal), err=True)
        return Exit.REFUSED
    click.echo(f"{len(moved)} tasks of {old.name} lie with {new.name} now")
    return Exit.DONE
