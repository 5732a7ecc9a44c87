"""The licence of every locked package, kept in ``docs/dependencies.md`` and held against the locks and what is installed.

``python -m tests.support.licences`` says what does not fit (exit code 1); with ``write`` it writes the table anew.
Works without network: what a package says of itself is read where it is installed. A package that is locked for
another system than this one keeps the row it has.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = REPOSITORY / "docs" / "dependencies.md"
HEAD = "## Licences\n"
_PRODUCT, _DEVELOPMENT = "product", "development"
_WELCOME = re.compile(
    r"\b(MIT|BSD|Apache|ISC|MPL|LGPL|PSF|PostgreSQL|Public Domain|Mozilla|Python Software Foundation)", re.I
)
_NOT_IN_THE_PRODUCT = re.compile(r"(?<!L)GPL|AGPL|proprietary|commercial|unknown", re.I)
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One package: its licence as it names it, and the narrowest lock that holds it."""

    name: str
    licence: str
    lock: str


def pinned(lock: str) -> set[str]:
    text = (REPOSITORY / "requirements" / f"{lock}.txt").read_text("utf-8")
    return {match[1].lower() for match in re.finditer(r"^([A-Za-z0-9._-]+)==", text, re.M)}


def told_by(name: str) -> str | None:
    """What the installed package says; None when it is not installed here."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    own = (about.get("License-Expression") or about.get("License") or "").strip()
    if own and own.upper() != "UNKNOWN" and len(own) <= _LONGEST and "\n" not in own:
        return own
    classes = (each for each in about.get_all("Classifier") or [] if each.startswith("License ::"))
    return ", ".join(each.rpartition(" :: ")[2] for each in classes) or "unknown"


def kept(page: str) -> dict[str, Row]:
    """The table as it stands on the page."""
    table = page.partition(HEAD)[2].partition("\n## ")[0]
    found = re.findall(r"^\| ([a-z0-9._-]+) \| ([^|]+) \| (product|development) \|$", table, re.M)
    return {name: Row(name, licence, lock) for name, licence, lock in found}


def rows(page: str) -> list[Row]:
    """The table as it should stand."""
    product, before = pinned(_PRODUCT), kept(page)
    return [
        Row(name, told_by(name) or _before(before, name), _PRODUCT if name in product else _DEVELOPMENT)
        for name in sorted(product | pinned(_DEVELOPMENT))
    ]


def _before(table: dict[str, Row], name: str) -> str:
    return table[name].licence if name in table else "unknown"


def problems(page: str) -> Iterator[str]:
    """Whatever does not fit, a sentence each."""
    table = kept(page)
    due = {row.name: row for row in rows(page)}
    for name in sorted(table.keys() | due.keys()):
        if name not in due:
            yield f"{name} stands in the list of licences and in no lock"
        elif table.get(name) != due[name]:
            yield f"{name}: the list says {table.get(name)}, the package {due[name]}"
        elif due[name].lock == _PRODUCT and not is_welcome(due[name].licence):
            yield f"{name}: {due[name].licence!r} is no licence that the product takes (docs/dependencies.md, Policy)"


def is_welcome(licence: str) -> bool:
    """Whether the product may contain it; of several to choose from, one that may is enough."""
    choices = re.split(r"\bOR\b", licence)
    return any(_WELCOME.search(each) and not _NOT_IN_THE_PRODUCT.search(each) for each in choices)


def written(page: str) -> str:
    """The page with the table as it should stand."""
    before, _, _ = page.partition(HEAD)
    lines = "\n".join(f"| {row.name} | {row.licence} | {row.lock} |" for row in rows(page))
    told = (
        "What each locked package says of itself, transitive ones included. Written by "
        "`python -m tests.support.licences write` after `make lock`; `make check` holds it against the locks.\n"
    )
    return f"{before.rstrip()}\n\n{HEAD}\n{told}\n| package | licence | lock |\n|---|---|---|\n{lines}\n"


def main() -> int:
    page = PAGE.read_text("utf-8")
    if sys.argv[1:] == ["write"]:
        PAGE.write_text(written(page), "utf-8")
        return 0
    found = list(problems(page))
    sys.stdout.write("\n".join(found) + "\n" if found else f"{len(kept(page))} licences are as listed.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
