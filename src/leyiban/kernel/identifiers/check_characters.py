"""The four check characters of Chinese public codes. Each takes the code without its check character."""

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CREDIT_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Without I, O, S, V and Z, which look like digits [GB 32100-2015]."""

_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def resident_check(first17: str) -> str:
    """Check character of a resident identity number [GB 11643-1999, ISO 7064 MOD 11-2]."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _RESIDENT_WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def credit_check(first17: str) -> str:
    """Check character of a unified social credit code [GB 32100-2015]."""
    values = map(CREDIT_CODE_ALPHABET.index, first17)
    total = sum(value * weight for value, weight in zip(values, _CREDIT_WEIGHTS, strict=True))
    return CREDIT_CODE_ALPHABET[-total % 31]


def organisation_check(first8: str) -> str:
    """Check character of an organisation code, which is the inner part of a credit code [GB 11714]."""
    values = map(ALPHANUMERIC.index, first8)
    total = sum(value * weight for value, weight in zip(values, _ORGANISATION_WEIGHTS, strict=True))
    return "0X987654321"[total % 11]


def mod37_36(text: str) -> str:
    """Check character of licence identifiers and case numbers [ISO 7064 MOD 37,36].

    Characters that are neither digit nor capital letter are skipped.
    """
    product = 36
    for character in text:
        if character in ALPHANUMERIC:
            product = (product + ALPHANUMERIC.index(character)) % 36 or 36
            product = product * 2 % 37
    return ALPHANUMERIC[(37 - product) % 36]
