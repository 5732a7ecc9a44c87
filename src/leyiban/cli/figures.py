"""``leyiban figures``: the open statistics, counted again from the ledger."""

import click

from leyiban.cases.figures.keeping import rebuild
from leyiban.cli.exits import Exit
from leyiban.cli.output import json_option, print_json


@click.command("rebuild")
@click.option("--repair", is_flag=True, help="Put the ledger's counts in place of what differs.")
@json_option
def rebuild_figures(*, repair: bool, as_json: bool) -> int:
    """Count every case on the ledger again and compare with what is kept.

    Exit code 1 when something differs and was not repaired.
    """
    found = rebuild(repair=repair)
    if as_json:
        print_json(
            {
                "cases": found.cases,
                "cells": found.cells,
                "equal": found.is_equal,
                "repaired": repair and not found.is_equal,
                "differing_cases": list(found.tallies),
                "differing_cells": [list(cell) for cell in found.differing],
            }
        )
    elif found.is_equal:
        click.echo(f"equal: {found.cases} cases in {found.cells} cells, as the ledger has them")
    else:
        said = "repaired" if repair else "DIFFERENT"
        click.echo(f"{said}: {len(found.tallies)} cases, {len(found.differing)} cells", err=not repair)
        for cell in found.differing[:20]:
            click.echo("  " + " ".join(cell), err=not repair)
    return Exit.DONE if repair or found.is_equal else Exit.NO
