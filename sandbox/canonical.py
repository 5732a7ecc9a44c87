"""Canonical JSON (RFC 8785) for the subset that ledgers use: objects of strings, integers and null."""

import json
from collections.abc import Mapping


def canonical(value: Mapping[str, str | int | None]) -> str:
    """Sorted by UTF-16 code units, no blanks, no escapes but the required ones."""
    ordered = dict(sorted(value.items(), key=lambda pair: pair[0].encode("utf-16-be")))
    return json.dumps(ordered, ensure_ascii=False, separators=(",", ":"))
