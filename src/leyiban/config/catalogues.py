"""Message catalogues: compile them, and find what a reader of English would miss.

``python -m leyiban.config.catalogues compile`` and ``… check``; needs neither Django nor gettext's tools.
The Chinese text is the message id. The catalogue of the app that owns a text is written by hand.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parents[1]
_LANGUAGE = "en"
_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
_METHODS = [("**/migrations/**", "ignore"), ("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
_OPTIONS = {"**.html": {"trimmed": "true", "newstyle_gettext": "true"}}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")

Text = tuple[str | None, str]  # context and singular message id


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that an English reader would stumble over, and where."""

    place: str
    text: str
    trouble: str

    def __str__(self) -> str:
        return f"{self.place}: {self.trouble}: {self.text}"


def catalogue_files() -> list[Path]:
    """Every catalogue of the house."""
    return sorted(SOURCE.glob("**/locale/*/LC_MESSAGES/django.po"))


def compile_all() -> int:
    """Compile the catalogues that are newer than their compiled form; returns how many."""
    stale = [file for file in catalogue_files() if _is_stale(file)]
    for file in stale:
        with file.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, _read(file))
    return len(stale)


def gaps() -> list[Gap]:
    """Texts without a translation, translations that lose or invent a placeholder, and leftovers."""
    used = dict(_used())
    written = {text: (file, message) for file in catalogue_files() for text, message in _messages(file)}
    untold = [Gap(place, text[1], "no English") for text, place in used.items() if text not in written]
    broken = [
        Gap(_short(file), text[1], trouble)
        for text, (file, message) in written.items()
        if (trouble := _trouble(message, is_used=text in used))
    ]
    return [*untold, *broken]


def _used() -> Iterator[tuple[Text, str]]:
    found = extract_from_dir(SOURCE, _METHODS, _OPTIONS, keywords=_KEYWORDS, comment_tags=())
    for file, line, message, _comments, context in found:
        singular = message[0] if isinstance(message, tuple | list) else message
        yield (context, singular), f"{_short(SOURCE / file)}:{line}"


def _messages(file: Path) -> Iterator[tuple[Text, Message]]:
    for message in _read(file):
        if message.id:
            singular = message.id[0] if isinstance(message.id, tuple | list) else message.id
            yield (message.context, singular), message


def _trouble(message: Message, *, is_used: bool) -> str:
    """What is wrong with a translation, or ""."""
    translations = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if not all(translations):
        return "empty English"
    if message.fuzzy:
        return "marked fuzzy"
    if not is_used:
        return "no longer used"
    sources = message.id if isinstance(message.id, tuple | list) else (message.id,)
    wanted = _placeholders(sources[-1])
    if any(_placeholders(translation) != wanted for translation in translations[-1:]):
        return "placeholders differ"
    return ""


def _placeholders(text: str | None) -> set[str]:
    return {name or brace for name, brace in _PLACEHOLDER.findall(text or "")}


def _read(file: Path) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened, locale=_LANGUAGE, abort_invalid=True)


def _is_stale(file: Path) -> bool:
    compiled = file.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < file.stat().st_mtime


def _short(path: Path) -> str:
    return str(path.relative_to(SOURCE.parent))


def main(arguments: list[str]) -> int:
    """Run one of the two commands; returns the exit code."""
    if arguments == ["compile"]:
        print(f"{compile_all()} message catalogues compiled.")
        return 0
    if arguments == ["check"]:
        found = gaps()
        print("\n".join(map(str, found)) if found else "Every text has its English.")
        return 1 if found else 0
    print("usage: python -m leyiban.config.catalogues compile | check", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
