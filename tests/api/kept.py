"""Files of the documentation that tests write: a difference is written down, and fails once, to be read and kept."""

from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"


def must_be_kept(name: str, text: str) -> None:
    """Fail when ``docs/<name>`` does not say ``text``, after making it say so."""
    file = DOCS / name
    if file.exists() and file.read_text() == text:
        return
    file.write_text(text)
    pytest.fail(f"docs/{name} was behind and is written anew: read what changed, and commit it")
