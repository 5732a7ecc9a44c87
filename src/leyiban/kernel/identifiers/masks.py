"""How numbers and names of people are shown. A mask hides; it is no way to find anybody."""

# Two-character surnames that are common enough to meet; another one shows its first character only.
_LONG_SURNAMES = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "皇甫",
    "尉迟",
    "东方",
    "慕容",
    "令狐",
    "司徒",
    "夏侯",
    "公孙",
)


def mask_resident_id(number: str) -> str:
    """``5111**********0016``: the first four and the last four."""
    return _between(number, 4, 4)


def mask_id_document(number: str) -> str:
    """Any other identity document: as for resident numbers where it is long, else less is shown."""
    return mask_resident_id(number) if len(number) >= 15 else _between(number, 2, 2)


def mask_mobile(number: str) -> str:
    """``139****5678``."""
    return _between(number, 3, 4)


def mask_phone(number: str) -> str:
    """A mobile as :func:`mask_mobile`; of a landline the area code and the last two digits stay."""
    if number.startswith("1") and len(number) == 11:
        return mask_mobile(number)
    area, hyphen, rest = number.partition("-")
    return f"{area}{hyphen}{_between(rest, 0, 2)}" if rest else _between(number, 0, 2)


def mask_name(name: str) -> str:
    """``王*``: the surname and one star, so that not even the length of the name is shown.

    A foreign name or one with a dot keeps its first character only.
    """
    surname = next(
        (each for each in _LONG_SURNAMES if name.startswith(each) and len(name) > len(each)), name[:1]
    )
    return f"{surname}*" if name else ""


def _between(text: str, first: int, last: int) -> str:
    """Stars for all but the first and the last characters; for everything where little would be hidden."""
    hidden = len(text) - first - last
    if hidden < 3:
        return "*" * len(text)
    return text[:first] + "*" * hidden + text[len(text) - last :]
