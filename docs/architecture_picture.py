"""Draws docs/architecture.svg from the imports as they are: floors from the contract, arrows from the code.

python docs/architecture_picture.py          writes the picture
python docs/architecture_picture.py --check  says whether it is the present one (exit code 1: no)
"""

import sys
import tomllib
from collections import Counter
from pathlib import Path

import grimp

HERE = Path(__file__).resolve().parent
PICTURE = HERE / "architecture.svg"
_WIDTH, _ROW, _BOX, _TOP = 1080, 104, 54, 64
_KERNEL = "kernel"


def floors() -> list[list[str]]:
    """The floors of the house from top to bottom, as the import contract declares them."""
    contracts = tomllib.loads((HERE.parent / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    house = next(each for each in contracts if each.get("containers") == ["leyiban"])
    return [[name.strip() for name in floor.split("|")] for floor in house["layers"]]


def arrows() -> Counter[tuple[str, str]]:
    """(importing package, imported package) → how many modules of the one import modules of the other."""
    graph = grimp.build_graph("leyiban")
    found: Counter[tuple[str, str]] = Counter()
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            ends = _package(module), _package(imported)
            if ends[0] != ends[1] and all(ends):
                found[ends] += 1
    return found


def _package(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def places(rows: list[list[str]]) -> dict[str, tuple[float, float, float]]:
    """The middle and the width of each package's box."""
    found = {}
    for number, row in enumerate(rows):
        width = _WIDTH - 80 if row == [_KERNEL] else min(220, (_WIDTH - 80) / len(row) - 24)
        step = (_WIDTH - 80) / len(row)
        for column, name in enumerate(row):
            found[name] = (40 + step * (column + 0.5), _TOP + _ROW * number + _BOX / 2, width)
    return found


def draw() -> str:
    rows = floors()
    where = places(rows)
    height = _TOP + _ROW * len(rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        'font-family="system-ui, sans-serif" font-size="15">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="11" markerHeight="11" '
        'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" fill="#8c959f"/></marker></defs>',
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        '<text x="40" y="34" font-size="18" font-weight="600" fill="#1F2329">'
        "Imports run downward only; a thicker line is more modules importing</text>",
    ]
    parts += [_line(where, ends, count) for ends, count in sorted(arrows().items()) if ends[0] in where]
    parts += [_box(name, *place) for name, place in where.items()]
    return "\n".join([*parts, "</svg>", ""])


def _line(where: dict[str, tuple[float, float, float]], ends: tuple[str, str], count: int) -> str:
    (x1, y1, _), (x2, y2, _) = where[ends[0]], where[ends[1]]
    if ends[1] == _KERNEL:
        x2 = x1  # the kernel is as wide as the house: everyone stands on it
    thick = min(1 + count // 20, 5)
    return (
        f'<path d="M{x1:.0f} {y1 + _BOX / 2:.0f} C{x1:.0f} {y1 + _ROW * 0.7:.0f} {x2:.0f} '
        f'{y2 - _ROW * 0.7:.0f} {x2:.0f} {y2 - _BOX / 2 - 2:.0f}" fill="none" stroke="#c4ccd4" '
        f'stroke-width="{thick}" marker-end="url(#tip)"/>'
    )


def _box(name: str, x: float, y: float, width: float) -> str:
    fill = "#EAF2FF" if name == _KERNEL else "#F6F8FA"
    return (
        f'<rect x="{x - width / 2:.0f}" y="{y - _BOX / 2:.0f}" width="{width:.0f}" height="{_BOX}" rx="8" '
        f'fill="{fill}" stroke="#1456B8"/><text x="{x:.0f}" y="{y + 5:.0f}" text-anchor="middle" '
        f'fill="#1F2329">{name}</text>'
    )


def main() -> int:
    picture = draw()
    if "--check" in sys.argv:
        return int(not PICTURE.exists() or PICTURE.read_text() != picture)
    PICTURE.write_text(picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
