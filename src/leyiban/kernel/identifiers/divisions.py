"""Division codes (行政区划, GB/T 2260): read their levels from their digits, never from a list."""

import re

_FORM = re.compile(r"[1-9][0-9]{5}([0-9]{3}([0-9]{3})?)?")
_ZONE = re.compile(r"(?P<host>[1-9][0-9]{5})[A-Z]{2,6}")


def is_division_code(code: str) -> bool:
    """Whether ``code`` has the form of a division: 6 digits, 9 (township) or 12 (village)."""
    return _FORM.fullmatch(code) is not None


def is_zone_code(code: str) -> bool:
    """Whether ``code`` has the form of a functional zone's: its host's six digits and letters."""
    return _ZONE.fullmatch(code) is not None


def division_chain(code: str) -> tuple[str, ...]:
    """``code`` and the divisions above it, nearest first: village, township, county, city, province.

    ``511132100201`` → itself, ``511132100``, ``511132``, ``511100``, ``510000``. A functional zone
    (``511102LSGX``) lies in its host; what has neither form stands alone.
    """
    zone = _ZONE.fullmatch(code)
    if zone is not None:
        return (code, *division_chain(zone["host"]))
    if not is_division_code(code):
        return (code,)
    county, city, province = code[:6], code[:4] + "00", code[:2] + "0000"
    township = code[:9] if len(code) >= 9 and code[6:9] != "000" else county
    village = code if len(code) == 12 and code[9:] != "000" else township
    return tuple(dict.fromkeys((village, township, county, city, province)))
