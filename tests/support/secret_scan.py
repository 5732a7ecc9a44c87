"""No key lies in the repository: every file of it against the known shapes of keys (detect-secrets knows them).

``python -m tests.support.secret_scan`` names file, line and kind, never the find itself (exit code 1). Works without
network. Shapes only: guessing by entropy finds every digest, and this house is full of them; literals that are
called passwords are ruff's matter (rule S105).
"""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.plugins.base import RegexBasedDetector

REPOSITORY = Path(__file__).resolve().parents[2]
_NOT_SECRET = {"Public IP (ipv4)"}  # an address is none
# What looks like a key and is none: (file, kind) → why.
ALLOWED = {
    (
        "src/leyiban/kernel/papers/storage/configured.py",
        "Basic Auth Credentials",
    ): "says how an address is written",
    (
        "tests/kernel/papers/test_object_store.py",
        "AWS Access Key",
    ): "the example of Amazon's own documentation",
    ("tests/kernel/papers/test_object_store.py", "Basic Auth Credentials"): "an address that must be refused",
}


@dataclass(frozen=True, slots=True)
class Find:
    path: str
    line: int
    kind: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.kind}"


def shapes() -> list[RegexBasedDetector]:
    kinds = get_mapping_from_secret_type_to_class()
    regular = (kind() for name, kind in sorted(kinds.items()) if name not in _NOT_SECRET and _is_shape(kind))
    return list(regular)


def _is_shape(kind: type) -> bool:
    return issubclass(kind, RegexBasedDetector)


def finds_in(path: str, text: str, detectors: Iterable[RegexBasedDetector]) -> Iterator[Find]:
    """Where ``text`` holds something of a key's shape; quick, because most files hold nothing."""
    for detector in detectors:
        if any(shape.search(text) for shape in detector.denylist):
            for number, line in enumerate(text.splitlines(), start=1):
                if any(True for _ in detector.analyze_string(line)):
                    yield Find(path, number, detector.secret_type)


def files() -> Iterator[tuple[str, str]]:
    """Every file that is or would be committed, where it is text."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        path = REPOSITORY / name
        if name and path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            if b"\0" not in content[:8192]:
                yield name, content.decode("utf-8", "replace")


def main() -> int:
    detectors, count, found = shapes(), 0, []
    for path, text in files():
        count += 1
        found += [find for find in finds_in(path, text, detectors) if (path, find.kind) not in ALLOWED]
    sys.stdout.write("".join(f"{find}\n" for find in found))
    sys.stdout.write(f"{count} files, {len(detectors)} kinds of keys, {len(found)} found.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
