"""The project lints itself: what no tool checks for us, and what rots when nobody looks."""

import ast
import re
import subprocess
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from leyiban.cli.measures import map_of, read_proofs, read_titles
from leyiban.config import catalogues
from leyiban.config.command_table import COMMANDS, GROUPS
from leyiban.kernel.errors import Refusal
from tests.support.environment import REPOSITORY

SOURCE = REPOSITORY / "src" / "leyiban"
LONGEST = 500  # lines; most files stay far below
CHINESE = re.compile(r"[\u3400-\u9fff]")
# What the machine that wrote a file is called must not be in it.
OF_THIS_MACHINE = re.compile(r"(?<![\w.])/(?:work/(?:main|shared)|root|home/\w+|tmp/\w+)/")


def files(*patterns: str) -> list[Path]:
    """What git keeps, by pattern; a file that is about to be removed does not count."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [path for line in listed.splitlines() if (path := REPOSITORY / line).is_file()]


def short(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


# ── refusals ──────────────────────────────────────────────────────────────────────────────────────────────


def refusals() -> list[type[Refusal]]:
    """Every foreseen failure of the house, those of tests left out."""

    def below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
        for each in kind.__subclasses__():
            yield each
            yield from below(each)

    return sorted(
        {each for each in below(Refusal) if each.__module__.startswith("leyiban.")},
        key=lambda each: (each.__module__, each.__name__),
    )


@pytest.mark.parametrize("refusal", refusals(), ids=lambda each: each.__name__)
def test_a_refusal_speaks_both_languages(refusal: type[Refusal]) -> None:
    with translation.override("zh-hans"):
        assert CHINESE.search(str(refusal.message)), refusal
    with translation.override("en"):
        assert not CHINESE.search(str(refusal.message)), f"{refusal.__name__} has no English"


def test_a_code_names_one_refusal() -> None:
    own = [each.code for each in refusals() if "code" in vars(each)]
    assert [code for code, times in Counter(own).items() if times > 1] == []


def test_every_refusal_can_happen() -> None:
    """Each is raised, returned, or the base of one that is."""
    code = "\n".join(path.read_text("utf-8") for path in sorted(SOURCE.rglob("*.py")))
    uses = Counter(re.findall(r"\b[A-Z]\w+\b", code))
    unused = [each.__name__ for each in refusals() if uses[each.__name__] < 2]
    assert unused == []


# ── texts and templates ───────────────────────────────────────────────────────────────────────────────────


def test_every_text_has_its_english() -> None:
    assert [str(gap) for gap in catalogues.gaps()] == []


def test_every_template_is_used() -> None:
    """By its name, in code or in another template; a typesetter's include counts by its last part."""
    templates = [*SOURCE.glob("*/jinja2/**/*.html"), *SOURCE.glob("**/*.typ")]
    said = {path: path.read_text("utf-8") for path in [*files("*.py"), *templates]}
    unused = []
    for template in templates:
        name = template.relative_to(_root_of(template)).as_posix()
        last = name.rpartition("/")[2]
        wanted = last if template.suffix == ".typ" else name
        if not any(wanted in text for path, text in said.items() if path != template):
            unused.append(short(template))
    assert unused == []


def _root_of(template: Path) -> Path:
    return next((parent for parent in template.parents if parent.name == "jinja2"), SOURCE)


# ── files ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_file_is_too_long_to_be_read() -> None:
    code = [path for path in files("*.py") if "migrations" not in path.parts]
    lengths = {short(path): len(path.read_text("utf-8").splitlines()) for path in code}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_nothing_names_the_machine_it_was_written_on() -> None:
    text = files(
        "*.py", "*.md", "*.toml", "*.yaml", "*.yml", "*.csv", "*.html", "*.sh", "*.txt", "Makefile", ".ci/*"
    )
    guilty = [short(path) for path in text if OF_THIS_MACHINE.search(path.read_text("utf-8", "replace"))]
    assert guilty == [short(Path(__file__))] or guilty == []


def test_no_test_sleeps() -> None:
    """Whoever waits for something looks at it; only the helper that looks may rest in between."""
    sleepers = {
        short(path)
        for path in files("tests/**/*.py", "tests/*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("time.sleep", "sleep", "asyncio.sleep")
    }
    assert sleepers <= {"tests/support/waiting.py"}


def test_every_test_is_named_once_in_its_file() -> None:
    """A second one of the same name would silently replace the first."""
    for path in files("tests/**/test_*.py"):
        module = ast.parse(path.read_text("utf-8"))
        names = Counter(node.name for node in module.body if isinstance(node, ast.FunctionDef))
        assert [name for name, times in names.items() if times > 1] == [], short(path)


# ── documents ─────────────────────────────────────────────────────────────────────────────────────────────


def version() -> str:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    return str(project["project"]["version"])


def test_the_changelog_knows_the_version() -> None:
    changelog = (REPOSITORY / "CHANGELOG.md").read_text("utf-8")
    assert re.search(rf"^## {re.escape(version())}\b", changelog, re.M)


def test_documents_name_only_commands_that_exist() -> None:
    """``leyiban …`` and ``make …``, wherever a reader could copy them from."""
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.M))
    unknown = []
    for page in files("*.md", "docs/**/*.md"):
        text = page.read_text("utf-8")
        for words in re.findall(r"[`\s/]leyiban ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)?)", _code_of(text)):
            first = words.split()[0]
            known = first in COMMANDS or words in COMMANDS or (first in GROUPS and words == first)
            if not known:
                unknown.append(f"{short(page)}: leyiban {words}")
        for target in re.findall(r"\bmake ([a-z][a-z-]*)", _code_of(text)):
            if target not in targets:
                unknown.append(f"{short(page)}: make {target}")
    assert unknown == []


def _code_of(text: str) -> str:
    """What is set as code: the blocks and the spans."""
    return "\n".join([*re.findall(r"```.*?```", text, re.S), *re.findall(r"`[^`\n]+`", text)])


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for page in files("*.md", "docs/**/*.md"):
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if "://" not in link and not link.startswith("mailto:") and not (page.parent / link).exists():
                broken.append(f"{short(page)}: {link}")
    assert broken == []


def test_the_map_of_measures_is_current() -> None:
    """``make measures`` writes it from the tags of the tests."""
    titles, proofs = read_titles(REPOSITORY), read_proofs(REPOSITORY)
    assert set(proofs) <= set(titles), "a test claims an id that nobody promised"
    written = (REPOSITORY / "docs" / "measures.md").read_text("utf-8")
    assert written == map_of(titles, proofs), "docs/measures.md is out of date: run make measures"
