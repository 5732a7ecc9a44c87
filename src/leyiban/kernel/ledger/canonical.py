"""The exact bytes that are hashed: JSON Canonicalization Scheme (RFC 8785), strings and integers only.

What is hashed is stored as these bytes and never rebuilt, so neither a database's json type nor another
library's number format can change a hash.
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence

_SAFE_INTEGER = 2**53 - 1


class NotCanonical(TypeError):
    """The value holds something that has no single canonical form here (a float, a foreign type)."""


def canonical_json(value: object) -> bytes:
    """``value`` as RFC 8785 bytes.

    Raises:
        NotCanonical: a float, a non-string key, an integer beyond 2^53-1, a lone surrogate or a foreign type.
    """
    _check(value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _check(value: object) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, int):
        if abs(value) > _SAFE_INTEGER:
            raise NotCanonical(f"integer beyond 2^53-1: {value}")
    elif isinstance(value, str):
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise NotCanonical("a lone surrogate is not text")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            # Ascii keys only: then order by code point and by UTF-16 unit (RFC 8785 §3.2.3) are the same.
            if not isinstance(key, str) or not key.isascii():
                raise NotCanonical(f"a key must be ascii text, not {key!r}")
            _check(inner)
    elif isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        for inner in value:
            _check(inner)
    else:
        raise NotCanonical(f"{type(value).__name__} has no canonical form here")


def canonical_moment(moment: dt.datetime) -> str:
    """An aware datetime as ``2020-02-10T01:30:00.000000Z``: always UTC, always six decimals."""
    if moment.tzinfo is None:
        raise NotCanonical("a moment without a zone is not a moment")
    return moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def parse_moment(text: str) -> dt.datetime:
    if not text.endswith("Z"):
        raise ValueError(f"not a canonical moment: {text!r}")
    return dt.datetime.fromisoformat(text[:-1]).replace(tzinfo=dt.UTC)
