"""Division codes (行政区划, GB/T 2260): read their levels from their digits, never from a list."""

import re

_FORM = re.compile(r"[1-9][0-9]{5}([0-9]{3}([0-9]{3})?)?")


def is_division_code(code: str) -> bool:
    """Whether ``code`` has the form of a division: 6 digits, 9 (township) or 12 (village)."""
    return _FORM.fullmatch(code) is not None


def division_chain(code: str) -> tuple[str, ...]:
    """``code`` and the divisions above it, nearest first: village, township, county, city, province.

    ``511132100201`` → itself, ``511132100``, ``511132``, ``511100``, ``510000``. What has no such form, a
    functional zone, stands alone; its host is known to the city's regions only.
    """
    if not is_division_code(code):
        return (code,)
    county, city, province = code[:6], code[:4] + "00", code[:2] + "0000"
    township = code[:9] if len(code) >= 9 and code[6:9] != "000" else county
    village = code if len(code) == 12 and code[9:] != "000" else township
    return tuple(dict.fromkeys((village, township, county, city, province)))
