"""``leyiban bench``: hands over to the other program."""

import importlib
import sys
from pathlib import Path

import click

from leyiban.cli.exits import Exit
from leyiban.config.environment import REPOSITORY
from leyiban.config.failures import Declined

_PROGRAM = "bench.program"
_PARTS = ("writes", "reads", "lists", "sequencer", "search")
_BAD_DAYS = ("million", "decree", "due", "failover")  # long; only when they are asked for
_SETS = ("seen", "unseen", "blind", "blind2")


@click.command()
@click.option(
    "--json", "json_file", type=click.Path(path_type=Path, dir_okay=False), help="Also write JSON there."
)
@click.option("--quick", is_flag=True, help="Measure briefly, for those who change something.")
@click.option(
    "--only",
    multiple=True,
    type=click.Choice([*_PARTS, *_BAD_DAYS]),
    help="Only this part (may be repeated).",
)
@click.option(
    "--half", multiple=True, type=click.Choice(_SETS), help="Only this half of the questions to the search."
)
@click.option(
    "--list",
    "list_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The list of bare items (CSV) that the search's catalogue is multiplied from.",
)
def bench(
    *,
    json_file: Path | None,
    quick: bool,
    only: tuple[str, ...],
    half: tuple[str, ...],
    list_file: Path | None,
) -> int:
    """Measure, each figure beside its limit, and print what is reached and what is not.

    Works in var/bench on a database server of its own; the city's data is never touched. Exit code 1 says that
    some figure is not reached.
    """
    if not (REPOSITORY / "bench").is_dir():
        raise Declined("The bench comes with the source, not with the installed product.")
    sys.path.insert(0, str(REPOSITORY))
    reached: bool = importlib.import_module(_PROGRAM).run(
        json_file=json_file,
        quick=quick,
        parts=only or _PARTS,
        halves=half or _SETS,
        list_file=list_file,
    )
    return Exit.DONE if reached else Exit.NO
