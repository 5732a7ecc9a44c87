"""``leyiban prepare``."""

import click

from leyiban.kernel import moments
from leyiban.kernel.upkeep import preparations


@click.command()
def prepare() -> None:
    """Make the keys and folders that must exist before serving; keeps those that are there."""
    for name, make in preparations().items():
        click.echo(f"{name}: {make(now=moments.now())}")
