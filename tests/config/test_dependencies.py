"""``docs/dependencies.md`` names exactly what ``pyproject.toml`` names, and the locks are whole."""

import re
import tomllib

import pytest

from tests.support.environment import REPOSITORY

_PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
_PAGE = (REPOSITORY / "docs" / "dependencies.md").read_text("utf-8")
_NAMED = {
    "Product": _PROJECT["project"]["dependencies"],
    "Development": _PROJECT["dependency-groups"]["development"],
}


def _name(requirement: str) -> str:
    return re.split(r"[\[><=;! ]", requirement, maxsplit=1)[0].lower()


@pytest.mark.parametrize("chapter", _NAMED)
def test_every_package_has_its_reason(chapter: str) -> None:
    text = _PAGE.partition(f"## {chapter}")[2].partition("\n## ")[0]
    rows = [
        [cell.strip() for cell in row.split("|")[1:-1]] for row in re.findall(r"^\|.*\|$", text, re.M)[2:]
    ]
    told = [row[0] for row in rows]
    assert sorted(told) == sorted(map(_name, _NAMED[chapter]))
    assert all(len(row[1]) > 8 for row in rows), "each reason is a reason"


@pytest.mark.parametrize(
    ("lock", "chapters"), [("product", ["Product"]), ("development", ["Product", "Development"])]
)
def test_the_lock_holds_what_is_named_with_digests_and_without_addresses(
    lock: str, chapters: list[str]
) -> None:
    text = (REPOSITORY / "requirements" / f"{lock}.txt").read_text("utf-8")
    pinned = {match[1].lower() for match in re.finditer(r"^([A-Za-z0-9._-]+)==", text, re.M)}
    for chapter in chapters:
        assert {_name(requirement) for requirement in _NAMED[chapter]} <= pinned
    assert text.count("--hash=sha256:") >= len(pinned)
    assert "://" not in text


def test_the_development_lock_contains_the_product_lock() -> None:
    def pins(lock: str) -> set[str]:
        text = (REPOSITORY / "requirements" / f"{lock}.txt").read_text("utf-8")
        return set(re.findall(r"^[A-Za-z0-9._-]+==\S+", text, re.M))

    assert pins("product") <= pins("development")
