"""``leyiban city check``: everything that is wrong in a folder, without a database."""

from pathlib import Path

from leyiban.catalogue.problems import Problem
from leyiban.packs.checks import check_pack
from leyiban.packs.pack import PackReading, in_order, read_pack


def check(directory: Path) -> list[Problem]:
    """Every problem of the pack in ``directory``, by file and line. Empty means: it can be loaded."""
    return list(read_checked(directory).problems)


def read_checked(directory: Path) -> PackReading:
    """The pack with all its problems: of shape, or, where every shape is right, of agreement."""
    reading = read_pack(directory)
    if reading.pack is None:
        return reading
    return PackReading(pack=reading.pack, problems=in_order(check_pack(reading.pack)))
