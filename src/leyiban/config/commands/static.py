"""``leyiban static``."""

import click
from django.core.management import call_command


@click.command()
def static() -> None:
    """Collect styles, scripts and fonts into var/static under names that hold their digest."""
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    click.echo("Static files are collected.")
