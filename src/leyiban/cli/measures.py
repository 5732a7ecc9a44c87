"""``leyiban measures``: the map from each measure and feature to the tests that prove it.

The map is read from the tests' own tags, ``@pytest.mark.proves("M1.4", …)``, and never typed: what no test
proves is "not yet". Needs a checkout, because an installed Leyiban has no tests.
"""

import ast
import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from leyiban.cli.exits import Exit
from leyiban.cli.output import json_option, print_json

_CHECKOUT = Path(__file__).resolve().parents[3]
_TITLES, _MAP, _TESTS = Path("docs/measures.csv"), Path("docs/measures.md"), Path("tests")
_TAG = "proves"
_FIRST_LINES = """\
# What the city promised, and what proves it

The 25 measures of Leshan (M) and the features of a complete product (F), and for each the tests that prove it and
the packages that these tests go through. Written by `leyiban measures` from the tags of the tests; `make measures`
writes it anew. An id without a test is "not yet".
"""


@dataclass(frozen=True, slots=True, order=True)
class Proof:
    """A test that claims to prove something. ``file`` is below the checkout; ``packages`` are ours that it imports."""

    file: str
    test: str
    packages: tuple[str, ...]


Proofs = Mapping[str, Sequence[Proof]]


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; end with 1 where the map is out of date.")
@click.option(
    "--root", type=click.Path(path_type=Path, file_okay=False), default=_CHECKOUT, help="The checkout."
)
@json_option
def measures(*, check: bool, root: Path, as_json: bool) -> int:
    """Write docs/measures.md: which test proves which measure or feature."""
    if not (root / _TITLES).exists():
        click.echo(f"{root} is no checkout of Leyiban: {_TITLES} is missing.", err=True)
        return Exit.REFUSED
    titles, proofs = read_titles(root), read_proofs(root)
    unknown = sorted(set(proofs) - set(titles))
    if unknown:
        click.echo(f"Tests claim ids that {_TITLES} does not know: {', '.join(unknown)}.", err=True)
        return Exit.NO
    if as_json:
        print_json(
            {each: [f"{proof.file}::{proof.test}" for proof in proofs.get(each, ())] for each in titles}
        )
        return Exit.DONE
    text = map_of(titles, proofs)
    if check:
        return _say_whether_current(root, text)
    (root / _MAP).write_text(text, "utf-8")
    click.echo(f"{_MAP}: {len(proofs)} of {len(titles)} ids have a test.")
    return Exit.DONE


def _say_whether_current(root: Path, text: str) -> int:
    written = (root / _MAP).read_text("utf-8") if (root / _MAP).exists() else ""
    if written == text:
        return Exit.DONE
    click.echo(f"{_MAP} is out of date. Run leyiban measures.", err=True)
    return Exit.NO


def read_titles(root: Path) -> dict[str, str]:
    """Id → title, in the order of the file."""
    with (root / _TITLES).open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["title"] for row in csv.DictReader(file)}


def read_proofs(root: Path) -> dict[str, list[Proof]]:
    """Id → the tests that claim it, in the order of files and names. Runs nothing: the tags are read."""
    found: dict[str, set[Proof]] = defaultdict(set)
    for path in sorted((root / _TESTS).rglob("test_*.py")):
        module = ast.parse(path.read_text("utf-8"))
        packages = tuple(sorted(_packages(module)))
        for test, ids in _tagged(module):
            for each in ids:
                found[each].add(Proof(path.relative_to(root).as_posix(), test, packages))
    return {each: sorted(proofs) for each, proofs in found.items()}


def _tagged(
    scope: ast.Module | ast.ClassDef, inherited: Sequence[str] = ()
) -> Iterator[tuple[str, list[str]]]:
    """The tests of a file or class and the ids they claim: by their own tags, their class's, their file's."""
    of_all = [*inherited, *(each for node in scope.body for each in _ids_of_all(node))]
    for node in scope.body:
        if isinstance(node, ast.ClassDef):
            yield from _tagged(node, [*of_all, *_ids_of(node)])
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name, [*of_all, *_ids_of(node)]


def _ids_of_all(node: ast.stmt) -> Iterator[str]:
    """What ``pytestmark = …`` says."""
    if isinstance(node, ast.Assign) and any(ast.unparse(goal) == "pytestmark" for goal in node.targets):
        yield from _ids(node.value)


def _ids_of(node: ast.FunctionDef | ast.ClassDef) -> Iterator[str]:
    for tag in node.decorator_list:
        yield from _ids(tag)


def _ids(expression: ast.expr) -> Iterator[str]:
    for node in ast.walk(expression):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == _TAG:
            yield from (
                each.value
                for each in node.args
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )


def _packages(module: ast.Module) -> Iterator[str]:
    """The packages of the house that a file imports: ``cases``, ``kernel.ledger`` …"""
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("leyiban."):
            parts = node.module.split(".")[1:]
            yield ".".join(parts[:2]) if parts[0] == "kernel" else parts[0]


def map_of(titles: Mapping[str, str], proofs: Proofs) -> str:
    """The whole page."""
    lines = [_FIRST_LINES, f"{len(proofs)} of {len(titles)} ids have a test.\n"]
    for letter, heading in (("M", "Measures"), ("F", "Features")):
        lines += [f"## {heading}\n", "| id | what | proven by | through |", "|---|---|---|---|"]
        lines += [_row(each, titles[each], proofs.get(each, ())) for each in titles if each[0] == letter]
        lines.append("")
    return "\n".join(lines)


def _row(identifier: str, title: str, proofs: Sequence[Proof]) -> str:
    if not proofs:
        return f"| {identifier} | {title} | not yet | |"
    tests = "<br>".join(f"[{_words(proof.test)}](../{proof.file})" for proof in proofs)
    packages = sorted({package for proof in proofs for package in proof.packages})
    return f"| {identifier} | {title} | {tests} | {', '.join(packages)} |"


def _words(test: str) -> str:
    return test.removeprefix("test_").replace("_", " ")
