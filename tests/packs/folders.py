"""Copies of the small city with something broken in them."""

import shutil
from pathlib import Path

from leyiban.catalogue.problems import Problem
from leyiban.packs.checking import check
from tests.support.environment import REPOSITORY

LESHAN = REPOSITORY / "cities/leshan"
SMALL = REPOSITORY / "tests/data/cities/xiaocheng"


def copy_of(city: Path, into: Path) -> Path:
    return Path(shutil.copytree(city, into / city.name))


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the first ``old`` in a file; a change that changes nothing is a mistake of the test."""
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), "utf-8")


def add(folder: Path, file: str, text: str) -> None:
    path = folder / file
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def told(folder: Path) -> list[tuple[str, int, str]]:
    """File, line and code of every problem."""
    return [(problem.file, problem.line, problem.code) for problem in check(folder)]


def only(folder: Path) -> Problem:
    (problem,) = check(folder)
    return problem
