"""``leyiban case``: single cases."""

from pathlib import Path

import click

from leyiban.cases.models import Case
from leyiban.cases.queries.archives import write_archive
from leyiban.cli.exits import Exit
from leyiban.kernel import moments
from leyiban.kernel.identifiers import normalise


@click.command()
@click.argument("case_no")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def archive(*, case_no: str, file: Path) -> int:
    """Write the whole file of CASE_NO into FILE, a zip: papers, trail, verifier.

    Unpack it anywhere and run: python verify.py trail --papers papers
    """
    case = Case.objects.filter(number=normalise(case_no)).first()
    if case is None:
        click.echo(f"There is no case {case_no}.", err=True)
        return Exit.NO
    with file.open("wb") as sink:
        count = write_archive(case, sink, now=moments.now())
    click.echo(f"{count} papers of {case.number} in {file}")
    return Exit.DONE
