"""What a division code says by itself (GB/T 2260 and its longer forms; functional zones).

``510000`` province · ``511100`` city · ``511102`` county · ``511102004`` township · ``511102004001``
village · ``511102LSGX`` functional zone hosted by ``511102``.
"""

import re

_ZONE = re.compile(r"(?P<host>\d{6})[A-Z]{2,6}")
_CODE = re.compile(r"\d{6}(\d{3}|\d{6}|[A-Z]{2,6})?")


def is_region_code(code: str) -> bool:
    return _CODE.fullmatch(code) is not None


def significant(code: str) -> str:
    """The part of a code that all codes below it begin with: ``511100`` → ``5111``."""
    if len(code) != 6:
        return code
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


def covers(outer: str, inner: str) -> bool:
    """Whether the region ``inner`` is ``outer`` itself or lies below it."""
    return inner.startswith(significant(outer))


def division_code(code: str) -> str:
    """The code that may leave the city: of a functional zone, its host's."""
    zone = _ZONE.fullmatch(code)
    return zone["host"] if zone else code


def county_code(code: str) -> str:
    """The six digits of the county (or higher) part, as matter numbers carry it."""
    return code[:6]
